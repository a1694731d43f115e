"""The public list: which cases it has and what it shows of them is the programme's to say."""

from dataclasses import replace

from console.errors import Misuse
from console.exports.asked import Asked
from console.exports.cells import Table
from console.exports.columns import column_of


def lists(asked: Asked) -> list[Table]:
    """A table for each kind of case that has public states. It shows nothing that is not announced
    yet, whoever asks. Raises Misuse if the programme makes nothing public."""
    from states.queries.viewers import untold

    office, o = asked.office, asked.outline
    with office.store.read() as tx:
        programme = office.compiled(tx, o.key, o.version).programme
        nobody = untold(tx, asked.who, office.clock.now())
    found = []
    for kind in asked.kinds or o.kinds:
        states, fields = programme.cases[kind].published()
        if not states:
            continue
        columns = [column_of(asked, kind, name) for name in fields]
        cases = replace(asked, kinds=(kind,)).cases(nobody)
        rows = [tuple(c.of(row) for c in columns) for row in cases if row.state in states]
        found.append(Table(o.kind_title(kind, asked.lang), tuple(c.heading for c in columns), rows))
    if not found:
        raise Misuse("NothingPublic")
    return found
