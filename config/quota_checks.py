"""Checks on quotas: numbers that can be met, cases that can be counted, moves that take them."""

from collections.abc import Iterator

from config.findings import Finding, error, warning
from config.form_checks import knows
from config.programme import Programme, Quota


def check_quotas(programme: Programme) -> Iterator[Finding]:
    """What is wrong with the quotas of a programme."""
    for name, quota in programme.quotas.items():
        yield from _numbers(programme, name, quota)
        yield from _counted(programme, name, quota)
    yield from _taken(programme)


def _numbers(programme: Programme, name: str, quota: Quota) -> Iterator[Finding]:
    place = ("quotas", name)
    if quota.at_most is None and quota.at_least is None and quota.each is None and not quota.caps:
        yield error("quota-empty", place, quota=quota.title)
    if (quota.each is None) != (quota.each_at_most is None):
        yield error("quota-each", place, quota=quota.title)
    at_most, each, least = quota.at_most, quota.each_at_most, quota.at_least
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
        wanted = {"jurisdiction": ("jurisdiction", ""), "unit": ("organisation", "unit")}
        if quota.per in wanted and not knows(programme, kind, *wanted[quota.per]):
            yield error(
                "quota-cannot-count", ("quotas", name, "per"), case=kind.title, by=quota.per
            )
        if (quota.groups or quota.each) and not knows(programme, kind, "category"):
            place = ("quotas", name, "groups" if quota.groups else "each")
            yield error("quota-cannot-count", place, case=kind.title, by="category")
        if quota.case and quota.case != key:
            title = programme.cases[quota.case].title
            yield error("quota-of-other", ("quotas", name, "case"), case=kind.title, other=title)


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
        if name not in taken:
            yield warning("quota-untaken", ("quotas", name), quota=quota.title)
