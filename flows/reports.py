"""A run's plain result as a page, its tables, and one line."""

from collections.abc import Iterable, Mapping
from typing import Any

from flows.texts import say

Report = Mapping[str, Any]
Rows = list[dict[str, Any]]

NAMED = 50
"""How many codes a line names; the tables hold them all."""


def page(report: Report) -> str:
    """The report as Markdown."""
    return "\n".join(_PAGES[report["kind"]](report))


def brief(report: Report) -> str:
    """The report in one line: the message of the flow run."""
    kind = report["kind"]
    if kind == "check":
        return say("brief.check.ok" if report["ok"] else "brief.check.bad", count=report["count"])
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


def tables(report: Report) -> dict[str, Rows]:
    """The tables of a report by the end of their key; only those that have rows."""
    found = {
        "listed": [_named(row, _LISTED) for row in report.get("listed", ())],
        "refused": [row for one in report.get("refused", ()) for row in _refusals(one)],
        "found": [_finding(one) for one in report.get("found", ())],
    }
    return {name: rows for name, rows in found.items() if rows}


_LISTED = ("case", "title", "jurisdiction", "category", "state", "unit")


def _named(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {say(f"column.{name}"): row[name] for name in names}


def _refusals(one: Mapping[str, Any]) -> Rows:
    return [
        {
            say("column.case"): one["case"],
            say("column.why"): why["message"],
            say("column.clause"): "、".join(why.get("clause", ())),
            say("column.remedy"): why.get("remedy", ""),
        }
        for why in one["refused"]
    ]


def _finding(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        say("column.subject"): one["subject"],
        say("column.seq"): one["seq"],
        say("column.says"): one["message"],
    }


def _round(report: Report) -> Iterable[str]:
    yield say("round.head", title=report["title"], programme=report["programme"])
    yield say("as-of", at=report["as_of"])
    yield say(f"status.{report['status']}")
    if report["opened_now"]:
        yield say("opened-now")
    if report["closed_now"]:
        yield say("closed-now")
    yield from _due(report, report["opened_children"])
    if report["released"]:
        yield say("released", count=len(report["released"]), cases=_codes(report["released"]))
    if report["refused"]:
        yield say("refused", count=len(report["refused"]))
    yield say("listed", count=len(report["listed"]))


def _preview(report: Report) -> Iterable[str]:
    yield say("preview.head", title=report["title"], programme=report["programme"])
    would = report["would_release"]
    yield say("would-release", count=len(would), cases=_codes(would))
    if report["refused"]:
        yield say("refused", count=len(report["refused"]))


def _sweep(report: Report) -> Iterable[str]:
    yield say("sweep.head")
    yield say("as-of", at=report["as_of"])
    if report["occasion"]:
        yield say("occasion", occasion=report["occasion"])
    yield from _due(report, report["opened"])
    if report["expired"]:
        yield say("expired", count=report["expired"])


def _due(report: Report, opened: Mapping[str, int]) -> Iterable[str]:
    lines = [say("moved", move=move, count=count) for move, count in report["moved"].items()]
    lines += [say("opened", kind=kind, count=count) for kind, count in opened.items()]
    lines += [say(key, count=report[key]) for key in ("overdue", "reminded") if report[key]]
    yield from lines or [say("nothing-due")]


def _check(report: Report) -> Iterable[str]:
    yield say("check.head")
    yield say("as-of", at=report["as_of"])
    yield say("check.ok") if report["ok"] else say("check.bad", count=report["count"])


def _codes(codes: list[str]) -> str:
    return "、".join(codes[:NAMED]) + ("…" if len(codes) > NAMED else "")


_PAGES = {"round": _round, "preview": _preview, "sweep": _sweep, "check": _check}
