"""Messages arrive at least once under a stable key: a real mail server, deliverers that are killed,
that work at once, or that find the server down."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from states.audits.oracle import check
from states.commands import PYTHON
from states.duties import sweep
from states.notices.addresses import set_address
from states.notices.deliveries import PAUSES, rules_of
from states.notices.resending import resend
from states.office import Office
from states.queries.messages import MessageShown, messages
from tests.faults.crew import Crew, Lost
from tests.faults.postmen import (
    Mailbox,
    a_mailbox,
    an_office_with_mail,
    do_deliver,
    pass_time,
    settings_for,
)
from tests.stores import rows_of

KEY = "2026-06-23/zj-0/1"


def shown(office: Office, folder: Path, mailbox: Mailbox) -> list[MessageShown]:
    return list(messages(office, "zj-0", rules_of(office, settings_for(folder, mailbox))))


def test_a_message_arrives_by_mail_with_its_key(fresh_url: str, tmp_path: Path) -> None:
    with closing(an_office_with_mail(fresh_url)) as office, a_mailbox().open() as mailbox:
        assert do_deliver(office, settings_for(tmp_path, mailbox)).sent == 1
        (letter,) = mailbox.letters
        assert letter["To"] == "zj-0@example.cn"
        assert letter["From"] == "shidian@example.cn"
        assert letter["Subject"] == "【演示】推荐：2026-06-30 截止"
        assert letter["Message-ID"] == f"<{letter['X-Shidian-Key']}@shidian>"
        assert KEY in letter.get_content()
        assert [one.standing for one in shown(office, tmp_path, mailbox)] == ["sent"]
        assert rows_of(office, "SELECT COUNT(*) FROM outbox WHERE sent_at IS NOT NULL") == [(1,)]
        assert do_deliver(office, settings_for(tmp_path, mailbox)).sent == 0


def test_a_deliverer_killed_before_it_noted_the_arrival_loses_nothing(
    fresh_url: str, tmp_path: Path
) -> None:
    with (
        closing(an_office_with_mail(fresh_url)) as office,
        a_mailbox().open() as mailbox,
        closing(Crew(fresh_url, 1)) as crew,
    ):
        settings = settings_for(tmp_path, mailbox)
        crew.workers[0].send(0.0, do_deliver, settings, True)
        with pytest.raises(Lost):
            crew.workers[0].answer()
        # the dead one's claim is left alone for a while, then taken over
        assert do_deliver(office, settings).sent == 0
        pass_time(office, "2026-06-23 09:10:00")
        assert do_deliver(office, settings).sent == 1
        first, second = mailbox.letters
        assert len(set(mailbox.keys)) == 1
        assert first["Message-ID"] == second["Message-ID"]
        assert first.get_content() == second.get_content()
        (one,) = shown(office, tmp_path, mailbox)
        assert (one.standing, one.attempts) == ("sent", 2)
        assert check(office) == []


def test_several_deliverers_at_once_send_each_message_once(fresh_url: str, tmp_path: Path) -> None:
    people = 24
    with (
        closing(an_office_with_mail(fresh_url, people)) as office,
        a_mailbox().open() as mailbox,
        closing(Crew(fresh_url, 4)) as crew,
    ):
        settings = settings_for(tmp_path, mailbox)
        done = crew.together(do_deliver, [(settings,)] * 4)
        assert sum(one.made for one in done) == people
        assert sum(one.sent for one in done) == people
        assert set(Counter(mailbox.keys).values()) == {1}
        assert len(mailbox.keys) == people
        assert check(office) == []


def test_while_the_server_is_down_it_says_where_and_tries_again(
    fresh_url: str, tmp_path: Path
) -> None:
    mailbox = a_mailbox()
    settings = settings_for(tmp_path, mailbox)
    with closing(an_office_with_mail(fresh_url)) as office:
        (error,) = do_deliver(office, settings).errors
        assert error.startswith(f"邮件 z***@example.cn，127.0.0.1:{mailbox.port}：")
        (one,) = shown(office, tmp_path, mailbox)
        assert (one.standing, one.attempts, one.error) == ("waiting", 1, error)
        with mailbox.open():
            assert do_deliver(office, settings).sent == 0  # not before its pause is over
            pass_time(office, "2026-06-23 09:02:00")
            assert do_deliver(office, settings).sent == 1
        assert [one.standing for one in shown(office, tmp_path, mailbox)] == ["sent"]


def test_what_is_refused_again_and_again_is_given_up_and_sent_again_by_hand(
    fresh_url: str, tmp_path: Path
) -> None:
    with closing(an_office_with_mail(fresh_url)) as office, a_mailbox().open() as mailbox:
        mailbox.answer = "554 mailbox of zj-0@example.cn is full"
        settings = settings_for(tmp_path, mailbox)
        hours = 0
        for pause in (*PAUSES, 0):
            (error,) = do_deliver(office, settings).errors
            hours += pause // 60 + 1
            pass_time(office, f"2026-06-{23 + (9 + hours) // 24} {(9 + hours) % 24:02}:00:00")
        assert "554 mailbox of *** is full" in error
        assert do_deliver(office, settings).failed == 0
        (one,) = shown(office, tmp_path, mailbox)
        assert (one.key, one.standing, one.attempts) == (KEY, "failed", len(PAUSES) + 1)
        mailbox.answer = "250 OK"
        resend(office, KEY, by="zj-0", via=PYTHON)
        assert do_deliver(office, settings).sent == 1
        assert len(mailbox.letters) == 1
        resend(office, KEY, by="zj-0", via=PYTHON)
        assert do_deliver(office, settings).sent == 1
        assert len(set(mailbox.keys)) == 1
        assert check(office) == []


def test_without_a_mail_server_in_the_settings_that_is_said(fresh_url: str, tmp_path: Path) -> None:
    with closing(an_office_with_mail(fresh_url)) as office:
        settings = settings_for(tmp_path, a_mailbox())
        without = type(settings)(var_dir=tmp_path, quiet_hours="", quiet_rest_days=False)
        assert do_deliver(office, without).errors == [
            "邮件 z***@example.cn：没有设邮件服务器（smtp_url）"
        ]


class Hook(BaseHTTPRequestHandler):
    """An interface that keeps what is posted to it."""

    posted: list[tuple[str, str]] = []  # noqa: RUF012

    def do_POST(self) -> None:
        """Keep it."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.posted.append((self.headers["X-Shidian-Key"], json.loads(body)["message"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_given: object) -> None:
        """Say nothing."""


