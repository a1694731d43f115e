"""Requests that no page of ours makes: each gets a sentence, none a trace, and nothing changes."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from states.duties import sweep
from states.office import Office
from tests.an_agency import a_named_laboratory, an_agency
from tests.console.test_demonstration_pages import a_demo
from tests.console.visitor import a_client, own, token_in
from tests.stores import a_postgresql


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Office]:
    office = a_demo(tmp_path)
    yield office
    office.close()


@pytest.mark.parametrize(
    "host",
    ["", "127.0.0.1@evil.example", "evil.example/127.0.0.1", "127.0.0.1, evil.example", "[::1"],
)
def test_a_host_that_cannot_be_read_is_not_taken_for_ours(demo: Office, host: str) -> None:
    client = a_client(demo)
    assert client.get("/inbox", headers={"host": host}).status_code == 421
    for ours in ("127.0.0.1", "127.0.0.1:8230", "localhost", "[::1]:8230"):
        assert client.get("/inbox", headers={"host": ours}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://["}, {"origin": "null"}, {"origin": "http://evil.example"}],
)
def test_an_origin_that_cannot_be_read_is_not_ours(demo: Office, headers: dict[str, str]) -> None:
    client = a_client(demo)
    form = {"token": token_in(client.get("/inbox").text), "account": "hangzhou"}
    assert client.post("/demo/account", data=form, headers=headers).status_code == 403


def test_a_token_in_another_script_is_forged(demo: Office) -> None:
    client = a_client(demo)
    client.get("/inbox")
    form = {"token": "中文", "account": "hangzhou"}
    assert client.post("/demo/account", data=form, headers=own()).status_code == 403


def test_where_a_form_stood_may_be_unreadable(demo: Office) -> None:
    client = a_client(demo)
    form = {"token": token_in(client.get("/inbox").text), "account": "hangzhou"}
    answer = client.post("/demo/account", data=form, headers=own() | {"referer": "http://[bad"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/inbox")


@pytest.mark.parametrize(
    "day", ["9999-12-31", "2200-01-01", "2026-W27-2", "20260715", "２026-07-15"]
)
def test_a_demonstration_goes_to_no_day_beyond_reach(demo: Office, day: str) -> None:
    client = a_client(demo)
    form = {"token": token_in(client.get("/inbox").text), "to": day}
    answer = client.post("/demo/clock", data=form, headers=own())
    assert answer.status_code == 400
    assert day in answer.text
    assert "1900 到 2199" in answer.text


def test_a_form_that_cannot_be_read_is_no_fault_of_the_system(demo: Office) -> None:
    client = a_client(demo)
    client.get("/inbox")
    headers = own() | {"content-type": "multipart/form-data"}
    answer = client.post("/demo/clock", content=b"to=next", headers=headers)
    assert answer.status_code == 400
    assert "请求读不懂" in answer.text


@pytest.mark.parametrize("name", ["cases", "due"])
def test_a_file_of_a_kind_that_there_is_not_is_refused(demo: Office, name: str) -> None:
    answer = a_client(demo).get(f"/exports/{name}.csv?kind=none")
    assert (answer.status_code, "none" in answer.text) == (400, True)


@pytest.mark.postgres
def test_a_null_character_is_no_fault_of_a_server(tmp_path: Path) -> None:
    with a_postgresql() as url, closing(an_agency(tmp_path, url=url)) as office:
        sweep(office)
        code = a_named_laboratory(office)
        client = a_client(office)
        for path in (
            "/pilots/%00",
            "/api/cases/%00",
            "/pilots?q=a%00b",
            "/pilots?jurisdiction=%00",
        ):
            answer = client.get(path)
            assert answer.status_code == 400
            assert "U+0000" in answer.text
        assert client.get(f"/pilots/{code}").status_code == 200
