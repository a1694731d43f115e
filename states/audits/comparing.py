"""What is stored beside what the history gives."""

from typing import Any

import orjson


def differing(stored: Any, folded: Any) -> tuple[str, str] | None:
    """How a stored column differs from what its history gives, both as they are shown; None if they
    are the same. A value that is none counts as not there."""
    if stored == folded or (stored == "{}" and not folded):
        return None
    if isinstance(folded, dict):
        stored, folded = _without_none(as_read(stored)), _without_none(folded)
        if stored == folded:
            return None
    if isinstance(stored, dict) and isinstance(folded, dict):
        keys = [k for k in {**stored, **folded} if stored.get(k) != folded.get(k)]
        stored = {k: stored.get(k) for k in keys}
        folded = {k: folded.get(k) for k in keys}
    return _shown(stored), _shown(folded)


def as_read(text: Any) -> Any:
    """What a stored text says; the text itself if it cannot be read."""
    try:
        return orjson.loads(text)
    except (TypeError, orjson.JSONDecodeError):
        return text


def _without_none(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: item for key, item in value.items() if item is not None}


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value, default=str).decode()
