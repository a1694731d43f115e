"""Acts of a bulk plan that no file declares as moves: on the limit of a duty, and announcements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.cli.options import Writing
from console.cli.parsing import command_id
from console.errors import Misuse
from console.moments import ending
from states.commands import Command

if TYPE_CHECKING:
    from console.cli.naming import Names
    from states.commands import Via

ACTS = {
    "extend": ("extend-duty", "延期"),
    "pause": ("pause-duty", "中止"),
    "resume": ("resume-duty", "恢复"),
    "exempt": ("exempt-duty", "豁免"),
    "announce": ("announce-decision", "公布"),
}
"""What may be asked for, the entry that it makes, the word in Chinese."""


@dataclass(frozen=True, slots=True)
class OnDuty:
    """What was typed of a duty."""

    duty: str | None
    to: str | None
    order: str
    why: str


@dataclass(frozen=True, slots=True)
class Act:
    """An act, the kind of cases that it concerns (None: any), and what it says of the duty."""

    name: str
    kind: str | None
    fields: dict[str, str]

    def on(
        self,
        codes: Sequence[str],
        actor: str,
        options: Writing,
        via: "Via",
        override: tuple[str, ...],
    ) -> list[Command]:
        """The act on each of the cases."""
        given = command_id(options.id)
        return [
            Command(
                f"{given}/{code}",
                actor,
                self.name,
                case=code,
                fields=dict(self.fields),
                reason=options.reason,
                override=override,
                via=via,
            )
            for code in codes
        ]


def act_of(names: "Names", word: str, on_duty: OnDuty) -> Act | None:
    """The act that a word means; None for a declared move.

    Raises Misuse where something of it is missing or too much."""
    key = next((k for k, (_, chinese) in ACTS.items() if word in (k, chinese)), None)
    declared = any(word in kind["moves"] for kind in names.outline.kinds.values())
    if key is None or (declared and on_duty.duty is None):
        if on_duty != OnDuty(None, None, "", ""):
            raise Misuse("NoDutyHere", move=word, known=list(ACTS))
        return None
    if key == "announce":
        return Act(ACTS[key][0], None, {})
    if on_duty.duty is None:
        raise Misuse("DutyNeeded", move=word)
    duty = names.duty(on_duty.duty)
    fields = {"duty": duty}
    if key == "extend":
        if on_duty.to is None:
            raise Misuse("DayNeeded")
        fields["to"] = ending(on_duty.to, "--to")
    fields |= {"order": on_duty.order} if on_duty.order else {}
    fields |= {"for": on_duty.why} if on_duty.why else {}
    return Act(ACTS[key][0], names.outline.duty(duty).get("case") or None, fields)
