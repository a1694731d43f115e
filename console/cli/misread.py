"""The errors of reading a command line, in our words: what is wrong, the nearest right word."""

from collections.abc import Iterable
from typing import Any, get_args

from cyclopts import App
from cyclopts.exceptions import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownOptionError,
    UnusedCliTokensError,
)

from console.cli.peek import Peeked
from console.errors import Misuse
from console.meant import nearest


def in_our_words(error: CycloptsError, peeked: Peeked, app: App) -> Misuse:
    """The mistake as a sentence with exit code 2."""
    verb = peeked.path
    if isinstance(error, UnknownOptionError):
        return _unknown(str(error.token.value or error.token.keyword), verb, app)
    if isinstance(error, MissingArgumentError):
        if error.keyword:
            return Misuse("ValueMissing", option=error.keyword, verb=verb)
        return Misuse("ArgumentMissing", argument=_argument(error), verb=verb)
    if isinstance(error, CoercionError):
        return _bad_value(error, verb)
    if isinstance(error, RepeatArgumentError):
        return Misuse("GivenTwice", option=error.token.keyword or "", verb=verb)
    if isinstance(error, UnusedCliTokensError):
        return Misuse("TooMany", words=" ".join(error.unused_tokens or ()), verb=verb)
    return Misuse("Unreadable", verb=verb, detail=" ".join(str(error).split()))


def options_of(app: App) -> list[str]:
    """The options that the app's verb takes."""
    return [name for _, names, _ in arguments_of(app) for name in names if name.startswith("--")]


def arguments_of(app: App) -> Iterable[tuple[str, tuple[str, ...], Any]]:
    """(name of the parameter, names as typed, the argument) of the app's verb."""
    (command,) = (app[name] for name in app)
    for argument in command.assemble_argument_collection():
        if argument.parse and not argument.children:
            yield argument.field_info.name, argument.names, argument


def _unknown(token: str, verb: str, app: App) -> Misuse:
    option = token.split("=", 1)[0]
    known = options_of(app)
    if option == "--at" and option not in known:
        return Misuse("NoGivenTime", verb=verb)
    if option == "--as":
        return Misuse("NoAccount", verb=verb, known=" ".join(known))
    meant = nearest(option, known)
    return Misuse("UnknownOption", option=option, verb=verb, meant=meant, known=" ".join(known))


def _argument(error: MissingArgumentError) -> str:
    name = error.argument.names[0] if error.argument else ""
    return name if name.startswith("--") else name.upper()


def _bad_value(error: CoercionError, verb: str) -> Misuse:
    token = error.token
    option = (token.keyword if token else None) or (
        error.argument.names[0] if error.argument else ""
    )
    value = token.value if token else ""
    choices = list(error.argument.get_choices() or ()) if error.argument else []
    if choices:
        meant = nearest(value, choices)
        return Misuse("NotAChoice", option=option, value=value, known=choices, meant=meant)
    is_number = error.argument is not None and int in _types(error.argument.hint)
    code = "NotWhole" if is_number else "BadValue"
    return Misuse(code, option=option, value=value, verb=verb)


def _types(hint: Any) -> tuple[Any, ...]:
    return (hint, *get_args(hint))
