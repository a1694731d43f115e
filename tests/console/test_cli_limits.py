"""Limits that people move, by command line: extend, pause, resume, waive."""

import pytest

from tests.console.shell import Shell

CLUE = "TS-DQ-00001-T1-X1"


@pytest.fixture
def office(shell: Shell) -> Shell:
    """A complaint office on the day on which a letter arrived and its mediation began."""
    shell.done("demo", "--programme", "complaints-decree-20", "--empty", "--at", "2026-03-02T09:00")
    shell.done("user", "add", "boss", "--role", "superior")
    for account, role in (("desk", "desk"), ("chief", "head")):
        place = ("--jurisdiction", "E", "--as", "boss")
        shell.done("user", "add", account, "--role", role, *place)
    fields = ("--set", "title=童车", "--set", "jurisdiction=E", "--set", "received-on=2026-03-02")
    letter = shell.receipt("new", "letter", *fields, "--as", "desk")["case"]
    shell.done("do", "take-complaint", letter, "--as", "desk")
    paper = shell.file("notice.pdf")
    shell.done("do", "accept", f"{letter}-T1", "--file", f"notice={paper}", "--as", "desk")
    return shell


def a_clue(office: Shell) -> str:
    given = ("--of", "TS-DQ-00001-T1", "--set", "what=无标生产", "--as", "desk")
    return str(office.receipt("new", "clue", *given)["case"])


def the_duty(office: Shell, code: str, name: str) -> dict[str, object]:
    owed = office.done("calendar", "show", code, "--as", "desk", "--json").json()
    (found,) = [duty for duty in owed if (duty["case"], duty["duty"]) == (code, name)]
    return dict(found)


def test_a_duty_named_by_its_title_gets_a_later_day_and_the_old_one_stays_visible(
    office: Shell,
) -> None:
    code = a_clue(office)
    title = str(the_duty(office, code, "clue")["title"])
    words = ("extend", code, title, "--to", "2026-04-14", "--order", "延1号", "--as", "chief")
    said = office.done(*words, "--reason", "须委托检验").out
    assert "2026-03-23" in said
    assert "2026-04-14" in said
    duty = the_duty(office, code, "clue")
    assert (duty["first_due_on"], duty["due_on"]) == ("2026-03-23", "2026-04-14")
    told = office.done("history", code, "--as", "desk").out
    assert "2026-03-23 → 2026-04-14（延1号）" in told
    assert office.done("audit", "verify", "--json").json() == {"ok": True, "findings": []}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("--to", "2026-04-15", "--order", "延1号"), "ExtendedTooFar"),
        (("--to", "2026-03-20", "--order", "延1号"), "NotLater"),
        (("--to", "2026-04-10"), "OrderMissing"),
    ],
)
def test_an_extension_beyond_what_the_file_allows_is_refused_with_its_clause(
    office: Shell, given: tuple[str, ...], code: str
) -> None:
    clue = a_clue(office)
    ran = office("extend", clue, "clue", *given, "--reason", "检验", "--as", "chief", "--json")
    assert ran.code == 1
    (reason,) = ran.refused()["refused"]
    assert reason["code"] == code
    assert reason["clause"]
    assert the_duty(office, clue, "clue")["due_on"] == "2026-03-23"


def test_only_who_may_extends_and_a_reason_is_needed(office: Shell) -> None:
    clue = a_clue(office)
    given = ("extend", clue, "clue", "--to", "2026-04-10", "--order", "延1号", "--json")
    codes = {reason["code"] for reason in office(*given, "--as", "desk").refused()["refused"]}
    assert codes == {"MayNotMoveDuty", "DutyReasonMissing"}


def test_a_paused_limit_says_what_is_left_and_counts_on_when_it_is_resumed(office: Shell) -> None:
    code = "TS-DQ-00001-T1"
    office.done("demo", "--advance", "2026-03-09T09:00")
    words = ("pause", code, "调解", "--for", "testing", "--reason", "委托检验", "--as", "desk")
    paused = office.done(*words).out
    assert "40" in paused
    assert f"shidian resume {code} mediation --reason 理由" in paused
    assert "40" in office.done("calendar", "show", code, "--as", "desk").out
    told = office.done("history", code, "--as", "desk").out
    assert "委托检验；调解：2026-05-08 → —（检定、检验、检测、鉴定）" in told
    office.done("demo", "--advance", "2026-06-01T09:00")
    office.done("resume", code, "调解", "--reason", "检验完毕", "--as", "desk")
    assert the_duty(office, code, "mediation")["due_on"] == "2026-07-28"
    assert office.done("audit", "verify", "--json").json() == {"ok": True, "findings": []}


