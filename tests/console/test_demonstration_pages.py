"""The pages of a demonstration: they say that it is one, and move its clock."""

from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from config.settings import Settings
from console.demo import advance
from console.web.app import create_app
from states.audits.oracle import check
from states.duties import sweep
from states.errors import Conflict, StoreBusy
from states.history import stamp
from states.office import Kind, Office, open_office
from states.setup import create_office, reach
from tests.an_agency import a_laboratory, a_moment, an_agency, people_of
from tests.console.visitor import PAGES, a_client, own, token_in


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Office]:
    office = a_demo(tmp_path)
    yield office
    office.close()


def a_demo(folder: Path, kind: Kind = "demo") -> Office:
    url = f"sqlite:///{folder / 'demo.db'}"
    office = create_office(url, kind, virtual_start=a_moment("2026-06-20"))
    people_of(office)
    sweep(office)
    return office


def test_every_page_says_that_it_is_one(demo: Office) -> None:
    code = a_laboratory(demo)
    client = a_client(demo)
    for path in (*PAGES, f"/pilots/{code}"):
        page = client.get(path).text
        assert "演示" in page
        assert "2026年6月20日 09:00" in page


def test_its_clock_goes_to_the_last_day_and_then_past_it(demo: Office) -> None:
    a_laboratory(demo)
    client = a_client(demo)
    for now in ("2026年6月30日 09:00", "2026年7月1日 00:00"):
        token = token_in(client.get("/inbox").text)
        form = {"token": token, "to": "next"}
        answer = client.post("/demo/clock", data=form, headers=own("/pilots?q=x"))
        assert (answer.status_code, answer.headers["location"]) == (303, "/pilots?q=x")
        assert now in client.get("/inbox").text


def test_its_clock_goes_to_a_day_but_never_back(demo: Office) -> None:
    client = a_client(demo)
    token = token_in(client.get("/inbox").text)
    there = client.post("/demo/clock", data={"token": token, "to": "2026-07-15"}, headers=own())
    assert there.status_code == 303
    assert "2026年7月15日 09:00" in client.get("/inbox").text
    for day, status in (("2026-07-01", 400), ("tomorrow", 400), ("", 400)):
        form = {"token": token, "to": day}
        assert client.post("/demo/clock", data=form, headers=own()).status_code == status
    assert "2026年7月15日" in client.get("/inbox").text


def test_one_may_look_as_another_account(demo: Office) -> None:
    client = a_client(demo)
    token = token_in(client.get("/inbox").text)
    form = {"token": token, "account": "bureau-1"}
    client.post("/demo/account", data=form, headers=own())
    assert "科技厅 王岚" in client.get("/inbox").text
    form = {"token": token, "account": "nobody"}
    assert client.post("/demo/account", data=form, headers=own()).status_code == 400


@pytest.mark.parametrize(
    ("headers", "keeps_token"),
    [
        ({"origin": "http://evil.example"}, True),
        ({"origin": "null"}, True),
        ({"origin": "http://127.0.0.1:9999"}, True),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"origin": "http://127.0.0.1", "sec-fetch-site": "same-site"}, True),
        ({}, True),
        ({"origin": "http://127.0.0.1"}, False),
    ],
)
def test_a_forged_request_moves_nothing(
    demo: Office, headers: dict[str, str], keeps_token: bool
) -> None:
    client = a_client(demo)
    token = token_in(client.get("/inbox").text) if keeps_token else "0" * 64
    form = {"token": token, "to": "2026-07-15"}
    assert client.post("/demo/clock", data=form, headers=headers).status_code == 403
    assert "2026年6月20日" in client.get("/inbox").text


def test_a_token_serves_only_the_browser_that_got_it(demo: Office) -> None:
    app = create_app(Settings(account="hangzhou"), opening=lambda: demo)
    mine, other = (TestClient(app, base_url="http://127.0.0.1") for _ in range(2))
    other.get("/inbox")
    form = {"token": token_in(mine.get("/inbox").text), "to": "2026-07-15"}
    assert other.post("/demo/clock", data=form, headers=own()).status_code == 403


def test_it_never_sends_anybody_away(demo: Office) -> None:
    client = a_client(demo)
    token = token_in(client.get("/inbox").text)
    headers = {"origin": "http://127.0.0.1", "referer": "http://evil.example//x"}
    form = {"token": token, "account": "bureau-1"}
    answer = client.post("/demo/account", data=form, headers=headers)
    assert answer.headers["location"] == "/inbox"


def test_a_real_database_has_no_such_controls(tmp_path: Path) -> None:
    with closing(an_agency(tmp_path)) as office:
        client = a_client(office)
        page = client.get("/inbox").text
        assert "/demo/" not in page
        site = client.app.state.site  # type: ignore[attr-defined]
        token = site.protection.token(client.cookies["shidian_page"])
        for path, form in (
            ("/demo/clock", {"to": "2027-01-01"}),
            ("/demo/account", {"account": "bureau-1"}),
        ):
            answer = client.post(path, data={"token": token, **form}, headers=own())
            assert answer.status_code == 400
            assert "正式数据库" in answer.text
        assert stamp(office.clock.now()) == stamp(a_moment("2026-05-11"))


def test_another_process_may_move_the_clock(demo: Office) -> None:
    from states.office import open_office
    from states.setup import advance

    client = a_client(demo)
    client.get("/inbox")
    other = open_office(demo.store.url)
    advance(other, a_moment("2026-08-01"))
    other.close()
    assert "2026年8月1日 09:00" in client.get("/inbox").text


class Restless:
    """A machine's clock; at one look somebody else moves the demonstration far on."""

    def __init__(self, url: str, at_look: int) -> None:
        self._url, self._left = f"{url}?timeout=0", at_look

    def now(self) -> datetime:
        self._left -= 1
        if self._left == 0:
            with suppress(StoreBusy), closing(open_office(self._url)) as other:
                reach(other, a_moment("2027-03-01"))
        return datetime.now(UTC)


def test_who_moves_the_clock_while_it_is_moved_elsewhere_is_told(tmp_path: Path) -> None:
    said = set()
    for look in range(1, 12):
        folder = tmp_path / str(look)
        folder.mkdir()
        with closing(a_demo(folder)) as demo:
            url = demo.store.url
            try:
                with closing(open_office(url, real=Restless(url, look))) as office:
                    advance(office, a_moment("2026-06-25"))
            except Conflict as error:
                said.add(error.code)
            assert check(demo) == []
    assert said == {"ClockIsMoving"}
