"""The settings of one installation: environment over file over default, and clear refusals."""

import os
from pathlib import Path

import pytest

from config.settings import BadSettings, load_settings


def a_file(folder: Path, text: str) -> dict[str, str]:
    """An environment whose var folder holds a settings file."""
    (folder / "settings.toml").write_text(text, "utf-8")
    return {"SHIDIAN_VAR_DIR": str(folder)}


def test_without_anything_the_database_lies_in_the_var_folder(tmp_path: Path) -> None:
    found = load_settings({"SHIDIAN_VAR_DIR": str(tmp_path)})
    assert found.database_url == f"sqlite:///{tmp_path}/shidian.db"
    assert (found.host, found.port, found.prefect_port, found.lang) == (
        "127.0.0.1",
        8230,
        4230,
        "zh",
    )
    assert (found.account, found.require_all) == (None, False)


def test_a_variable_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    environment = a_file(tmp_path, 'port = 9000\nlang = "en"\n')
    found = load_settings({**environment, "SHIDIAN_PORT": "9100", "SHIDIAN_REQUIRE_ALL": "1"})
    assert (found.port, found.lang, found.require_all) == (9100, "en", True)


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "70000"), ("PORT", "many"), ("LANG", "fr"), ("SWEEP_MINUTES", "0")],
)
def test_a_wrong_variable_is_named(tmp_path: Path, name: str, value: str) -> None:
    environment = {"SHIDIAN_VAR_DIR": str(tmp_path), f"SHIDIAN_{name}": value}
    with pytest.raises(BadSettings, match=f"SHIDIAN_{name}"):
        load_settings(environment)


def test_a_strange_key_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="prot"):
        load_settings(a_file(tmp_path, "prot = 1\n"))


@pytest.mark.parametrize("text", ["port: 1\n", f"port = {'[' * 30000}"])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadSettings, match=r"settings\.toml"):
        load_settings(a_file(tmp_path, text))


def test_a_pipe_in_the_place_of_the_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "settings.toml")
    with pytest.raises(BadSettings, match=r"settings\.toml"):
        load_settings({"SHIDIAN_VAR_DIR": str(tmp_path)})


def test_variables_of_others_are_left_alone(tmp_path: Path) -> None:
    environment = {"SHIDIAN_VAR_DIR": str(tmp_path), "SHIDIAN_TEST_SERVER": "x", "PORT": "1"}
    assert load_settings(environment).port == 8230
