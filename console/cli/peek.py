"""What must be known before a verb is loaded: its words, the language, whether a program asks."""

from dataclasses import dataclass, replace

from console.cli.verbs import path_of

HELP = ("--help", "-h")
_WITH_VALUE = ("--lang", "--db", "--as")
_FLAGS = ("--json", "--wide", *HELP)


@dataclass(frozen=True, slots=True)
class Peeked:
    """A command line at first sight. `tokens` has the verb's words in front; `named` are the words
    that are no options; `db`: the database that is named, if one is."""

    path: str
    words: int
    tokens: tuple[str, ...]
    lang: str
    as_json: bool
    wants_help: bool
    named: tuple[str, ...]
    db: str | None = None

    def spoken(self, lang: str) -> "Peeked":
        """The same with the language that settings name, unless one was given."""
        if self.lang:
            return self
        chosen = ("--lang", lang) if self.path else ()
        tokens = (*self.tokens[: self.words], *chosen, *self.tokens[self.words :])
        return replace(self, lang=lang, tokens=tokens)


def peek(tokens: list[str]) -> Peeked:
    """Options may stand before the verb; they are moved behind it."""
    front: list[str] = []
    rest = list(tokens)
    while rest and rest[0].startswith("-") and rest[0] != "--":
        name = rest[0].split("=", 1)[0]
        if name in _WITH_VALUE and "=" not in rest[0] and len(rest) > 1:
            front += [rest.pop(0), rest.pop(0)]
        elif name in _WITH_VALUE or name in _FLAGS:
            front.append(rest.pop(0))
        else:
            break
    path, words = path_of(rest)
    ordered = [*rest[:words], *front, *rest[words:]] if words else [*rest, *front]
    options = ordered[: ordered.index("--")] if "--" in ordered else ordered
    return Peeked(
        path=path,
        words=words,
        tokens=tuple(ordered),
        lang=_value(options, "--lang") or "",
        as_json="--json" in options,
        wants_help=any(flag in options for flag in HELP),
        named=_named(rest),
        db=_value(options, "--db"),
    )


def _named(tokens: list[str]) -> tuple[str, ...]:
    """The words that are neither options nor the value of one that every verb takes."""
    before = ("", *tokens)
    return tuple(
        token
        for last, token in zip(before, tokens, strict=False)
        if not token.startswith("-") and last not in _WITH_VALUE
    )


def _value(tokens: list[str], name: str) -> str | None:
    found = None
    for n, token in enumerate(tokens):
        if token == name and n + 1 < len(tokens):
            found = tokens[n + 1]
        elif token.startswith(f"{name}="):
            found = token.split("=", 1)[1]
    return found
