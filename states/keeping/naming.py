"""Giving a complete file its name, so that nothing half written ever has it."""

import errno
import os
import shutil
from pathlib import Path

_LINKLESS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK)
"""What a disk says (a stick in FAT, a share) on which a file cannot have two names."""


def give_name(part: Path, path: Path) -> None:
    """Give a complete file its name, also where the disk has no hard links; it may lose the one it
    had. Raises FileExistsError if something of that name is there."""
    try:
        os.link(part, path)
    except OSError as error:
        if error.errno not in _LINKLESS:
            raise
        if path.exists():
            there = os.strerror(errno.EEXIST)
            raise FileExistsError(errno.EEXIST, there, str(path)) from error
        part.rename(path)


def keep_as(path: Path, kept: Path) -> None:
    """Give a file a second name; a copy where the disk has no hard links."""
    try:
        os.link(path, kept)
    except OSError as error:
        if error.errno not in _LINKLESS:
            raise
        shutil.copy2(path, kept)
        descriptor = os.open(kept, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
