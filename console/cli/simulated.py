"""The report of a simulation, in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from console.printing import Out
from console.words.texts import say
from states.words.grounds import in_english
from states.words.joining import apart
from states.words.retelling import retold
from states.words.titles import spoken, titled

if TYPE_CHECKING:
    from config.programme import Programme

Titles = Mapping[str, Mapping[str, str]]
_COUNTED = {
    "duties": "status",
    "most_by_jurisdiction": "kind",
    "refusals": "clause",
}
"""Figures counted by name, and what the names are."""
_COUNTED_WITHIN = {
    "states": ("kind", "state"),
    "duties_by_name": ("duty", "status"),
    "by_category": ("kind", "category"),
    "acts": ("main-state", "number"),
}
"""Figures counted by name within a name, and what both are."""


def tell_report(out: Out, found: Mapping[str, Any], programme: "Programme") -> None:
    """The report under titles; what is counted within a name gets a line for each name."""
    titles = _titles(programme, out.lang)
    rows: list[tuple[str, str]] = []
    aimless = found["without_normal_end"]
    for key, value in found.items():
        if key == "without_normal_end":
            continue
        title = say(f"report.{key}", out.lang) or key
        if key == "stopped":
            rows += [(title, say("report.stop", out.lang, **one)) for one in value]
        elif key == "refused_for":
            rows += [(title, f"{one['n']} × {retold(one, out.lang)}") for one in value]
        elif key in _COUNTED_WITHIN:
            outer, inner = _COUNTED_WITHIN[key]
            for name, counts in value.items():
                shown = _counts(titles, inner, counts, name)
                rows.append((f"{title} {_named(titles, outer, name)}", shown))
        elif key not in _COUNTED:
            rows.append((title, _plain(value, out.lang)))
        elif value:
            rows.append((title, _counts(titles, _COUNTED[key], value)))
    out.table(("head.item", "head.result"), rows)
    if aimless:
        out.say("report.without-normal-end", cases=[_named(titles, "kind", k) for k in aimless])


def _titles(programme: "Programme", lang: str) -> Titles:
    """What people call the keys of a report, by what they name; states as kind/state."""
    kinds = programme.cases.items()
    sorts: dict[str, Mapping[str, Any]] = {
        "kind": programme.cases,
        "state": {f"{k}/{name}": state for k, kind in kinds for name, state in kind.states.items()},
        "main-state": programme.cases[programme.main_kind()].states,
        "duty": programme.duties,
        "category": programme.categories,
    }
    statuses = ("on-time", "late", "open", "overdue", "waived", "lapsed", "without-limit")
    return {
        "status": {status: say(f"report.{status}", lang) for status in statuses},
        **{
            sort: {key: spoken(titled(x=thing), lang)["x"] for key, thing in things.items()}
            for sort, things in sorts.items()
        },
    }


def _named(titles: Titles, sort: str, key: str) -> str:
    return titles.get(sort, {}).get(key, key.rpartition("/")[2])


def _counts(titles: Titles, sort: str, counts: Mapping[str, int], within: str = "") -> str:
    keys = {key: f"{within}/{key}" if sort == "state" else key for key in counts}
    return "  ".join(f"{_named(titles, sort, keys[key])} {n}" for key, n in counts.items())


def _plain(value: Any, lang: str) -> str:
    if isinstance(value, list):
        return apart([_plain(one, lang) for one in value], lang) or "—"
    if isinstance(value, dict):
        return "  ".join(f"{key} {_plain(one, lang)}" for key, one in value.items())
    if isinstance(value, bool):
        return say(f"report.{value}", lang)
    return in_english(str(value)) if lang == "en" else str(value)
