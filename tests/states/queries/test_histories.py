"""What happened, as of a day and as it was known; the log of everything."""

import copy
from contextlib import closing
from typing import Any

import pytest

from states import queries
from states.actions import perform
from states.duties import sweep
from states.errors import BadInput, Refused
from states.office import Office
from states.queries import LogFilter
from tests.an_agency import a_laboratory, a_moment, a_named_laboratory, act, happened, pass_to
from tests.builders import SMALL, a_command, a_programme, an_application, an_office


def test_what_had_happened_and_what_was_known_are_two_questions(office: Office) -> None:
    code = a_laboratory(office)
    pass_to(office, "2026-06-20")
    act(office, "nominate", code, "hangzhou", occurrence=happened("2026-06-01"))

    def moves(**bounds: Any) -> list[str]:
        return [e.move for e in queries.history(office, "hangzhou", code, **bounds)]

    assert moves() == ["propose", "nominate"]
    assert moves(as_of=a_moment("2026-06-05")) == ["propose", "nominate"]
    assert moves(known_at=a_moment("2026-06-05")) == ["propose"]
    assert moves(as_of=a_moment("2026-01-01")) == []
    stood = queries.as_of(office, "hangzhou", code, a_moment("2026-06-05"))
    assert stood.true is not None
    assert stood.known is not None
    assert (stood.true.state, stood.known.state) == ("nominated", "proposed")
    assert [h.bucket for h in stood.true.holds] == ["places/330100", "places/330100/bio"]
    entry = queries.history(office, "hangzhou", code)[-1].as_json()
    assert (entry["entry"], entry["from"], entry["to"]) == ("record", "proposed", "nominated")
    assert entry["source"]["reference"] == "回执1号"


def test_the_fold_of_today_is_the_present_state(office: Office) -> None:
    report = f"{a_named_laboratory(office)}-R2027"
    pass_to(office, "2027-12-02")
    sweep(office)
    act(office, "send", report, "hangzhou")
    act(office, "return", report, "bureau-1", reason="缺附件")
    now = queries.as_of(office, "hangzhou", report, office.clock.now()).true
    present = queries.dossier(office, "hangzhou", report)
    assert now is not None
    assert (now.state, now.seq) == (present.state, present.seq)
    assert [(d.duty, d.n, d.status) for d in now.duties] == [
        (d.duty, d.n, d.status) for d in present.duties
    ]


def test_the_systems_own_reasons_are_told_in_the_readers_language(office: Office) -> None:
    report = f"{a_named_laboratory(office)}-R2027"
    pass_to(office, "2027-12-02")
    sweep(office)
    person = "每年11月底前：截至 2027-11-30 未办"
    act(office, "send", report, "hangzhou", reason=person)

    def reasons(**asked: Any) -> list[str | None]:
        return [e.reason for e in queries.history(office, "hangzhou", report, **asked)][-2:]

    marked, _ = reasons()
    assert marked == person
    assert reasons(lang="en") == ["每年11月底前: not done by 2027-11-30", person]


def test_a_naive_instant_is_refused(office: Office) -> None:
    code = a_laboratory(office)
    naive = a_moment("2026-06-01").replace(tzinfo=None)
    with pytest.raises(BadInput):
        queries.as_of(office, "hangzhou", code, naive)
    with pytest.raises(BadInput):
        queries.history(office, "hangzhou", code, known_at=naive)


def test_every_entry_has_the_keys_of_the_contract(office: Office) -> None:
    code = a_laboratory(office)
    (entry,) = queries.history(office, "hangzhou", code)
    wanted = (
        "seq entry move from to actor role scope via received_at occurred_at recorded_at source"
        " reason clause flags documents run programme_version prev_hash hash"
    )
    assert set(wanted.split()) <= set(entry.as_json())


def test_an_entry_says_what_it_changed_in_the_form(fresh_url: str) -> None:
    cases = copy.deepcopy(SMALL["cases"])
    pilot = cases["pilot"]
    pilot["form"]["staff"] = {"title": "人数", "title-en": "Staff", "type": "number"}
    pilot["form"]["phone"] = {"title": "电话", "personal": True}
    amend = {"title": "更改", "from": "applied", "to": "same", "by": "province", "clause": "一"}
    pilot["moves"]["amend"] = amend | {"sets": ["staff", "phone", "unit", "category"]}
    with closing(an_office(fresh_url, a_programme(cases=cases))) as office:
        case = perform(office, an_application(fields={"staff": 9, "phone": "139"})).case
        perform(office, a_command("amend", case, fields={"staff": 11, "category": "服务业"}))
        perform(office, a_command("amend", case, fields={"phone": "内线138", "staff": None}))
        first, second, third = queries.history(office, "zhejiang", case)
        assert first.rewritten == ()
        assert [w.says for w in second.rewritten] == ["领域：农业农村 → 服务业", "人数：9 → 11"]
        assert [w.says for w in third.rewritten] == ["人数：11 → —", "电话：已更改"]
        assert "内线138" not in str(third.as_json())
        *_, english = queries.history(office, "zhejiang", case, lang="en")
        assert english.rewritten[0].says == "Staff: 11 → —"
        logged = [e.rewritten for e in queries.log(office, "auditor").rows if e.case == case]
        assert logged == [third.rewritten, second.rewritten, ()]


def test_it_filters_and_pages_newest_first(office: Office) -> None:
    code = a_named_laboratory(office)
    everything = queries.log(office, "auditor")
    assert everything.rows[-1].move == "activate"
    found, page = [], None
    while True:
        answer = queries.log(office, "auditor", page=page, limit=4)
        found += [(e.case, e.seq) for e in answer.rows]
        page = answer.next
        if page is None:
            break
    assert found == [(e.case, e.seq) for e in everything.rows]
    moves = queries.log(office, "auditor", LogFilter(case=code, actor="hangzhou")).rows
    assert [e.move for e in moves] == ["nominate", "propose"]
    late = LogFilter(since=a_moment("2026-05-12"))
    assert queries.log(office, "auditor", late).rows == ()


def test_refusals_keep_every_reason(office: Office) -> None:
    code = a_laboratory(office)
    with pytest.raises(Refused):
        act(office, "name", code, "hangzhou")
    with pytest.raises(BadInput):
        act(office, "name", "XX-1", "hangzhou")
    rows = queries.refusals(office, "hangzhou").rows
    assert [r.case for r in rows] == ["XX-1", code]
    assert {reason["code"] for reason in rows[1].reasons} == {"NotYours", "OutOfTurn"}
    assert [r.case for r in queries.refusals(office, "ningbo").rows] == []
    assert [r.case for r in queries.refusals(office, "auditor").rows] == ["XX-1", code]
