"""How one installation is set up: SHIDIAN_* variables, then var/settings.toml, then defaults.

Nothing else reads the environment. No pydantic: every command pays for this import.
"""

import os
import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from config.texts import say

CHECKOUT = Path(__file__).resolve().parent.parent
PREFIX = "SHIDIAN_"
_SPAN = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d")
_SECRET = {"smtp_url"}
"""Settings whose value is not repeated in a complaint."""
_WORDS = {"true": True, "yes": True, "1": True, "on": True}
_WORDS |= {"false": False, "no": False, "0": False, "off": False}


class BadSettings(ValueError):
    """A setting is wrong; the message names each with where it came from and what is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one installation."""

    var_dir: Path = CHECKOUT / "var"
    """Where a run writes: databases, logs, uploads, lock files."""
    database: str = ""
    account: str | None = None
    """Who acts on the command line when --as is not given."""
    lang: Literal["zh", "en"] = "zh"
    host: str = "127.0.0.1"
    port: int = 8230
    prefect_port: int = 4230
    sweep_minutes: int = 60
    """How often what is due is swept, in minutes."""
    mighty_role: bool = False
    """Whether the service starts also with a database role that could change what was written."""
    smtp_url: str = field(default="", repr=False)
    """The mail server: smtp://user:password@host:port?from=name@host, or smtps://."""
    site_url: str = ""
    """Where people reach the pages, for the links in messages; none if empty."""
    quiet_hours: str = "20:00-08:00"
    """When no message goes out, in the programme's zone; empty: at no time."""
    quiet_rest_days: bool = True
    """Whether messages wait on rest days for the next working morning."""
    require_all: bool = False
    """Whether a test whose means are missing fails instead of being skipped."""

    @property
    def database_url(self) -> str:
        """The database; an SQLite file in `var_dir` unless another is named."""
        return self.database or f"sqlite:///{self.var_dir}/shidian.db"


CALLED = PREFIX + "CALLED"
_NAMED = PREFIX + "NAMED_DATABASE"
_PASSWORD = re.compile(r"://[^/@]*:[^/@]*@|password=")


def called(environment: Mapping[str, str] = os.environ) -> str:
    """How this program is typed, for the commands that it names: as the launcher was called; its
    bare name where another script started it."""
    return _quoted(environment.get(CALLED) or "shidian")


def as_typed(environment: Mapping[str, str] = os.environ) -> str:
    """How a command that is printed begins: the program, and the database if the command line named
    one, so that it can be typed as it stands."""
    named = environment.get(_NAMED)
    return f"{called(environment)} --db {_quoted(named)}" if named else called(environment)


@contextmanager
def naming(database: str | None) -> Iterator[None]:
    """Within the block commands that are printed name this database. One whose address holds a
    password is not repeated: it would be read over a shoulder, or sent to others."""
    before = os.environ.pop(_NAMED, None)
    if database and not _PASSWORD.search(database):
        os.environ[_NAMED] = database
    try:
        yield
    finally:
        os.environ.pop(_NAMED, None)
        if before is not None:
            os.environ[_NAMED] = before


@lru_cache(maxsize=8)
def _quoted(name: str) -> str:
    return shlex.quote(name)


_ALIASES = {"database": "database_url"}
NAMES = tuple(_ALIASES.get(part.name, part.name) for part in fields(Settings))
"""Every setting: `port` in the file, SHIDIAN_PORT in the environment."""


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this installation. Raises BadSettings.

    Other SHIDIAN_ variables are left to whoever set them; an unknown key of the file is refused."""
    named = {name: environment.get(PREFIX + name.upper()) for name in NAMES}
    given = {name: value for name, value in named.items() if value}
    folder = Path(given.get("var_dir", CHECKOUT / "var"))
    values = _of_file(folder / "settings.toml") | given
    read, wrong = _read(values | {"var_dir": folder}, given)
    if wrong:
        raise BadSettings("\n".join(wrong))
    return Settings(**read)


def _of_file(path: Path) -> dict[str, Any]:
    try:
        if not path.exists():
            return {}
        if not path.is_file():  # a pipe would be waited for without end
            raise BadSettings(say("settings-no-file", file=path.name))
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(say("settings-file", file=path.name, reason=error)) from None
    # few installations have the file, and everyone would pay for its parser
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadSettings(say("settings-file", file=path.name, reason=error)) from None


def _read(values: Mapping[str, Any], given: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The typed values by field, and a sentence for each that is wrong."""
    by_alias = {alias: name for name, alias in _ALIASES.items()}
    read, wrong = {}, []
    for name, value in values.items():
        source = PREFIX + name.upper() if name in given else f"settings.toml {name}"
        if name not in NAMES:
            wrong.append(say("setting-unknown", name=source, choices="、".join(NAMES)))
            continue
        try:
            read[by_alias.get(name, name)] = _READERS[name](value)
        except ValueError as error:
            shown = "***" if name in _SECRET else str(value)[:60]
            wrong.append(say("setting-wrong", name=source, value=shown, reason=error))
    return read, wrong


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("“…”")
    return value


def _hours(value: Any) -> str:
    text = _text(value).strip()
    if text and not _SPAN.fullmatch(text):
        raise ValueError("20:00-08:00")
    return text


def _mail_server(value: Any) -> str:
    text = _text(value).strip()
    if text and not text.startswith(("smtp://", "smtps://")):
        raise ValueError("smtp://…, smtps://…")
    return text


def _language(value: Any) -> str:
    if value not in ("zh", "en"):
        raise ValueError("zh, en")
    return str(value)


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        text = "" if isinstance(value, bool) else str(value).strip()
        if not (text.isascii() and text.isdecimal() and low <= int(text) <= high):
            raise ValueError(f"{low}–{high}")
        return int(text)

    return read


def _yes_no(value: Any) -> bool:
    word = str(value).strip().lower()
    if word not in _WORDS:
        raise ValueError("true, false")
    return _WORDS[word]


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "var_dir": Path,
    "database_url": _text,
    "account": _text,
    "host": _text,
    "lang": _language,
    "port": _whole(1, 65_535),
    "prefect_port": _whole(1, 65_535),
    "sweep_minutes": _whole(1, 24 * 60),
    "mighty_role": _yes_no,
    "smtp_url": _mail_server,
    "site_url": _text,
    "quiet_hours": _hours,
    "quiet_rest_days": _yes_no,
    "require_all": _yes_no,
}
