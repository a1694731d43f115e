"""What time brings: the sweep, and whole programmes on a virtual clock."""

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from console.cli.desk import Desk, at_desk
from console.cli.options import SHOWN, Shown
from console.cli.parsing import count
from console.cli.progress import counting
from console.cli.reminding import deliver, tell_delivery
from console.cli.simulated import tell_report
from console.errors import Misuse
from console.moments import day as read_day
from console.moments import moment
from console.printing import Out
from console.words.texts import say
from states.words.joining import listed

if TYPE_CHECKING:
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
        tell_report(out, found, declared)
    return 1 if found.get("violations") else 0
