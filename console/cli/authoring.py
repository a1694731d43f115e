"""Verbs for those who write programmes: a first file, keys in the other language, diagrams."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from console.cli.options import SHOWN, Flag, Shown
from console.errors import Misuse
from console.files import write_text
from console.printing import Out
from console.words.texts import say

Keys = Literal["zh", "en"]
Output = Annotated[str | None, Parameter(name=("--output", "-o"))]


def rewrite(path: Path, keys: Keys, output: str | None, write: bool, out: Out) -> None:
    """The file with its keys in a language: printed, or written where that is asked for."""
    from config.language.rewriting import in_language
    from config.language.source import read_file

    text = in_language(read_file(path), keys, path.name)
    if output is None and not write:
        out.data({"text": text})
        out.lines(text.splitlines())
        return
    target = Path(output) if output else path
    write_text(target, text, replacing=write)
    out.data({"path": str(target)})
    out.say("written", path=target)


def new_programme(
    *,
    programme: str | None = None,
    title: str | None = None,
    document: str | None = None,
    issued: str | None = None,
    case: str | None = None,
    recommender: str | None = None,
    decider: str | None = None,
    due: str | None = None,
    cap: str | None = None,
    report: str | None = None,
    period: str | None = None,
    keys: Keys | None = None,
    output: Output = None,
    write: Flag = False,
    options: Shown = SHOWN,
) -> None:
    """A commented programme file that passes `check`; what is not given is asked on a terminal."""
    out = Out(options.lang, options.json)
    given = {
        "programme": programme,
        "title": title,
        "document": document,
        "issued": issued,
        "case": case,
        "recommender": recommender,
        "decider": decider,
        "due": due,
        "cap": cap,
        "report": report,
        "period": period,
    }
    answers = _answers(given, options)
    text = _started(answers, keys or options.lang, options.lang)
    path = Path(output or f"{answers['programme']}.yaml")
    write_text(path, text, replacing=write)
    out.data({"path": str(path), **answers})
    out.say("written", path=path)
    out.say("new-programme.next", path=path)


def _answers(given: dict[str, str | None], options: Shown) -> dict[str, str]:
    asks = sys.stdin.isatty() and not options.json
    made: dict[str, str] = {}
    for name, value in given.items():
        default = _default(name, made, options.lang)
        said = _asked(name, default, options.lang) if value is None and asks else value
        made[name] = (said or "").strip() or default
    return made


def _asked(name: str, default: str, lang: str) -> str:
    question = say(f"ask.{name}", lang)
    sys.stderr.write(say("ask", lang, question=question, default=default))
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise KeyboardInterrupt
    return line


def _default(name: str, made: dict[str, str], lang: str) -> str:
    """A default that makes a programme of its own; days follow the day of issue."""
    if name == "issued":
        return date.today().isoformat()  # noqa: DTZ011 — a draft's date, to be looked at
    year = int(made["issued"][:4]) if made.get("issued", "")[:4].isdecimal() else 2000
    found = {
        "programme": "my-programme",
        "due": f"{year + 1}年6月30日前",
        "cap": "3",
        "report": "每年11月底前",
        "period": f"{year + 2}年—{year + 3}年",
    }
    return found.get(name) or say(f"default.{name}", lang)


def _started(answers: dict[str, str], keys: Keys, comments: Keys) -> str:
    """The text. Raises BadProgramme naming what is wrong with the answers."""
    from config.loader import load_text
    from config.starters import started

    text = started(answers, keys, comments)
    load_text(text, f"{answers['programme']}.yaml")
    return text


def diagram(
    path: str,
    /,
    *,
    form: Literal["mermaid", "svg"] | None = None,
    kind: str | None = None,
    output: Output = None,
    write: Flag = False,
    options: Shown = SHOWN,
) -> None:
    """The states of a programme as Mermaid text or as an SVG picture."""
    from config.loader import load
    from console.cli.founding import programme_file
    from console.diagrams.lives import lives
    from console.diagrams.mermaid import as_mermaid
    from console.diagrams.svg import as_svg

    programme = load(programme_file(path))
    if kind is not None and kind not in programme.cases:
        raise Misuse("NoSuchKind", kind=kind, known=list(programme.cases))
    found = lives(programme, options.lang, kind)
    is_svg = form == "svg" or (form is None and (output or "").endswith(".svg"))
    title = programme.title_en if options.lang == "en" and programme.title_en else programme.title
    text = as_svg(title, found, options.lang) if is_svg else as_mermaid(found, options.lang)
    out = Out(options.lang, options.json)
    if output is None:
        out.data({"form": "svg" if is_svg else "mermaid", "text": text})
        out.lines(text.splitlines())
        return
    write_text(output, text, replacing=write)
    out.data({"path": output})
    out.say("written", path=output)
