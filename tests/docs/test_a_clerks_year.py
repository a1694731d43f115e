"""docs/a-clerks-year.md, typed from top to bottom on a real database: the machine's clock shows
what stands beside each block, letters go to a mail server, the auditor gets his answers."""

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from config.settings import CHECKOUT
from tests.docs.blocks import DOCS, Block, blocks
from tests.faults.postmen import Mailbox, a_mailbox
from tests.stores import absent

YEAR = [block for block in blocks("sh") if block.page == "a-clerks-year.md"]
LIBRARIES = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/lib/faketime/libfaketime.so.1")
SHANGHAI = ZoneInfo("Asia/Shanghai")


class Desk:
    """The clerk's desk: a folder, a launcher, and a clock that can be set."""

    def __init__(self, folder: Path, library: Path, mailbox: Mailbox) -> None:
        self.folder, self.mailbox = folder, mailbox
        (folder / "docs").symlink_to(DOCS)
        launcher = folder / "shidian"
        launcher.write_text(f'#!/bin/sh\nexec {sys.executable} -P -m console.cli "$@"\n')
        launcher.chmod(0o755)
        kept = {k: v for k, v in os.environ.items() if not k.startswith("SHIDIAN_")}
        self.env = kept | {
            "PYTHONPATH": str(CHECKOUT),
            "SHIDIAN_VAR_DIR": str(folder / "var"),
            "SHIDIAN_SMTP_URL": f"smtp://127.0.0.1:{mailbox.port}?from=shidian@zj.example",
            "LD_PRELOAD": str(library),
            "TZ": "Asia/Shanghai",
        }

    def type(self, words: str, at: str) -> str:
        """What a shell prints that is given these lines at that time. They must all be done."""
        shown = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
        away = (shown - datetime.now(SHANGHAI)).total_seconds()
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", words],
            cwd=self.folder,
            env=self.env | {"FAKETIME": f"{away:+.0f}"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, f"{at}\n{ran.stdout[-1500:]}\n{ran.stderr[-1500:]}"
        return ran.stdout

    def asked(self, words: str, at: str = "2029-01-08T10:00") -> dict[str, object]:
        """The answer of a command as a program reads it."""
        found: dict[str, object] = json.loads(self.type(f"./shidian {words} --json", at))
        return found


def _library() -> Path:
    found = [path for pattern in LIBRARIES for path in Path("/").glob(pattern.lstrip("/"))]
    return found[0] if found else absent("libfaketime is not installed (apt-get install faketime)")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The desk after the whole page was typed."""
    with a_mailbox().open() as mailbox:
        made = Desk(tmp_path_factory.mktemp("year"), _library(), mailbox)
        for block in YEAR:
            made.type(block.text, _instant(block))
        yield made


def _instant(block: Block) -> str:
    assert block.mark.startswith("at="), f"{block}: no instant"
    return block.mark.removeprefix("at=")


def test_every_pilot_and_every_summary_is_where_the_page_says(desk: Desk) -> None:
    stats = desk.asked("stats --as auditor")
    text = json.dumps(stats, ensure_ascii=False)
    assert "annual-reporting" in text
    for year in (2027, 2028):
        for number in range(1, 13):
            case = desk.asked(f"show ZJ-2026-{number:03}-{year} --as auditor")
            assert case["state"] == "forwarded"


def test_the_extension_after_the_day_makes_one_summary_on_time_and_leaves_the_other_late(
    desk: Desk,
) -> None:
    def duty(code: str) -> dict[str, object]:
        duties = desk.asked(f"show {code} --as auditor")["duties"]
        assert isinstance(duties, list)
        return next(d for d in duties if d["duty"] == "annual-summary")

    extended, late = duty("ZJ-2026-011-2027"), duty("ZJ-2026-012-2027")
    assert (extended["status"], extended["due_on"]) == ("met", "2027-12-15")
    assert (late["status"], late["due_on"]) == ("late", "2027-11-30")
    following = duty("ZJ-2026-011-2028")
    assert (following["status"], following["due_on"]) == ("met", "2028-11-30")


def test_on_the_fifth_of_december_the_auditor_sees_what_was_overdue_then(desk: Desk) -> None:
    with (desk.folder / "逾期.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    codes = {cell for row in rows for cell in row if cell.startswith("ZJ-2026-")}
    assert codes == {"ZJ-2026-012-2027"}


def test_each_letter_arrives_once_and_none_reminds_of_what_is_filed(desk: Desk) -> None:
    keys = desk.mailbox.keys
    assert keys and max(Counter(keys).values()) == 1
    first, *_, last = [
        str(letter.get_content())
        for letter in desk.mailbox.letters
        if "将到期" in str(letter.get_content()) and "截至 2027-11-30" in str(letter.get_content())
    ]
    assert all(f"ZJ-2026-{number:03}-2027" in first for number in range(1, 13))
    left = [number for number in range(1, 13) if f"ZJ-2026-{number:03}-2027" in last]
    assert left == [11, 12]


def test_nothing_is_left_to_do_and_the_record_holds(desk: Desk) -> None:
    assert desk.asked("audit verify --as auditor")["ok"] is True
    verified = desk.type("./shidian audit verify 检查点.json --as auditor", "2029-01-09T09:00")
    assert "没有发现问题" in verified
    for name in ("差异.xlsx", "应办.xlsx", "项目.xlsx", "案卷.docx", "ZJ-2026-001.ics", "备份.db"):
        assert (desk.folder / name).stat().st_size > 0
