"""The texts of notices: what a file may say in them, and how the names in them are filled in.

A text names variables in braces, in either language: `{case}` or `{编号}`. Nothing else happens in
a text: no attribute, index or format of a variable can be asked for."""

from collections.abc import Mapping
from functools import lru_cache
from string import Formatter
from typing import Any, Self

from pydantic import model_validator

from config.declared import Declared
from config.topics import Topic
from config.vocabulary import Names

VARIABLES: dict[str, tuple[str, str, str]] = {
    "programme": ("方案", "方案的名称", "the title of the programme"),
    "case": ("编号", "事项的编号", "the code of the case"),
    "title": (
        "名称",
        "事项的名称；下级事项的前面带上级的名称",
        "the title of the case; of a child case behind that of its parent",
    ),
    "parent": ("上级", "上级事项的名称，没有则为空", "the title of the parent case, or empty"),
    "which": (
        "事项",
        "哪件事项：地区、名称（编号，上级，单位）",
        "which case: jurisdiction, title (code, parent, unit)",
    ),
    "unit": ("单位", "承担单位，没有则为空", "the undertaking unit, or empty"),
    "place": ("地区", "辖区的简称，没有则为空", "the jurisdiction, or empty"),
    "state": ("状态", "事项现在的状态", "the state of the case"),
    "move": ("动作", "办了哪个动作（只用于办理通知）", "the move that was made (move only)"),
    "duty": ("应办", "应办的名称（办理通知没有）", "the duty (not for move)"),
    "due": ("截止", "截止的那一天（办理通知没有）", "the day it is due (not for move)"),
    "days": (
        "天数",
        "写通知那天离截止还有或已过几个自然日",
        "calendar days left or gone by when it was written",
    ),
    "left": (
        "余日",
        "写通知那天还剩或已过多少，带单位：还剩 3 个工作日",
        "what was left or gone by when it was written, with its unit: 3 working days",
    ),
    "phrase": ("原文", "期限的原文（办理通知没有）", "the words of the limit (not for move)"),
    "clause": ("条款", "依据的条款", "the clauses it rests on"),
    "command": ("命令", "看这件事项的命令", "the command that shows the case"),
}
"""Every variable: its Chinese name, what it is, in Chinese and English."""
OF_DUTIES = frozenset({"duty", "due", "days", "left", "phrase"})
OF_MOVES = frozenset({"move"})
_ENGLISH = {chinese: name for name, (chinese, _, _) in VARIABLES.items()}

STANDARD: dict[Topic, tuple[str, str]] = {
    "remind": ("{duty}：{due} 截止", "{which}，{phrase}，截至 {due}。"),
    "overdue": ("{duty}：{due} 已到期未办", "{which}，{phrase}，截至 {due} 未办。"),
    "escalate": ("{duty}：{due} 到期，逾期至今", "{which}，{phrase}，至今未办。"),
    "move": ("{title}：{move}", "{which}现为“{state}”。"),
}
"""The heading and the text of a notice where a file says nothing."""


class NoticeText(Declared):
    """The words of one sort of notice. `for`: reminders, overdue marks, escalation, moves made.
    `duties` or `moves` restrict it to some; the first that fits is used."""

    for_: Topic
    duties: Names = ()
    moves: Names = ()
    heading: str = ""
    text: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.heading or self.text):
            raise ValueError(
                "标题（heading）、正文（text）至少写一样 / give a heading, a text or both"
            )
        return self

    def fits(self, topic: Topic, name: str) -> bool:
        """Whether it is for a notice of a topic about a duty or move."""
        named = self.moves if topic == "move" else self.duties
        return self.for_ == topic and (not named or name in named)


class NoTemplate(ValueError):
    """A text that cannot be filled in. `name`: the part that is wrong."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def named_in(text: str) -> list[str]:
    """The variables of a text in English; an unknown name stays as it is written.

    Raises NoTemplate for a brace without its partner, or anything but a name between two."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        raise NoTemplate(text) from None
    found = []
    for _, name, form, conversion in parts:
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise NoTemplate("{" + name + "}")
        found.append(_ENGLISH.get(name, name))
    return found


def known_for(topic: Topic) -> list[str]:
    """The variables that a notice of a topic can fill in."""
    left_out = OF_DUTIES if topic == "move" else OF_MOVES
    return [name for name in VARIABLES if name not in left_out]


def chinese(name: str) -> str:
    """The Chinese name of a variable."""
    return VARIABLES[name][0]


def words(
    notices: Mapping[str, NoticeText], topic: Topic, name: str, values: Mapping[str, Any]
) -> tuple[str, str]:
    """The heading and text of a notice about a duty or move, filled in."""
    heading, text = STANDARD[topic]
    for declared in notices.values():
        if declared.fits(topic, name):
            heading, text = declared.heading or heading, declared.text or text
            break
    return _one_line(_english(heading).format_map(values)), _english(text).format_map(values)


@lru_cache(maxsize=512)
def _english(text: str) -> str:
    """The text with the English names of its variables, so that each is filled in but once."""
    found = []
    for said, name, _, _ in Formatter().parse(text):
        found.append(said.replace("{", "{{").replace("}", "}}"))
        if name is not None:
            found.append("{" + _ENGLISH.get(name, name) + "}")
    return "".join(found)


def _one_line(text: str) -> str:
    return " ".join(text.split())
