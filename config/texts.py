"""The sentences of this package, in Chinese and English; those of checks stand next door."""

import re

from config.act_kinds import ACT_KINDS
from config.checking.limit_texts import LIMIT_CHECKS
from config.checking.possible_texts import POSSIBLE_TEXTS
from config.checking.texts import CHECK_TEXTS
from config.year_texts import YEAR_TEXTS

WORDS: dict[str, tuple[str, str]] = {
    "case": ("事项种类", "kind of case"),
    "state": ("状态", "state"),
    "move": ("动作", "move"),
    "role": ("角色", "role"),
    "quota": ("名额", "quota"),
    "duty": ("应办事项", "duty"),
    "document": ("材料", "document"),
    "checklist": ("清单", "checklist"),
    "field": ("表单项", "form field"),
    "period": ("期间", "period"),
    "category": ("领域", "category"),
    "group": ("领域分组", "group of categories"),
    "place-kind": ("推荐机关类别", "kind of jurisdiction"),
    "clause": ("条款", "clause"),
    "cause": ("中止事由", "cause of a pause"),
    "round": ("阶段", "round"),
    "item": ("清单项", "checklist item"),
    "place": ("辖区", "jurisdiction"),
    "jurisdiction": ("辖区", "jurisdiction"),
    "unit": ("承担单位", "undertaking unit"),
    "programme": ("方案", "programme"),
    **{kind: (title, kind.replace("-", " ")) for kind, title in ACT_KINDS.items()},
}
"""What a `what` parameter names."""

