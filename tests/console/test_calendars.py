"""Calendars at the console: years that are listed and taken, files and feeds that a calendar
program reads back, the page of deadlines."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from config.settings import Settings
from console.web.app import create_app
from states import queries
from states.acts.internal_days import revoke_internal_day, set_internal_day
from states.audits.oracle import check
from states.calendars.importing import import_year
from states.commands import PYTHON
from states.notices.feeds import account_of, make_feed, revoke_feeds
from states.office import Office
from tests.builders import set_clock
from tests.console.shell import Shell
from tests.programmes.offices import do, office_of
from tests.programmes.test_calendar_import import ENQUIRIES, EXAMPLES, PEOPLE, asked, the_year
from tests.stores import rows_of

YEAR = EXAMPLES / "calendars" / "2027.yaml"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = office_of(tmp_path, ENQUIRIES, accounts=PEOPLE, now="2027-01-18 08:00:00")
    yield office
    office.close()


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    shell = Shell(tmp_path, monkeypatch, capsys)
    shell.an_office()
    return shell


def a_client(office: Office, account: str = "east", **more: Any) -> TestClient:
    app = create_app(Settings(account=account), opening=lambda: office)
    return TestClient(app, **{"base_url": "http://127.0.0.1", "client": ("127.0.0.1", 1), **more})


def events(body: bytes) -> dict[str, Any]:
    """The entries of a file by their summary's first word and their name."""
    found = Calendar.from_ical(body)
    return {str(event["uid"]).split("@")[0]: event for event in found.walk("VEVENT")}


def feed_of(office: Office, token: str, **headers: str) -> Any:
    """What a calendar program gets, from another machine."""
    far = a_client(office, base_url="http://example.org", client=("203.0.113.9", 1))
    return far.get(f"/feeds/{token}.ics", headers=headers)


def test_a_feed_names_its_entries_stably_and_counts_their_changes(office: Office) -> None:
    code = asked(office, "2027-01-18 09:00:00")
    token = make_feed(office, "east", actor="east", via=PYTHON)
    first = events(feed_of(office, token).content)
    assert set(first) == {f"{code}.answer.1", f"{code}.report.1"}
    answer = first[f"{code}.answer.1"]
    assert answer.decoded("dtstart") == date(2027, 2, 10)
    assert answer.decoded("dtend") == date(2027, 2, 11)
    assert answer["sequence"] == 0
    assert "暂定" in str(answer["summary"])

    import_year(office, the_year(), actor="bureau", via=PYTHON)
    second = events(feed_of(office, token).content)
    moved = second[f"{code}.answer.1"]
    assert moved["uid"] == answer["uid"]
    assert moved.decoded("dtstart") == date(2027, 2, 15)
    assert moved["sequence"] == 1
    assert moved.decoded("dtstamp") >= answer.decoded("dtstamp")
    assert "原期限 2027-02-10" in str(moved["description"])
    assert "暂定" not in str(moved["summary"])
    assert second[f"{code}.report.1"]["sequence"] == 0


def test_what_is_dropped_is_cancelled_and_what_is_done_says_so(office: Office) -> None:
    dropped, done = asked(office, "2027-01-18 09:00:00"), asked(office, "2027-01-18 10:00:00")
    token = make_feed(office, "east", actor="east", via=PYTHON)
    do(office, "bureau", "drop", dropped, with_={"reason": "不属标准化"})
    do(office, "east", "answer", done)
    found = events(feed_of(office, token).content)
    off = found[f"{dropped}.answer.1"]
    assert (str(off["status"]), off["sequence"]) == ("CANCELLED", 1)
    assert off.decoded("dtstart") == date(2027, 2, 10)
    met = found[f"{done}.answer.1"]
    assert (str(met["status"]), met["sequence"]) == ("CONFIRMED", 1)
    assert str(met["summary"]).startswith("✓")


def test_a_feed_shows_what_its_account_reaches_and_nothing_else(office: Office) -> None:
    east, west = asked(office, "2027-01-18 09:00:00"), asked(office, "2027-01-18 10:00:00", "西县")
    of = {who: make_feed(office, who, actor=who, via=PYTHON) for who in ("east", "bureau")}
    assert {uid.split(".")[0] for uid in events(feed_of(office, of["east"]).content)} == {east}
    both = {uid.split(".")[0] for uid in events(feed_of(office, of["bureau"]).content)}
    assert both == {east, west}


