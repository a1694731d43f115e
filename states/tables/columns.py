"""The kinds of columns and indexes that the tables are made of.

Instants are ISO 8601 texts in UTC with microseconds and a final Z: they sort as they compare, read
the same from both databases, and the history's hashes are taken over exactly the stored texts.
"""

from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, MetaData, Text, event, text

metadata = MetaData()
auto = BigInteger().with_variant(Integer, "sqlite")
"""The number that a row is given."""


def text_column(name: str, *, key: bool = False, default: str | None = None) -> Column[str]:
    """A text that is always there."""
    return Column(name, Text, primary_key=key, nullable=False, server_default=default)


def maybe_text(name: str) -> Column[str]:
    """A text that may be missing."""
    return Column(name, Text, nullable=True)


def count_column(name: str) -> Column[int]:
    """A number that begins at nothing."""
    return Column(name, Integer, nullable=False, server_default="0")


PARTIAL: dict[Index, str] = {}
"""Indexes over a part of their table, and which."""


def partial_index(name: str, column: Column[Any], where: str, *, unique: bool = False) -> None:
    """An index over the rows of which the condition holds."""
    PARTIAL[Index(name, column, unique=unique)] = where


@event.listens_for(metadata, "before_create")
def _partly(_target: MetaData, connection: Connection, **_given: Any) -> None:
    # said in the declaration, this would import both dialects into every process
    for index, where in PARTIAL.items():
        index.dialect_options[connection.dialect.name]["where"] = text(where)
