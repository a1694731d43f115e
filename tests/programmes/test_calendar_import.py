"""A published year of the calendar: what is provisional follows it, what is firm changes only in
favour of those who owe it, and all of it is an act with its entries."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from config.calendar_years import CalendarYear
from config.year_files import read_year
from states.audits.oracle import check
from states.calendars.importing import Imported, import_year
from states.commands import PYTHON
from states.duties import sweep
from states.errors import BadInput, Refused
from states.history import from_text
from states.office import Office, open_office
from states.queries.dossiers import dossier
from states.queries.histories import history
from tests.builders import set_clock
from tests.console.visitor import a_client
from tests.programmes.offices import do, office_of, sound
from tests.stores import rows_of

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
ENQUIRIES = "../../docs/examples/enquiries"
PEOPLE: dict[str, tuple[str, dict[str, str]]] = {
    "east": ("county", {"jurisdiction": "东县"}),
    "west": ("county", {"jurisdiction": "西县"}),
    "bureau": ("bureau", {}),
    "auditor": ("auditor", {}),
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield office_of(tmp_path, ENQUIRIES, accounts=PEOPLE, now="2026-12-14 09:00:00")


def the_year(**changes: Any) -> CalendarYear:
    """The invented year 2027, or a revision of it."""
    said = read_year(EXAMPLES / "calendars" / "2027.yaml").model_dump(by_alias=True, mode="json")
    return CalendarYear.model_validate(said | changes)


def taken(office: Office, year: CalendarYear | None = None, **given: Any) -> Imported:
    return import_year(office, year or the_year(), **{"actor": "bureau", "via": PYTHON, **given})


def asked(office: Office, at: str, place: str = "东县") -> str:
    """An enquiry received at a moment; its code."""
    set_clock(office, at)
    who = "east" if place == "东县" else "west"
    return do(office, who, "ask", title="何谓标准", place=place, with_={"kind": "enquiry"}).case


def day_of(office: Office, code: str, duty: str = "answer") -> tuple[str, str, int]:
    """Day, status and whether provisional."""
    ((day, status, provisional),) = rows_of(
        office,
        "SELECT due_on, status, provisional FROM duties "
        f"WHERE case_code = '{code}' AND duty = '{duty}'",
    )
    return day, status, provisional


def entries_of(office: Office, code: str) -> list[tuple[str, str, dict[str, Any]]]:
    found = rows_of(
        office,
        f"SELECT move, actor, effects FROM history WHERE case_code = '{code}' ORDER BY seq",
    )
    return [(move, actor, from_text(effects)) for move, actor, effects in found]


def test_what_is_provisional_follows_the_published_year(office: Office) -> None:
    firm = asked(office, "2026-12-14 10:00:00")
    later = asked(office, "2027-01-18 09:00:00")
    west = asked(office, "2027-01-18 10:00:00", "西县")
    assert day_of(office, firm) == ("2027-01-05", "open", 1)
    assert day_of(office, later) == ("2027-02-10", "open", 1)
    do(office, "east", "answer", firm)

    found = taken(office)

    assert found.is_news
    assert [(d.case, d.before, d.after, d.became) for d in found.duties] == [
        (later, "2027-02-10", "2027-02-15", "moved"),
        (west, "2027-02-10", "2027-02-15", "moved"),
    ]
    assert {str(d.day) for d in found.days} >= {"2026-12-31", "2027-01-03", "2027-02-20"}
    assert day_of(office, later) == ("2027-02-15", "open", 0)
    assert day_of(office, later, "report") == ("2027-03-31", "open", 0)
    move, actor, effects = entries_of(office, later)[-1]
    assert (move, actor) == ("recompute-due", "system")
    (change,) = effects["changes"]
    assert change["was"][0] == "2027-02-10"
    assert effects["calendar"]["document"] == "测试发〔2026〕1号"
    told = rows_of(office, "SELECT recipient, body FROM outbox WHERE topic = 'calendar'")
    assert sorted(recipient for recipient, _ in told) == ["county@01", "county@02"]
    assert sorted(body for _, body in told) == [
        f"东县 何谓标准（{later}）：答复 2027-02-10 → 2027-02-15",
        f"西县 何谓标准（{west}）：答复 2027-02-10 → 2027-02-15",
    ]
    assert sound(office)


SHOWN = """
programme: shown
title: 公示
source: {document: 市监发〔2027〕5号, issued: 2027-03-02}
roles: {bureau: {title: 市局, scope: programme}}
cases:
  shop:
    title: 店
    code: "S{number}"
    form: {title: {title: 店名, required: yes}}
    states: {shown: {title: 公示, initial: yes}, named: {title: 已命名, end: normal}}
    moves:
      enter: {title: 登记, to: shown, by: bureau}
      name: {title: 命名, from: shown, to: named, by: bureau}
