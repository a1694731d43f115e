"""What is decided and not announced yet."""

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from states.tables.columns import metadata

_kept = ("root", "programme", "move", "state", "head", "fields", "documents", "checks", "holds")

unannounced_cases = Table(
    "unannounced_cases",
    metadata,
    Column("case_code", Text, primary_key=True, nullable=False),
    *(Column(name, Text, nullable=False) for name in (*_kept, "changed_at")),
    Column("seq", Integer, nullable=False),
    Column("ended", Integer, nullable=False, server_default="0"),
)
"""Cases with a decision that is not announced yet, as those who are not told still see them; with
its announcement on the case `root` the row goes. `move`: the last such decision."""

unannounced_entries = Table(
    "unannounced_entries",
    metadata,
    *(Column(name, Text, nullable=False) for name in ("case_code", "root")),
    Column("seq", Integer, nullable=False),
    Column("state", Text, nullable=True),
    PrimaryKeyConstraint("case_code", "seq"),
)
"""The entries of the history that only those who are told see until then; and those that the others
made meanwhile, with the `state` in which they see the case since."""

SEEN = ("state", "fields", "documents", "checks", "holds", "changed_at", "ended")
"""What of a case its decisions change."""

Index("unannounced_by_root", unannounced_cases.c.root)
Index("unannounced_entries_by_root", unannounced_entries.c.root)
