"""One console at a time serves a data folder, and says which database it shows."""

from pathlib import Path

import pytest

from config.settings import Settings
from console.serving.hindrances import OtherServed, Running
from console.serving.lock import Marker

PAGES = "http://127.0.0.1:8230"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var_dir=tmp_path)


def test_who_asks_for_the_same_database_is_sent_to_its_pages(settings: Settings) -> None:
    first = Marker(settings)
    first.hold(url=PAGES, database="sqlite:///one.db")
    with pytest.raises(Running, match="直接打开这个地址即可"):
        Marker(settings).hold(url=PAGES, database="sqlite:///one.db")
    first.release()


def test_who_asks_for_another_database_is_not_sent_to_the_pages_of_this_one(
    settings: Settings,
) -> None:
    first = Marker(settings)
    first.hold(url=PAGES, database="sqlite:///one.db")
    with pytest.raises(OtherServed) as refused:
        Marker(settings).hold(url=PAGES, database="sqlite:///two.db")
    said = refused.value.message()
    assert "另一个数据库服务：sqlite:///one.db" in said
    assert "直接打开" not in said
    assert "SHIDIAN_VAR_DIR" in refused.value.message("en")
    first.release()
    Marker(settings).hold(url=PAGES, database="sqlite:///two.db")
