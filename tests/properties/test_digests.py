"""Two commands are the same act exactly if everything but how and when they came in is the same."""

from dataclasses import fields, replace
from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.commands import (
    Attachment,
    Check,
    Command,
    Occurrence,
    Via,
    command_from,
    command_text,
    digest_of,
)
from states.history import from_text
from tests.builders import at
from tests.properties.settings import examples

HAPPENED = Occurrence(at("2026-05-01 09:00:00"), "国家系统", "回执 1", "ab")
LETTER = Attachment("letter", "公文.pdf", "ab", 9)
ACT = Command(
    id="a",
    actor="zhejiang",
    move="recommend",
    case="ZJ-2026-001",
    kind="pilot",
    parent="ZJ",
    programme="small",
    fields={"title": "茶"},
    checks={"credit": Check("pass", "已查", "2026-05-01")},
    attachments=(LETTER,),
    reason="理由",
    override=("unit-once",),
    received_at=at("2026-05-02 09:00:00"),
    occurrence=HAPPENED,
    via=Via("python"),
    run="r",
)
ANOTHER_ACT: dict[str, list[Any]] = {
    "id": ["b"],
    "actor": ["guangdong", ""],
    "move": ["withdraw"],
    "case": ["ZJ-2026-002", None],
    "kind": [None, "summary"],
    "parent": [None, "GD"],
    "programme": [None, "other"],
    "fields": [{}, {"title": "茶叶"}, {"title": "茶", "unit": None}, {"title": ["茶"]}],
    "checks": [
        {},
        {"other": Check("pass", "已查", "2026-05-01")},
        {"credit": Check("fail", "已查", "2026-05-01")},
        {"credit": Check("pass", "未查", "2026-05-01")},
        {"credit": Check("pass", "已查", "2026-05-02")},
    ],
    "attachments": [
        (),
        (LETTER, LETTER),
        *[
            (replace(LETTER, **{name: value}),)
            for name, value in (("slot", "x"), ("name", "x"), ("digest", "x"), ("size", 10))
        ],
    ],
    "reason": ["", "别的"],
    "override": [(), ("x",), ("unit-once", "x")],
    "occurrence": [
        None,
        replace(HAPPENED, at=HAPPENED.at + timedelta(microseconds=1)),
        replace(HAPPENED, system="x"),
        replace(HAPPENED, reference="x"),
        replace(HAPPENED, digest="x"),
    ],
    "corrects": [2, 3],
}
THE_SAME_ACT: dict[str, list[Any]] = {
    "received_at": [None, at("2026-06-02 09:00:00")],
    "via": [Via("web", "someone", "there", "session")],
    "run": [None, "s"],
    "approves": ["q"],
    "at_seq": [3],
    "occurrence": [replace(HAPPENED, at=HAPPENED.at.astimezone(UTC))],
}
OTHERS = [(name, value) for name, values in ANOTHER_ACT.items() for value in values]
SAME = [(name, value) for name, values in THE_SAME_ACT.items() for value in values]


@pytest.mark.parametrize(("name", "value"), OTHERS)
def test_what_makes_another_act_changes_the_digest(name: str, value: Any) -> None:
    assert digest_of(replace(ACT, **{name: value})) != digest_of(ACT)


@pytest.mark.parametrize(("name", "value"), SAME)
def test_how_and_when_it_came_in_does_not(name: str, value: Any) -> None:
    assert digest_of(replace(ACT, **{name: value})) == digest_of(ACT)


def test_every_part_of_a_command_is_judged_one_way_or_the_other() -> None:
    assert {f.name for f in fields(Command)} == {*ANOTHER_ACT, *THE_SAME_ACT}


@examples(100)
@given(st.lists(st.sampled_from(OTHERS + SAME), max_size=6), st.permutations(["x", "y", "z"]))
def test_a_kept_command_is_the_same_act(changes: list[tuple[str, Any]], names: list[str]) -> None:
    command = replace(ACT, **dict(changes))
    kept = command_from(from_text(command_text(command)))
    assert digest_of(kept) == digest_of(command)
    one = replace(command, fields=dict.fromkeys(names, 1))
    assert digest_of(one) == digest_of(replace(one, fields=dict.fromkeys(sorted(names), 1)))