def test_an_unknown_reason_to_pause_is_refused_with_the_known_ones(office: Shell) -> None:
    ran = office(
        "pause", "TS-DQ-00001-T1", "调解", "--for", "休假", "--reason", "x", "--as", "desk"
    )
    assert ran.code == 1
    assert "testing" in ran.err


def test_what_the_file_does_not_allow_is_refused(office: Shell) -> None:
    ran = office("exempt", "TS-DQ-00001-T1", "调解", "--reason", "x", "--as", "chief", "--json")
    assert "NotExemptible" in {reason["code"] for reason in ran.refused()["refused"]}


def test_an_unknown_duty_is_answered_with_those_that_are_owed(office: Shell) -> None:
    ran = office("resume", "TS-DQ-00001-T1", "调停", "--reason", "x", "--as", "desk")
    assert ran.code == 2
    assert "mediation" in ran.err


def test_what_happened_elsewhere_needs_its_system(office: Shell) -> None:
    clue = a_clue(office)
    words = ("extend", clue, "clue", "--to", "2026-04-10", "--occurred", "2026-03-02")
    ran = office(*words, "--as", "chief", "--reason", "x")
    assert ran.code == 2
    assert "--source" in ran.err


def test_a_second_person_confirms_an_extension_where_the_file_wants_two(shell: Shell) -> None:
    shell.done("demo", "--programme", "local-pilots", "--empty", "--at", "2026-03-02T09:00")
    shell.done("user", "add", "city", "--role", "city")
    for account, role in (("city2", "city"), ("east", "district")):
        place = ("--jurisdiction", "E") if role == "district" else ()
        shell.done("user", "add", account, "--role", role, *place, "--as", "city")
    paper, unit = shell.file("paper.pdf"), "东区示范农场 91330000142916567N"
    given = ("title=茶叶试点", "jurisdiction=E", "category=agriculture", f"unit={unit}")
    fields = [word for each in given for word in ("--set", each)]
    words = ("--file", f"application={paper}", "--as", "east")
    code = str(shell.receipt("new", "pilot", *fields, *words)["case"])
    shell.done("do", "select", code, "--check", "all=pass@2026-03-01", "--as", "city")
    days = ("--set", "starts-on=2026-04-01", "--set", "ends-on=2026-10-31")
    shell.done("do", "start", code, *days, "--file", f"task-book={paper}", "--as", "city")

    name = "acceptance-application"
    words = ("extend", code, name, "--to", "2027-03-31", "--order", "市标延1号")
    request = shell.receipt(*words, "--reason", "设备未到", "--as", "city")["waiting"]
    assert shell("approve", request, "--as", "city").code == 1
    shell.done("approve", request, "--as", "city2")
    owed = shell.done("calendar", "show", code, "--as", "city", "--json").json()
    assert [d["due_on"] for d in owed if d["duty"] == name] == ["2027-03-31"]
    assert shell.done("audit", "verify", "--json").json() == {"ok": True, "findings": []}


def shown_as(office: Shell, lang: str, title: str) -> str:
    """How the page of the complaint in a language shows a duty."""
    out = office.done("show", "TS-DQ-00001-T1", "--as", "desk", "--lang", lang).out
    (line,) = [line for line in out.splitlines() if line.startswith(title)]
    return line


def test_what_is_settled_while_it_is_paused_no_longer_shows_as_paused(office: Shell) -> None:
    code = "TS-DQ-00001-T1"
    words = ("pause", code, "调解", "--for", "testing", "--reason", "委托检验", "--as", "desk")
    office.done(*words)
    assert "中止中" in shown_as(office, "zh", "调解")
    paper = office.file("agreement.pdf")
    office.done("do", "agree", code, "--file", f"agreement={paper}", "--as", "desk")
    assert "按期办结" in shown_as(office, "zh", "调解")
    assert "paused" not in shown_as(office, "en", "Mediate")


def test_what_nobody_did_in_time_shows_as_lapsed_and_not_as_waived(office: Shell) -> None:
    office.done("demo", "--advance", "2026-08-01T09:00")
    assert "逾期失效" in shown_as(office, "zh", "调解")
    assert "lapsed" in shown_as(office, "en", "Mediate")
    then = office.done("history", "TS-DQ-00001-T1", "--as-of", "2026-08-01", "--as", "desk").out
    assert "逾期失效" in then
    rates = office.done("stats", "--as", "desk", "--json").json()["duties"]
    counted = {rate["duty"]: (rate["waived"], rate["lapsed"]) for rate in rates}
    assert counted["mediation"] == (0, 1)
