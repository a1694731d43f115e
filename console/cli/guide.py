"""Help: the list of verbs, and for each verb its use, options and an example."""

from config.settings import called
from console.cli.peek import Peeked
from console.cli.verbs import GROUPS, VERBS, grouped, within
from console.errors import Misuse
from console.meant import nearest
from console.printing import Out
from console.words.texts import say


def show_help(peeked: Peeked, out: Out) -> int:
    """Print the help that was asked for. Raises Misuse if the words name no verb."""
    words = list(peeked.named)
    if peeked.path:
        _verb(peeked.path, out)
        return 0
    if not words or words == ["help"]:
        options = [token for token in peeked.tokens if token.startswith("-")]
        strange = [token for token in options if token not in ("--help", "-h", "--json")]
        if strange and not strange[0].startswith(("--lang", "--db", "--as")):
            raise Misuse("UnknownOption", option=strange[0], verb="", meant="", known="--help")
        _overview(out)
        return 0
    if words[0] == "help":
        return _helped(words[1:], out)
    if inner := within(words[0]):
        return _group(words, inner, peeked.wants_help, out)
    raise _unknown(words[0])


def _helped(words: list[str], out: Out) -> int:
    path = " ".join(words[:2]) if " ".join(words[:2]) in VERBS else words[0]
    if path in VERBS:
        _verb(path, out)
    elif within(path):
        _table({p: VERBS[p] for p in within(path)}.items(), out)
    else:
        raise _unknown(path)
    return 0


def _unknown(word: str) -> Misuse:
    known = [*VERBS, *{path.split()[0] for path in VERBS}]
    return Misuse("UnknownVerb", verb=word, meant=nearest(word, known))


def _group(words: list[str], inner: list[str], wants_help: bool, out: Out) -> int:
    if len(words) > 1 and not wants_help:
        meant = nearest(" ".join(words[:2]), inner)
        raise Misuse("UnknownVerb", verb=" ".join(words[:2]), meant=meant)
    if len(words) == 1 and not wants_help:
        raise Misuse("VerbMissing", verb=words[0], known=inner)
    _table({path: VERBS[path] for path in inner}.items(), out)
    return 0


def _overview(out: Out) -> None:
    if out.as_json:
        out.data({path: verb.summary(out.lang) for path, verb in VERBS.items()})
    out.say("help.title")
    for group, verbs in grouped().items():
        out.line()
        out.line(GROUPS[group][out.lang == "en"])
        _table(verbs.items(), out)
    out.line()
    out.say("help.more")


def _table(verbs: object, out: Out) -> None:
    rows = [(f"  {path}", verb.summary(out.lang)) for path, verb in dict(verbs).items()]  # type: ignore[call-overload]
    out.columns(("", ""), (), rows)


def _verb(path: str, out: Out) -> None:
    from console.cli.dispatch import app_of
    from console.cli.misread import arguments_of

    verb = VERBS[path]
    found = [(name, names, argument) for name, names, argument in arguments_of(app_of(path))]
    positional = [row for row in found if not row[1][0].startswith("-")]
    options = [row for row in found if row[1][0].startswith("-")]
    words = " ".join(_place(*row) for row in positional)
    if out.as_json:
        rows = {names[0]: _meaning(path, name, out.lang) for name, names, _ in found}
        example = verb.shown_example(out.lang)
        out.data({"verb": path, "does": verb.summary(out.lang), "takes": rows, "example": example})
    out.line(verb.summary(out.lang))
    out.line()
    out.say("help.usage", usage=" ".join(f"{called()} {path} {words}".split()))
    rows_of = [
        (f"  {_place(*row)}", _meaning(path, row[0], out.lang)) for row in (*positional, *options)
    ]
    out.columns(("", ""), (), rows_of)
    out.line()
    out.say("help.example", example=verb.shown_example(out.lang))


def _place(name: str, names: tuple[str, ...], argument: object) -> str:
    required = bool(getattr(argument, "required", False))
    if not names[0].startswith("-"):
        many = "…" if "VAR_POSITIONAL" in str(getattr(argument, "field_info", "")) else ""
        word = name.strip("_").upper() + many
        return word if required else f"[{word}]"
    flag = getattr(argument, "hint", None) is bool
    if flag:
        # what is done anyway is only worth naming where it can be switched off
        return next((other for other in names if other.startswith("--no-")), names[0])
    return f"{names[0]} {name.strip('_').upper()}"


def _meaning(path: str, name: str, lang: str) -> str:
    own = say(f"option.{path}.{name.strip('_')}", lang)
    return own or say(f"option.{name.strip('_')}", lang)
