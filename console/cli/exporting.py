"""What leaves the system: empty tables, lists, dossiers, documents in Word."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from console.cli.desk import Desk, at_desk
from console.cli.naming import Names
from console.cli.options import READING, Flag, Many, Reading
from console.cli.tables import write_calendar
from console.cli.where import where_of
from console.errors import Misuse
from console.exports.asked import Asked
from console.exports.columns import split
from console.exports.tables import READABLE, check_suffix, write_tables
from console.files import write_bytes
from console.moments import past
from console.words.texts import say


def export(
    *codes: str,
    template: str | None = None,
    as_record: Flag = False,
    view: str | None = None,
    document: str | None = None,
    output: Annotated[str, Parameter(name=("--output", "-o"))],
    where: Many = (),
    columns: Many = (),
    as_of: str | None = None,
    with_: Annotated[str | None, Parameter(name="--with")] = None,
    blank: Flag = False,
    programme: str | None = None,
    options: Reading = READING,
) -> int:
    """Write an empty table, a list, or a document about many cases."""
    if sum(given is not None for given in (template, view, document)) != 1:
        raise Misuse("ExportWhat")
    if as_record and template is None:
        raise Misuse("OnlyTemplate")
    if document is None and (with_ is not None or blank):
        raise Misuse("OnlyDocument")
    with at_desk(options) as desk:
        if template is not None:
            if codes or where or columns or as_of:
                raise Misuse("NotForTemplate")
            _template(desk, template, output, programme, as_record=as_record)
        else:
            asked = asked_of(desk, codes, where, columns, as_of, programme)
            if view is not None:
                _view(desk, asked, view, output)
            else:
                _document(asked, str(document), output, with_, blank=blank)
        desk.out.data({"output": output})
        desk.out.say("export.done", path=output)
    return 0


def asked_of(
    desk: Desk,
    codes: Sequence[str],
    where: Sequence[str],
    columns: Sequence[str],
    as_of: str | None,
    programme: str | None,
) -> Asked:
    """What the options ask for. Raises Misuse or BadInput."""
    if codes and programme is None:
        programme = _programme_of(desk, codes[0])
    names = Names.of(desk, programme)
    meant = where_of(names, where)
    wanted = meant.filter
    if codes:
        wanted = replace(wanted, codes=tuple(dict.fromkeys((*codes, *wanted.codes))))
    at = None
    if as_of:
        at = past(as_of, "--as-of", names.outline.tz, desk.office.clock.now())
    return Asked(
        desk.office,
        desk.actor,
        names.outline,
        desk.lang,
        wanted,
        # a state is a state of one kind, so that kind alone is meant
        (str(wanted.kind),) if meant.names_kind or wanted.state else (),
        split(columns),
        at,
    )


def _programme_of(desk: Desk, code: str) -> str:
    """The programme of a case. Raises UnknownCase."""
    from states.queries.case_rows import require
    from states.queries.viewers import seen

    with desk.office.store.read() as tx:
        viewer = seen(tx, desk.actor, desk.office.clock.now())
        return str(require(tx, viewer, code)["programme"])


def _template(
    desk: Desk, given: str, output: str, programme: str | None, *, as_record: bool
) -> None:
    from console.exports.template import template
    from console.imports.layout import columns_of

    if Path(output).suffix.lower() != ".xlsx":
        raise Misuse("SheetSuffix", path=output, known=".xlsx")
    names = Names.that_has(desk, given, programme)
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


def _view(desk: Desk, asked: Asked, given: str, output: str) -> None:
    from console.exports.views import VIEWS, view_named, view_of

    name = view_named(given)
    if Path(output).suffix.lower() == ".ics":
        if not VIEWS[name].ics:
            raise Misuse("SheetSuffix", path=output, known=list(READABLE))
        owed = [d for d in asked.owed() if name == "due" or d.status == "overdue"]
        write_calendar(desk, owed, output)
        return
    path = check_suffix(output, READABLE)
    tables, about = view_of(asked, name)
    write_tables(path, tables, about)


def _document(asked: Asked, given: str, output: str, instead: str | None, *, blank: bool) -> None:
    from console.exports.papers import document, document_named, template_of

    if Path(output).suffix.lower() != ".docx":
        raise Misuse("SheetSuffix", path=output, known=".docx")
    if asked.columns:
        raise Misuse("NoColumns", view=given)
    declared = document_named(asked, given)
    if blank:
        write_bytes(output, template_of(declared, instead)[1])
    else:
        write_bytes(output, document(asked, declared, instead))
