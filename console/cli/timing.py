"""What time brings: the sweep, and whole programmes on a virtual clock."""

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from console.cli.desk import Desk, at_desk
from console.cli.options import SHOWN, Shown
from console.cli.parsing import count
from console.cli.progress import counting
from console.cli.reminding import deliver, tell_delivery
from console.errors import Misuse
from console.moments import day as read_day
from console.moments import moment
from console.printing import Out
from console.words.texts import say
from states.words.grounds import in_english
from states.words.joining import apart, listed
from states.words.retelling import retold
from states.words.titles import spoken, titled

if TYPE_CHECKING:
    from config.programme import Programme
    from states.duties import Swept


def sweep(*, as_of: str | None = None, options: Shown = SHOWN) -> None:
    """Do everything that is due. Safe at any time, any number of times."""
    with at_desk(options) as desk:
        from states.duties import sweep as do_due

        at = moment(as_of, "--as-of", desk.zone) if as_of else None
        swept = do_due(desk.office, as_of=at, trigger="cli")
        sent = deliver(desk)
        desk.out.data(swept.as_json() | {"delivery": sent})
        if not options.json:
            tell(desk, swept)
        tell_delivery(desk.out, sent)


def tell(desk: Desk, swept: "Swept") -> None:
    """What a sweep did."""
    desk.out.say(
        "sweep.done",
        at=desk.local(swept.as_of),
        overdue=swept.overdue,
        moved=_counts(desk, swept.moved),
        opened=_counts(desk, swept.opened),
        reminded=swept.reminded,
        expired=swept.expired,
    )


def _counts(desk: Desk, found: dict[str, int]) -> str:
    if not found:
        return say("sweep.none", desk.lang)
    return listed([f"{_title(desk, name)} {number}" for name, number in found.items()], desk.lang)


def _title(desk: Desk, name: str) -> str:
    o = desk.outline
    if o is None:
        return name
    if name in o.kinds:
        return o.kind_title(name, desk.lang)
    owner = next((kind for kind in o.kinds if o.move(kind, name)), "")
    return o.move_title(owner, name, desk.lang)


def simulate(
    *,
    programme: str = "national-pilots-2026",
    from_: Annotated[str | None, Parameter(name="--from")] = None,
    to: str | None = None,
    provinces: int | None = None,
    seed: int = 1,
    full: Annotated[bool, Parameter(negative=())] = False,
    options: Shown = SHOWN,
) -> int:
    """A whole programme on a virtual clock in a scratch database."""
    from config.loader import load
    from console.cli.founding import programme_file
    from console.cli.parts import part

    places = None if provinces is None else count(provinces, "--provinces", 1, 10_000)
    first = read_day(from_, "--from") if from_ else None
    last = read_day(to, "--to") if to else None
    if first and last and last < first:
        raise Misuse("EndsBeforeItBegins", first=first, last=last)
    run = part("console.simulate", "simulate").simulate
    out = Out(options.lang, options.json, options.wide)
    declared = load(programme_file(programme))
    with counting() as progress:
        report = run(
            declared,
            first=first,
            last=last,
            jurisdictions=places,
            seed=seed,
            full=full,
            progress=progress,
        )
    found = report.as_json()
    out.data(found)
    if not options.json:
        _tell_report(out, found, _titles(declared, out.lang))
    return 1 if found.get("violations") else 0


def _times(reason: dict[str, Any], lang: str) -> str:
    """A reason met in a simulation, and how often."""
    return f"{reason['n']} × {retold(reason, lang)}"


def _titles(programme: "Programme", lang: str) -> dict[str, str]:
    """What people call the keys of a report: kinds, states as kind/state, fields, duties."""
    kinds = programme.cases.items()
    states = {f"{k}/{name}": state for k, kind in kinds for name, state in kind.states.items()}
    main = programme.cases[programme.main_kind()].states
    named: Any = {**programme.categories, **programme.duties, **main, **dict(kinds), **states}
    return {key: spoken(titled(x=thing), lang)["x"] for key, thing in named.items()}


def _tell_report(out: Out, found: dict[str, Any], titles: dict[str, str]) -> None:
    """The report under titles; what is counted by name gets a line for each name."""
    rows: list[tuple[str, str]] = []

    def named(key: str, within: str = "") -> str:
        word = say(f"report.{key}", out.lang)
        return titles.get(f"{within}/{key}") or word or titles.get(key) or key

    def shown(value: Any, within: str = "") -> str:
        if isinstance(value, dict):
            return "  ".join(f"{named(key, within)} {shown(one)}" for key, one in value.items())
        if isinstance(value, list):
            return apart([shown(one) for one in value], out.lang) or "—"
        if isinstance(value, bool):
            return say(f"report.{value}", out.lang)
        return in_english(str(value)) if out.lang == "en" else str(value)

    aimless = found["without_normal_end"]
    for key, value in found.items():
        if key == "without_normal_end":
            continue
        title = say(f"report.{key}", out.lang) or key
        if key == "refused_for":
            rows += [(title, _times(one, out.lang)) for one in value]
        elif isinstance(value, dict) and all(isinstance(inner, dict) for inner in value.values()):
            rows += [(f"{title} {named(name)}", shown(one, name)) for name, one in value.items()]
        else:
            rows.append((title, shown(value)))
    out.table(("head.item", "head.result"), rows)
    if aimless:
        out.say("report.without-normal-end", cases=[titles.get(kind, kind) for kind in aimless])
