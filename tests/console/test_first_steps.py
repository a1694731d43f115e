"""From the demonstration to a real database, as the first page of the manual has it."""

import pytest
from fastapi.testclient import TestClient

from config.settings import load_settings
from console.web.app import create_app
from console.welcome import welcome
from tests.console.shell import Shell

ADDRESS = "http://127.0.0.1:8230"


def test_a_demonstration_in_the_way_of_a_real_database_is_named(shell: Shell) -> None:
    shell.an_office()
    before = shell.database.read_bytes()
    for more in ((), ("--dry-run",)):
        ran = shell("init", "--account", "zj=province@浙江", *more)
        assert (ran.code, ran.out) == (2, "")
        assert "演示" in ran.err
        assert "--db sqlite:///" in ran.err
    assert shell.database.read_bytes() == before


def test_a_real_database_is_made_once_and_never_in_memory(shell: Shell) -> None:
    shell.done("init", "--account", "zj=province@浙江")
    assert "--db" in shell("init", "--account", "zj=province@浙江").err
    for url in ("sqlite://", "sqlite:///:memory:"):
        assert shell("init", "--db", url).code == 2


def test_the_start_says_as_whom_the_pages_are_seen(shell: Shell) -> None:
    shell.done("init", "--account", "zj=province@浙江")
    told = "\n".join(welcome(load_settings(), ADDRESS))
    assert "up --as 账户（可选：zj）" in told
    assert "up --as ACCOUNT (zj)" in "\n".join(welcome(load_settings(), ADDRESS, "en"))


def test_the_pages_are_seen_as_the_account_that_the_start_names(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.done("init", "--account", "zj=province@浙江")
    monkeypatch.setenv("SHIDIAN_ACCOUNT", "zj")
    settings = load_settings()
    assert "up --as" not in "\n".join(welcome(settings, ADDRESS))
    with TestClient(create_app(settings), base_url=ADDRESS, client=("127.0.0.1", 1)) as page:
        assert page.get("/inbox").status_code == 200


def test_a_start_as_nobody_that_the_database_knows_is_refused(shell: Shell) -> None:
    shell.done("init", "--account", "zj=province@浙江")
    ran = shell("up", "--as", "nobody", "--no-prefect", "--port", "18237")
    assert ran.code == 2
    assert "nobody" in ran.err


def test_a_command_that_is_printed_goes_to_the_database_that_was_named(shell: Shell) -> None:
    url = f"sqlite:///{shell.folder / 'another office.db'}"
    assert (
        f"shidian --db '{url}' init --programme 方案文件；"
        in shell("list", "--as", "zj", "--db", url).err
    )
    shell.done("init", "--account", "zj=province@浙江", "--db", url)
    assert f"shidian --db '{url}' " in shell("show", "X", "--as", "zj", "--db", url).err
    shell.done("init", "--account", "zj=province@浙江")
    assert "--db" not in shell("show", "X", "--as", "zj").err


def test_an_address_with_a_password_is_not_repeated(shell: Shell) -> None:
    ran = shell("list", "--as", "zj", "--db", "postgresql://clerk:secret@127.0.0.1:1/office")
    assert ran.code == 4
    assert "secret" not in ran.err
