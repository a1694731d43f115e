"""A batch decides as if its commands had come one after another, and is one transaction."""

from hypothesis import given
from hypothesis import strategies as st

from states.actions import perform, perform_all
from states.audits.oracle import check
from states.commands import Command, Verdict
from states.errors import BadInput, Refused
from tests.builders import a_command, a_letter, a_programme, an_application
from tests.properties.settings import examples
from tests.properties.worlds import UNITS, World, everything

WORLD = World(a_programme(), "2026-06-01 09:00:00")
CASES = [f"ZJ-2026-{n:03}" for n in range(1, 6)]
CATEGORIES = ("agriculture", "services", "goods")


@st.composite
def acts(draw: st.DrawFn) -> Command:
    """An application, or a step of one of the first cases, which may not be there yet."""
    if draw(st.integers(0, 2)) == 0:
        fields = {
            "unit": draw(st.sampled_from(UNITS)),
            "category": draw(st.sampled_from(CATEGORIES)),
        }
        if not draw(st.integers(0, 5)):
            fields["title"] = ""
        return an_application(fields=fields)
    move = draw(st.sampled_from(("recommend", "recommend", "withdraw", "assign", "stop", "submit")))
    case = draw(st.sampled_from(CASES)) + ("-2027" if move == "submit" else "")
    actor = "committee" if move in ("assign", "stop") else "zhejiang"
    return a_command(move, case, actor=actor, attachments=(a_letter(),), reason="理由")


def told(verdict: Verdict) -> object:
    if verdict.receipt is not None:
        return verdict.receipt
    if isinstance(verdict.error, Refused):
        return [refusal.as_json() for refusal in verdict.error.refusals]
    return verdict.error and verdict.error.code


def alone(command: Command) -> Verdict:
    try:
        return Verdict(command, perform(WORLD.office, command))
    except (Refused, BadInput) as error:
        return Verdict(command, error=error)


@examples(60)
@given(st.lists(acts(), min_size=2, max_size=12))
def test_a_batch_leaves_what_single_acts_leave(commands: list[Command]) -> None:
    office = WORLD.again()
    one_by_one = [told(alone(command)) for command in commands]
    expected = everything(office)
    assert check(office) == []
    office = WORLD.again()
    together = [told(v) for v in perform_all(office, commands, atomic=False)]
    assert together == one_by_one
    assert comparable(everything(office)) == comparable(expected)
    assert check(office) == []


def comparable(
    tables: dict[str, list[tuple[object, ...]]],
) -> dict[str, list[tuple[object, ...]]]:
    """Without row numbers: a batch writes table by table."""
    numbered = ("history", "outbox", "sweeps")
    return {
        name: sorted((row[1:] if name in numbered else row for row in rows), key=str)
        for name, rows in tables.items()
    }


@examples(30)
@given(st.lists(acts(), min_size=1, max_size=8))
def test_all_or_none_is_all_or_none(commands: list[Command]) -> None:
    office = WORLD.again()
    before = everything(office)
    verdicts = perform_all(office, commands, atomic=True)
    if any(v.error for v in verdicts):
        assert everything(office) == before
        assert all(v.receipt is None for v in verdicts)
    else:
        assert all(v.receipt for v in verdicts)
    assert check(office) == []
