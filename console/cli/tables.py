"""Tables out: empty ones to fill in, lists and calendars as files."""

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from console.cli.desk import Desk, at_desk
from console.cli.naming import Names
from console.cli.options import READING, Flag, Reading
from console.errors import Misuse
from console.exports.tables import SUFFIXES, check_suffix, write_sheet
from console.files import write_bytes
from console.texts import say


def export(
    *,
    template: str | None = None,
    as_record: Flag = False,
    view: str | None = None,
    output: Annotated[str, Parameter(name=("--output", "-o"))],
    programme: str | None = None,
    options: Reading = READING,
) -> int:
    """Write an empty table to fill in, or a list as a table or a calendar."""
    if (template is None) == (view is None):
        raise Misuse("TemplateOrView")
    with at_desk(options) as desk:
        if template is not None:
            _template(desk, template, output, programme, as_record=as_record)
        else:
            _view(desk, str(view), output, programme)
        desk.out.data({"output": output})
        desk.out.say("export.done", path=output)
    return 0


def _template(
    desk: Desk, given: str, output: str, programme: str | None, *, as_record: bool
) -> None:
    from console.exports.template import template
    from console.imports.layout import columns_of

    if Path(output).suffix.lower() != ".xlsx":
        raise Misuse("SheetSuffix", path=output, known=".xlsx")
    names = Names.of(desk, programme)
    kind = names.kind(given)
    columns = columns_of(names.declared, kind)
    sentences = ["1", "2", "3", "4"]
    if as_record:
        from console.imports.facts import columns_of_facts, on_progress

        compiled = desk.compiled(names.outline.key)
        columns += on_progress(compiled, kind, columns_of_facts(compiled, kind))
        sentences = ["1", "2", "3", "record", "days"]
    says = [say(f"template.{n}", desk.lang, kind=kind) for n in sentences]
    title = names.outline.kind_title(kind, desk.lang)
    write_bytes(output, template(title, columns, says))


def _view(desk: Desk, given: str, output: str, programme: str | None) -> None:
    from console.exports.views import VIEWS, duties_of

    if Path(output).suffix.lower() == ".ics":
        if given not in ("due", "overdue"):
            raise Misuse("SheetSuffix", path=output, known="、".join(SUFFIXES))
        owed = [d for d in duties_of(desk) if given == "due" or d.status == "overdue"]
        write_calendar(desk, owed, output)
        return
    if given not in VIEWS:
        raise Misuse("NoSuchName", what="view", given=given, meant="", known="、".join(VIEWS))
    path = check_suffix(output)
    chosen = VIEWS[given]
    write_sheet(path, [say(key, desk.lang) for key in chosen.head], chosen.rows(desk, programme))


def write_calendar(desk: Desk, owed: Any, output: str) -> None:
    """Write duties as an iCalendar file. Raises Misuse if the place cannot be written to."""
    from console.exports.calendars import as_ics
    from states.store import ALL_FACTS

    with desk.office.store.read() as tx:
        facts = {row["key"]: row["value"] for row in tx.all(ALL_FACTS)}
    name = desk.outline.title(desk.lang) if desk.outline else "shidian"
    mark = "" if desk.office.kind == "real" else say(desk.office.kind, desk.lang).strip()
    now = desk.office.clock.now()
    calendar = as_ics(owed, f"{mark}{name}", office=facts.get("office", "shidian"), made_at=now)
    write_bytes(output, calendar)
