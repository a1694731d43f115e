"""The role of a server's database: what it may do to history, and what starts with which."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from config.settings import Settings
from console.serving.hindrances import MightyRole
from console.up import Installation
from states import engines
from states.actions import perform
from states.audits.oracle import check
from states.duties import sweep
from states.errors import BadInput, Fault
from states.keeping.powers import allow, powers
from states.office import Office, open_office
from states.setup import create_office
from states.store import Store
from tests.builders import a_command, an_application, an_office
from tests.stores import a_postgresql

pytestmark = pytest.mark.postgres


@pytest.fixture
def owned() -> Iterator[str]:
    with a_postgresql() as url:
        yield url


@pytest.fixture
def app(owned: str) -> Iterator[str]:
    """The URL of a role that is allowed to use a database with an office in it."""
    name = f"shidian_app_{uuid4().hex[:8]}"
    with closing(an_office(owned)):
        pass
    dsn = make_url(owned).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
        allow(owned, name)
        yield make_url(owned).set(username=name).render_as_string(hide_password=False)
        connection.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


def test_the_owner_could_change_history_and_the_role_that_was_allowed_could_not(
    owned: str, app: str
) -> None:
    with closing(Store(owned)) as store:
        assert {"superuser", "owner", "update", "trigger"} <= set(powers(store))
    with closing(Store(app)) as store:
        assert powers(store) == []


def test_an_allowed_role_does_all_the_work_and_changes_nothing_written(app: str) -> None:
    with closing(open_office(app)) as office:
        code = perform(office, an_application()).case
        perform(office, a_command("withdraw", code, reason="不报了"))
        sweep(office)
        assert check(office) == []
        for statement in ("UPDATE history SET actor = 'x'", "DELETE FROM history"):
            with pytest.raises(Fault), office.store.write() as tx:
                tx.driver.execute(statement)


def a_real_office(url: str) -> Office:
    return create_office(url, "real")


def test_the_service_refuses_a_mighty_role_unless_it_is_told_to_accept_it(
    owned: str, tmp_path: Path
) -> None:
    a_real_office(owned).close()
    strict = Settings(var_dir=tmp_path, database=owned)
    with pytest.raises(MightyRole) as refused:
        Installation(strict, "zh", None).ensure_database(demo=False)
    assert "shidian db allow" in refused.value.message()
    assert refused.value.exit_code == 2
    told = Settings(var_dir=tmp_path, database=owned, mighty_role=True)
    Installation(told, "zh", None).ensure_database(demo=False)


def test_a_database_whose_writing_transactions_are_of_another_kind_is_not_opened(
    owned: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_office(owned).close()
    made = create_engine(owned, isolation_level="REPEATABLE READ")
    monkeypatch.setattr(engines, "_postgresql", lambda *_: made)
    with pytest.raises(Fault) as refused:
        open_office(owned)
    assert refused.value.code == "StoreIsolation"


def test_a_default_of_the_server_does_not_change_how_we_write(owned: str) -> None:
    an_office(owned).close()
    made = make_url(owned)
    dsn = made.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(dsn, autocommit=True) as connection:
        default = "ALTER DATABASE {} SET default_transaction_isolation = 'serializable'"
        connection.execute(sql.SQL(default).format(sql.Identifier(str(made.database))))
    open_office(owned).close()


def test_a_file_has_no_roles_and_an_unknown_role_is_named(owned: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        allow(f"sqlite:///{tmp_path / 'a.db'}", "somebody")
    assert refused.value.code == "NoRolesInAFile"
    an_office(owned).close()
    with pytest.raises(BadInput) as refused:
        allow(owned, "nobody_of_this_name")
    assert refused.value.code == "RoleUnknown"
