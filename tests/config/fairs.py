"""A small programme with two kinds of cases, and how the tests change it."""

FAIRS = """programme: fairs-2026
title: 2026年展会备案
source: {document: 商函〔2026〕5号, issued: 2026-03-02}
roles:
  district: {title: 区局, scope: jurisdiction}
  city: {title: 市局, scope: programme}
jurisdictions:
  E: {name: 东区, abbr: DQ, kind: district}
  W: {name: 西区, abbr: XQ, kind: district}
  N: {name: 新区, abbr: NQ, kind: new}
categories:
  food: {title: 食品}
  toys: {title: 玩具}
documents:
  plan: {title: 方案}
periods:
  term: 2026年7月1日—2028年12月31日
checklists:
  site: {title: 现场, items: {exits: {title: 出口}}}
cases:
  fair:
    title: 展会
    form:
      title: {title: 名称, required: yes}
      place: {title: 所在区, type: jurisdiction, required: yes}
      field: {title: 类别, type: category}
      size: {title: 规模, type: choice, options: {big: 大, small: 小}}
    states:
      noted: {title: 已登记, initial: yes}
      shown: 公示
      done: {title: 已备案, end: normal}
      dropped: {title: 未备案, end: exceptional}
    moves:
      enter: {title: 登记, to: noted, by: district, takes: each}
      show: {title: 公示, from: noted, to: shown, by: city, needs: plan, checklist: site}
      accept: {title: 备案, from: shown, to: done, by: city}
      drop: {title: 不予备案, from: [noted, shown], to: dropped, by: city}
  visit:
    title: 回访
    of: fair
    code: "{parent}-V{number}"
    states: {open: {title: 待访, initial: yes}, seen: {title: 已访, end: normal}}
    moves:
      ask: {title: 发起回访, to: open, by: city}
      see: {title: 看展, from: open, to: seen, by: district}
quotas:
  each: {title: 每区, at-most: 3}
duties:
  showing: {title: 公示, case: fair, by: city, due: 2026年6月30日前, bound-by: [show, drop]}
"""

ENTER = "enter: {title: 登记, to: noted, by: district, takes: each}"
SHOW = "show: {title: 公示, from: noted, to: shown, by: city, needs: plan, checklist: site}"
ACCEPT = "accept: {title: 备案, from: shown, to: done, by: city}"
DROP = "drop: {title: 不予备案, from: [noted, shown], to: dropped, by: city}"
ASK = "ask: {title: 发起回访, to: open, by: city}"
SEE = "see: {title: 看展, from: open, to: seen, by: district}"
QUOTA = "each: {title: 每区, at-most: 3}"
DUTY = "showing: {title: 公示, case: fair, by: city, due: 2026年6月30日前, bound-by: [show, drop]}"
CODE = 'code: "{parent}-V{number}"'
SHOWN = "      shown: 公示\n"
SIZE = "      size: {"
PLACE = "      place: {title: 所在区, type: jurisdiction, required: yes}\n"
CITY = "  city: {title: 市局"
NO_ASK = (f"{ASK}\n      ", "")

Change = tuple[str, str]
"""What is written, and what stands there instead."""


def changed(*changes: Change) -> str:
    """The programme with some of its text written otherwise."""
    text = FAIRS
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def more(part: str, keys: str) -> Change:
    """The part with further keys."""
    return part, f"{part[:-1]}, {keys}}}"


def beside(part: str, *others: str, indent: int = 6) -> Change:
    """The part, and others after it."""
    return part, ("\n" + " " * indent).join((part, *others))


def moves(*others: str) -> Change:
    """Further moves of a fair."""
    return beside(DROP, *others)


def duties(*others: str) -> Change:
    """Further duties."""
    return beside(DUTY, *others, indent=2)


def kinds(*others: tuple[str, str, str]) -> Change:
    """Further kinds of cases, of two states each: name, title, and what else is said of them."""
    made = (
        f"  {name}:\n    title: {title}\n    {keys}\n"
        "    states: {open: {title: 待办, initial: yes}, over: {title: 办完, end: normal}}\n"
        "    moves:\n"
        "      begin: {title: 新建, to: open, by: city}\n"
        "      end: {title: 办完, from: open, to: over, by: city}\n"
        for name, title, keys in others
    )
    return "quotas:\n", "".join(made) + "quotas:\n"


def a_lapse(name: str, state: str, to: str, when: str) -> str:
    """A move that the system makes by itself."""
    return f"{name}: {{title: 自动{name}, from: {state}, to: {to}, by: system, {when}}}"


def opened(how: str) -> Change:
    """How visits come to be, where nobody asks for them."""
    pattern = "{parent}-{period}" if "each-" in how else "{parent}-V"
    return CODE, f'code: "{pattern}"\n    opened: {how}'