TEXTS: dict[str, tuple[str, str]] = {
    # frames
    "at-line": ("第{line}行 ", "line {line}: "),
    "did-you-mean": ("（是否想写 {word}？）", " (did you mean {word}?)"),
    # the settings of an installation
    "settings-file": ("{file} 读不懂：{reason}", "{file} cannot be read: {reason}"),
    "settings-no-file": (
        "{file} 是文件夹、管道或设备，不是普通文件",
        "{file} is a folder, a pipe or a device, and no file",
    ),
    "setting-unknown": (
        "{name}：没有这个设置；可用：{choices}",
        "{name}: there is no such setting; known: {choices}",
    ),
    "setting-wrong": ("{name}：“{value}”不合要求（{reason}）", "{name}: '{value}' ({reason})"),
    # the file
    "missing": ("没有这个文件", "there is no such file"),
    "is-directory": ("这是文件夹，不是方案文件", "this is a folder, not a programme file"),
    "not-a-file": ("这不是普通文件，不能读取", "this is not a regular file"),
    "no-permission": ("没有读取权限", "no permission to read it"),
    "unreadable": ("读不出来：{reason}", "cannot be read: {reason}"),
    "too-big": ("文件超过 {limit} KB，方案文件不应这么大", "the file is larger than {limit} KB"),
    "utf-16": (
        "文件是 UTF-16 编码，请另存为 UTF-8",
        "the file is UTF-16; please save it as UTF-8",
    ),
    "gb-encoding": (
        "从第 {byte} 个字节起不是 UTF-8，像是 GBK/GB18030 编码；请用编辑器另存为 UTF-8",
        "not UTF-8 from byte {byte} on, probably GBK/GB18030; please save it as UTF-8",
    ),
    "not-utf-8": (
        "第 {byte} 个字节不是 UTF-8 文字；请另存为 UTF-8",
        "byte {byte} is not UTF-8 text; please save it as UTF-8",
    ),
    "tab": (
        "第 {column} 列是制表符（Tab）；请改成空格",
        "column {column} is a tab; please use spaces",
    ),
    "control-character": (
        "第 {column} 列有不可见字符 {point}（控制符、零宽或改变书写方向的字符）；请删去",
        "column {column} holds the invisible character {point}; please remove it",
    ),
    # the text
    "not-yaml": (
        "此处不合 YAML 写法：{reason}；含 : # * & ! 等符号的文字请加引号",
        "not valid YAML here: {reason}; put text with : # * & ! in quotes",
    ),
    "full-width-colon": (
        "此处用了全角冒号“：”，键与值之间须用半角冒号加空格“: ”",
        "a full-width colon stands here; between key and value write ': '",
    ),
    "wide-comma": (
        "“{name}”里有全角逗号或顿号；列表各项之间须用半角逗号“, ”",
        "'{name}' holds a full-width comma; separate names with ', '",
    ),
    "colon-without-space": (
        "“{name}:”的冒号后面要有一个空格",
        "put a space after the colon of '{name}:'",
    ),
    "colon-in-text": (
        "这一行有两处“: ”：文字里有冒号的，整段文字请加引号",
        "two ': ' in this line: put text that holds a colon in quotes",
    ),
    "indentation": (
        "这一行缩进 {depth} 个空格，上一行 {above} 个：同一组的键须左对齐，下一级比上一级多缩进",
        "this line is indented by {depth} spaces, the one above by {above}: keys of one group stand"
        " below each other, a deeper group further in",
    ),
    "list-among-keys": (
        "同一组里不能既有“- 一项”又有“键: 值”；此处应写成“键: 值”，不加“- ”",
        "list items (-) and keys cannot stand in one group",
    ),
    "bracket-open": (
        "这一行的“{{”或“[”没有配对的“}}”或“]”",
        "a '{{' or '[' of this line is not closed",
    ),
    "comma-missing": (
        "花括号或方括号里，各项之间须用半角逗号“, ”隔开；文字里有“: ”“, ”的请加引号",
        "separate the parts in braces or brackets by ', '; put text with ': ' or ', ' in quotes",
    ),
    "empty": ("文件是空的", "the file is empty"),
    "not-a-mapping": (
        "方案文件最外层须是“键: 值”",
        "the outermost part of a programme must be keys with values",
    ),
    "directive": ("不允许 % 开头的 YAML 指令", "YAML directives (%) are not allowed"),
    "several-documents": ("一个文件只能写一个方案，不允许再用 ---", "one file, one document"),
    "alias": ("不允许 YAML 引用 *{name}；请直接写出内容", "aliases (*{name}) are not allowed"),
    "anchor": ("不允许 YAML 锚点 &{name}；请直接写出内容", "anchors (&{name}) are not allowed"),
    "tag": ("不允许 YAML 类型标签 {tag}", "tags ({tag}) are not allowed"),
    "merge-key": ("不允许 YAML 合并键 <<", "merge keys (<<) are not allowed"),
    "too-many-nodes": ("内容超过 {limit} 项", "more than {limit} parts"),
    "too-deep": ("层次超过 {limit} 层", "nested more than {limit} levels deep"),
    "key-not-text": ("键须是文字", "a key must be text"),
    "empty-key": ("有一个键是空的", "a key is empty"),
    "duplicate-key": (
        "“{name}”写了两次，第一次在第 {first} 行；请留一处",
        "'{name}' is written twice, first on line {first}; keep one",
    ),
    "no-value": ("这个键后面没有值", "this key has no value"),
    # types
    "missing-key": ("缺少“{name}”", "'{name}' is missing"),
    "unknown-key": (
        "此处没有“{name}”这个键；可用：{known_keys}",
        "there is no key '{name}' here; known: {known_keys}",
    ),
    "not-text": ("此处应是一段文字", "text is expected here"),
    "not-mapping": (
        "此处应是若干“键: 值”，现为“{value}”",
        "keys with values are expected here, not '{value}'",
    ),
    "not-list": ("此处应是列表，现为“{value}”", "a list is expected here, not '{value}'"),
    "not-a-count": (
        "“{value}”不是个数；请写 8、８、八；按比例的（20%）先算出个数",
        "'{value}' is not a whole number; write 8, ８ or 八; of a share (20%), the number it makes",
    ),
    "too-large": ("{value} 太大", "{value} is too large"),
    "not-yes-no": ("“{value}”不是“是/否”；请写 是 或 否", "'{value}' is neither yes nor no"),
    "not-a-day": (
        "“{value}”不是日期；请写 2026-04-09 或 2026年4月9日",
        "'{value}' is not a date; write 2026-04-09",
    ),
    "no-such-day": ("没有“{value}”这一天", "there is no day '{value}'"),
    "not-an-option": ("“{value}”不在可选值之内：{choices}", "'{value}' is not one of: {choices}"),
    "bad-key-pattern": (
        "“{value}”只能用小写字母、数字和连字符，2 至 63 个字符",
        "'{value}' must be 2 to 63 lower-case letters, digits and hyphens",
    ),
    "not-valid": ("“{value}”不合要求：{reason}", "'{value}' is not valid: {reason}"),
    "said": ("{reason}", "{reason_en}"),
    # short forms and names
    "unknown-list": (
        "没有名为“{name}”的推荐机关名单；现有：{choices}",
        "there is no list of jurisdictions '{name}'; known: {choices}",
    ),
    "unknown-setting": ("设置（settings）里没有“{name}”", "settings does not declare '{name}'"),
    "unknown-option": (
        "设置“{setting}”没有“{name}”这个选项；可选：{choices}",
        "setting '{setting}' has no option '{name}'; options: {choices}",
    ),
    "unknown-duty": (
        "没有写明 期限（due）的应办事项“{name}”",
        "there is no duty '{name}' with a limit (due)",
    ),
    "unverified-elsewhere": (
        "应办“{name}”的期限待核，不能用来开关动作",
        "the limit of the duty '{name}' is unverified and cannot open or shut a move",
    ),
    "ring": (
        "“{name}”绕了一圈又取自自己；请有一处直接写出",
        "'{name}' is taken from itself in a ring; write it out in one place",
    ),
    "unknown-period": ("期间（periods）里没有“{name}”", "periods does not declare '{name}'"),
    "unknown-name": (
        "没有名为“{name}”的{what}；可用：{choices}",
        "there is no {what} '{name}'; known: {choices}",
    ),
    "name-left-out": (
        "{what}“{name}”在所选设置下不存在，此处却只用它；请给此处也写 仅当（only-if）",
        "{what} '{name}' is left out by a setting, yet only it stands here; add only-if here too",
    ),
    "name-twice": ("{what}“{name}”在此列了两次", "{what} '{name}' is listed twice here"),
    "guard-in-parts": (
        "把关一项只写一条：“{keys}”写到“{guard}”里面去；是另一条把关的，另起一项",
        "one entry is one guard: '{keys}' belongs inside '{guard}'; another guard is an entry of "
        "its own",
    ),
    "unknown-guard": (
        "没有名为“{name}”的把关条件；可用：{choices}",
        "there is no guard '{name}'; known: {choices}",
    ),
    "condition-too-long": ("条件超过 {limit} 字", "the condition is longer than {limit}"),
    "condition-unreadable": ("条件读不懂：{reason}", "the condition cannot be read: {reason}"),
    "condition-spelling": (
        "条件里的“{wrong}”应写成 {right}",
        "in a condition write {right}, not {wrong}",
    ),
    "condition-types": (
        "条件里的“{text}”拿不同类型的东西相比（数字、金额、年份是数，不加引号；日期和文字要加引号；"
        "是否写 true 或 false），算不出来",
        "'{text}' compares things of different types: numbers, money and years are numbers, dates"
        " and texts stand in quotes, yes-no is true or false",
    ),
    "condition-option": (
        "“{name}”没有“{value}”这个选项，条件永远不成立；选项的代号：{choices}",
        "'{name}' has no option '{value}', so the condition never holds; options: {choices}",
    ),
    "condition-unknown": (
        "条件里的“{name}”没有定义；可用：{choices}",
        "the condition names '{name}', which is not defined; known: {choices}",
    ),
}


