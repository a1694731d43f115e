"""The newest checkpoint that was exported, kept beside the key: whether the database still holds
everything that it named is asked before anything is served."""

from pathlib import Path

from console.serving.hindrances import Behind
from states.keeping.checkpoints import verify_against
from states.keeping.keys import FILE, load_key
from states.office import Office

NAMED = 5


def keep(folder: Path, office: Office, text: str) -> None:
    """Keep the text of a checkpoint that leaves the house."""
    path = _path(folder, office)
    half = path.with_suffix(".half")
    half.write_text(text, encoding="utf-8")
    half.replace(path)


def forget(folder: Path, office: Office) -> None:
    """An older state was put back on purpose: what came after it is no longer asked for."""
    _path(folder, office).unlink(missing_ok=True)


def require(folder: Path, office: Office) -> None:
    """Raises Behind, naming what is missing or changed, unless all is there."""
    path, key = _path(folder, office), folder / FILE
    if not (path.is_file() and key.is_file()):
        return
    found = verify_against(office, path.read_text("utf-8"), load_key(key).public)
    if found:
        raise Behind(office.store.shown(), found[:NAMED])


def _path(folder: Path, office: Office) -> Path:
    with office.store.read() as tx:
        row = tx.one(office.statements.fact, key="office")
    return folder / f"exported-{row['value'] if row else 'unknown'}.checkpoint"
