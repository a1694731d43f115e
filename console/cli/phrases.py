"""What a phrase of a notice means in days. Needs no database."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from console.cli.options import SHOWN, Shown
from console.errors import Misuse
from console.files import require_plain
from console.printing import Out, as_line
from console.words.texts import say

MAX_COUNT = 1000


def when(
    phrase: str | None = None,
    /,
    *,
    from_: Annotated[str | None, Parameter(name="--from")] = None,
    count: int | None = None,
    file: str | None = None,
    options: Shown = SHOWN,
) -> int:
    """On which days a phrase falls, counted from a day, and by what rule."""
    out = Out(options.lang, options.json)
    if file is not None:
        for line, asked in _asked(Path(file)):
            out.raw(as_line(_answer_of(asked, line, file, count, options.lang)))
        return 0
    if phrase is None:
        raise Misuse("PhraseMissing")
    if from_ is None:
        raise Misuse("ValueMissing", option="--from")
    found = _explained(phrase, from_, count, options.lang)
    out.data(found)
    _tell(out, found)
    return 0


def _explained(
    phrase: str, since: str, count: int | None, lang: str, *, option: str = "--from"
) -> dict[str, Any]:
    """The answer. Raises Misuse for a day or count that is none."""
    if count is not None and not 1 <= count <= MAX_COUNT:
        raise Misuse("BadCount", option="--count", low=1, high=MAX_COUNT, value=count)
    from states.dates.when import explain

    try:
        return explain(phrase, since, count, lang="en" if lang == "en" else "zh")
    except ValueError as error:
        in_words = getattr(error, "in_words", None)
        if in_words is None:
            # only the day is read by other means than the phrase
            raise Misuse("BadInstant", option=option, value=since) from error
        raise Misuse("BadPhrase", phrase=phrase, detail=in_words(lang)) from error


def _asked(path: Path) -> Iterator[tuple[int, str]]:
    try:
        require_plain(path)
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse("FileUnreadable", path=path, detail=_reason(error)) from error


def _reason(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "UTF-8"
    return error.strerror or ""


def _answer_of(text: str, line: int, path: str, count: int | None, lang: str) -> dict[str, Any]:
    """The answer to one line. A phrase that cannot be read is answered with what is wrong."""
    import orjson

    try:
        asked = orjson.loads(text)
        phrase, since = str(asked["phrase"]), str(asked["from"])
        times = asked.get("count", count)
        times = None if times is None else int(times)
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise Misuse("BadLine", path=path, line=line, detail=str(error)) from error
    try:
        return _explained(phrase, since, times, lang, option="from")
    except Misuse as error:
        return {"phrase": phrase, "error": error.message(lang)}


def _tell(out: Out, found: dict[str, Any]) -> None:
    lang = out.lang
    sure = say(f"when.{found['certainty']}", lang)
    provisional = say("provisional", lang) if found["provisional"] else ""
    for due in found["due"]:
        out.line(f"{due}{provisional}  {sure}")
    if found["window"]:
        start, end = (edge or say("when.open-end", lang) for edge in found["window"])
        out.line(f"{say('when.window', lang, start=start, end=end)}{provisional}  {sure}")
    if not found["due"] and not found["window"]:
        out.line(f"{say('when.none', lang)}  {sure}")
    out.say("when.rule", rule=found["rule"])
    for reading in found["readings"]:
        dates = reading.get("due") or reading.get("window") or []
        shown = [date or say("when.open-end", lang) for date in dates]
        out.say("when.other", dates=shown, rule=reading["rule"])
