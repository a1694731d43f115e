"""The history: append-only entries, a hash chain for each case.

The hash covers the stored texts in a fixed order, so that verification needs no knowledge of how
they were made. The chain starts from the case's code; entries are numbered from 1 without a gap.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

import orjson

HASH_NAME = "sha256"
CHAINED = (
    "case_code",
    "seq",
    "entry",
    "move",
    "from_state",
    "to_state",
    "actor",
    "actor_name",
    "role",
    "scope",
    "via",
    "received_at",
    "occurred_at",
    "recorded_at",
    "source",
    "reason",
    "clause",
    "flags",
    "fields",
    "documents",
    "checks",
    "effects",
    "run",
    "programme",
    "programme_version",
    "command",
    "prev_hash",
    "hash_name",
)
"""The columns under the hash, in the order in which they are hashed."""
_CHAINED = itemgetter(*CHAINED)


def genesis(case: str, hash_name: str = HASH_NAME) -> str:
    """What stands in `prev_hash` of a case's first entry."""
    return hash_of_bytes(f"shidian/1:{case}".encode(), hash_name)


def seal(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry with its hash, taken over its stored texts."""
    entry["hash"] = digest(entry)
    return entry


def digest(entry: Mapping[str, Any]) -> str:
    """The hash that an entry ought to carry."""
    return hash_of_bytes(orjson.dumps(_CHAINED(entry)), entry["hash_name"])


def hash_of_bytes(body: bytes, hash_name: str) -> str:
    """The hash of what is chained. Raises ValueError for an unknown algorithm."""
    # looking up an algorithm by its name takes as long as hashing an entry
    made = hashlib.sha256(body) if hash_name == HASH_NAME else hashlib.new(hash_name, body)
    return made.hexdigest()


def broken_link(entries: Iterable[Mapping[str, Any]], case: str) -> tuple[int, str] | None:
    """The first (seq, what is wrong) of a case's entries in order of seq; None if all hold."""
    expected_seq, previous = 1, None
    for entry in entries:
        if previous is None:
            previous = genesis(case, entry["hash_name"])
        if entry["seq"] != expected_seq:
            return expected_seq, "missing"
        if entry["prev_hash"] != previous:
            return entry["seq"], "prev_hash"
        if digest(entry) != entry["hash"]:
            return entry["seq"], "hash"
        expected_seq, previous = expected_seq + 1, entry["hash"]
    return None


def stamp(instant: datetime) -> str:
    """An aware instant as stored. Raises ValueError for a naive one."""
    if instant.tzinfo is UTC:
        return _stamped(instant)
    if instant.tzinfo is None:
        raise ValueError("时刻须带时区 / an instant needs a time zone")
    return _stamped(instant.astimezone(UTC))


@lru_cache(maxsize=256)
def _stamped(instant: datetime) -> str:
    # one act stamps the same few instants seven times
    if instant.microsecond == 0:
        return instant.isoformat(timespec="microseconds")[:-6] + "Z"
    # eight times faster, but it leaves out microseconds that are none
    return orjson.dumps(instant, option=orjson.OPT_UTC_Z)[1:-1].decode()


def instant(text: str) -> datetime:
    """A stored instant, aware."""
    return datetime.fromisoformat(text)


_EMPTY: dict[type[Any], str] = {dict: "{}", list: "[]", tuple: "[]"}
"""Most columns of most entries hold nothing."""


def as_text(value: Any) -> str:
    """A value as the canonical JSON text that is stored and hashed."""
    if not value and type(value) in _EMPTY:
        return _EMPTY[type(value)]
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def from_text(text: str) -> Any:
    """A stored JSON text as a value."""
    return {} if text == "{}" else orjson.loads(text)
