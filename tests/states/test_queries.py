"""The read side: what an account gets to see, and how time shows."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from config.programme import Programme
from states import queries
from states.accounts import close_account
from states.actions import perform
from states.commands import Command, Via
from states.duties import sweep
from states.errors import BadInput, Refused, UnknownCase
from states.history import stamp
from states.office import Office
from states.queries import CaseFilter, LogFilter
from states.queries.outline import current_outlines
from states.setup import activate
from tests.an_agency import (
    LABORATORIES,
    PHONE,
    UNIT,
    a_laboratory,
    a_moment,
    a_named_laboratory,
    act,
    an_agency,
    happened,
    pass_to,
)

EVERYONE = ("hangzhou", "ningbo", "bureau-1", "bio-desk", "auditor", "lab-1")


@pytest.fixture
def office(tmp_path: Path, fresh_url: str) -> Iterator[Office]:
    office = an_agency(tmp_path, url=fresh_url)
    yield office
    office.close()


def codes(page: queries.CasePage) -> list[str]:
    return [row.code for row in page.rows]


def todo(office: Office, account: str) -> list[tuple[str, str | None, str, int | None]]:
    found = queries.inbox(office, account)
    return [(g.bucket, i.case, i.verb, i.days_left) for g in found.groups for i in g.items]


class TestReach:
    def test_a_city_sees_its_own_cases_only(self, office: Office) -> None:
        mine, theirs = a_laboratory(office), a_laboratory(office, account="ningbo")
        assert codes(queries.cases(office, "hangzhou")) == [mine]
        assert codes(queries.cases(office, "ningbo")) == [theirs]
        assert codes(queries.cases(office, "bureau-1")) == [mine, theirs]

    def test_a_case_out_of_reach_answers_like_one_that_does_not_exist(self, office: Office) -> None:
        theirs = a_laboratory(office, account="ningbo")
        for ask in (queries.dossier, queries.history, queries.calendar):
            with pytest.raises(UnknownCase) as out_of_reach:
                ask(office, "hangzhou", theirs)
            with pytest.raises(UnknownCase) as missing:
                ask(office, "hangzhou", "NB-2026-999")
            assert out_of_reach.value.message() == missing.value.message().replace("999", "001")

    def test_nothing_of_another_city_shows_anywhere(self, office: Office) -> None:
        theirs = a_named_laboratory(office, account="ningbo", title="甬江实验室")
        with pytest.raises(Refused):
            act(office, "nominate", theirs, "ningbo")
        pass_to(office, "2027-12-05")
        answers: list[Any] = [
            queries.cases(office, "hangzhou"),
            queries.cases(office, "hangzhou", CaseFilter(kind="report")),
            queries.cases(office, "hangzhou", CaseFilter(due="overdue")),
            queries.cases(office, "hangzhou", CaseFilter(jurisdiction="330200")),
            queries.inbox(office, "hangzhou"),
            queries.overdue(office, "hangzhou"),
            queries.due(office, "hangzhou", days=900),
            queries.log(office, "hangzhou"),
            queries.refusals(office, "hangzhou"),
            queries.board(office, "hangzhou"),
        ]
        for answer in answers:
            shown = str(answer.as_json())
            assert theirs not in shown
            assert "甬江" not in shown
        board = queries.board(office, "hangzhou")
        assert [kind.total for kind in board.kinds] == [0, 0, 0]
        assert board.duties == {"overdue": 0, "open": 0, "undated": 0}

    def test_a_copy_recipient_sees_its_field_and_can_do_nothing(self, office: Office) -> None:
        mine = a_laboratory(office, branch="bio")
        a_laboratory(office, branch="chip")
        assert codes(queries.cases(office, "bio-desk")) == [mine]
        assert queries.dossier(office, "bio-desk", mine).moves == ()
        assert queries.inbox(office, "bio-desk").groups == ()

    def test_a_unit_sees_its_own_case_by_its_code(self, office: Office) -> None:
        mine = a_laboratory(office, unit={"name": "一号", "code": UNIT})
        a_laboratory(office)
        assert codes(queries.cases(office, "lab-1")) == [mine]
        assert queries.quota(office, "lab-1") == ()

    def test_personal_values_are_for_those_who_may_act(self, office: Office) -> None:
        code = a_laboratory(office)
        assert PHONE in str(queries.dossier(office, "hangzhou", code).as_json())
        assert PHONE not in str(queries.dossier(office, "auditor", code).as_json())
        at = a_moment("2026-05-12")
        assert PHONE not in str(queries.as_of(office, "auditor", code, at).as_json())
        for account in EVERYONE:
            assert PHONE not in str(queries.cases(office, account).as_json())

    def test_a_city_sees_its_own_quotas_only(self, office: Office) -> None:
        act(office, "nominate", a_laboratory(office), "hangzhou")
        mine = queries.quota(office, "hangzhou")
        assert {use.jurisdiction for use in mine} == {"330100"}
        assert [(u.category, u.used, u.cap, u.minimum) for u in mine] == [
            (None, 1, 3, 1),
            ("bio", 1, 2, None),
            ("chip", 0, 2, None),
        ]
        assert {u.category for u in queries.quota(office, "bio-desk")} == {"bio"}
        assert len(queries.quota(office, "auditor")) == 6

    def test_an_unknown_and_a_closed_account_get_no_answer(self, office: Office) -> None:
        close_account(office, "ningbo", by="system", via=Via("python"))
        for name in ("nobody", "ningbo", "system", "' OR 1=1 --"):
            with pytest.raises(BadInput, match="没有账户"):
                queries.cases(office, name)

    def test_an_account_without_roles_sees_nothing(self, office: Office) -> None:
        code = a_laboratory(office)
        with office.store.write() as tx:
            tx.run(text("INSERT INTO accounts VALUES ('guest', '客', '2026-01-01', NULL)"))
        assert queries.cases(office, "guest").rows == ()
        with pytest.raises(UnknownCase):
            queries.dossier(office, "guest", code)


class TestTime:
    def test_what_no_sweep_has_marked_is_overdue_all_the_same(self, office: Office) -> None:
        report = f"{a_named_laboratory(office)}-R2027"
        pass_to(office, "2027-12-02T00:00:00")
        (duty,) = queries.dossier(office, "hangzhou", report).duties
        assert (duty.status, duty.days_left, duty.overdue_at) == ("overdue", -2, None)
        (waiting,) = queries.dossier(office, "hangzhou", report).waiting
        assert (waiting.status, waiting.move) == ("overdue", "send")
        before = queries.overdue(office, "hangzhou")
        sweep(office)
        after = queries.overdue(office, "hangzhou")
        assert [d.case for d in before.rows] == [d.case for d in after.rows] == [report]
        assert after.rows[0].overdue_at is not None

    @pytest.mark.parametrize(
        ("at", "status", "left"),
        [
            ("2027-11-23T12:00:00", "open", 7),
            ("2027-11-30T23:59:59", "open", 0),
            ("2027-12-01T00:00:00", "overdue", -1),
        ],
    )
    def test_the_last_day_counts_to_its_last_instant(
        self, office: Office, at: str, status: str, left: int
    ) -> None:
        report = f"{a_named_laboratory(office)}-R2027"
        pass_to(office, at)
        (duty,) = queries.dossier(office, "hangzhou", report).duties
        assert (duty.status, duty.days_left) == (status, left)

    @pytest.mark.parametrize(
        ("at", "bucket"),
        [
            ("2027-10-30", "later"),
            ("2027-10-31", "30"),
            ("2027-11-22", "30"),
            ("2027-11-23", "7"),
            ("2027-11-30", "7"),
            ("2027-12-01", "overdue"),
        ],
    )
    def test_the_to_do_groups_by_civil_days(self, office: Office, at: str, bucket: str) -> None:
        report = f"{a_named_laboratory(office)}-R2027"
        pass_to(office, at)
        found = {case: group for group, case, _, _ in todo(office, "hangzhou")}
        assert found[report] == bucket

    def test_a_list_filters_by_days_and_by_how_long_overdue(self, office: Office) -> None:
        code = a_named_laboratory(office)
        a_laboratory(office)
        pass_to(office, "2027-12-08")

        def shown(**filters: Any) -> list[str]:
            return codes(queries.cases(office, "bureau-1", CaseFilter(**filters)))

        assert shown(due="overdue") == [code]
        assert shown(overdue_days=7) == [code]
        assert shown(overdue_days=8) == []
        assert shown(due="30") == []
        assert queries.overdue(office, "bureau-1", more_than=7).total == 1
        assert queries.overdue(office, "bureau-1", more_than=8).total == 0

    def test_a_submission_after_the_day_is_shown_as_late(self, office: Office) -> None:
        report = f"{a_named_laboratory(office)}-R2027"
        pass_to(office, "2027-12-02")
        act(office, "send", report, "hangzhou")
        (duty,) = queries.dossier(office, "hangzhou", report).duties
        assert (duty.status, duty.met_at) == ("late", stamp(a_moment("2027-12-02")))
        assert queries.history(office, "hangzhou", report)[-1].is_late

    def test_what_has_no_day_shows_its_age_and_is_never_overdue(self, office: Office) -> None:
        code = a_named_laboratory(office)
        fields = Command("tell-1", "hangzhou", "tell", kind="accident", parent=code)
        accident = perform(office, fields).case
        pass_to(office, "2026-06-10")
        (item,) = [
            i
            for g in queries.inbox(office, "hangzhou").groups
            for i in g.items
            if i.case == accident
        ]
        assert (item.status, item.days_left, item.waited_days) == ("open", None, 30)
        assert queries.overdue(office, "hangzhou").total == 0

    def test_a_window_reads_like_the_engine_reads_it(self, office: Office) -> None:
        with office.store.read() as tx:
            (outline,) = current_outlines(office.store, tx).values()
            compiled = office.current(tx)
        move = compiled.move("laboratory", "nominate")
        assert move is not None
        assert move.until is not None
        due = compiled.due(move.until)
        assert due is not None
        window = outline.window("laboratory", "nominate")
        assert (window.due_on, window.due_at) == (due.on.isoformat(), stamp(due.at))

    def test_a_window_that_needs_the_calendar_reads_the_same(self, office: Office) -> None:
        moves = LABORATORIES["cases"]["laboratory"]["moves"]
        late = {**moves["nominate"], "until": "2026年6月底前"}
        cases = {
            **LABORATORIES["cases"],
            "laboratory": {
                **LABORATORIES["cases"]["laboratory"],
                "moves": {**moves, "nominate": late},
            },
        }
        other = {**LABORATORIES, "programme": "other-2026", "cases": cases}
        activate(office, Programme.model_validate(other), "test")
        with office.store.read() as tx:
            outline = current_outlines(office.store, tx)["other-2026"]
            compiled = office.current(tx, "other-2026")
        move = compiled.move("laboratory", "nominate")
        assert move is not None
        assert move.until is not None
        due = compiled.due(move.until)
        assert due is not None
        assert outline.window("laboratory", "nominate").due_at == stamp(due.at)


class TestToDo:
    def test_moves_wait_for_the_roles_that_make_them(self, office: Office) -> None:
        code = a_laboratory(office)
        assert todo(office, "hangzhou") == [("later", code, "nominate", 50)]
        assert todo(office, "bureau-1") == []
        act(office, "nominate", code, "hangzhou")
        assert todo(office, "hangzhou") == []
        assert todo(office, "bureau-1") == [("none", code, "name", None)]

    def test_a_closed_window_asks_for_nothing(self, office: Office) -> None:
        code = a_laboratory(office)
        pass_to(office, "2026-07-01")
        assert todo(office, "hangzhou") == []
        assert [m.move for m in queries.dossier(office, "hangzhou", code).moves] == []

    def test_a_request_waits_for_the_second_person_only(self, office: Office) -> None:
        code = a_laboratory(office)
        act(office, "nominate", code, "hangzhou")
        receipt = act(office, "drop", code, "bureau-1", reason="条件不符")
        assert receipt.waiting
        assert "approve" not in [verb for _, _, verb, _ in todo(office, "bureau-1")]
        assert "approve" not in [verb for _, _, verb, _ in todo(office, "hangzhou")]
        assert "approve" in [verb for _, _, verb, _ in todo(office, "bureau-2")]
        seen = {
            account: [r.may_approve for r in queries.dossier(office, account, code).requests]
            for account in ("bureau-1", "bureau-2", "hangzhou", "auditor")
        }
        assert seen == {
            "bureau-1": [False],
            "bureau-2": [True],
            "hangzhou": [False],
            "auditor": [False],
        }

    def test_the_next_deadline_is_mine_or_else_anyones(self, office: Office) -> None:
        assert queries.inbox(office, "hangzhou").next_deadline is None
        a_named_laboratory(office)
        a_named_laboratory(office)
        mine = queries.inbox(office, "hangzhou").next_deadline
        theirs = queries.inbox(office, "bureau-1").next_deadline
        assert mine is not None
        assert theirs is not None
        assert (mine.due_on, mine.count, mine.is_mine) == ("2027-11-30", 2, True)
        assert (theirs.due_on, theirs.is_mine) == ("2027-11-30", False)

    def test_a_groups_total_counts_what_is_not_shown(self, office: Office) -> None:
        for _ in range(4):
            a_laboratory(office)
        (group,) = queries.inbox(office, "hangzhou", limit=3).groups
        assert (group.total, len(group.items)) == (4, 3)


class TestLists:
    @pytest.mark.parametrize("sort", queries.SORTS)
    def test_pages_hold_every_case_once_and_in_order(self, office: Office, sort: str) -> None:
        for n in range(7):
            a_laboratory(office, title=f"实验室{n % 2}")
        a_named_laboratory(office, branch="chip")
        found, page = [], None
        while True:
            answer = queries.cases(office, "bureau-1", CaseFilter(sort=sort), page=page, limit=3)
            found += codes(answer)
            page = answer.next
            if page is None:
                break
        whole = codes(queries.cases(office, "bureau-1", CaseFilter(sort=sort)))
        assert found == whole
        assert len(set(found)) == len(found) == 8
        assert answer.total == 8

    def test_state_counts_leave_out_the_filter_by_state(self, office: Office) -> None:
        a_laboratory(office)
        act(office, "nominate", a_laboratory(office), "hangzhou")
        page = queries.cases(office, "bureau-1", CaseFilter(state="nominated"))
        assert page.total == 1
        assert {s.state: s.count for s in page.states if s.count} == {
            "proposed": 1,
            "nominated": 1,
        }

    def test_text_finds_code_title_and_unit_and_nothing_by_its_wildcards(
        self, office: Office
    ) -> None:
        code = a_laboratory(office, title="100%智能_实验室")
        other = a_laboratory(office, title="海洋实验室")

        def found(text: str) -> list[str]:
            return codes(queries.cases(office, "hangzhou", CaseFilter(text=text)))

        assert found("100%") == [code]
        assert found("能_实") == [code]
        assert found("%") == [code]
        assert found("_") == [code]
        assert found("hz-2026") == [code, other]
        assert found("实验室 海洋") == [other]
        assert found("ＨＺ") == [code, other]
        assert found("' OR '1'='1") == []
        assert found(PHONE) == []

    def test_filters_that_mean_nothing_are_refused(self, office: Office) -> None:
        for wanted in (
            CaseFilter(state="nowhere"),
            CaseFilter(kind="nothing"),
            CaseFilter(programme="none"),
            CaseFilter(due="soon"),
            CaseFilter(sort="title; DROP TABLE cases"),
            CaseFilter(overdue_days=-1),
        ):
            with pytest.raises(BadInput):
                queries.cases(office, "hangzhou", wanted)
        for page in ("xx", "W10", "WzEsMl0", "é"):
            with pytest.raises(BadInput, match="读不出"):
                queries.cases(office, "hangzhou", page=page)
        with pytest.raises(BadInput):
            queries.cases(office, "hangzhou", limit=0)


class TestDossier:
    def test_steps_say_when_and_by_which_clause_each_state_was_reached(
        self, office: Office
    ) -> None:
        code = a_named_laboratory(office)
        pass_to(office, "2027-01-02")
        sweep(office)
        steps = queries.dossier(office, "hangzhou", code).steps
        assert [(s.title, s.position, s.clause) for s in steps] == [
            ("提出", "done", ("一",)),
            ("提名", "done", ("二",)),
            ("命名", "done", ("三",)),
            ("运行", "current", ("四",)),
            ("结项", "ahead", ()),
        ]

    def test_an_exceptional_end_closes_the_line(self, office: Office) -> None:
        from states.actions import approve

        code = a_laboratory(office)
        act(office, "nominate", code, "hangzhou")
        waiting = act(office, "drop", code, "bureau-1", reason="条件不符").waiting
        assert waiting
        approve(office, waiting, "bureau-2", via=Via("python"), reason="同意")
        shown = queries.dossier(office, "hangzhou", code)
        assert [(s.state, s.position) for s in shown.steps] == [
            ("proposed", "done"),
            ("nominated", "done"),
            ("dropped", "current"),
        ]
        assert shown.end == "exceptional"
        assert (shown.waiting, shown.moves) == ((), ())
        last = queries.history(office, "hangzhou", code)[-1]
        assert last.approval is not None
        assert last.approval["by"] == "bureau-2"

    def test_it_names_who_must_act_and_what_the_viewer_may_do(self, office: Office) -> None:
        code = a_laboratory(office)
        act(office, "nominate", code, "hangzhou")
        (waiting,) = queries.dossier(office, "hangzhou", code).waiting
        assert (waiting.who_titles, waiting.move_title) == (("省科技厅",), "命名")
        assert queries.dossier(office, "hangzhou", code).moves == ()
        moves = queries.dossier(office, "bureau-1", code).moves
        assert [(m.move, m.is_forward, m.reason) for m in moves] == [
            ("name", True, "optional"),
            ("drop", False, "required"),
        ]
        (holds,) = [queries.dossier(office, "bureau-1", code).holds]
        assert [h.title for h in holds] == ["名额", "名额 · 生物"]

    def test_what_the_system_will_do_is_said_with_its_day(self, office: Office) -> None:
        first, *_ = queries.dossier(office, "hangzhou", a_named_laboratory(office)).waiting
        assert (first.by_system, first.move, first.due_on) == (True, "start", "2027-01-01")

    def test_the_calendar_holds_every_duty_of_the_family(self, office: Office) -> None:
        code = a_named_laboratory(office)
        found = queries.calendar(office, "hangzhou", code)
        assert [(d.case, d.due_on) for d in found] == [
            (f"{code}-R2027", "2027-11-30"),
            (f"{code}-R2028", "2028-11-30"),
        ]

    def test_english_where_the_programme_has_it(self, office: Office) -> None:
        code = a_laboratory(office)
        shown = queries.dossier(office, "hangzhou", code, lang="en")
        assert (shown.state_title, shown.field_title) == ("proposed", "biology")
        assert shown.waiting[0].who_titles == ("city office",)
        assert shown.fields[-1].title == "联系电话"


class TestHistory:
    def test_what_had_happened_and_what_was_known_are_two_questions(self, office: Office) -> None:
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

    def test_the_fold_of_today_is_the_present_state(self, office: Office) -> None:
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

    def test_a_naive_instant_is_refused(self, office: Office) -> None:
        code = a_laboratory(office)
        naive = a_moment("2026-06-01").replace(tzinfo=None)
        with pytest.raises(BadInput):
            queries.as_of(office, "hangzhou", code, naive)
        with pytest.raises(BadInput):
            queries.history(office, "hangzhou", code, known_at=naive)

    def test_every_entry_has_the_keys_of_the_contract(self, office: Office) -> None:
        code = a_laboratory(office)
        (entry,) = queries.history(office, "hangzhou", code)
        wanted = (
            "seq entry move from to actor role scope via received_at occurred_at recorded_at source"
            " reason clause flags documents run programme_version prev_hash hash"
        )
        assert set(wanted.split()) <= set(entry.as_json())


class TestLog:
    def test_it_filters_and_pages_newest_first(self, office: Office) -> None:
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

    def test_refusals_keep_every_reason(self, office: Office) -> None:
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


class TestHealth:
    def test_it_is_red_until_a_sweep_and_again_when_that_is_old(self, office: Office) -> None:
        assert queries.health(office).problems == ("sweep-never",)
        sweep(office)
        assert queries.health(office).ok
        pass_to(office, "2026-05-11T11:30:00")
        assert queries.health(office).problems == ("sweep-stale",)

    def test_it_is_red_when_the_clock_went_back(self, office: Office) -> None:
        sweep(office)
        pass_to(office, "2026-05-11T09:30:00")
        a_laboratory(office)
        from states.clock import FixedClock

        office.clock = FixedClock(a_moment("2026-05-11T09:10:00"))
        assert queries.health(office).problems == ("clock-went-back",)


def test_reading_imports_no_server_no_machine_and_no_date_library() -> None:
    heavy = "prefect fastapi transitions pendulum pydantic"
    code = f"import sys, states.queries;print([m for m in '{heavy}'.split() if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
