"""Statistics and burden as tables: the same on the screen and in a file."""

from typing import TYPE_CHECKING

from console.exports.asked import Asked
from console.exports.cells import Cell, Table

if TYPE_CHECKING:
    from states.queries.burden import Burden, Burdens
    from states.queries.statistics import Statistics

Row = tuple[Cell, ...]
_PER_CENT = 100


def statistics_tables(asked: Asked) -> list[Table]:
    """Every figure of the programme, one table for each question."""
    from states.queries.statistics import statistics

    found = statistics(
        asked.office, asked.who, programme=asked.outline.key, at=asked.at, lang=asked.lang
    )
    return of_statistics(asked, found)


def burden_tables(asked: Asked) -> list[Table]:
    """What was asked of each jurisdiction and unit, and what was asked twice."""
    from states.queries.burden import burdens

    found = burdens(asked.office, asked.who, programme=asked.outline.key, lang=asked.lang)
    return of_burdens(asked, found)


def of_statistics(asked: Asked, found: "Statistics") -> list[Table]:
    """The tables that have rows."""
    counts: list[Row] = [
        (c.kind_title, c.state_title, c.jurisdiction_title, c.field_title, c.count)
        for c in found.counts
    ]
    funnel: list[Row] = [
        (r.kind_title, r.state_title, r.count, per_cent(r.share)) for r in found.funnel
    ]
    duties: list[Row] = [
        (
            d.title,
            d.on_time,
            d.late,
            d.overdue,
            d.open,
            d.waived,
            d.lapsed,
            d.without_limit,
            per_cent(d.rate),
        )
        for d in found.duties
    ]
    dwell: list[Row] = [
        (d.kind_title, d.state_title, d.left, d.median_days, d.standing, d.standing_median_days)
        for d in found.dwell
    ]
    ageing: list[Row] = [(a.title, asked.say(f"bucket.{a.bucket}"), a.count) for a in found.ageing]
    tables = [
        _table(asked, "counts", ("kind", "state", "place", "field", "count"), counts),
        _table(asked, "funnel", ("kind", "state", "reached", "share"), funnel),
        _table(asked, "rates", _OF_RATES, duties),
        _table(asked, "dwell", _OF_DWELL, dwell),
        _table(asked, "ageing", ("duty", "bucket", "count"), ageing),
    ]
    return [table for table in tables if table.rows] or tables[:1]


_OF_RATES = (
    *("duty", "on-time", "late", "overdue", "open", "waived", "lapsed", "without-limit", "rate"),
)
_OF_DWELL = ("kind", "state", "left-state", "median", "standing", "standing-median")


def per_cent(share: float | None) -> float | None:
    """A share in per cent, one decimal; None for none."""
    return None if share is None else round(share * _PER_CENT, 1)


def of_burdens(asked: Asked, found: "Burdens") -> list[Table]:
    """The burden by jurisdiction and by unit, and the fields asked twice."""
    measures = ("cases", "fields", "documents", "duties", "reminders", "returns", "twice")
    places: list[Row] = [
        (b.jurisdiction_title, b.units, *_measures(b)) for b in found.jurisdictions
    ]
    places.append((asked.say("stats.total"), found.total.units, *_measures(found.total)))
    units: list[Row] = [
        (b.jurisdiction_title, b.unit, b.unit_code, *_measures(b)) for b in found.units
    ]
    twice: list[Row] = [(t.kind_title, t.title, t.count) for t in found.twice]
    tables = [
        _table(asked, "burden-places", ("place", "units", *measures), places),
        _table(asked, "burden-units", ("place", "unit", "credit-code", *measures), units),
        _table(asked, "twice", ("kind", "form-field", "count"), twice),
    ]
    return tables if twice else tables[:2]


def _measures(b: "Burden") -> Row:
    return (b.cases, b.fields, b.documents, b.duties, b.reminders, b.returns, b.twice)


def _table(asked: Asked, name: str, head: tuple[str, ...], rows: list[Row]) -> Table:
    titles = tuple(asked.heading(key) for key in head)
    return Table(asked.say(f"part.{name}"), titles, rows, head)
