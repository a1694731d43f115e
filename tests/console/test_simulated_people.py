"""What simulated people give, and when they act, so that what a file makes possible happens."""

from config.loader import load_text
from console.simulate import simulate
from tests.console.test_simulate import TWO_STEPS


def test_a_document_that_only_certain_cases_need_is_brought_by_them() -> None:
    needs = "        needs: report\n"
    when = "        needs-when: {report: fields.since < 2024}\n"
    put_up = "put-up: {title: 推荐, from: sent,"
    # with the move itself, and with one that comes later
    for text in (
        TWO_STEPS.replace(needs, when),
        TWO_STEPS.replace(needs, "").replace(put_up, f"{put_up} {when.strip()},"),
    ):
        tally = simulate(load_text(text), full=True).tally
        assert tally.states == {"works": {"named": 3}}
        assert tally.refused_acts == 0
