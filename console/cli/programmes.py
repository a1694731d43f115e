"""Programme files: checked, read clause by clause, activated."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from console import places
from console.cli.authoring import Keys, Output, rewrite
from console.cli.desk import at_desk
from console.cli.options import SHOWN, WRITING, Flag, Many, Shown, Writing
from console.cli.parsing import pairs
from console.errors import Misuse
from console.printing import Out
from console.words.texts import say
from states.words.joining import beside, listed

if TYPE_CHECKING:
    from config.clauses import ClauseRow

BAD_FILE = 2


def check(
    *paths: str,
    guards: Annotated[bool, Parameter(negative=())] = False,
    setting: Many = (),
    keys: Keys | None = None,
    output: Output = None,
    write: Flag = False,
    options: Shown = SHOWN,
) -> int:
    """Every problem of one or more programme files; 2 if there is any.

    `ok` says whether the files may be activated: warnings alone do not refuse one. With `keys`, the
    file is given in the keys of that language instead."""
    out = Out(options.lang, options.json, options.wide)
    if guards:
        _guards(out)
        return 0
    if not paths:
        raise Misuse("ArgumentMissing", argument="FILE", verb="check")
    if keys is not None:
        if len(paths) > 1:
            raise Misuse("OneFileOnly", option="--keys")
        rewrite(_file(paths[0]), keys, output, write, out)
        return 0
    return _problems(paths, pairs(setting, "--setting", "设置=值"), out, options.lang)


def _problems(paths: Sequence[str], chosen: dict[str, str], out: Out, lang: str) -> int:
    """Say every problem of every file, the file beside each where there are several."""
    from config.loader import check as problems_of

    found = {path: problems_of(_file(path), chosen) for path in paths}
    several = len(found) > 1
    shown = [
        ({"file": path} if several else {}) | problem.as_json(lang)
        for path, (_, problems) in found.items()
        for problem in problems
    ]
    ok = all(programme is not None for programme, _ in found.values())
    out.data({"ok": ok, "problems": shown})
    for path, (_, problems) in found.items():
        for problem in problems:
            where = f"{path}  " if several else ""
            out.line(f"{problem.severity}  {where}{problem.in_words(lang)}")
        errors = sum(problem.severity == "error" for problem in problems)
        if problems:
            out.say("check.bad", path=path, errors=errors, warnings=len(problems) - errors)
            if not errors:
                out.say("check.may")
        else:
            out.say("check.ok", path=path)
    return BAD_FILE if shown else 0


def _file(given: str) -> Path:
    """The path; the error for a missing one comes from reading it."""
    return places.shipped_programmes().get(given, Path(given))


def _guards(out: Out) -> None:
    from config.vocabulary import GUARDS

    found = {
        name: {
            "help": guard.help,
            "parameters": guard.parameters.model_json_schema().get("properties", {}),
        }
        for name, guard in GUARDS.items()
    }
    out.data(found)
    rows = [
        (name, listed(entry["parameters"], out.lang), entry["help"])
        for name, entry in found.items()
    ]
    out.table(("head.rule", "head.parameters", "head.says"), rows)


def clauses(path: str | None = None, /, *, options: Shown = SHOWN) -> None:
    """Each clause of the source, the rules that enforce it and the tests that prove them, or why
    software cannot."""
    from config.clauses import clause_map

    out = Out(options.lang, options.json)
    if path is not None:
        from config.loader import load
        from console.cli.founding import programme_file

        programme = load(programme_file(path))
    else:
        with at_desk(options) as desk:
            programme = desk.compiled().programme
    found = clause_map(programme, places.proofs_of(programme.programme))
    out.data([row.as_json() for row in found])
    for row in found:
        out.line()
        out.say("clause.head", clause=row.clause, says=row.says)
        out.lines(f"    {line}" for line in _became(row, options.lang))


def _became(row: "ClauseRow", lang: str) -> Iterator[str]:
    """What became of a clause: the rules that cite it, or why there is none."""
    from config.language.places import in_chinese, title_in_chinese

    if row.by != "rules":
        yield say(f"clause.{row.by}", lang, why=row.why)
    for rule in row.rules:
        title, place = rule.title, rule.place
        if lang != "en":
            title, place = title_in_chinese(title, place), in_chinese(place)
        yield beside(title, place, lang)
    for reading in row.readings:
        place = reading.place if lang == "en" else in_chinese(reading.place)
        yield say("clause.reading", lang, title=reading.title, place=place)
    if row.by == "rules" and not row.rules:
        yield say("clause.unused", lang)
    for test in dict.fromkeys(test.test for test in row.tests):
        yield say("clause.test", lang, test=test)


def activate(
    path: str,
    /,
    *,
    setting: Many = (),
    options: Writing = WRITING,
) -> None:
    """Make a file the version on which new cases start. Running cases keep theirs."""
    from config.loader import load
    from console.cli.founding import programme_file

    file = programme_file(path)
    programme = load(file, pairs(setting, "--setting", "设置=值"))
    with at_desk(options) as desk:
        from states.setup import activate as start

        version = start(desk.office, programme, file.name, actor=desk.actor, **desk.signed)
        found = {"programme": programme.programme, "version": version}
        desk.done(found, "activated", programme=programme.programme, version=version)
