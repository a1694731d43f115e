"""Keyset paging: the token of a page is the sort key of the last row before it."""

import base64
import binascii
from typing import Any

import orjson

from states.errors import BadInput

MOST = 500


def token(*keys: Any) -> str:
    """The token that stands after a row with these sort keys."""
    return base64.urlsafe_b64encode(orjson.dumps(keys)).decode().rstrip("=")


def keys_of(page: str | None, *types: type) -> list[Any] | None:
    """The sort keys in a token; None for the first page. Raises BadInput for anything else."""
    if not page:
        return None
    try:
        padded = page + "=" * (-len(page) % 4)
        keys = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise BadInput("BadPage", page=page[:60]) from error
    whole = isinstance(keys, list) and len(keys) == len(types)
    if not whole or any(type(k) is not t for k, t in zip(keys, types, strict=False)):
        raise BadInput("BadPage", page=page[:60])
    return list(keys)


def bounded(limit: int) -> int:
    """A page size that is at least 1 and at most MOST. Raises BadInput otherwise."""
    if not 1 <= limit <= MOST:
        raise BadInput("BadFilter", name="limit", value=limit, known=f"1–{MOST}")
    return limit
