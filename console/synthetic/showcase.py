"""The demonstration's own story: one province that waits for the newcomer, and the others."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from console.population import Population
from console.synthetic.calls import Call
from console.synthetic.cast import SECOND
from console.synthetic.habits import Act, Diligent, Mixed, Seen
from console.synthetic.messenger import Messenger
from console.synthetic.paths import Paths
from states.actions import perform, perform_all
from states.commands import Command
from states.compiled import Compiled
from states.errors import Refused
from states.facts import Case
from states.office import Office

HOME = "33"
"""The newcomer's province: Zhejiang."""
FIRST = "zhejiang"
"""The newcomer's account; the second person's is this with the ending for second persons."""
PLACES = {
    "11": "beijing",
    "12": "tianjin",
    "13": "hebei",
    "14": "shanxi",
    "15": "neimenggu",
    "21": "liaoning",
    "22": "jilin",
    "23": "heilongjiang",
    "31": "shanghai",
    "32": "jiangsu",
    HOME: FIRST,
    "34": "anhui",
    "35": "fujian",
    "36": "jiangxi",
    "37": "shandong",
    "41": "henan",
    "42": "hubei",
    "43": "hunan",
    "44": "guangdong",
    "45": "guangxi",
    "46": "hainan",
    "50": "chongqing",
    "51": "sichuan",
    "52": "guizhou",
    "53": "yunnan",
    "54": "xizang",
    "61": "shaanxi",
    "62": "gansu",
    "63": "qinghai",
    "64": "ningxia",
    "65": "xinjiang",
    "66": "bingtuan",
}
"""What the accounts of the recommenders are called."""
EIGHT = ("agriculture", "consumer-goods", "high-tech", "services") * 2
"""The fields of the eight general recommendations that fill the province's general quota."""
NINTH, LATECOMER, INCOMPLETE = "basic-public-services", "civil-affairs", "social-management"
SPECIAL = "judicial"
FIELDS = (*EIGHT, NINTH, SPECIAL, LATECOMER, SPECIAL, INCOMPLETE, LATECOMER)
"""The fields of the province's applications in the order in which they come in."""
EXCEPTION = 12
"""The number of the application whose unit undertook a project before: it waits for approval."""
BARE = (13, 14)
"""The numbers of the applications that lack the official letter, or every document."""


class Showcase(Mixed):
    """Other provinces are as people are. With the newcomer's cases the committee is diligent, and
    one of them, the leader, lives its whole life to the end."""

    def __init__(self, paths: Paths, seed: int, leader: str) -> None:
        super().__init__(paths, seed)
        self.leader = leader

    def leads(self, code: str) -> bool:
        """Whether the case is the leader or a child of it."""
        return code == self.leader or code.startswith(f"{self.leader}-")

    def act(self, seen: Seen) -> Act | None:
        """What is done next with the case; None if nobody does anything."""
        if seen.case.jurisdiction == HOME:
            is_first = seen.case.state == self.paths.programme.cases[seen.case.kind].initial
            # what to recommend is the newcomer's to decide, the leader included
            return None if is_first and not seen.parent else Diligent.act(self, seen)
        return super().act(seen)

    def chosen(self, seen: Seen, moves: list[str], chance: Random) -> str | None:
        """One of the moves that lead on; the leader is an exemplar."""
        if self.leads(seen.case.code):
            return moves[0] if moves else None
        return super().chosen(seen, moves, chance)

    def is_away(self, account: str, code: str) -> bool:
        """Whether the newcomer, or the colleague, would have to act."""
        return account in (FIRST, FIRST + SECOND) and not self.leads(code)

    def stand_in(self, account: str, code: str) -> str:
        """The colleague looks after the leader."""
        return FIRST + SECOND if account == FIRST and self.leads(code) else account


class Home:
    """What happened in the newcomer's province before the demonstration begins."""

    def __init__(
        self, office: Office, compiled: Compiled, population: Population, messenger: Messenger
    ) -> None:
        self.office, self.compiled = office, compiled
        self.population, self.messenger = population, messenger
        self.kind = compiled.programme.main_kind()

    def calls(self, at: datetime) -> list[Call]:
        """The province's applications, coming in from an instant on."""
        return [
            Call(
                at + timedelta(days=2 * number),
                self.kind,
                "apply",
                self.population.applicant(number, HOME, field),
                undertook=number == EXCEPTION,
            )
            for number, field in enumerate(FIELDS, 1)
        ]

    def apply(self, calls: list[Call]) -> None:
        """Make the applications; all but two come with every document."""
        commands = []
        for call in calls:
            made = self.messenger.application(call)
            if made is not None:
                slots = {13: ["application"], 14: []}.get(
                    call.who.number, ["application", "official-letter"]
                )
                files = self.population.attachments(slots, call.who)
                commands.append(replace(made[0], attachments=files))
        self._all(commands)

    def recommend(self, numbers: Iterable[int]) -> None:
        """Recommend some of the applications, by their numbers."""
        self._all([self._recommendation(number) for number in numbers])

    def _all(self, commands: Sequence[Command]) -> None:
        for verdict in perform_all(self.office, commands):
            verdict.done()

    def ask_exception(self) -> None:
        """Ask for the exception that a second person has to approve."""
        command = self._recommendation(EXCEPTION)
        try:
            perform(self.office, command)
        except Refused as refused:
            soft = tuple(sorted({r.rule for r in refused.refusals if r.strength == "soft"}))
            reason = "合成数据：原试点已满五年，单位为全省唯一具备条件者"
            again = replace(command, id=f"exception-{command.case}", override=soft, reason=reason)
            perform(self.office, again)

    def _recommendation(self, number: int) -> Command:
        place = self.compiled.programme.jurisdictions[HOME].abbr
        year = self.compiled.programme.source.issued.year
        seen = self._seen(f"{place}-{year}-{number:03}")
        now = self.office.clock.now()
        command = self.messenger.command(seen, Act("recommend", now), now)
        assert command is not None
        return replace(command, actor=FIRST)

    def _seen(self, code: str) -> Seen:
        with self.office.store.read() as tx:
            row = tx.all(self.office.statements.cases, codes=tx.listed([code]))[0]
        return Seen(Case.from_row(row), self.office.clock.now())


def leader_of(compiled: Compiled) -> str:
    """The code of the pilot that shows every state as the clock moves on."""
    place = compiled.programme.jurisdictions[HOME].abbr
    return f"{place}-{compiled.programme.source.issued.year}-001"
