"""Prefect's own database: made from a migrated template, so that only the first start migrates."""

import shutil
import sqlite3
from pathlib import Path

import prefect

from config.settings import Settings
from console.beside.environment import database_file, template_file


async def prepare(settings: Settings) -> None:
    """The database is there and migrated afterwards."""
    file, template = database_file(settings), template_file(prefect.__version__)
    mark = file.with_suffix(".migrating")
    if mark.exists():
        # a first start was cut short: what it made holds nothing yet
        for part in file.parent.glob(f"{file.name}*"):
            part.unlink()
    if not file.exists() and template.exists():
        _place(template, file)
    from prefect.server.database import provide_database_interface

    is_new = not file.exists()
    if is_new:
        mark.touch()
    await provide_database_interface().create_db()
    mark.unlink(missing_ok=True)
    if is_new:
        _keep(file, template)


def _place(template: Path, file: Path) -> None:
    """Copy beside, then rename: a start cut short leaves no half file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(".half")
    shutil.copyfile(template, half)
    half.replace(file)


def _keep(file: Path, template: Path) -> None:
    template.parent.mkdir(parents=True, exist_ok=True)
    half = template.with_suffix(".half")
    half.unlink(missing_ok=True)
    source, target = sqlite3.connect(file), sqlite3.connect(half)
    try:
        source.backup(target)
    finally:
        target.close()
        source.close()
    half.replace(template)
