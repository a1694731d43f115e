"""Where this installation keeps its things, as its settings say."""

from pathlib import Path
from typing import TYPE_CHECKING

from console.errors import Misuse

if TYPE_CHECKING:
    from config.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
"""The checkout."""


def settings() -> "Settings":
    """The settings of this installation. Raises Misuse naming each one that is wrong."""
    from config.settings import BadSettings, load_settings

    try:
        return load_settings()
    except BadSettings as error:
        raise Misuse("BadSetting", detail=error) from error


def database_url(given: str | None) -> str:
    """`--db`, else SHIDIAN_DATABASE_URL, else the SQLite file of this checkout."""
    return settings().database_url if given is None else given


def account() -> str | None:
    """SHIDIAN_ACCOUNT, if it is set."""
    return settings().account


def lang() -> str:
    """The language in which to answer unless --lang says otherwise."""
    return settings().lang


def data() -> Path:
    """The folder of everything that a run writes."""
    return settings().var_dir


def uploads() -> Path:
    """Where files lie by their digest."""
    return data() / "uploads"


def keys() -> Path:
    """Where the key lies that signs checkpoints."""
    return data() / "keys"


def templates() -> Path:
    """Where the agency's own Word templates lie; they go before the shipped ones."""
    return data() / "templates"


def logs() -> Path:
    """Where traces lie."""
    return data() / "logs"


PROVEN = {"national-pilots-2026": "acceptance"}
"""Which folder of tests proves a programme clause by clause."""


def proofs_of(programme: str) -> Path | None:
    """Where the tests lie that prove a shipped programme; None if it has none, or they did not come
    along."""
    folder = ROOT / "tests" / PROVEN.get(programme, "-")
    return folder if folder.is_dir() else None


def shipped_programmes() -> dict[str, Path]:
    """The programme files that come along, by name."""
    return {path.stem: path for path in sorted((ROOT / "config" / "programmes").glob("*.yaml"))}
