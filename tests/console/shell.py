"""A shell for tests: command lines in, exit code and both outputs out, in this process."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from console.cli.main import main

UNIT = "某养老服务中心 12330000000000084X"
"""A unit whose credit code is valid."""
ALL_PASSED = ("--check", "all=pass@2026-05-30:已查")


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a command line."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """The value on stdout."""
        return json.loads(self.out)

    def refused(self) -> Any:
        """The value on stderr."""
        return json.loads(self.err)


class Shell:
    """Command lines against one database in a folder of the test's own."""

    def __init__(
        self, folder: Path, environment: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str]
    ) -> None:
        self.folder, self._captured = folder, captured
        self.database = folder / "shidian.db"
        environment.setenv("SHIDIAN_VAR_DIR", str(folder))
        environment.setenv("SHIDIAN_DATABASE_URL", f"sqlite:///{self.database}")
        environment.delenv("SHIDIAN_ACCOUNT", raising=False)
        environment.delenv("SHIDIAN_LANG", raising=False)

    def __call__(self, *words: str) -> Ran:
        self._captured.readouterr()
        code = main(words)
        out, err = self._captured.readouterr()
        return Ran(code, out, err)

    def done(self, *words: str) -> Ran:
        """Run what must succeed."""
        ran = self(*words)
        assert ran.code == 0, ran.err
        return ran

    def receipt(self, *words: str) -> Any:
        """The receipt of what must succeed."""
        return self.done(*words, "--json").json()

    def file(self, name: str, text: str = "内容") -> str:
        """A file of that name; its path."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def an_office(self, at: str = "2026-06-01T09:00") -> None:
        """A demonstration with a committee and two people of one province."""
        self.done("demo", "--empty", "--at", at)
        self.done("user", "add", "committee", "--role", "committee")
        for account in ("zj", "zj2"):
            words = ("--role", "province", "--jurisdiction", "浙江", "--as", "committee")
            self.done("user", "add", account, *words)

    def a_pilot(self, title: str = "试点", field: str = "农业农村", unit: str = UNIT) -> str:
        """The code of a pilot that was applied for."""
        words = ("--set", f"title={title}", "--set", f"category={field}", "--set", f"unit={unit}")
        return str(self.receipt("new", "pilot", *words, "--as", "zj")["case"])

    def papers(self) -> tuple[str, ...]:
        """What a recommendation needs."""
        application, letter = self.file("app.docx"), self.file("letter.pdf")
        return (
            *("--file", f"application={application}"),
            *("--file", f"official-letter={letter}"),
            *ALL_PASSED,
        )