@contextmanager
def listening() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")
def test_a_hook_gets_the_key_and_its_secret_is_never_told(tmp_path: Path) -> None:
    with closing(an_office_with_mail(f"sqlite:///{tmp_path / 'office.db'}")) as office:
        set_address(office, "zj-0", "邮件 z***@example.cn", by="zj-0", via=PYTHON, remove=True)
        with listening() as port:
            url = f"json://me:hidden1@127.0.0.1:{port}/hidden2"
            known = set_address(office, "zj-0", url, by="zj-0", via=PYTHON)
            assert known == f"接口 127.0.0.1:{port}"
        settings = settings_for(tmp_path, a_mailbox())
        (error,) = do_deliver(office, settings).errors
        assert error.startswith(f"接口 127.0.0.1:{port}：")
        assert "hidden" not in error
        Hook.posted.clear()
        with listening() as port:
            set_address(office, "zj-0", known, by="zj-0", via=PYTHON, remove=True)
            again = f"json://127.0.0.1:{port}/hidden2"
            set_address(office, "zj-0", again, by="zj-0", via=PYTHON)
            pass_time(office, "2026-06-29 09:00:00")
            sweep(office)
            assert do_deliver(office, settings).sent >= 1
        assert len({key for key, _ in Hook.posted if key}) == len(Hook.posted) == 1
