"""A run's plain result as a page, its tables, and one line."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from flows.texts import say

Report = Mapping[str, Any]
Rows = list[dict[str, Any]]
Tell = Callable[..., str]

NAMED = 50
"""How many codes a line names; the tables hold them all."""


def page(report: Report, lang: str = "zh") -> str:
    """The report as Markdown."""
    return "\n".join(_PAGES[report["kind"]](report, partial(say, lang=lang)))


def brief(report: Report) -> str:
    """The report in one line: the message of the flow run."""
    kind = report["kind"]
    if kind == "check":
        return say("brief.check.ok" if report["ok"] else "brief.check.bad", count=report["count"])
    if kind == "delivery":
        return say("brief.delivery", **{name: report[name] for name in _SENT})
    counts = {
        "moved": sum(report.get("moved", {}).values()),
        "opened": sum(report.get("opened_children", report.get("opened", {})).values()),
        "overdue": report.get("overdue", 0),
        "reminded": report.get("reminded", 0),
        "released": len(report.get("released", report.get("would_release", ()))),
        "refused": len(report.get("refused", ())),
        "listed": len(report.get("listed", ())),
    }
    return say(f"brief.{kind}", title=report.get("title", ""), **counts)


def tables(report: Report, lang: str = "zh") -> dict[str, Rows]:
    """The tables of a report by the end of their key; only those that have rows."""
    tell = partial(say, lang=lang)
    found = {
        "listed": [_named(row, _LISTED, tell) for row in report.get("listed", ())],
        "refused": [row for one in report.get("refused", ()) for row in _refusals(one, tell)],
        "found": [_finding(one, tell) for one in report.get("found", ())],
    }
    return {name: rows for name, rows in found.items() if rows}


_LISTED = ("case", "title", "jurisdiction", "category", "state", "unit")


def _named(row: Mapping[str, Any], names: Iterable[str], tell: Tell) -> dict[str, Any]:
    return {tell(f"column.{name}"): row[name] for name in names}


def _refusals(one: Mapping[str, Any], tell: Tell) -> Rows:
    return [
        {
            tell("column.case"): one["case"],
            tell("column.why"): why["message"],
            tell("column.clause"): tell("clause", clause=why.get("clause", [])),
            tell("column.remedy"): why.get("remedy", ""),
        }
        for why in one["refused"]
    ]


def _finding(one: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    return {
        tell("column.subject"): one["subject"],
        tell("column.seq"): one["seq"],
        tell("column.says"): one["message"],
    }


def _round(report: Report, tell: Tell) -> Iterable[str]:
    yield tell("round.head", title=report["title"], programme=report["programme"])
    yield tell("as-of", at=report["as_of"])
    yield tell(f"status.{report['status']}")
    if report["opened_now"]:
        yield tell("opened-now")
    if report["closed_now"]:
        yield tell("closed-now")
    yield from _due(report, report["opened_children"], tell)
    if report["released"]:
        yield tell("released", count=len(report["released"]), cases=_codes(report["released"]))
    if report["refused"]:
        yield tell("refused", count=len(report["refused"]))
    listed = len(report["listed"])
    yield tell("listed", count=listed) if listed else tell("none-listed")


def _preview(report: Report, tell: Tell) -> Iterable[str]:
    yield tell("preview.head", title=report["title"], programme=report["programme"])
    would = report["would_release"]
    yield tell("would-release", count=len(would), cases=_codes(would))
    if report["refused"]:
        yield tell("refused", count=len(report["refused"]))


def _sweep(report: Report, tell: Tell) -> Iterable[str]:
    yield tell("sweep.head")
    yield tell("as-of", at=report["as_of"])
    if report["occasion"]:
        yield tell("occasion", occasion=report["occasion"])
    yield from _due(report, report["opened"], tell)
    if report["expired"]:
        yield tell("expired", count=report["expired"])


_SENT = ("sent", "failed", "dropped")


def _delivery(report: Report, tell: Tell) -> Iterable[str]:
    yield tell("delivery.head")
    yield tell("delivery", **{name: report[name] for name in _SENT})
    if report["held_until"]:
        yield tell("held", at=report["held_until"])
    yield from (tell("not-sent", error=error) for error in report["errors"][:NAMED])


def _due(report: Report, opened: Mapping[str, int], tell: Tell) -> Iterable[str]:
    titles = report.get("titles", {})
    named = {key: tell("title", **both) for key, both in titles.items()}
    moved = report["moved"].items()
    lines = [tell("moved", move=named.get(move, move), count=count) for move, count in moved]
    lines += [tell("opened", kind=named.get(k, k), count=count) for k, count in opened.items()]
    lines += [tell(key, count=report[key]) for key in ("overdue", "reminded") if report[key]]
    yield from lines or [tell("nothing-due")]


def _check(report: Report, tell: Tell) -> Iterable[str]:
    yield tell("check.head")
    yield tell("as-of", at=report["as_of"])
    yield tell("check.ok") if report["ok"] else tell("check.bad", count=report["count"])


def _codes(codes: list[str]) -> list[str]:
    *shown, last = codes[:NAMED] or [""]
    return [*shown, f"{last}…" if len(codes) > NAMED else last]


_PAGES = {
    "round": _round,
    "preview": _preview,
    "sweep": _sweep,
    "delivery": _delivery,
    "check": _check,
}
