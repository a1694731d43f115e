"""The short forms of a programme file, written out before the types see them.

`{setting: NAME}` becomes the chosen value, `{setting: NAME, OPTION: …}` the part of the chosen
option (nothing if it has none), a part with `only-if: {NAME: OPTION}` that does not hold is left
out, `{due-of: DUTY}` is that duty's limit, `{first-day-of: PERIOD}`, `{last-day-of: PERIOD}` and
`{day-after: PERIOD}` are days, and `jurisdictions: {list: NAME}` is a list of config/jurisdictions.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from heapq import nsmallest
from pathlib import Path
from typing import Any

from config.dates import rules
from config.language.scalars import day_of
from config.language.source import Place, Tree, dotted, parse, read_file
from config.problems import BadProgramme, Problem

LISTS = Path(__file__).parents[1] / "jurisdictions"
LONGEST_WORD, COMPARED = 60, 200
_LEFT_OUT = object()
_KEEPS_ONLY_IF = {("cases", "moves"): 4, ("quotas",): 2, ("duties",): 2}
_DAYS: dict[str, tuple[str, Callable[[date, date], date]]] = {
    "first-day-of": ("第一日", lambda first, last: first),
    "last-day-of": ("最后一日", lambda first, last: last),
    "day-after": ("期满后第一日", lambda first, last: last + timedelta(days=1)),
}


SUGGESTIONS = 100
"""How many problems of one file get a suggestion; comparing words is what costs most."""


def nearest(word: str, known: Iterable[Any]) -> str:
    """The known word that was probably meant; empty if none is near."""
    if len(word) > LONGEST_WORD:
        return ""
    names = [str(name) for name in known if abs(len(str(name)) - len(word)) <= LONGEST_WORD // 2]
    names = nsmallest(COMPARED, names, key=lambda name: abs(len(name) - len(word)))
    found = slips(word, names) or get_close_matches(word, names, 1, 0.6)
    if not found:
        found = [name for name in names if len(word) > 2 and (word in name or name in word)]
    return found[0] if found else ""


def slips(word: str, names: Iterable[str]) -> list[str]:
    """The names that differ from a short word of other letters than ASCII by one character."""
    if word.isascii() or not 2 <= len(word) <= 3:
        return []
    alike = [name for name in names if len(name) == len(word)]
    return [n for n in alike if sum(a != b for a, b in zip(word, n, strict=True)) == 1]


@dataclass(slots=True)
class Resolver:
    """One file while its short forms are written out."""

    source: Tree
    chosen: dict[str, str] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    out: Tree = field(default_factory=Tree)
    dropped: set[Place] = field(default_factory=set)
    following: list[Place] = field(default_factory=list)

    def complain(self, code: str, place: Place, known: Any = (), **parameters: object) -> None:
        """A problem at a place of the file as written."""
        word = str(parameters.get("name", ""))
        self.out.problems.append(
            Problem.of(
                code,
                self.source.line(place),
                dotted(place),
                suggestion=nearest(word, known) if known else "",
                **parameters,  # type: ignore[arg-type]
            )
        )


def write_out(source: Tree, overrides: Mapping[str, str]) -> Resolver:
    """The file without short forms; `dropped` holds the places of parts that a setting leaves out.

    Problems are collected in `out.problems`."""
    resolver = Resolver(source)
    _include_jurisdictions(resolver)
    _choose(resolver, overrides)
    resolver.out.root = _rewrite(resolver, source.root, (), ())
    return resolver


def _include_jurisdictions(resolver: Resolver) -> None:
    declared = resolver.source.root.get("jurisdictions")
    if not isinstance(declared, dict) or not isinstance(declared.get("list"), str):
        return
    place: Place = ("jurisdictions", "list")
    name = declared["list"]
    known = sorted(path.stem for path in LISTS.glob("*.yaml"))
    resolver.source.root["jurisdictions"] = {}
    for key in declared.keys() - {"list"}:
        resolver.complain("unknown-key", ("jurisdictions", key), name=key, known_keys="list")
    if name not in known:
        resolver.complain("unknown-list", place, known, name=name, choices="、".join(known))
        return
    try:
        listed = parse(read_file(LISTS / f"{name}.yaml"), name)
    except BadProgramme as error:
        resolver.out.problems.extend(error.problems)
        return
    resolver.source.root["jurisdictions"] = listed.root


def _choose(resolver: Resolver, overrides: Mapping[str, str]) -> None:
    declared = resolver.source.root.get("settings", {})
    if not isinstance(declared, dict):
        return
    for name, value in overrides.items():
        if isinstance(declared.get(name), dict):
            declared[name]["value"] = value
        else:
            resolver.complain("unknown-setting", ("settings",), declared, name=name)
    for name, setting in declared.items():
        if not isinstance(setting, dict) or not isinstance(setting.get("value"), str):
            continue
        resolver.chosen[name] = setting["value"]
        options = setting.get("options")
        resolver.options[name] = list(options) if isinstance(options, dict) else []


def _rewrite(resolver: Resolver, value: Any, place: Place, new: Place) -> Any:
    """The part at `place`, written out as it will stand at `new`."""
    if place[:1] == ("settings",):
        return _copied(resolver, value, place, new)
    if isinstance(value, dict):
        if isinstance(value.get("setting"), str):
            return _by_setting(resolver, value, place, new)
        if isinstance(value.get("only-if"), dict) and not _holds(resolver, value["only-if"], place):
            return _LEFT_OUT
        if len(value) == 1:
            ((key, name),) = value.items()
            if key in _DAYS and isinstance(name, str):
                return _day(resolver, key, name, place, new)
            if key == "due-of" and isinstance(name, str):
                return _due(resolver, name, place, new)
    return _copied(resolver, value, place, new)


def _copied(resolver: Resolver, value: Any, place: Place, new: Place) -> Any:
    if place == new or new not in resolver.out.lines:
        resolver.out.lines[new] = resolver.source.line(place)
    if isinstance(value, dict):
        return _mapping(resolver, value, place, new)
    if isinstance(value, list):
        return _listed(resolver, value, place, new)
    return value


def _mapping(resolver: Resolver, value: dict[str, Any], place: Place, new: Place) -> Any:
    made = {}
    for key, part in value.items():
        if key == "only-if" and isinstance(part, dict) and place:
            if _keeps_only_if(new):
                made[key] = {name: resolver.chosen.get(name, "") for name in part}
            continue
        found = _rewrite(resolver, part, (*place, key), (*new, key))
        if found is _LEFT_OUT:
            resolver.dropped.add((*new, key))
        else:
            made[key] = found
    return made


def _listed(resolver: Resolver, value: list[Any], place: Place, new: Place) -> list[Any]:
    made: list[Any] = []
    for index, part in enumerate(value):
        found = _rewrite(resolver, part, (*place, index), (*new, len(made)))
        if found is not _LEFT_OUT:
            made.append(found)
    return made


def _keeps_only_if(place: Place) -> bool:
    return any(
        len(place) == length and place[0] == way[0] and (len(way) == 1 or place[2] == way[1])
        for way, length in _KEEPS_ONLY_IF.items()
    )


def _holds(resolver: Resolver, wanted: dict[str, Any], place: Place) -> bool:
    holds = True
    for name, options in wanted.items():
        where = (*place, "only-if", name)
        if name not in resolver.chosen:
            resolver.complain("unknown-setting", where, resolver.chosen, name=name)
            continue
        values = options if isinstance(options, list) else [options]
        for option in values:
            _check_option(resolver, name, str(option), where)
        holds = holds and resolver.chosen[name] in values
    return holds


def _check_option(resolver: Resolver, name: str, option: str, place: Place) -> None:
    known = resolver.options[name]
    if known and option not in known:
        choices = "、".join(known)
        resolver.complain(
            "unknown-option", place, known, name=option, setting=name, choices=choices
        )


def _by_setting(resolver: Resolver, value: dict[str, Any], place: Place, new: Place) -> Any:
    name = value["setting"]
    if name not in resolver.chosen:
        resolver.complain("unknown-setting", (*place, "setting"), resolver.chosen, name=name)
        return _LEFT_OUT
    chosen = resolver.chosen[name]
    if len(value) == 1:
        resolver.out.lines[new] = resolver.source.line(place)
        return chosen
    for option in value.keys() - {"setting"}:
        _check_option(resolver, name, option, (*place, option))
    if chosen not in value:
        return _LEFT_OUT
    return _rewrite(resolver, value[chosen], (*place, chosen), new)


def _due(resolver: Resolver, name: str, place: Place, new: Place) -> Any:
    duties = resolver.source.root.get("duties")
    known = duties if isinstance(duties, dict) else {}
    duty = known.get(name)
    if not isinstance(duty, dict) or "due" not in duty:
        resolver.complain("unknown-duty", place, known, name=name)
        return _LEFT_OUT
    if new[0] == "cases" and str(duty.get("unverified")).lower() in ("yes", "true", "是"):
        resolver.complain("unverified-elsewhere", place, name=name)
    resolver.out.lines[new] = resolver.source.line(place)
    return _followed(resolver, ("duties", name, "due"), place, new)


def _followed(resolver: Resolver, target: Place, place: Place, new: Place) -> Any:
    """The part at another place, written out; a ring of such references is a problem."""
    if target in resolver.following:
        resolver.complain("ring", place, name=target[1])
        return _LEFT_OUT
    resolver.following.append(target)
    part = resolver.source.root
    for key in target:
        part = part[key]
    try:
        return _rewrite(resolver, part, target, new)
    finally:
        resolver.following.pop()


def _day(resolver: Resolver, key: str, name: str, place: Place, new: Place) -> Any:
    periods = resolver.source.root.get("periods")
    known = periods if isinstance(periods, dict) else {}
    if name not in known:
        resolver.complain("unknown-period", place, known, name=name)
        return _LEFT_OUT
    period = _followed(resolver, ("periods", name), place, ("periods", name))
    days = _days_of(period)
    if days is None:
        return _LEFT_OUT  # the type of the period says what is wrong with it
    resolver.out.lines[new] = resolver.source.line(place)
    word, edge = _DAYS[key]
    try:
        day = edge(*days)
    except OverflowError:
        return _LEFT_OUT
    title = period.get("title", name) if isinstance(period, dict) else name
    phrase = f"{title}{word}（{day.year}年{day.month}月{day.day}日）"
    return {"day": day.isoformat(), "named-day": "included", "phrase": phrase}


def _days_of(period: Any) -> tuple[date, date] | None:
    try:
        if isinstance(period, str):
            return rules.period_of(period)
        if "days" in period:
            return rules.period_of(period["days"])
        return day_of(period["first"]), day_of(period["last"])
    except (ValueError, KeyError, TypeError):
        return None
