"""Whatever people type: it is read, or it is refused in words; it never breaks anything."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from config.case_types import FormField
from config.vocabulary import FieldType
from states.actions import perform
from states.audits.oracle import check
from states.commands import Attachment, Check, Command, Occurrence, Via
from states.errors import BadInput, Refused, ShidianError
from states.forms import clean_text, read_value
from states.history import as_text, from_text
from tests.builders import a_programme, an_application, an_office, at
from tests.properties.settings import examples
from tests.properties.worlds import World, everything
from tests.stores import rows_of

PROGRAMME = a_programme()
TYPES = get_args(FieldType)
WORLD = World(PROGRAMME, "2026-06-01 09:00:00")
LIKELY = st.sampled_from(
    "0123456789２０年月-.,;；()（）[]{}\n\t ABXYZ浙江省茶叶农业是否 \u200b\u202e\x00\ud800\ufeff"
)
TEXTS = st.one_of(st.text(), st.text(LIKELY, max_size=40), st.text(LIKELY).map(lambda t: t * 50))
VALUES = st.recursive(
    st.one_of(TEXTS, st.none(), st.booleans(), st.integers(), st.floats()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(("name", "code")), st.text()), inner, max_size=3),
    ),
    max_leaves=6,
)


def a_field(of_type: str) -> FormField:
    options = {"a": "甲", "b": "乙"} if of_type == "choice" else {}
    return FormField.model_validate({"title": "项", "type": of_type, "options": options})


@pytest.mark.parametrize("of_type", TYPES)
@examples(150)
@given(raw=VALUES)
def test_a_value_is_read_or_refused_in_words(of_type: str, raw: Any) -> None:
    try:
        value = read_value(PROGRAMME, a_field(of_type), "x", raw)
    except BadInput as error:
        assert error.message("zh") and error.message("en")
        return
    assert from_text(as_text(value)) == value
    assert "\x00" not in as_text(value)


@pytest.mark.parametrize("of_type", TYPES)
@examples(60)
@given(raw=TEXTS)
def test_what_was_read_is_read_again_as_the_same(of_type: str, raw: str) -> None:
    try:
        value = read_value(PROGRAMME, a_field(of_type), "x", raw)
    except BadInput:
        return
    assert read_value(PROGRAMME, a_field(of_type), "x", value) == value


@pytest.mark.parametrize("of_type", TYPES)
@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u3000", None])
def test_what_is_blank_is_not_given(of_type: str, blank: str | None) -> None:
    assert read_value(PROGRAMME, a_field(of_type), "x", blank) is None


@examples(200)
@given(TEXTS)
def test_clean_text_is_shown_as_it_is(text: str) -> None:
    try:
        cleaned = clean_text(text, "x")
    except BadInput:
        return
    assert cleaned == text.strip()
    assert cleaned.encode().decode() == cleaned
    assert not set(cleaned) & {"\x00", "\u200b", "\u202e", "\ufeff", "\x7f"}


PLACES = {
    "id": lambda t: {"id": t},
    "actor": lambda t: {"actor": t},
    "move": lambda t: {"move": t},
    "case": lambda t: {"case": t},
    "kind": lambda t: {"kind": t},
    "parent": lambda t: {"parent": t},
    "programme": lambda t: {"programme": t},
    "run": lambda t: {"run": t},
    "approves": lambda t: {"approves": t},
    "override": lambda t: {"override": (t,)},
    "reason": lambda t: {"reason": t},
    "field name": lambda t: {"fields": {t: "x"}},
    "field": lambda t: {"fields": {"title": t, "unit": t, "category": t, "jurisdiction": t}},
    "check": lambda t: {"checks": {t: Check("pass", t, t)}},
    "slot": lambda t: {"attachments": (Attachment(t, "x.pdf", "ab", 1),)},
    "file": lambda t: {"attachments": (Attachment("official-letter", t, t, 1),)},
    "via": lambda t: {"via": Via(t, t, t)},
    "fact": lambda t: {"occurrence": Occurrence(at("2026-05-01 09:00:00"), t, t, t)},
}
NASTY = ("\x00", "a\x00b", "\ud800", "\u202e", "\ufeff", "a\u200bb", "", " ", "'; --", "%s", "{x}")


def try_anything(office: Any, place: str, text: str) -> None:
    command = replace(an_application(), **PLACES[place](text))
    before = everything(office)
    try:
        perform(office, command)
    except (Refused, BadInput) as error:
        assert error.message("zh") and error.message("en")
        assert everything(office) == before
        perform_is_recorded = rows_of(office, "SELECT count(*) FROM refusals")[0][0]
        assert perform_is_recorded


@examples(250)
@given(place=st.sampled_from(sorted(PLACES)), text=TEXTS)
def test_no_text_anywhere_in_a_command_breaks_anything(place: str, text: str) -> None:
    try_anything(WORLD.office, place, text)


def test_no_nasty_text_breaks_either_database(fresh_url: str) -> None:
    office = an_office(fresh_url)
    try:
        for place in PLACES:
            for text in NASTY:
                try_anything(office, place, text)
        assert check(office) == []
    finally:
        office.close()


def test_every_text_of_a_command_is_tried() -> None:
    tried = {name for make in PLACES.values() for name in make("x")}
    assert tried == {f.name for f in fields(Command)} - {"received_at", "at_seq", "corrects"}


@examples(60)
@given(st.datetimes(timezones=st.just(UTC)))
def test_no_instant_of_arrival_breaks_anything(instant: datetime) -> None:
    assume(instant.year > 1)
    try:
        receipt = perform(WORLD.office, an_application(received_at=instant))
    except ShidianError as error:
        assert error.code == "InFuture"
        assert instant > WORLD.began
        return
    assert instant <= WORLD.office.clock.now().replace(year=2027)
    assert receipt.recorded_at
