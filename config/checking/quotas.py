"""Checks on quotas: numbers that can be met, cases that can be counted, moves that take them."""

from collections.abc import Iterator

from config.case_types import CaseKind, Move
from config.checking.findings import Finding, error, warning
from config.checking.forms import knows
from config.programme import Programme, Quota
from config.vocabulary import UNDERTAKING, JurisdictionKind


def check_quotas(programme: Programme) -> Iterator[Finding]:
    """What is wrong with the quotas of a programme."""
    for name, quota in programme.quotas.items():
        yield from _numbers(programme, name, quota)
        yield from _counted(programme, name, quota)
        yield from _for_kinds(programme, name, quota)
    yield from _taken(programme)
    yield from _together(programme)


def _numbers(programme: Programme, name: str, quota: Quota) -> Iterator[Finding]:
    place = ("quotas", name)
    if quota.at_most is None and quota.at_least is None and quota.each is None and not quota.caps:
        yield error("quota-empty", place, quota=quota.title)
    if (quota.each is None) != (quota.each_at_most is None):
        yield error("quota-each", place, quota=quota.title)
    at_most, each, least = quota.at_most, quota.each_at_most, quota.at_least
    if quota.year_from is not None and least is not None and quota.per == "unit":
        yield error("least-of-units", (*place, "at-least"), quota=quota.title)
    categories = _categories(programme, quota)
    if at_most is not None and each is not None and each > at_most:
        yield error("each-above-all", (*place, "each-at-most"), each=each, all=at_most)
    if at_most is not None and least is not None and least > at_most:
        yield error("least-above-most", (*place, "at-least"), least=least, most=at_most)
    if each is not None and quota.each is not None:
        most = each * categories
        if least is not None and least > most:
            yield error("least-above-most", (*place, "at-least"), least=least, most=most)
        elif at_most is not None and at_most > most:
            yield warning("never-full", (*place, "at-most"), most=at_most, reachable=most)
    if quota.caps and quota.per != "jurisdiction":
        yield error("caps-per", (*place, "caps"), quota=quota.title)


def _categories(programme: Programme, quota: Quota) -> int:
    groups = [category.group for category in programme.categories.values()]
    return sum(1 for group in groups if not quota.groups or group in quota.groups)


def _counted(programme: Programme, name: str, quota: Quota) -> Iterator[Finding]:
    """The cases that take a quota carry what it counts by."""
    for key, kind in programme.cases.items():
        if not any(name in move.takes for move in kind.moves.values()):
            continue
        wanted = {"jurisdiction": (("jurisdiction",), ""), "unit": (UNDERTAKING, "unit")}
        if quota.per in wanted and not knows(programme, kind, *wanted[quota.per]):
            yield error(
                "quota-cannot-count", ("quotas", name, "per"), case=kind.title, what=quota.per
            )
        if (quota.groups or quota.each) and not knows(programme, kind, ("category",)):
            place = ("quotas", name, "groups" if quota.groups else "each")
            yield error("quota-cannot-count", place, case=kind.title, what="category")
        yield from _by_year(name, quota, kind)
        if quota.case and quota.case != key:
            title = programme.cases[quota.case].title
            yield error("quota-of-other", ("quotas", name, "case"), case=kind.title, other=title)


def _by_year(name: str, quota: Quota, kind: CaseKind) -> Iterator[Finding]:
    """A case that takes a quota of its year has that year by then."""
    if quota.year_from is None:
        return
    place = ("quotas", name, "year-from")
    field = kind.form.get(quota.year_from)
    if field is None:
        yield error("quota-cannot-count", place, case=kind.title, what=quota.year_from)
    elif field.type not in ("date", "year"):
        yield error("year-from-no-date", place, field=field.title)
    elif not field.required:
        for move in kind.moves.values():
            if name in move.takes and quota.year_from not in (*move.asks, *move.asks_anew):
                yield error("year-may-lack", place, field=field.title, move=move.title)


