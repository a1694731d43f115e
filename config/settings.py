"""How one installation is set up: SHIDIAN_* variables, then var/settings.toml, then defaults.

Nothing else reads the environment. Plain pydantic: every command pays for this import.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from config.texts import say

CHECKOUT = Path(__file__).resolve().parent.parent
PREFIX = "SHIDIAN_"
Port = Annotated[int, Field(ge=1, le=65_535)]


class BadSettings(ValueError):
    """A setting is wrong; the message names each with where it came from and what is allowed."""


class Settings(BaseModel):
    """The settings of one installation."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    var_dir: Path = CHECKOUT / "var"
    """Where a run writes: databases, logs, uploads, lock files."""
    database: str = Field(default="", alias="database_url")
    account: str | None = None
    """Who acts on the command line when --as is not given."""
    lang: Literal["zh", "en"] = "zh"
    host: str = "127.0.0.1"
    port: Port = 8230
    prefect_port: Port = 4230
    sweep_minutes: Annotated[int, Field(ge=1, le=24 * 60)] = 60
    """How often what is due is swept, in minutes."""
    require_all: bool = False
    """Whether a test whose means are missing fails instead of being skipped."""

    @property
    def database_url(self) -> str:
        """The database; an SQLite file in `var_dir` unless another is named."""
        return self.database or f"sqlite:///{self.var_dir}/shidian.db"

    @property
    def data_dir(self) -> Path:
        """The folder of everything that a run writes: `var_dir`."""
        return self.var_dir


NAMES = tuple(field.alias or name for name, field in Settings.model_fields.items())
"""Every setting: `port` in the file, SHIDIAN_PORT in the environment."""


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this installation. Raises BadSettings.

    Other SHIDIAN_ variables are left to whoever set them; an unknown key of the file is refused."""
    named = {name: environment.get(PREFIX + name.upper()) for name in NAMES}
    given = {name: value for name, value in named.items() if value}
    folder = Path(given.get("var_dir", CHECKOUT / "var"))
    values = _of_file(folder / "settings.toml") | given
    try:
        return Settings.model_validate(values | {"var_dir": folder})
    except ValidationError as error:
        raise BadSettings("\n".join(_sentences(error, given))) from None


def _of_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(say("settings-file", file=path.name, reason=error)) from None


def _sentences(error: ValidationError, given: Mapping[str, str]) -> list[str]:
    found = []
    for part in error.errors(include_url=False):
        name = str(part["loc"][0])
        source = PREFIX + name.upper() if name in given else f"settings.toml {name}"
        if part["type"] == "extra_forbidden":
            found.append(say("setting-unknown", name=source, choices="、".join(NAMES)))
        else:
            value = str(part["input"])[:60]
            found.append(say("setting-wrong", name=source, value=value, reason=part["msg"]))
    return found