_ALL = TEXTS | CHECK_TEXTS | LIMIT_CHECKS | POSSIBLE_TEXTS | YEAR_TEXTS


def say(code: str, lang: str = "zh", **parameters: object) -> str:
    """The sentence of a code with its parameters, in Chinese unless `lang` is en."""
    column = 1 if lang == "en" else 0
    if "what" in parameters:
        word = WORDS.get(str(parameters["what"]))
        parameters["what"] = word[column] if word else parameters["what"]
    if column:
        parameters |= {
            k: str(parameters[k]).replace("、", ", ") for k in LISTED & parameters.keys()
        }
    if "way" in parameters:
        way = str(parameters["way"]).replace("@9999-12-31", _SOME_DAY[column])
        way = DAY_GONE.sub(_GONE[column], way)
        parameters["way"] = _STEP.sub(r"→ (\1) ", way).rstrip() if column else way
    return _ALL[code][column].format(**parameters)


LISTED = {"choices", "known_keys", "moves", "states", "reached"}
DAY_GONE = re.compile(r"@([0-9]{4}-[0-9]{2}-[0-9]{2})")
"""In a way through a life: from this day on."""
_GONE = (r"\1 起", r"from \1 on")
_SOME_DAY = ("期限过后", "once its limit has passed")
"""Of a limit that runs from an event no day can be told."""
_STEP = re.compile("→（([^）]*)）")
"""The move of a step on a way."""