duties:
  showing:
    {title: 公示, case: shop, by: bureau, due: 公示5个工作日, bound-by: name, early: refuse}
"""


@pytest.mark.parametrize("phrase", ["公示5个工作日", "满5个工作日后"])
def test_what_must_last_so_many_working_days_follows_the_published_year(
    tmp_path: Path, phrase: str
) -> None:
    """The invented year takes 1 to 5 May off, of which only two were known to be off."""
    text = SHOWN.replace("公示5个工作日", phrase)
    (tmp_path / "shown.yaml").write_text(text, encoding="utf-8")
    who: dict[str, tuple[str, dict[str, str]]] = {"bureau": ("bureau", {})}
    office = office_of(tmp_path, str(tmp_path / "shown"), accounts=who, now="2027-04-27 10:00:00")
    code = do(office, "bureau", "enter", title="甲", with_={"kind": "shop"}).case
    (owed,) = dossier(office, "bureau", code).duties
    assert (owed.opens_at, owed.provisional) == ("2027-05-04T16:00:00.000000Z", True)
    assert a_client(office, "bureau").get(f"/pilots/{code}").text.count("暂定") == 2
    (change,) = taken(office).duties
    assert (change.before, change.after, change.became) == ("2027-05-05", "2027-05-08", "moved")
    (owed,) = dossier(office, "bureau", code).duties
    assert (owed.opens_at, owed.provisional) == ("2027-05-07T16:00:00.000000Z", False)
    (entry,) = [e for e in history(office, "bureau", code) if e.changes]
    assert (entry.changes[0]["from"], entry.changes[0]["to"]) == ("2027-05-05", "2027-05-08")
    set_clock(office, "2027-05-05 09:00:00")
    with pytest.raises(Refused):
        do(office, "bureau", "name", code)
    set_clock(office, "2027-05-08 09:00:00")
    do(office, "bureau", "name", code)
    assert sound(office)


def test_a_day_that_stays_becomes_firm_with_an_entry(office: Office) -> None:
    code = asked(office, "2026-12-14 10:00:00")
    found = taken(office)
    assert [(d.case, d.after, d.became) for d in found.duties] == [(code, "2027-01-05", "firm")]
    assert day_of(office, code) == ("2027-01-05", "open", 0)
    assert entries_of(office, code)[-1][0] == "recompute-due"
    assert rows_of(office, "SELECT count(*) FROM outbox WHERE topic = 'calendar'") == [(0,)]
    assert sound(office)


def test_the_same_year_again_changes_nothing(office: Office) -> None:
    asked(office, "2027-01-18 09:00:00")
    taken(office)
    before = rows_of(office, "SELECT count(*) FROM history")
    again = taken(office)
    assert not again.is_news
    assert rows_of(office, "SELECT count(*) FROM history") == before
    assert rows_of(office, "SELECT count(*) FROM calendar_years") == [(1,)]


def test_a_preview_shows_everything_and_writes_nothing(office: Office) -> None:
    code = asked(office, "2027-01-18 09:00:00")
    before = rows_of(office, "SELECT count(*) FROM history")
    shown = taken(office, dry_run=True)
    assert [(d.case, d.after) for d in shown.duties] == [(code, "2027-02-15")]
    assert rows_of(office, "SELECT count(*) FROM history") == before
    assert rows_of(office, "SELECT count(*) FROM outbox WHERE topic = 'calendar'") == [(0,)]
    assert day_of(office, code) == ("2027-02-10", "open", 1)
    # and what arises next is still counted by the guess
    assert day_of(office, asked(office, "2027-01-18 11:00:00")) == ("2027-02-10", "open", 1)


def test_what_arises_afterwards_is_firm_from_the_first_day(office: Office) -> None:
    taken(office)
    assert day_of(office, asked(office, "2027-01-18 09:00:00")) == ("2027-02-15", "open", 0)
    assert sound(office)


def test_another_process_counts_by_the_year_too(office: Office) -> None:
    other = open_office(office.store.url)
    other.clock = office.clock
    asked(other, "2026-12-15 09:00:00")
    taken(office)
    assert day_of(office, asked(other, "2027-01-18 09:00:00")) == ("2027-02-15", "open", 0)
    other.close()
    assert sound(office)


def test_a_mark_as_overdue_falls_where_the_true_day_is_still_to_come(office: Office) -> None:
    code = asked(office, "2027-01-18 09:00:00")
    answered = asked(office, "2027-01-18 10:00:00")
    in_time = asked(office, "2027-01-18 11:00:00")
    do(office, "east", "answer", in_time)
    set_clock(office, "2027-02-11 08:00:00")
    sweep(office)
    do(office, "east", "answer", answered)
    assert day_of(office, code)[1] == "overdue"
    assert day_of(office, answered)[1] == "late"
    set_clock(office, "2027-02-12 08:00:00")

    found = {d.case: d for d in taken(office).duties}

    assert day_of(office, code) == ("2027-02-15", "open", 0)
    assert day_of(office, answered) == ("2027-02-15", "met", 0)
    assert day_of(office, in_time) == ("2027-02-10", "met", 1)
    assert found[code].is_revoked
    assert found[answered].is_revoked
    assert (found[in_time].became, found[in_time].why) == ("kept", "done")
    assert sound(office)
    # by the true day it may become overdue once more
    set_clock(office, "2027-02-16 00:00:00")
    assert sweep(office).overdue == 1
    assert sound(office)


def test_a_day_that_is_over_is_given_to_nobody(office: Office) -> None:
    code = asked(office, "2027-02-12 09:00:00")
    assert day_of(office, code) == ("2027-03-05", "open", 1)
    set_clock(office, "2027-03-05 09:00:00")
    (change,) = taken(office).duties
    assert (change.became, change.why, change.by_calendar) == ("kept", "over", "2027-03-04")
    assert day_of(office, code) == ("2027-03-05", "open", 0)
    assert sound(office)


def test_a_firm_day_becomes_later_by_a_revision_and_never_earlier(office: Office) -> None:
    taken(office)
    before_spring = asked(office, "2027-01-18 09:00:00")
    after_spring = asked(office, "2027-02-12 09:00:00")
    assert day_of(office, after_spring) == ("2027-03-04", "open", 0)
    longer = the_year(
        revision=2,
        source={"document": "测试发〔2027〕2号"},
        holidays=[
            {**h, "to": "2027-02-12"} if h["name"] == "春节" else h
            for h in the_year().model_dump(by_alias=True, mode="json")["holidays"]
        ],
        workdays=[*map(str, the_year().workdays), "2027-02-21"],
    )
    found = {d.case: d for d in taken(office, longer).duties}
    assert day_of(office, before_spring) == ("2027-02-16", "open", 0)
    assert day_of(office, after_spring) == ("2027-03-04", "open", 0)
    kept = found[after_spring]
    assert (kept.became, kept.why, kept.by_calendar) == ("kept", "firm", "2027-03-03")
    assert sound(office)


def test_a_correction_needs_a_higher_revision(office: Office) -> None:
    taken(office)
    other = the_year(source={"document": "测试发〔2026〕9号"})
    with pytest.raises(BadInput) as caught:
        taken(office, other)
    assert caught.value.code == "SameRevision"


def test_days_set_by_hand_stay(office: Office) -> None:
    code = asked(office, "2027-01-18 09:00:00")
    fields = {"duty": "answer", "to": "2027-02-12", "order": "测标〔2027〕1号"}
    do(office, "bureau", "extend-duty", code, with_={"reason": "须检验"}, **fields)
    assert taken(office).duties == ()
    assert day_of(office, code) == ("2027-02-12", "open", 0)
    assert sound(office)


@pytest.mark.parametrize("who", ["east", "auditor"])
def test_only_who_acts_for_a_whole_programme_may_give_a_year(office: Office, who: str) -> None:
    with pytest.raises(Refused) as caught:
        taken(office, actor=who)
    assert [refusal.code for refusal in caught.value.refusals] == ["MayNotImportYear"]
    assert rows_of(office, "SELECT move, actor FROM refusals") == [("import-calendar", who)]
    assert rows_of(office, "SELECT count(*) FROM calendar_years") == [(0,)]


def test_a_guess_is_no_publication(office: Office) -> None:
    with pytest.raises(BadInput) as caught:
        taken(office, the_year(status="unpublished", source=None))
    assert caught.value.code == "YearNotOfficial"
    assert check(office) == []


def found_after(office: Office, statement: str) -> set[str]:
    """The codes of what an audit finds once an administrator has changed something by hand."""
    with office.store.write() as tx:
        lite = office.store.dialect == "sqlite"
        for table in ("calendar_years", "history"):
            if lite:
                tx.driver.execute(f"DROP TRIGGER {table}_no_UPDATE")
                tx.driver.execute(f"DROP TRIGGER {table}_no_DELETE")
            else:
                tx.driver.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        tx.driver.execute(statement)
    return {found.code for found in check(office)} - {"GuardMissing"}


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (
            "UPDATE calendar_years SET body = replace(body, '2027-02-20', '2027-02-27')",
            "YearChanged",
        ),
        ("DELETE FROM calendar_years", "YearMissing"),
        ("UPDATE calendar_years SET revision = 7", "YearUnrecorded"),
        ("UPDATE duties SET due_on = '2027-02-19' WHERE due_on = '2027-02-15'", "DutyDiffers"),
    ],
)
def test_an_audit_sees_what_was_done_to_years_and_days(
    office: Office, statement: str, code: str
) -> None:
    asked(office, "2027-01-18 09:00:00")
    taken(office)
    assert check(office) == []
    assert code in found_after(office, statement)


def test_an_audit_counts_the_days_again_itself(office: Office) -> None:
    asked(office, "2027-01-18 09:00:00")
    taken(office)
    forged = (
        'UPDATE history SET effects = replace(effects, \'"due_on":"2027-02-15"\', '
        "'\"due_on\":\"2027-02-19\"') WHERE move = 'recompute-due'"
    )
    assert {"RecountWrong", "EntryChanged"} <= found_after(office, forged)


def test_no_day_counted_by_an_old_year_is_written_after_the_new_one(office: Office) -> None:
    set_clock(office, "2027-01-18 09:00:00")

    def ask(number: int) -> None:
        mine = open_office(office.store.url)
        mine.clock = office.clock
        for _ in range(5):
            given = {"title": f"第{number}问", "place": "东县"}
            do(mine, "east", "ask", with_={"kind": "enquiry"}, **given)
        mine.close()

    with ThreadPoolExecutor(5) as crew:
        asking = [crew.submit(ask, number) for number in range(4)]
        taking = crew.submit(taken, office)
        for work in asking:
            work.result()
        assert taking.result().is_news
    found = rows_of(office, "SELECT due_on, provisional FROM duties WHERE duty = 'answer'")
    assert [tuple(row) for row in found] == [("2027-02-15", 0)] * 20
    assert sound(office)
