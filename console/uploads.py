"""Files kept by the digest of their bytes: written whole or not at all, never by a user's name."""

import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from console import places
from console.errors import Misuse
from console.files import require_plain, unwritable
from states.commands import Attachment

LIMIT = 50 * 1024 * 1024
CHUNK = 1024 * 1024
MB = 1024 * 1024


def attach(slot: str, given: str, *, keep: bool = True) -> Attachment:
    """A file on this machine as an attachment; with `keep` its bytes are stored under its digest.

    Raises Misuse if it cannot be read, is empty or larger than LIMIT."""
    path = Path(given)
    try:
        require_plain(path)
        digest, size = _digest(path)
    except OSError as error:
        raise Misuse("FileUnreadable", path=given, detail=error.strerror or "") from error
    if size == 0:
        raise Misuse("FileEmpty", path=given)
    if keep:
        _store(path, digest)
    return Attachment(slot, path.name, digest, size)


def stored(digest: str) -> Path:
    """Where the bytes of a digest lie."""
    return places.uploads() / digest[:2] / digest


def _digest(path: Path) -> tuple[str, int]:
    found, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            if size > LIMIT:
                known = max(size, path.stat().st_size) / MB
                raise Misuse("FileTooLarge", path=path, size=f"{known:.0f}", limit=LIMIT // MB)
            found.update(chunk)
    return found.hexdigest(), size


def _store(path: Path, digest: str) -> None:
    """Copy, check that the bytes are still the same, and put the copy in place in one step."""
    target = stored(digest)
    if target.is_file():
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        copied = hashlib.sha256()
        with NamedTemporaryFile(dir=target.parent, prefix=".new-", delete=False) as file:
            try:
                with path.open("rb") as source:
                    while chunk := source.read(CHUNK):
                        copied.update(chunk)
                        file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
                if copied.hexdigest() != digest:
                    raise Misuse("FileChanged", path=path)
                Path(file.name).replace(target)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise unwritable(error, target) from error
