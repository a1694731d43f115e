"""What is left of a limit in working days is told in working days, wherever it is told."""

from contextlib import closing
from pathlib import Path

import pytest

from states.office import open_office
from tests.console.shell import Shell
from tests.console.test_cli_process import HEAVY, loaded_by
from tests.console.visitor import a_client

FILE = Path(__file__).parents[2] / "docs" / "examples" / "shops.yaml"


@pytest.fixture
def office(shell: Shell) -> Shell:
    text = FILE.read_text("utf-8") + (
        "通知: {提醒: {用于: 提醒, 应办: 推荐, 正文: '{名称} {单位}：{余日}（{天数}日）'}}\n"
    )
    path = shell.folder / "shops.yaml"
    path.write_text(text, encoding="utf-8")
    shell.done("demo", "--programme", str(path), "--empty", "--at", "2026-04-27T09:00")
    shell.done("user", "add", "city", "--role", "市局")
    shell.done("user", "add", "east", "--role", "区局", "--jurisdiction", "东区", "--as", "city")
    return shell


@pytest.fixture
def code(office: Shell) -> str:
    made = office.receipt("new", "示范店", "--set", "title=甲店", "--as", "east")["case"]
    paper = office.file("form.pdf")
    office.done("do", "推荐", made, "--file", f"推荐表={paper}", "--as", "east")
    return str(made)


def test_lists_pages_and_answers_tell_working_days(office: Shell, code: str) -> None:
    # 15 working days after 27 April, past the holiday of 1 to 5 May and with 9 May worked
    office.done("demo", "--advance", "2026-05-13T09:00")
    for lang, said in (("zh", "还剩 5 个工作日"), ("en", "5 working days left")):
        spoken = ("--as", "city", "--lang", lang)
        for words in (("todo",), ("list",), ("show", code), ("due",)):
            assert said in office.done(*words, *spoken).out, words
        with closing(open_office(f"sqlite:///{office.database}")) as opened:
            browser = a_client(opened, "city")
            for page in ("/inbox", "/pilots", f"/pilots/{code}", "/deadlines"):
                assert said in browser.get(f"{page}?lang={lang}").text, page


def test_answers_for_programs_name_the_unit(office: Shell, code: str) -> None:
    office.done("demo", "--advance", "2026-05-13T09:00")
    (row,) = office.done("list", "--as", "city", "--json").json()["rows"]
    assert (row["due_on"], row["days_left"], row["working_days_left"]) == ("2026-05-20", 7, 5)
    office.done("demo", "--advance", "2026-05-20T09:00")
    assert "今天截止" in office.done("list", "--as", "city").out
    office.done("demo", "--advance", "2026-05-22T09:00")
    (row,) = office.done("list", "--as", "city", "--json").json()["rows"]
    assert (row["days_left"], row["working_days_left"]) == (-2, None)


def test_reading_them_loads_no_more_than_other_reading(office: Shell, code: str) -> None:
    for words in (("todo",), ("show", code), ("list",)):
        assert loaded_by(office, *words, "--as", "city") & HEAVY == set()


def test_a_reminder_says_how_many_working_days_are_left(office: Shell, code: str) -> None:
    told = office.done("remind", "--preview", "--days", "40", "--as", "city").out
    assert "收到之日起15个工作日内，截至 2026-05-20。" in told
    assert "    还剩 5 个工作日。" in told


def test_a_text_of_the_file_may_say_what_is_left_with_its_unit(office: Shell) -> None:
    office.receipt("new", "示范店", "--set", "title=乙店", "--as", "east")
    told = office.done("remind", "--preview", "--days", "60", "--as", "city").out
    assert "乙店 ：还剩 7 天（7日）" in told


def test_a_table_has_a_column_of_working_days(office: Shell, code: str) -> None:
    path = office.folder / "due.csv"
    office.done("export", "--view", "due", "-o", str(path), "--as", "city")
    head, row = path.read_text("utf-8-sig").splitlines()[:2]
    assert dict(zip(head.split(","), row.split(","), strict=False))["剩余工作日"] == "15"
