"""What the register of earlier pilots says of a unit, in words: Chinese first, English beside it.

One sentence serves the trial, the case before the act and the entry that the act left.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from states.facts import Earlier
from states.words.joining import Texts, apart, beside, listed

REGISTER_WORDS: Texts = {
    "absent": (
        "以往试点名册中没有查到{units}",
        "the register of earlier pilots does not have {units}",
    ),
    "several": ("其中 {n} 件的承担单位", "the units of {n} of the cases"),
    "covers": (
        "名册收{levels}{recent}，其中写明承担单位的 {named} 条、有统一社会信用代码的 {coded} 条，"
        "{years}，{of}",
        "it holds {levels}{recent}, of which {named} name their unit and {coded} its credit code, "
        "{years}, {of}",
    ),
    "of": ("含{named}{more}", "of {named}{more}"),
    "of.many": ("含 {n} 类试点", "of {n} programmes"),
    "partial": (
        "名册不全，没有查到不等于没有承担过",
        "it is not complete, and not found does not mean never undertaken",
    ),
    "nothing": (
        "以往试点名册是空的，无从核对{units}是否承担过",
        "the register of earlier pilots is empty, so whether {units} undertook one could not be "
        "checked",
    ),
    "nothing-counted": (
        "以往试点名册中没有{which}，无从核对{units}是否承担过",
        "the register of earlier pilots has no {which}, so whether {units} undertook one could not "
        "be checked",
    ),
    "attests": (
        "由{by}以“{move}”确认其未承担过",
        "by “{move}” the {by} attests that it never undertook one",
    ),
    "found": (
        "以往试点名册中有 {count} 条与承担单位相符，见标注",
        "the register of earlier pilots has {count} rows that may be the unit: see the flags",
    ),
    "row": ("{unit}：{project}（{row}；{how}）", "{unit}: {project} ({row}; {how})"),
    "by.code": ("统一社会信用代码相符", "same credit code"),
    "by.name": ("名称相符，请核实是否同一单位", "same name; is it the same unit?"),
    "rows": (
        "以往试点名册中有与承担单位相符的：{rows}",
        "the register of earlier pilots has what may be the unit: {rows}",
    ),
    "short.absent": (
        "名册未查到（共 {rows} 条），以此确认未承担过",
        "not among the {rows} rows of the register; attested",
    ),
    "short.nothing": (
        "名册无从核对，以此确认未承担过",
        "nothing in the register to check against; attested",
    ),
    "short.found": ("名册相符 {count} 条", "{count} found in the register"),
    "level.national": ("国家级 {n} 条", "{n} rows of national pilots"),
    "level.local": ("地方 {n} 条", "{n} of local ones"),
    "level.other": ("{level} {n} 条", "{n} of {level} ones"),
    "which.national": ("国家级试点的记录", "row of a national pilot"),
    "which.any": ("记录", "row"),
    "recent": ("（只看 {since} 年起和未写年份的）", " (only since {since}, or undated)"),
    "recent.none": ("{since} 年起或未写年份的{which}", "{which} since {since} or undated"),
    "years": ("{first}—{last} 年", "{first}–{last}"),
    "years.one": ("{first} 年", "{first}"),
    "undated": ("{n} 条未写年份", "{n} undated"),
    "more": ("等 {n} 类试点", " and others, {n} programmes in all"),
    "batches.more": ("等", ", …"),
    "year": ("{year}年", "{year}"),
    "comma": ("，", ", "),
    "stop": ("。", ". "),
}


def say(key: str, lang: str, **parameters: Any) -> str:
    """A phrase, filled."""
    return REGISTER_WORDS[key][lang == "en"].format(**parameters)


def row_in_words(row: Earlier) -> dict[str, str]:
    """What fills a sentence about a row, in both languages: which row it is (the programme and
    batch, the document, the year, what became of it) and by what it was found."""
    found: dict[str, str] = {}
    by = "code" if row.by_code else "name"
    of = " ".join(part for part in (row.programme_title, row.batch) if part)
    for lang, suffix in (("zh", ""), ("en", "_en")):
        year = say("year", lang, year=row.year) if row.year else ""
        parts = (of, row.document, year, row.status)
        found["row" + suffix] = say("comma", lang).join(part for part in parts if part)
        found["how" + suffix] = say(f"by.{by}", lang)
    return found


def in_words(item: Mapping[str, Any], lang: str, *, move: str, by: str, named: bool = False) -> str:
    """All that an answer says: what was found, what not and among how much, and who attests; with
    `named`, which programmes and batches the register holds."""
    parts = [say("found", lang, count=item["found"])] if item["found"] else []
    if item["absent"]:
        parts.append(_absent(item, lang, named=named))
        if by:
            parts.append(say("attests", lang, move=move, by=by))
    return _sentence(apart(parts, lang), lang)


def briefly(item: Mapping[str, Any], lang: str) -> str:
    """The same for a line of a history."""
    parts = [say("short.found", lang, count=item["found"])] if item["found"] else []
    if item["absent"]:
        key = "short.absent" if item["rows"] else "short.nothing"
        parts.append(say(key, lang, rows=item["rows"]))
    return apart(parts, lang)


def rows_in_words(rows: Iterable[Mapping[str, str]], lang: str) -> str:
    """What was found before anybody acts, row by row."""
    said = [say("row", lang, **row) for row in rows]
    return _sentence(say("rows", lang, rows=apart(said, lang)), lang)


def _absent(item: Mapping[str, Any], lang: str, *, named: bool) -> str:
    units = listed(item["absent"], lang)
    if not item["through"]:
        return say("nothing", lang, units=units)
    if not item["rows"]:
        return say("nothing-counted", lang, units=units, which=_which(item, lang))
    found = (
        say("absent", lang, units=units),
        _covers(item, lang, named=named),
        say("partial", lang),
    )
    return apart(found, lang)


def _which(item: Mapping[str, Any], lang: str) -> str:
    which = say(f"which.{item['levels']}", lang)
    since = item["since"]
    return which if since is None else say("recent.none", lang, since=since, which=which)


def _covers(item: Mapping[str, Any], lang: str, *, named: bool) -> str:
    by_level = sorted(item["by_level"].items(), key=lambda of: (of[0] != "national", of[0]))
    levels = listed([_level(level, n, lang) for level, n in by_level], lang)
    return say(
        "covers",
        lang,
        levels=levels,
        recent="" if item["since"] is None else say("recent", lang, since=item["since"]),
        named=item["named"],
        coded=item["coded"],
        years=_years(item, lang),
        of=_of(item, lang) if named else say("of.many", lang, n=item["titles"]),
    )


def _level(level: str, n: int, lang: str) -> str:
    key = f"level.{level}"
    return say(key if key in REGISTER_WORDS else "level.other", lang, level=level, n=n)


def _years(item: Mapping[str, Any], lang: str) -> str:
    parts = []
    if item["years"]:
        first, last = item["years"]
        parts.append(say("years.one" if first == last else "years", lang, first=first, last=last))
    if item["undated"]:
        parts.append(say("undated", lang, n=item["undated"]))
    return listed(parts, lang)


def programmes(item: Mapping[str, Any], lang: str) -> list[str]:
    """The programmes with their batches that an answer names."""
    return [beside(one["title"], _batches(one, lang), lang) for one in item["of"]]


def _batches(one: Mapping[str, Any], lang: str) -> str:
    more = say("batches.more", lang) if one.get("more") else ""
    return listed(one.get("batches", ()), lang) + more


def _of(item: Mapping[str, Any], lang: str) -> str:
    is_all = item["titles"] == len(item["of"])
    more = "" if is_all else say("more", lang, n=item["titles"])
    return say("of", lang, named=listed(programmes(item, lang), lang), more=more)


def _sentence(text: str, lang: str) -> str:
    return text[:1].upper() + text[1:] + say("stop", lang).rstrip()
