"""What keeps the clock from a move that fell due, told in `show` and on the page of the case."""

from contextlib import closing

import pytest

from states.office import open_office
from tests.console.shell import Shell
from tests.console.visitor import a_client
from tests.programmes.test_held_back import TACIT


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "系统到期未能“视为受理”：名额已满：受理数 1/1（第四条）"),
        ("en", "he system could not do “视为受理” when it fell due: the quota is full: 受理数 1/1"),
    ],
)
def test_a_full_quota_that_holds_the_clock_back_is_told(shell: Shell, lang: str, said: str) -> None:
    path = shell.file("tacit.yaml", TACIT)
    shell.done("demo", "--programme", path, "--empty", "--at", "2026-05-11T09:00")
    shell.done("user", "add", "city", "--role", "city")
    words = ("--set", "面积=9", "--as", "city")
    first, second = (
        str(shell.receipt("new", "request", "--set", f"title={title}", *words)["case"])
        for title in ("甲", "乙")
    )
    shell.done("demo", "--advance", "2026-05-25")
    spoken = ("--as", "city", "--lang", lang)
    assert said in shell.done("show", second, *spoken).out
    assert said not in shell.done("show", first, *spoken).out
    with closing(open_office(f"sqlite:///{shell.database}")) as office:
        browser = a_client(office, "city")
        assert said in browser.get(f"/pilots/{second}?lang={lang}").text
        assert said not in browser.get(f"/pilots/{first}?lang={lang}").text
