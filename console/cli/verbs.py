"""Every verb: where its function stands, what it does, an example. Nothing is imported here but
names, so that the list of verbs costs nothing."""

from console.cli.case_verbs import OF_CASES
from console.cli.office_verbs import OF_OFFICES
from console.cli.verb import Verb

GROUPS: dict[str, tuple[str, str]] = {
    "daily": ("日常", "Daily"),
    "bulk": ("批量", "Many at once"),
    "data": ("数据与期限", "Data and deadlines"),
    "programme": ("方案", "Programme"),
    "flows": ("流程与时间", "Flows and time"),
    "audit": ("审计", "Audit"),
    "admin": ("账户", "Accounts"),
    "setup": ("安装与维护", "Set-up"),
}

_TABLE = {**OF_CASES, **OF_OFFICES}

VERBS: dict[str, Verb] = {path: verb for group in _TABLE.values() for path, verb in group.items()}
"""Every verb by its words."""


def grouped() -> dict[str, dict[str, Verb]]:
    """The verbs under the headings that help shows."""
    return _TABLE


def path_of(tokens: list[str]) -> tuple[str, int]:
    """The verb that the tokens name, and how many words it takes; ("", 0) if none."""
    if len(tokens) > 1 and f"{tokens[0]} {tokens[1]}" in VERBS:
        return f"{tokens[0]} {tokens[1]}", 2
    return (tokens[0], 1) if tokens and tokens[0] in VERBS else ("", 0)


def within(word: str) -> list[str]:
    """The verbs that begin with a word that is none by itself, such as `audit`."""
    return [path for path in VERBS if path.startswith(f"{word} ")]
