"""Synthetic rows of the register of earlier pilots."""

from collections.abc import Sequence

from console.population import LABEL, NOTICE
from console.synthetic.calls import Call
from states.office import Office
from states.registers.register import EarlierPilot, add_earlier


def add_undertaken(office: Office, calls: Sequence[Call]) -> None:
    """Put the units of some applications into the register of earlier pilots, labelled."""
    rows = [
        EarlierPilot(
            level="national",
            project=f"{LABEL}早先的{call.who.title.removeprefix(LABEL)}",
            unit_name=call.who.unit.name,
            unit_code=call.who.unit.code,
            jurisdiction=call.who.jurisdiction,
            programme_title=f"{LABEL}早先的试点",
            batch=f"{LABEL}第一批",
            document=None,
            year="2021",
            status="下达",
            note=NOTICE,
        )
        for call in calls
        if call.undertook
    ]
    if rows:
        add_earlier(office, rows, source=NOTICE)
