"""The words of the welcome, in Chinese and English."""

from typing import Any

from states.words.joining import Texts, filling

_TEXTS: Texts = {
    "kind.demo": ("【演示】", "[demonstration]"),
    "kind.real": ("【正式】", "[real]"),
    "kind.simulation": ("【推演】", "[simulation]"),
    "clock": ("现在是 {at}（北京时间）", "it is {at} (Beijing time)"),
    "open": ("  打开", "  open"),
    "next": ("  接下来", "  next"),
    "last-day": ("{on} 截止：{title}（{phrase}）", "{on}, the last of: {title}"),
    "comes": ("{on} 起：{title}（{phrase}）", "from {on}: {title}"),
    "as": ("  身份", "  seen as"),
    "as.nobody": (
        "还没有指定，页面看不到内容；按 Ctrl-C，再 {shidian} up --as 账户（可选：{known}）",
        "nobody yet, so the pages show nothing; Ctrl-C, then {shidian} up --as ACCOUNT ({known})",
    ),
    "as.none": (
        "还没有账户：{shidian} user add 账户 --role 角色 --name 名称",
        "there is no account yet: {shidian} user add ACCOUNT --role ROLE --name NAME",
    ),
    "accounts": ("  账户", "  accounts"),
    "try": (
        "试一试（在另一个窗口照抄；页面上也列着，拨时钟可在页面上点）：",
        "to try (in another window; the page lists them too, and moves the clock by a click):",
    ),
    "anew": (
        "想从头再来：结束后删去 {path}，再启动。",
        "to begin anew: stop, remove {path}, start again.",
    ),
    "stop": ("结束：在这里按 Ctrl-C。", "to stop: Ctrl-C here."),
}


def say(key: str, lang: str = "zh", **parameters: Any) -> str:
    """The text of a key in the language asked for."""
    return _TEXTS[key][lang == "en"].format(**filling(parameters, lang))