def _taken(programme: Programme) -> Iterator[Finding]:
    taken: set[str] = set()
    for key, kind in programme.cases.items():
        here = {name for move in kind.moves.values() for name in move.takes}
        taken |= here
        for move_key, move in kind.moves.items():
            for name in move.gives_back.quotas if move.gives_back else ():
                if name not in here:
                    place = ("cases", key, "moves", move_key, "gives-back")
                    title = programme.quotas[name].title
                    yield error("gives-what-none-takes", place, quota=title)
    for name, quota in programme.quotas.items():
        if name not in taken and quota.at_least:
            yield error("least-untaken", ("quotas", name, "at-least"), quota=quota.title)
        elif name not in taken:
            yield warning("quota-untaken", ("quotas", name), quota=quota.title)


def _for_kinds(programme: Programme, name: str, quota: Quota) -> Iterator[Finding]:
    """The minimum can be met in every kind of jurisdiction; one whose cap is 0 owes none."""
    least = quota.at_least
    if not least or quota.per != "jurisdiction":
        return
    shut = _shut_out(programme, name)
    for kind in dict.fromkeys(place.kind for place in programme.jurisdictions.values()):
        most = quota.caps.get(kind, quota.at_most)
        if kind in quota.caps and most and most < least:
            yield error("least-above-most", ("quotas", name, "caps", kind), least=least, most=most)
        elif kind in shut and most != 0:
            place = ("quotas", name, "at-least")
            yield error("minimum-shut-out", place, quota=quota.title, least=least, kind=kind)


def _shut_out(programme: Programme, name: str) -> set[str]:
    """The kinds of jurisdictions that may make none of the moves that take a quota."""
    takers = _takers(programme, name).values()
    everybody = {place.kind for place in programme.jurisdictions.values()}
    shut = set(everybody) if takers else set()
    for move in takers:
        guards = [guard.parameters for guard in move.guards if guard.strength == "hard"]
        listed = [set(given.one_of) for given in guards if isinstance(given, JurisdictionKind)]
        shut -= everybody.intersection(*listed)
    return shut


def _takers(programme: Programme, name: str) -> dict[tuple[str, str], Move]:
    return {
        (kind, key): move
        for kind, declared in programme.cases.items()
        for key, move in declared.moves.items()
        if name in move.takes
    }


def _together(programme: Programme) -> Iterator[Finding]:
    """A quota of each jurisdiction and one of the whole programme do not contradict each other."""
    # what is counted anew each year says nothing about all years
    counted = {n: q for n, q in programme.quotas.items() if q.year_from is None}
    each = [(n, q) for n, q in counted.items() if q.per == "jurisdiction"]
    for total_name, total in counted.items():
        if total.per != "programme":
            continue
        takers = _takers(programme, total_name).keys()
        for name, quota in each:
            own = _takers(programme, name).keys()
            if own and own <= takers and _counts_all(total, quota):
                yield from _minima(programme, name, quota, total)
            if takers and takers <= own and _counts_all(quota, total):
                yield from _caps(programme, total_name, total, quota)


def _counts_all(wide: Quota, narrow: Quota) -> bool:
    """Whether whatever the one counts, the other counts too."""
    within = not wide.groups or (narrow.groups and set(narrow.groups) <= set(wide.groups))
    return bool(within) and wide.when in ("", narrow.when) and wide.case in ("", narrow.case)


def _minima(programme: Programme, name: str, quota: Quota, total: Quota) -> Iterator[Finding]:
    kinds = [place.kind for place in programme.jurisdictions.values()]
    places = sum(1 for kind in kinds if quota.caps.get(kind, quota.at_most) != 0)
    if quota.at_least and total.at_most is not None and quota.at_least * places > total.at_most:
        yield error(
            "minima-above-total",
            ("quotas", name, "at-least"),
            quota=quota.title,
            least=quota.at_least,
            places=places,
            needed=quota.at_least * places,
            total=total.title,
            most=total.at_most,
        )


def _caps(programme: Programme, name: str, total: Quota, quota: Quota) -> Iterator[Finding]:
    caps = [quota.caps.get(p.kind, quota.at_most) for p in programme.jurisdictions.values()]
    if None in caps or not total.at_least:
        return
    most = sum(cap for cap in caps if cap is not None)
    if total.at_least > most:
        named = {"total": total.title, "quota": quota.title}
        place = ("quotas", name, "at-least")
        yield error("total-above-caps", place, least=total.at_least, most=most, **named)
