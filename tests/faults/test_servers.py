"""What a database server may be like, and what its address may ask of it."""

from contextlib import closing
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy.engine import make_url

from states.actions import perform
from states.audits.oracle import check
from states.errors import Fault
from states.store import Store
from tests.builders import an_application, an_office
from tests.reused import SERVER
from tests.stores import a_postgresql, everything


@pytest.mark.postgres
@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1", "EUC_CN"])
def test_a_database_that_cannot_hold_every_character_is_refused(encoding: str) -> None:
    server = make_url(SERVER).set(drivername="postgresql")
    name = f"shidian_test_{uuid4().hex[:12]}"
    with (
        a_postgresql(),  # skips where there is no server
        psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as owner,
    ):
        how = f"ENCODING '{encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"
        owner.execute(f"CREATE DATABASE {name} {how}")  # type: ignore[call-overload]
        try:
            with pytest.raises(Fault) as caught:
                an_office(server.set(database=name).render_as_string(hide_password=False))
        finally:
            owner.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[call-overload]
    assert caught.value.code == "StoreEncoding"
    assert encoding in caught.value.message()


@pytest.mark.postgres
def test_neither_environment_nor_address_decides_in_which_encoding_we_speak(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", "SQL_ASCII")
    with a_postgresql() as url, closing(an_office(f"{url}?client_encoding=gbk")) as office:
        assert perform(office, an_application(fields={"title": "𠮷"})).seq == 1
        assert check(office) == []


@pytest.mark.postgres
def test_what_an_address_asks_of_the_server_holds_beside_what_we_ask() -> None:
    with a_postgresql() as url, closing(an_office(url)) as office:
        asked = f"{url}?options=-c%20search_path%3Delsewhere"
        with closing(Store(asked)) as elsewhere, elsewhere.read() as tx:
            (path,) = tx.driver.execute("SHOW search_path").fetchone()
            (wait,) = tx.driver.execute("SHOW lock_timeout").fetchone()
        assert (path, wait) == ("elsewhere", "10s")
        assert everything(office)["history"] > 0
