"""A duty that runs anew has another day only if what it counts from is another; else it is said."""

from collections.abc import Iterator
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from config.checks import check_programme
from config.programme import Programme
from states.actions import perform
from states.audits.oracle import check
from states.commands import Receipt
from states.errors import Refused
from states.office import Office
from states.queries.burden import burdens
from states.queries.dossiers import dossier
from tests.builders import SMALL, a_command, a_letter, a_programme, an_application, an_office


def programme(expiry: dict[str, Any], **prolong: Any) -> Programme:
    """A small programme in which a term is prolonged and the duty to do so runs anew."""
    cases: Any = deepcopy(SMALL["cases"])
    cases["pilot"]["form"]["expires"] = {"title": "届满日", "type": "date"}
    move = {"title": "续期", "from": "applied", "to": "same", "by": "province", "clause": "四"}
    cases["pilot"]["moves"]["prolong"] = move | {"effects": [{"renew": "expiry"}]} | prolong
    duty = {"title": "到期", "case": "pilot", "by": "province", "bound-by": "recommend"}
    duties = {**SMALL["duties"], "expiry": duty | {"clause": "四"} | expiry}
    return a_programme(cases=cases, duties=duties)


BY_FIELD = {"due": "届满前30日内", "counts-from": {"field": "expires"}}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with closing(an_office(tmp_path, programme(BY_FIELD, sets=["expires"]))) as made:
        yield made


def prolonged(office: Office, case: str, **fields: str) -> Receipt:
    receipt = perform(office, a_command("prolong", case, fields=fields))
    assert [violation.message() for violation in check(office)] == []
    return receipt


def due(office: Office, case: str) -> str | None:
    (found,) = [d for d in dossier(office, "zhejiang", case).duties if d.duty == "expiry"]
    return found.due_on


def test_with_another_date_the_duty_has_another_day(office: Office) -> None:
    case = perform(office, an_application(fields={"expires": "2028-12-31"})).case
    assert prolonged(office, case, expires="2031-12-31").flags == ()
    assert due(office, case) == "2031-12-31"


def test_without_another_date_the_old_day_is_flagged(office: Office) -> None:
    case = perform(office, an_application(fields={"expires": "2028-12-31"})).case
    (flag,) = prolonged(office, case).flags
    assert flag.startswith("“到期”重新起算后仍到 2028-12-31：它从“届满日”算，这次没有改")
    assert due(office, case) == "2028-12-31"


def test_without_any_date_that_is_flagged(office: Office) -> None:
    case = perform(office, an_application()).case
    (flag,) = prolonged(office, case).flags
    assert "还没有日子" in flag
    assert prolonged(office, case, expires="2031-12-31").flags == ()
    assert due(office, case) == "2031-12-31"


def test_a_date_that_is_asked_anew_is_needed_though_there_is_one(tmp_path: Path) -> None:
    with closing(an_office(tmp_path, programme(BY_FIELD, **{"asks-anew": ["expires"]}))) as office:
        case = perform(office, an_application(fields={"expires": "2028-12-31"})).case
        with pytest.raises(Refused) as caught:
            prolonged(office, case)
        assert [refusal.code for refusal in caught.value.refusals] == ["FieldNotAnew"]
        assert caught.value.refusals[0].message("en").startswith("“届满日” must be given anew")
        assert prolonged(office, case, expires="2031-12-31").flags == ()
        (flag,) = prolonged(office, case, expires="2031-12-31").flags
        assert "仍到 2031-12-31" in flag


def test_a_document_that_is_asked_anew_is_needed_though_there_is_one(tmp_path: Path) -> None:
    anew = programme(BY_FIELD, **{"needs-anew": "official-letter"})
    with closing(an_office(tmp_path, anew)) as office:
        case = perform(office, an_application()).case
        for code in ("DocumentMissing", "DocumentNotAnew"):
            with pytest.raises(Refused) as caught:
                prolonged(office, case)
            (refusal,) = caught.value.refusals
            assert (refusal.code, "--file official-letter=" in refusal.remedy()) == (code, True)
            [onward] = [m for m in dossier(office, "zhejiang", case).moves if m.move == "prolong"]
            assert (onward.needs, onward.needs_anew) == (("official-letter",), ("official-letter",))
            perform(office, a_command("prolong", case, attachments=(a_letter(),)))


def test_a_field_that_was_never_filled_is_missing_and_not_stale(tmp_path: Path) -> None:
    with closing(an_office(tmp_path, programme(BY_FIELD, **{"asks-anew": ["expires"]}))) as office:
        case = perform(office, an_application()).case
        with pytest.raises(Refused) as caught:
            prolonged(office, case)
        assert [refusal.code for refusal in caught.value.refusals] == ["FieldMissing"]


def test_a_limit_of_one_named_day_stays_and_is_flagged(tmp_path: Path) -> None:
    with closing(an_office(tmp_path, programme({"due": "2026年12月31日前"}))) as office:
        case = perform(office, an_application()).case
        (flag,) = prolonged(office, case).flags
        assert "期限是写明的日子" in flag


def test_a_move_that_cannot_set_the_date_is_warned_of() -> None:
    found = [one.code for one in check_programme(programme(BY_FIELD))]
    assert "renews-same-day" in found
    found = [one.code for one in check_programme(programme(BY_FIELD, asks=["expires"]))]
    assert "renews-same-day" not in found


def test_a_renewal_that_brings_the_case_back_is_no_return(tmp_path: Path) -> None:
    made = programme(BY_FIELD, sets=["expires"]).model_dump(mode="json", by_alias=True)
    pilot = made["cases"]["pilot"]
    pilot["states"]["renewing"] = {"title": "延续审查中"}
    ask = {"title": "申请延续", "from": "applied", "to": "renewing", "by": "province"}
    back = {"title": "准予延续", "from": "renewing", "to": "applied", "by": "committee"}
    renewed = {**back, "effects": [{"do": "renew", "target": "expiry"}]}
    refuse = {"title": "不予延续", "from": "renewing", "to": "done", "by": "committee"}
    more = {"title": "退回补正", **{k: back[k] for k in ("from", "to", "by")}}
    pilot["moves"] |= {"ask": ask, "grant": renewed, "refuse": refuse, "more": more}
    with closing(an_office(tmp_path, Programme.model_validate(made))) as office:
        case = perform(office, an_application(fields={"expires": "2028-12-31"})).case
        perform(office, a_command("ask", case))
        perform(office, a_command("grant", case, actor="committee"))
        assert burdens(office, "committee").total.returns == 0
        perform(office, a_command("ask", case))
        perform(office, a_command("more", case, actor="committee"))
        assert burdens(office, "committee").total.returns == 1
