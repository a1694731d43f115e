"""What is personal stays with those who may act on the case, wherever it could be shown."""

import pytest

from tests.console.shell import Shell

PHONE = "13800005678"


@pytest.fixture
def office(shell: Shell) -> Shell:
    shell.an_office()
    shell.done("user", "add", "audit", "--role", "auditor", "--as", "committee")
    return shell


def a_pilot(office: Shell) -> str:
    code = office.a_pilot()
    words = ("--set", f"contact=王工 {PHONE}", "--as", "zj")
    office.done("do", "amend", code, *words)
    return code


def test_whoever_only_looks_sees_it_nowhere(office: Shell) -> None:
    code = a_pilot(office)
    assert PHONE in office.done("show", code, "--as", "zj").out
    for words in (
        ("show", code),
        ("history", code),
        ("audit", "log"),
        ("list",),
    ):
        for more in ((), ("--json",)):
            assert PHONE not in office.done(*words, "--as", "audit", *more).out


def test_another_systems_table_does_not_bring_it_out(office: Shell) -> None:
    code = a_pilot(office)
    path = office.file("theirs.csv", f"编号,项目名称,联系人,所处状态\n{code},试点,不知道,申报\n")
    ours = office.done("reconcile", path, "--as", "zj").out
    assert f"联系人：对方“不知道”，本系统“王工 {PHONE}”" in ours
    for more in ((), ("--json",)):
        seen = office.done("reconcile", path, "--as", "audit", *more).out
        assert "联系人" in seen
        assert PHONE not in seen
