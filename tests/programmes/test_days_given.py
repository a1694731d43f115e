"""The act that settles a duty may itself name the day from which the duty counts (举行7日前通知):
it is in time or late by that day, and refused where the file refuses what is late."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.loader import check
from states.commands import Occurrence
from states.errors import Refused
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.duties import Duty
from tests.builders import at, set_clock
from tests.programmes.offices import do, office_of, sound

FILE = """
programme: hearings-2026
title: 2026年听证
source: {document: 测听〔2026〕1号, issued: 2026-03-02}
roles:
  bureau: {title: 主管局, scope: programme}
cases:
  hearing:
    title: 听证
    code: "TZ-{number:03}"
    form:
      title: {title: 事由, required: yes}
      held: {title: 举行日, type: date}
      closing: {title: 停业日, type: date}
    states:
      asked: {title: 已申请, initial: yes}
      told: 已通知
      over: {title: 已结束, end: normal}
    moves:
      ask: {title: 申请, to: asked, by: bureau, kind: application, clause: 一}
      tell: {title: 通知, from: asked, to: told, by: bureau, sets: held, clause: 二}
      tell-again: {title: 改期通知, from: told, to: same, by: bureau, asks-anew: held, clause: 二}
      close: {title: 报停业, from: told, to: over, by: bureau, asks: closing, clause: 三}
duties:
  tell:
    title: 通知
    case: hearing
    by: bureau
    due: 举行7日前
    counts-from: {field: held}
    bound-by: tell
    clause: 二
  again:
    title: 改期
    case: hearing
    opened: tell
    by: bureau
    due: 无期限
    bound-by: [tell-again, close]
    clause: 二
  close:
    title: 报停业
    case: hearing
    opened: tell
    by: bureau
    due: 停业30日前
    counts-from: {field: closing}
    late: refuse
    bound-by: close
    clause: 三
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    (tmp_path / "hearings.yaml").write_text(FILE, encoding="utf-8")
    made = office_of(tmp_path, str(tmp_path / "hearings"), accounts={"li": ("bureau", {})})
    yield made
    made.close()


def asked(office: Office) -> str:
    return do(office, "li", "ask", title="甲", with_={"kind": "hearing"}).case


def owed(office: Office, case: str, name: str) -> Duty:
    (duty,) = [one for one in dossier(office, "li", case).duties if one.duty == name]
    return duty


def said(duty: Duty) -> tuple[str | None, str]:
    return duty.due_on, duty.status


def test_what_names_its_own_day_is_in_time_or_late_by_it(office: Office) -> None:
    early, late, silent = asked(office), asked(office), asked(office)
    assert said(owed(office, early, "tell")) == (None, "open")
    do(office, "li", "tell", early, held="2026-05-11")
    do(office, "li", "tell", late, held="2026-05-10")
    do(office, "li", "tell", silent)
    assert said(owed(office, early, "tell")) == ("2026-05-04", "met")
    assert said(owed(office, late, "tell")) == ("2026-05-03", "late")
    assert said(owed(office, silent, "tell")) == (None, "met")
    assert sound(office)


def test_a_day_that_was_there_before_stays(office: Office) -> None:
    case = asked(office)
    do(office, "li", "tell", case, held="2026-05-20")
    set_clock(office, "2026-05-18 09:00:00")
    do(office, "li", "tell-again", case, held="2026-06-20")
    assert said(owed(office, case, "tell")) == ("2026-05-13", "met")
    assert sound(office)


def test_what_comes_too_late_by_the_day_it_names_is_refused_where_the_file_says_so(
    office: Office,
) -> None:
    case = asked(office)
    do(office, "li", "tell", case)
    with pytest.raises(Refused) as caught:
        do(office, "li", "close", case, closing="2026-06-02")
    (refusal,) = caught.value.refusals
    assert (refusal.code, refusal.parameters["due"]) == ("TooLate", "2026-05-03")
    assert refusal.remedy().startswith("“停业日”写得晚一些：--set closing=日期；")
    do(office, "li", "close", case, closing="2026-06-03")
    assert said(owed(office, case, "close")) == ("2026-05-04", "met")
    assert sound(office)


def test_a_fact_that_is_recorded_later_is_judged_by_its_own_day(office: Office) -> None:
    case = asked(office)
    set_clock(office, "2026-05-20 09:00:00")
    happened = Occurrence(at("2026-05-06 10:00:00"), "来文")
    do(office, "li", "tell", case, held="2026-05-14", with_={"occurrence": happened})
    assert said(owed(office, case, "tell")) == ("2026-05-07", "met")
    assert sound(office)


def test_a_move_that_leaves_the_case_where_it_is_is_named_beside_the_one_that_goes_on(
    office: Office,
) -> None:
    case = asked(office)
    do(office, "li", "tell", case, held="2026-05-20")
    waiting = {one.duty: one.move_title for one in dossier(office, "li", case).waiting}
    assert waiting == {"again": "改期通知或报停业", "close": "报停业"}


def test_a_limit_that_counts_from_a_date_which_nobody_must_give_is_warned_of(
    tmp_path: Path,
) -> None:
    path = tmp_path / "hearings.yaml"
    loose = FILE.replace("asks-anew: held", "sets: held")
    asked = loose.replace("sets: held", "asks: held", 1)
    needed = loose.replace("{title: 举行日, ", "{title: 举行日, required: yes, ")
    for text, is_warned in ((loose, True), (asked, False), (needed, False)):
        path.write_text(text, encoding="utf-8")
        found = [problem.code for problem in check(path)[1]]
        assert ("counts-from-may-lack" in found) == is_warned


def test_where_the_act_names_the_day_it_is_never_too_late_for_a_later_one(tmp_path: Path) -> None:
    path = tmp_path / "hearings.yaml"
    for text, is_shut in (
        (FILE, False),
        (FILE.replace("{title: 停业日, ", "{title: 停业日, required: yes, "), True),
        (FILE.replace("sets: held,", "sets: [held, closing],", 1), True),
    ):
        path.write_text(text, encoding="utf-8")
        found = [problem.code for problem in check(path)[1]]
        assert ("stuck-by-time" in found) == is_shut