def test_an_unchanged_feed_is_not_sent_again(office: Office) -> None:
    asked(office, "2027-01-18 09:00:00")
    token = make_feed(office, "east", actor="east", via=PYTHON)
    answer = feed_of(office, token)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    tag = answer.headers["etag"]
    set_clock(office, "2027-01-19 09:00:00")
    assert feed_of(office, token).content == answer.content
    again = feed_of(office, token, **{"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    asked(office, "2027-01-19 10:00:00")
    assert feed_of(office, token, **{"if-none-match": tag}).status_code == 200


def test_a_secret_ends_when_it_is_revoked_replaced_or_its_account_closed(office: Office) -> None:
    from states.accounts import close_account

    first = make_feed(office, "east", actor="east", via=PYTHON)
    assert account_of(office, first) == "east"
    second = make_feed(office, "east", actor="bureau", via=PYTHON)
    assert account_of(office, first) is None
    assert revoke_feeds(office, "east", actor="east", via=PYTHON) == 1
    third = make_feed(office, "east", actor="east", via=PYTHON)
    close_account(office, "east", by="bureau", via=PYTHON)
    for token in (first, second, third, "x", "", "../inbox"):
        assert feed_of(office, token).status_code == 404
    assert all(token not in str(rows_of(office, "SELECT * FROM feeds")) for token in (first, third))
    assert check(office) == []


def test_only_the_account_itself_and_who_manages_it_get_its_secret(office: Office) -> None:
    for who in ("west", "auditor"):
        with pytest.raises(Exception, match="账户"):
            make_feed(office, "east", actor=who, via=PYTHON)
    assert rows_of(office, "SELECT count(*) FROM feeds") == [(0,)]
    # who only looks on may follow what it sees
    assert make_feed(office, "auditor", actor="auditor", via=PYTHON)
    assert check(office) == []


def test_alarms_are_as_many_as_asked_for(office: Office) -> None:
    asked(office, "2027-01-18 09:00:00")
    client = a_client(office)
    body = client.get("/deadlines.ics?alarm=7,1&alarm=x&alarm=9999").content
    for event in events(body).values():
        triggers = [alarm.decoded("trigger") for alarm in event.walk("VALARM")]
        assert triggers == [timedelta(days=-7), timedelta(days=-1)]
    assert not any(
        event.walk("VALARM") for event in events(client.get("/deadlines.ics").content).values()
    )


def test_an_internal_day_stands_beside_the_legal_one_and_can_be_taken_back(office: Office) -> None:
    code = asked(office, "2027-01-18 09:00:00")
    day = date(2027, 3, 20)
    set_internal_day(office, "report", day, actor="east", via=PYTHON)
    (owed,) = [d for d in queries.calendar(office, "east", code) if d.duty == "report"]
    assert (owed.due_on, owed.internal_day) == ("2027-03-31", "2027-03-20")
    found = events(a_client(office).get(f"/pilots/{code}/calendar.ics").content)
    reminder = found[f"{code}.report.1.internal"]
    assert reminder.decoded("dtstart") == day
    assert found[f"{code}.report.1"].decoded("dtstart") == date(2027, 3, 31)
    first = reminder["sequence"]
    set_internal_day(office, "report", date(2027, 3, 22), actor="east", via=PYTHON)
    again = events(a_client(office).get(f"/pilots/{code}/calendar.ics").content)
    assert again[f"{code}.report.1.internal"]["sequence"] > first
    revoke_internal_day(office, "report", actor="east", via=PYTHON)
    (owed,) = [d for d in queries.calendar(office, "east", code) if d.duty == "report"]
    assert owed.internal_day is None
    assert check(office) == []


def test_an_internal_day_is_not_shown_beside_a_day_that_comes_before_it(office: Office) -> None:
    set_internal_day(office, "answer", date(2027, 2, 20), actor="east", via=PYTHON)
    early, late = asked(office, "2027-01-18 09:00:00"), asked(office, "2027-02-12 09:00:00")
    shown = {
        code: [d.internal_day for d in queries.calendar(office, "east", code) if d.duty == "answer"]
        for code in (early, late)
    }
    assert shown == {early: [None], late: ["2027-02-20"]}


def test_the_page_lists_every_rule_with_its_days(office: Office) -> None:
    asked(office, "2027-01-18 09:00:00")
    asked(office, "2027-01-18 10:00:00", "西县")
    page = a_client(office).get("/deadlines").text
    assert "2027 年的期限" in page
    assert "收到之日起15个工作日内" in page
    assert "（第二条）" in page
    assert "2027年2月10日" in page
    assert "暂定" in page
    assert "待办 1</td>" in page  # the other county's is not counted
    assert "待办 2</td>" in a_client(office, "bureau").get("/deadlines").text
    assert "<code>shidian calendar feed " in page
    import_year(office, the_year(), actor="bureau", via=PYTHON)
    page = a_client(office).get("/deadlines?year=2027").text
    assert "2027年2月15日" in page
    assert "测试发〔2026〕1号" in page
    assert "其中 1 件改过期限" in page


@pytest.mark.parametrize("year", ["1999", "abc", "99999999999", "2300", ""])
def test_a_year_that_is_none_is_no_error(office: Office, year: str) -> None:
    assert a_client(office).get(f"/deadlines?year={year}").status_code == 200


def test_a_limit_with_a_time_of_day_is_timed(office: Office) -> None:
    from console.exports.calendars import as_ics
    from states.queries.calendars import Entry, entries

    asked(office, "2027-01-18 09:00:00")
    (first, *_) = entries(office, queries.calendar(office, "east", "DX-001"))
    at = "2027-02-10T09:00:00.000000Z"
    timed = Entry(first.duty, first.on, at, "17:00", 0, first.changed_at, False, first.zone)
    (event,) = events(as_ics([timed], "x", office="t")).values()
    assert event.decoded("dtstart") == datetime.fromisoformat("2027-02-10T17:00:00+08:00")


def test_years_are_listed_with_their_documents(shell: Shell) -> None:
    rows = {row["year"]: row for row in shell.done("calendar", "list", "--json").json()}
    assert rows[2026]["document"] == "国办发明电〔2025〕7号"
    assert (rows[2027]["status"], rows[2027]["origin"]) == ("unpublished", "guessed")
    far = shell.done("calendar", "list", "2100").out
    assert "2100 年春节、清明、端午、中秋的日子本程序没有" in far
    beyond = shell("calendar", "list", "3000")
    assert beyond.code == 2
    assert "年份超出范围：3000" in beyond.err


def test_a_year_is_previewed_and_then_taken(shell: Shell) -> None:
    tried = shell.done("calendar", "import", str(YEAR), "--dry-run", "--as", "committee")
    assert "试办" in tried.out
    assert "2027-02-20 周六  改为上班" in tried.out
    assert shell.done("calendar", "list", "--json").json()[3]["status"] == "unpublished"
    found = shell.done("calendar", "import", str(YEAR), "--as", "committee", "--json").json()
    assert (found["changed"], found["document"]) == (True, "测试发〔2026〕1号")
    row = shell.done("calendar", "list", "--json").json()[3]
    assert (row["year"], row["status"], row["given_by"]) == (2027, "official", "committee")
    again = shell.done("calendar", "import", str(YEAR), "--as", "committee")
    assert "没有变化" in again.out
    assert shell("calendar", "import", str(YEAR), "--as", "zj").code == 1
    assert shell.done("audit", "verify").code == 0


def test_a_file_that_is_no_year_is_told_line_by_line(shell: Shell) -> None:
    text = YEAR.read_text("utf-8").replace("2027-02-20", "2027-02-22").replace("document", "doc")
    ran = shell("calendar", "import", shell.file("2027.yaml", text), "--as", "committee")
    assert ran.code == 2
    assert "2027.yaml: 第5行 source" in ran.err
    odd = shell.file("odd.yaml", YEAR.read_text("utf-8").replace("2027-10-09]", "2027-10-11]"))
    ran = shell("calendar", "import", odd, "--as", "committee")
    assert (ran.code, "第14行 workdays[4]: 调休上班日应为周六或周日" in ran.err) == (2, True)
    for missing in ("2031", "nothere.yaml"):
        assert shell("calendar", "import", missing, "--as", "committee").code == 2


def test_a_year_that_does_not_add_up_is_doubted(shell: Shell) -> None:
    short = shell.file("short.yaml", YEAR.read_text("utf-8").replace(", 2027-10-09]", "]"))
    ran = shell.done("calendar", "import", short, "--dry-run", "--as", "committee")
    assert "请注意：放假占去 14 个工作日" in ran.out


def test_an_address_is_told_once_and_can_be_ended(shell: Shell) -> None:
    made = shell.done("calendar", "feed", "zj", "--as", "zj", "--json").json()
    assert made["address"].startswith("http://127.0.0.1:")
    assert made["address"].endswith(".ics")
    assert shell("calendar", "feed", "committee", "--as", "zj").code == 1
    assert shell("calendar", "feed", "nobody", "--as", "committee").code == 2
    assert "全部失效" in shell.done("calendar", "feed", "zj", "--revoke", "--as", "committee").out
    assert "没有有效" in shell.done("calendar", "feed", "zj", "--revoke", "--as", "committee").out
    assert shell.done("audit", "verify").code == 0


def test_an_internal_day_is_revoked_by_its_own_verb(shell: Shell) -> None:
    shell.done("calendar", "internal", "recommendation", "2026-06-15", "--as", "zj")
    assert "撤销" in shell.done("calendar", "internal", "推荐", "--revoke", "--as", "zj").out
    assert shell("calendar", "internal", "推荐", "--revoke", "--as", "zj").code == 2
    assert shell("calendar", "internal", "推荐", "--as", "zj").code == 2
