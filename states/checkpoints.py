"""Signed checkpoints: what the record held at an instant, kept where its administrator is not.

A checkpoint names every case with its last entry's number and hash, the versions of the programmes,
and how many rows the tables held. Whoever holds one can later tell whether anything that it names
was changed or taken away. Entries written after the last checkpoint that left the house, whose
holders show no receipt, are not protected by it.

The text is a C2SP signed note: lines, an empty line, `— name base64(key id, signature)`.
"""

import hashlib
import os
from collections.abc import Iterator
from functools import lru_cache
from itertools import batched
from pathlib import Path
from typing import Any

from sqlalchemy import Executable, bindparam, func, insert, select

from states import tables
from states.errors import BadInput
from states.findings import Audit
from states.history import as_text
from states.keys import PublicKey, SigningKey, read_public
from states.ledger import Event, note
from states.notes import Checkpoint, Unreadable, is_signed, read, sign
from states.office import Office
from states.statements import among
from states.store import Tx
from states.stored import ENTRY_COLUMNS, Entry, rows, snapshot
from states.violations import Violation

COUNTED = (
    "accounts",
    "cases",
    "checkpoints",
    "duties",
    "grants",
    "history",
    "programmes",
    "receipts",
    "refusals",
    "requests",
)
"""Tables from which no row is ever deleted."""
KEY_FACT = "checkpoint_key"
_BIRTH = ("created_at", "kind", "office")
_CHUNK = 500
