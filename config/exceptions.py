"""By which names exceptions from the soft guards of a move are asked for."""

from collections.abc import Collection, Sequence

_PLACE = ":"


def rules_of(guards: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """For each guard, given its name and strength, the name of its rule: its own, with its place
    behind it where several soft ones of a move have that name (condition:2)."""
    soft = [name for name, strength in guards if strength == "soft"]
    found, places = [], dict.fromkeys(soft, 0)
    for name, strength in guards:
        rule = name
        if strength == "soft" and soft.count(name) > 1:
            places[name] += 1
            rule = f"{name}{_PLACE}{places[name]}"
        found.append(rule)
    return tuple(found)


def is_asked_for(rule: str, asked: Collection[str]) -> bool:
    """Whether an exception from a rule is among those asked for; the bare name of a guard asks for
    all of that name."""
    return rule in asked or rule.partition(_PLACE)[0] in asked
