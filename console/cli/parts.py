"""Parts of this installation that a verb may find missing."""

from importlib import import_module
from types import ModuleType

from console.errors import Misuse


def part(module: str, verb: str) -> ModuleType:
    """The module. Raises Misuse if this installation lacks it."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or not module.startswith(error.name):
            raise
        raise Misuse("NotHere", verb=verb, part=module) from error
