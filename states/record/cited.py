"""Entries that put earlier ones right, as they are stored: which is meant, and what they say."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from states.commands import CORRECT
from states.decisions.came_back import given_back, undoing
from states.history import from_text
from states.steps import Cited, lifted_by
from states.store import Tx
from states.tables import history
from states.words.entries import STATE_BACK

_ENTRIES = (
    select(
        history.c.seq,
        history.c.move,
        history.c.actor,
        history.c.entry,
        history.c.from_state,
        history.c.to_state,
        history.c.occurred_at,
        history.c.flags,
        history.c.effects,
    )
    .where(history.c.case_code == bindparam("code"))
    .order_by(history.c.seq)
)


def corrected(rows: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """For each entry of a case that was put right, when it really happened."""
    found = {}
    for row in rows:
        if row["move"] == CORRECT and row["effects"] != "{}":
            cited = from_text(row["effects"]).get("corrects", {})
            if cited.get("now"):
                found[cited["seq"]] = str(cited["now"])
    return found


def replaced(rows: Iterable[Mapping[str, Any]]) -> dict[int, int]:
    """For each entry of a case that was put right, and for each correction that another one
    followed, the entry that holds now."""
    last: dict[int, int] = {}
    found: dict[int, int] = {}
    for row in rows:
        if row["effects"] == "{}":
            continue
        cited = from_text(row["effects"]).get("corrects")
        if cited:
            for seq in cited.get("again", ()):
                found.pop(seq, None)
            wrong = _put_right_by(cited)
            for seq in [seq for seq, root in last.items() if root in wrong]:
                found[seq] = row["seq"]
            last[row["seq"]] = cited["seq"]
            found |= dict.fromkeys(wrong, row["seq"])
            for seq in cited.get("lifts", ()):
                found.setdefault(seq, row["seq"])
    return found


def gone(rows: Iterable[Mapping[str, Any]]) -> set[int]:
    """The entries of a case that hold no longer: another move took their place, or they had ended
    what went on."""
    says = {
        row["seq"]: from_text(row["effects"])
        for row in rows
        if row["effects"] != "{}" and row["move"] != CORRECT
    }
    found: set[int] = set()
    for cited in (effects["corrects"] for effects in says.values() if "corrects" in effects):
        found = found.difference(cited.get("again", ())) | _put_right_by(cited)
    lifting = (effects for seq, effects in says.items() if seq not in found)
    return found.union(*map(lifted_by, lifting))


def leading_on(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The entries of a case that hold and led it to another state; one that only brought it back
    after a wrong one did not. One in the place of another led on from where that did."""
    left, came = gone(rows), {row["seq"]: row["from_state"] for row in rows}
    states = {row["seq"]: row["to_state"] for row in rows}
    for row in rows:
        if row["move"] != CORRECT and '"corrects"' in row["effects"]:
            cited = from_text(row["effects"])["corrects"]
            after = stands_after(cited)
            came[row["seq"]] = states[after] if after else came[cited["seq"]]
    return [
        row
        for row in rows
        if came[row["seq"]] != row["to_state"]
        and row["seq"] not in left
        and '"follows"' not in row["effects"]
        and f'"{STATE_BACK}"' not in row["flags"]
    ]


def truly(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """When each entry counts from by what is known now: one whose place another move took stands,
    and is undone, at the moment of that."""
    really, by = corrected(rows), replaced(rows)
    moves = {row["seq"]: row for row in rows}
    found = []
    for row in rows:
        last = row
        while (later := by.get(last["seq"])) is not None and moves[later]["move"] != CORRECT:
            last = moves[later]
        found.append(really.get(last["seq"], last["occurred_at"]))
    return found


def stands_after(cited: Mapping[str, Any]) -> int | None:
    """The entry after which a fact stands that is moved and takes the place of none."""
    return cited["again"][-1] if cited["seq"] == cited.get("moved") else None


def cited_by(tx: Tx, code: str, seq: int, without: Collection[int] = ()) -> Cited | None:
    """The entry that is meant; one that is a correction itself leads to what it corrects, and one
    whose place another move took leads to that. It stood where the first at that place did.
    `without`: entries that are not looked at."""
    rows: dict[int, Mapping[str, Any]] = {
        r["seq"]: r for r in tx.all(_ENTRIES, code=code) if r["seq"] not in without
    }
    row = rows.get(seq)
    if row is not None and row["move"] == CORRECT:
        row = rows.get(from_text(row["effects"])["corrects"]["seq"])
    while row is not None and (later := _in_its_place(rows.values(), row["seq"])) is not None:
        row = later
    if row is None:
        return None
    effects, first, after = from_text(row["effects"]), row, None
    while (cites := from_text(first["effects"]).get("corrects")) and after is None:
        after = stands_after(cites)
        first = rows[after or cites["seq"]]
    flags = _noted(row)
    corrections = list(_corrections(rows.values(), row["seq"]))
    for later, cites in corrections:
        flags = _noted(later) | {flag for flag in flags if flag[1] in cites.get("keeps", ())}
    return Cited(
        seq=row["seq"],
        move=row["move"],
        actor=row["actor"],
        is_record=row["entry"] == "record",
        from_state=first["to_state"] if after else first["from_state"],
        occurred_at=corrected(rows.values()).get(row["seq"], row["occurred_at"]),
        flags=frozenset(flags),
        taken=frozenset({*effects.get("takes", {})} - {*undoing(effects).get("taken", ())}),
        given=frozenset(given_back(effects, (cites for _, cites in corrections))),
        settled=frozenset((duty, n) for duty, n, _ in effects.get("settles", ())),
        reopened=effects.get("reopens") or from_text(first["effects"]).get("reopens"),
        lifts=tuple(effects.get("corrects", {}).get("lifts", ())),
    )


def kept(rows: Iterable[Mapping[str, Any]]) -> dict[int, frozenset[str]]:
    """For each entry that puts another right, the words of the flags that still stand."""
    return {
        row["seq"]: frozenset(from_text(row["effects"])["corrects"].get("keeps", ()))
        for row in rows
        if '"corrects"' in row["effects"]
    }


def _corrections(
    rows: Iterable[Mapping[str, Any]], seq: int
) -> Iterator[tuple[Mapping[str, Any], dict[str, Any]]]:
    for row in rows:
        if row["move"] == CORRECT:
            cites = from_text(row["effects"])["corrects"]
            if cites["seq"] == seq:
                yield row, cites


def _in_its_place(rows: Iterable[Mapping[str, Any]], seq: int) -> Mapping[str, Any] | None:
    """The act that took the place of an entry, or moved it, as long as that does not hold again."""
    found = None
    for row in rows:
        if row["move"] != CORRECT and '"corrects"' in row["effects"]:
            cites = from_text(row["effects"])["corrects"]
            if seq in _put_right_by(cites):
                found = row
            elif seq in cites.get("again", ()):
                found = None
    return found


def _put_right_by(cited: Mapping[str, Any]) -> set[int]:
    """The entries that one puts right: that whose place it takes, and the fact that it moves."""
    return {cited["seq"], cited.get("moved", cited["seq"])}


def _noted(row: Mapping[str, Any]) -> set[tuple[str, str]]:
    return {(flag["code"], flag["message"]) for flag in from_text(row["flags"])}
