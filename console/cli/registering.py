"""The register of earlier pilots: rows that somebody brings in."""

from pathlib import Path

from console.cli.desk import at_desk
from console.cli.options import WRITING, Writing
from console.errors import Misuse
from console.files import require_plain


def import_(file: str, /, *, options: Writing = WRITING) -> None:
    """Add the rows of a CSV file that the register does not hold yet; --dry-run only counts."""
    with at_desk(options) as desk:
        from states.acts.register_rows import bring_rows
        from states.registers.register import read_register

        path = Path(file)
        try:
            require_plain(path)
            pilots = read_register(path)
        except OSError as error:
            raise Misuse("FileUnreadable", path=file, detail=error.strerror or "") from error
        found = bring_rows(desk.office, pilots, actor=desk.actor, source=path.name, **desk.signed)
        desk.done(found.as_json(), "register.brought", new=found.new, held=found.held)
