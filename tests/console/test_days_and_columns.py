"""What lists, to-dos and cases say of a day, and which columns they have."""

from contextlib import closing
from pathlib import Path

import pytest

from states.office import open_office
from tests.console.shell import Shell
from tests.console.visitor import a_client

CHECKOUT = Path(__file__).parents[2]
DISPUTE = "TS-DQ-00001-T1"


def a_complaint_office(shell: Shell) -> None:
    """A district that mediates in a dispute since a day."""
    shell.done("demo", "--programme", "complaints-decree-20", "--empty", "--at", "2026-03-02T09:00")
    shell.done("user", "add", "boss", "--role", "superior")
    shell.done("user", "add", "desk", "--role", "desk", "--jurisdiction", "E", "--as", "boss")
    fields = ("--set", "title=童车", "--set", "received-on=2026-03-02")
    letter = shell.receipt("new", "letter", *fields, "--as", "desk")["case"]
    shell.done("do", "take-complaint", letter, "--as", "desk")
    paper = shell.file("notice.pdf")
    shell.done("do", "accept", f"{letter}-T1", "--file", f"notice={paper}", "--as", "desk")


def line_of(code: str, answer: str) -> str:
    return next(line for line in answer.splitlines() if line.startswith(code))


@pytest.mark.parametrize(
    ("lang", "said", "since"),
    [("zh", "中止中，还剩 ", "自 2026-03-02 中止"), ("en", "paused, ", "paused since 2026-03-02")],
)
def test_a_paused_duty_says_so_wherever_it_waits_and_since_when(
    shell: Shell, lang: str, said: str, since: str
) -> None:
    a_complaint_office(shell)
    shell.done("pause", DISPUTE, "调解", "--for", "testing", "--reason", "送检", "--as", "desk")
    spoken = ("--as", "desk", "--lang", lang)
    assert said in line_of(DISPUTE, shell.done("todo", *spoken).out)
    shown = shell.done("show", DISPUTE, *spoken).out
    assert shown.count(said) == 2
    assert since in shown
    with closing(open_office(f"sqlite:///{shell.database}")) as office:
        browser = a_client(office, "desk")
        for page in ("/inbox", f"/pilots/{DISPUTE}"):
            assert said in browser.get(f"{page}?lang={lang}").text
        page = browser.get(f"/pilots/{DISPUTE}?lang={lang}").text
        assert ("自 2026年3月2日 中止" if lang == "zh" else "paused since ") in page


def test_a_day_that_may_still_move_is_marked_in_lists_too(shell: Shell) -> None:
    enquiries = str(CHECKOUT / "docs/examples/enquiries.yaml")
    shell.done("demo", "--programme", enquiries, "--empty", "--at", "2026-12-21T09:00")
    shell.done("user", "add", "bureau", "--role", "bureau")
    words = ("--role", "county", "--jurisdiction", "东县", "--as", "bureau")
    shell.done("user", "add", "county", *words)
    code = shell.receipt("new", "enquiry", "--set", "title=甲", "--as", "county")["case"]
    assert shell.done("list", "--as", "county", "--json").json()["rows"][0]["provisional"] is True
    assert "（暂定）" in line_of(code, shell.done("list", "--as", "county").out)
    with closing(open_office(f"sqlite:///{shell.database}")) as office:
        assert ">暂定<" in a_client(office, "county").get("/pilots").text


def test_a_programme_without_fields_has_no_column_of_fields(shell: Shell) -> None:
    a_complaint_office(shell)
    assert "领域" not in shell.done("list", "--as", "desk").out


def test_a_programme_with_fields_has_a_column_of_fields(shell: Shell) -> None:
    shell.an_office()
    shell.a_pilot()
    assert "领域" in shell.done("list", "--as", "zj").out


def test_a_next_step_that_is_late_already_says_how_late(shell: Shell) -> None:
    shell.done("demo", "--programme", "complaints-decree-20", "--empty", "--at", "2026-04-02T09:00")
    shell.done("user", "add", "boss", "--role", "superior")
    shell.done("user", "add", "desk", "--role", "desk", "--jurisdiction", "E", "--as", "boss")
    fields = ("--set", "title=童车", "--set", "received-on=2026-03-02")
    letter = shell.receipt("new", "letter", *fields, "--as", "desk")["case"]
    done = shell.done("do", "take-complaint", letter, "--as", "desk")
    assert "2026-03-11 截止，逾期 22 天" in done.out


def test_the_place_of_the_account_stands_with_what_was_filled_in(shell: Shell) -> None:
    shell.an_office()
    code = shell.a_pilot()
    content = shell.done("show", code, "--as", "zj").out.partition("内容")[2]
    assert line_of("  推荐机关", content).endswith("浙江")
    fields = shell.done("show", code, "--as", "zj", "--json").json()["fields"]
    assert fields["jurisdiction"] == "33"


def an_office_of_honours(shell: Shell) -> None:
    honours = str(CHECKOUT / "tests/programmes/honours.yaml")
    shell.done("demo", "--programme", honours, "--empty", "--at", "2026-03-02T09:00")
    shell.done("user", "add", "city", "--role", "city")
    place = ("--set", "title=甲", "--set", "district=E", "--as", "city")
    shell.done("new", "person", "--set", "unit=张三 2026001", *place)
    shell.done("new", "group", "--set", "unit=某班组 12330000000000084X", *place)


@pytest.mark.parametrize(
    ("lang", "one", "all_"), [("zh", "推荐对象", "单位或个人"), ("en", "Nominee", "unit or person")]
)
def test_the_column_of_units_is_called_as_the_form_does_or_by_a_word_for_all(
    shell: Shell, lang: str, one: str, all_: str
) -> None:
    an_office_of_honours(shell)
    spoken = ("--as", "city", "--lang", lang)
    assert one in shell.done("list", "--kind", "person", *spoken).out
    with closing(open_office(f"sqlite:///{shell.database}")) as office:
        shown = a_client(office, "city").get(f"/pilots?kind=person&lang={lang}").text
        assert f'<th scope="col">{one}</th>' in shown
    for more, called in ((("--where", "kind=person"), one), ((), all_)):
        path = shell.folder / f"{called}.csv"
        shell.done("export", "--view", "cases", "-o", str(path), *more, *spoken)
        assert called in path.read_text("utf-8-sig")


def test_the_column_of_units_may_be_asked_for_by_its_plain_name(shell: Shell) -> None:
    an_office_of_honours(shell)
    path = shell.folder / "cases.csv"
    asked = ("--where", "kind=person", "--columns", "编号,承担单位", "-o", str(path))
    shell.done("export", "--view", "cases", *asked, "--as", "city")
    assert "推荐对象" in path.read_text("utf-8-sig")
