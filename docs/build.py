"""`make docs`: writes the parts of the docs that come from the code; `--check` only compares.

Tables stand between `<!-- table: NAME -->` and `<!-- end -->`; NAME is a part of the language
(Move, Duty, …), or guards, kinds, words, limits, short-forms. docs/clause-map.md and the schema for
editors are whole files.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from config import schema
from config.act_kinds import ACT_KINDS
from config.calendar import FOUNDING, calendar_of
from config.clauses import ClauseRow, clause_map
from config.dates.phrases import PhraseError
from config.dates.rules import FORM_KEYS
from config.language.closed_words import GUARD_NAMES, WORDS
from config.language.key_texts import GUARD_TEXTS, KEY_TEXTS
from config.language.limit_keys import LIMIT_TEXTS, SHORT_FORMS
from config.loader import load_shipped
from config.notices import VARIABLES
from config.vocabulary import FACTS, GUARDS
from config.worked_days import FOLDERS, TABLE, year_of
from console.cli.verbs import VERBS
from states.dates.when import explain

DOCS = Path(__file__).parent
TESTS = DOCS.parent / "tests" / "acceptance"
_TABLE = re.compile(
    r"(<!-- table: (?P<name>[\w-]+)(?: (?P<lang>en))? -->\n).*?(<!-- end -->)", re.S
)
Row = tuple[str, ...]


def built() -> Iterator[tuple[Path, str]]:
    """Every file that is made, or partly made, from the code, with what it must hold."""
    yield schema.FILE, schema.as_text()
    yield FOLDERS / "china" / TABLE, worked_days_text("china")
    yield DOCS / "clause-map.md", clause_map_text()
    for path in sorted(DOCS.glob("*.md")):
        text = path.read_text("utf-8")
        if _TABLE.search(text):
            yield path, _TABLE.sub(_filled, text)


def worked_days_text(name: str) -> str:
    """The working days of a calendar, as they are read without its files: of the years that every
    database begins with, and of those that can be computed."""
    calendar = calendar_of(name, ())
    known = (y for y in range(FOUNDING[0], 2100) if y in FOUNDING or calendar.festivals(y))
    years = {y: calendar.year(y).model_dump(mode="json", by_alias=True) for y in known}
    lines = [f'"{y}": {json.dumps(year_of(stored))}' for y, stored in years.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _filled(found: re.Match[str]) -> str:
    return f"{found[1]}{table(found['name'], found['lang'] or 'zh')}{found[4]}"


def table(name: str, lang: str) -> str:
    """One table as Markdown."""
    head, rows = _TABLES[name](lang) if name in _TABLES else _keys(name, lang)
    return "".join(_line(cells) for cells in (head, ("---",) * len(head), *rows))


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _code(text: str) -> str:
    return f"`{text}`"


def _in(lang: str, chinese: str, english: str) -> str:
    return english if lang == "en" else chinese


def _keys(name: str, lang: str) -> tuple[Row, list[Row]]:
    return _head(lang), [
        (*_pair(lang, chinese, key), _in(lang, says, english))
        for key, (chinese, says, english) in KEY_TEXTS[name].items()
    ]


def _head(lang: str) -> Row:
    return ("Key", "In Chinese", "Meaning") if lang == "en" else ("键", "英文", "意思")


def _pair(lang: str, chinese: str, english: str) -> Row:
    pair = (_code(english), _code(chinese))
    return pair if lang == "en" else pair[::-1]


def _guards(lang: str) -> tuple[Row, list[Row]]:
    head = ("条件", "英文", "参数", "要求")
    rows = []
    for name, spec in GUARDS.items():
        keys = [info.alias or key for key, info in spec.parameters.model_fields.items()]
        keys = [key.replace("_", "-") for key in keys]
        shown = [key if lang == "en" else GUARD_TEXTS[key][0] for key in keys]
        given = "、".join(_code(key) for key in shown) or "—"
        rows.append((*_pair(lang, GUARD_NAMES[name], name), given, spec.help))
    return (("Guard", "In Chinese", "Parameters", "Asks") if lang == "en" else head), rows


def _kinds(lang: str) -> tuple[Row, list[Row]]:
    head = ("Kind", "In Chinese", "Meaning") if lang == "en" else ("性质", "英文", "意思")
    return head, [(*_pair(lang, WORDS[kind], kind), says) for kind, says in ACT_KINDS.items()]


def _limits(lang: str) -> tuple[Row, list[Row]]:
    return _head(lang), [
        (*_pair(lang, chinese, key), LIMIT_TEXTS[key][lang == "en"])
        for key, chinese in FORM_KEYS.items()
    ]


def _short_forms(lang: str) -> tuple[Row, list[Row]]:
    return _head(lang), [
        (*_pair(lang, chinese, key), _in(lang, says, english))
        for key, (chinese, says, english) in SHORT_FORMS.items()
    ]


def _words(lang: str) -> tuple[Row, list[Row]]:
    head = ("Word", "In Chinese") if lang == "en" else ("词", "英文")
    return head, [_pair(lang, chinese, english) for english, chinese in WORDS.items()]


def _facts(lang: str) -> tuple[Row, list[Row]]:
    head = (_in(lang, "名称", "Name"), _in(lang, "是什么", "What it is"))
    return head, [(_code(name), _FACTS[name][lang == "en"]) for name in FACTS]


_FACTS: dict[str, tuple[str, str]] = {
    "fields": ('表单各项：`fields.名称` 或 `fields["名称"]`', "the form: `fields.name`"),
    "state": ("办理前所处状态的代号", "the key of the state"),
    "kind": ("事项种类的代号", "the key of the kind"),
    "title": ("事项名称", "the title"),
    "jurisdiction": ("辖区的代号，没有则为空", "the key of the jurisdiction, or empty"),
    "category": ("领域的代号，没有则为空", "the key of the category, or empty"),
    "unit": ("承担单位：`unit.name`、`unit.code`", "`unit.name`, `unit.code`"),
    "period": ("逐年带出的下级事项是哪一年", "the year of a yearly child case"),
    "today": ("今天，写成 `2026-06-30` 的文字，可比先后", "today as text: `2026-06-30`"),
    "children": ("下级事项，各有 `kind`、`state`", "child cases: `kind`, `state`"),
    "parent": ("上级事项的 `parent.state`", "`parent.state`"),
    "jurisdiction_kind": ("辖区的种类，没有则为空", "the kind of the jurisdiction, or empty"),
    "opened_on": ("事项建立的那一天，写成 `2026-06-30`", "the day on which the case was opened"),
}
PHRASES = (
    "2026年6月30日前",
    "6月30日前",
    "2026年6月30日17:30前",
    "二〇二六年六月三十日前",
    "11月底前",
    "每年11月底前",
    "每年1月和7月的15日前",
    "每年1月、7月15日前",
    "每季度首月10日前",
    "每季度末月20日前",
    "每月5日前",
    "每月前5个工作日内",
    "每月10日、20日前",
    "每月10日、20日17时前",
    "每月25日至次月5日",
    "每旬末前",
    "每周一、三、五前",
    "每季度首月10日、末月20日前",
    "每季度次月10日前",
    "每季度结束后次月10日前",
    "每年6月底、12月底前",
    "每年6月底和次年1月底前",
    "逢双月10日前",
    "每年上、下半年各1次",
    "次月前5个工作日内",
    "次月5个工作日内",
    "下季度首月10日前",
    "每周五前",
    "每周一上午10时前",
    "2026年6月上旬",
    "第三季度末",
    "上半年结束前",
    "年底前",
    "“十五五”末",
    "2027年—2028年",
    "2027年1月1日至3月31日",
    "收到之日起15个工作日内",
    "自发布之日起30日内",
    "自通知印发之日起30日内",
    "满一年后10个工作日内",
    "满3年前3个月内",
    "2年建设期满后",
    "次日10时前",
    "开工前",
    "5至7个工作日内",
    "下达后3个月内",
    "一个半月内",
    "一年半内",
    "48小时内",
    "接报后30分钟内",
    "半小时内",
    "不少于30日",
    "届满6个月前",
    "届满前6个月内",
    "公示7个工作日",
    "届满之日",
    "每年不少于4期",
    "每半年一次",
    "隔年一次",
    "自2026年起隔年12月20日前",
    "隔年12月20日前",
    "限期改正",
    "及时",
    "尽快",
    "无期限",
    "季度终了后15日内",
    "春节后10个工作日内",
    "自2027年起每年3月底前",
    "自验收合格或者收到申请之日（以较晚者为准）起20个工作日内",
    "每月15日前，遇节假日顺延",
    "受理之日起20个工作日内（检测时间不计入）",
    "建设期内",
    "决定之日下月起3个月内",
    "6月30日上午前",
    "7月前",
    "05/06/2026",
    "3月底或4月初",
    "6月30日左右",
    "2月30日前",
)
FROM = "2026-04-09"
_SURE = {
    "certain": ("确定", "certain"),
    "convention": ("按约定", "convention"),
    "ambiguous": ("有歧义", "ambiguous"),
    "unknown": ("算不出", "unknown"),
}


def _phrases(lang: str) -> tuple[Row, list[Row]]:
    head = ("原文", "日子", "把握", "怎样读")
    if lang == "en":
        head = ("Phrase", "Days", "How sure", "How it is read")
    return head, [_phrase(text, lang) for text in PHRASES]


def _phrase(text: str, lang: str) -> Row:
    try:
        found = explain(text, FROM, 2, lang="en" if lang == "en" else "zh")
    except PhraseError as error:
        return (_code(text), "—", _SURE["unknown"][lang == "en"], error.in_words(lang))
    days = "、".join(found["due"]) or " – ".join(str(day or "…") for day in found["window"]) or "—"
    words = [found["rule"], *(reading["rule"] for reading in found["readings"])]
    return (_code(text), days, _SURE[found["certainty"]][lang == "en"], "；".join(words))


def _variables(lang: str) -> tuple[Row, list[Row]]:
    head = ("Variable", "In Chinese", "Meaning") if lang == "en" else ("变量", "英文", "意思")
    return head, [
        (*_pair(lang, chinese, name), _in(lang, says, english))
        for name, (chinese, says, english) in VARIABLES.items()
    ]


def _verbs(lang: str) -> tuple[Row, list[Row]]:
    head = ("Command", "What it does") if lang == "en" else ("命令", "做什么")
    return head, [(_code(f"shidian {path}"), verb.summary(lang)) for path, verb in VERBS.items()]


_TABLES: dict[str, Callable[[str], tuple[Row, list[Row]]]] = {
    "guards": _guards,
    "kinds": _kinds,
    "limits": _limits,
    "short-forms": _short_forms,
    "words": _words,
    "facts": _facts,
    "phrases": _phrases,
    "variables": _variables,
    "verbs": _verbs,
}


def clause_map_text() -> str:
    """The clauses of the national notice, the rules that enforce each, the tests that prove it."""
    programme = load_shipped("national-pilots-2026")
    text = _CLAUSE_HEAD.format(document=programme.source.document)
    for row in clause_map(programme, TESTS):
        text += "".join(_clause(row))
    return text


_CLAUSE_HEAD = """# 条款对照：{document}

本页由 `make docs` 生成，请勿手改。每一条款：说了什么、由哪些规则落实、哪些测试证明。
现行方案的对照随时可查：`shidian clauses`。

This page is generated. Each clause of the notice, the rules that enforce it, the tests that prove
it.
"""


def _clause(row: ClauseRow) -> Iterator[str]:
    yield f"\n## {row.clause}\n\n{row.says}\n\n"
    if row.why:
        yield f"不由规则落实：{row.why}\n\n"
    for rule in row.rules:
        yield f"- {rule.title} `{rule.place}`\n"
    for reading in row.readings:
        yield f"- 读法：{reading.title} `{reading.place}`\n"
    for test in dict.fromkeys((t.test, t.rule) for t in row.tests):
        yield f"- 测试 `{test[0]}`" + (f"（{test[1]}）\n" if test[1] else "\n")


def main(arguments: list[str]) -> int:
    """Write what differs; with --check, say what does and return 1."""
    stale = 0
    for path, text in built():
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        stale += 1
        sys.stdout.write(f"{path.relative_to(DOCS.parent)}\n")
        if "--check" not in arguments:
            path.write_text(text, "utf-8")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
