"""Many at once: nobody gets past a rule, everybody is told why, nothing happens twice."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from config.programme import Programme
from states.accounts import add_account
from states.actions import perform, perform_all
from states.audits.oracle import check
from states.commands import Command, Receipt
from states.duties import sweep
from states.office import Office
from states.registers.register import EarlierPilot, add_earlier
from states.setup import activate, advance, create_office
from tests.builders import SMALL, a_command, a_letter, a_programme, an_application, at
from tests.faults.crew import (
    LEAD_SECONDS,
    Crew,
    Lost,
    Told,
    Worker,
    do_approve,
    do_perform,
    do_sweep,
)
from tests.stores import rows_of

ROUNDS = 100
RACERS = 8
KILLED = 12


def many_places(count: int) -> Programme:
    """The small programme with enough provinces for a fresh quota in every round."""
    places = {f"{n:04}": {"name": f"第{n}省", "abbr": f"P{n}"} for n in range(1, count + 1)}
    return a_programme(jurisdictions=places)


@contextmanager
def an_office_of_many(url: str, programme: Programme, places: int) -> Iterator[Office]:
    """A simulation whose clock runs, with two officers in each province."""
    office = create_office(url, "simulation", virtual_start=at("2026-06-01 09:00:00"))
    activate(office, programme, "# test")
    with office.store.write() as tx:
        for n in range(1, places + 1):
            for which in "ab":
                add_account(
                    office, tx, f"p{n}{which}", "某", role="province", jurisdiction=f"{n:04}"
                )
        for name in ("committee", "committee-2"):
            add_account(office, tx, name, "某", role="committee")
    try:
        yield office
    finally:
        office.close()


@contextmanager
def a_crew(url: str, size: int = RACERS) -> Iterator[Crew]:
    crew = Crew(url, size)
    try:
        yield crew
    finally:
        crew.close()


def applied(office: Office, place: int, categories: list[str]) -> list[str]:
    """New cases of a province, one for each category."""
    verdicts = perform_all(
        office, [an_application(actor=f"p{place}a", fields={"category": c}) for c in categories]
    )
    return [v.receipt.case for v in verdicts if v.receipt]


def recommendation(case: str, actor: str, **given: Any) -> Command:
    return a_command("recommend", case, actor=actor, attachments=(a_letter(),), **given)


# what is taken before the race, what races, and how many of the eight may win
SITUATIONS = (
    ([], ["agriculture"] * 8, 2),
    (["agriculture"], ["agriculture"] * 8, 1),
    (["services", "goods"], ["agriculture"] * 8, 1),
    ([], ["agriculture", "services", "goods", "services"] * 2, 3),
)


def test_the_last_slots_are_never_given_twice(fresh_url: str) -> None:
    with (
        an_office_of_many(fresh_url, many_places(ROUNDS), ROUNDS) as office,
        a_crew(fresh_url) as crew,
    ):
        refused = 0
        for n in range(1, ROUNDS + 1):
            taken, racing, slots = SITUATIONS[n % len(SITUATIONS)]
            cases = applied(office, n, [*taken, *racing])
            before = [recommendation(case, f"p{n}a") for case in cases[: len(taken)]]
            assert all(v.receipt for v in perform_all(office, before))
            acts = [
                (recommendation(case, f"p{n}{'ab'[i % 2]}"),)
                for i, case in enumerate(cases[len(taken) :])
            ]
            answers = crew.together(do_perform, acts)
            told = [a for a in answers if isinstance(a, Told)]
            assert len(answers) - len(told) == slots
            assert {(t.error, t.codes[0], t.clauses[0]) for t in told} == {
                ("Refused", "QuotaFull", ("二",))
            }
            refused += len(told)
        assert rows_of(office, "SELECT count(*) FROM refusals") == [(refused,)]
        assert rows_of(office, "SELECT count(*) FROM quotas WHERE used > cap") == [(0,)]
        assert check(office) == []


def test_one_command_sent_by_eight_at_once_happens_once(fresh_url: str) -> None:
    with an_office_of_many(fresh_url, many_places(1), 1) as office, a_crew(fresh_url) as crew:
        for _ in range(10):
            apply = an_application(actor="p1a")
            answers = crew.together(do_perform, [(apply,)] * RACERS)
            assert all(isinstance(a, Receipt) for a in answers), answers
            assert len({a.hash for a in answers}) == 1
            recommend = recommendation(answers[0].case, "p1b")
            answers = crew.together(do_perform, [(recommend,)] * RACERS)
            assert all(isinstance(a, Receipt) for a in answers), answers
            assert answers == [answers[0]] * RACERS
            perform(office, a_command("withdraw", answers[0].case, actor="p1a", reason="重来"))
        made = rows_of(office, "SELECT count(*) FROM history WHERE move IN ('apply', 'recommend')")
        assert made == [(20,)]
        assert rows_of(office, "SELECT count(*) FROM refusals") == [(0,)]
        assert check(office) == []


def test_of_two_acts_on_one_case_the_second_is_told_that_it_is_out_of_turn(
    fresh_url: str,
) -> None:
    with an_office_of_many(fresh_url, many_places(20), 20) as office, a_crew(fresh_url, 2) as crew:
        winners: Counter[str] = Counter()
        for n in range(1, 21):
            (case,) = applied(office, n, ["goods"])
            perform(office, recommendation(case, f"p{n}a"))
            answers = crew.together(
                do_perform,
                [
                    (a_command("assign", case, actor="committee"),),
                    (a_command("withdraw", case, actor=f"p{n}b", reason="放弃"),),
                ],
            )
            (won,) = [a for a in answers if isinstance(a, Receipt)]
            (lost,) = [a for a in answers if isinstance(a, Told)]
            assert lost.error == "Refused"
            assert lost.codes[0] in ("OutOfTurn", "CaseEnded")
            winners[won.state] += 1
        assert sum(winners.values()) == 20
        assert rows_of(office, "SELECT count(*) FROM refusals") == [(20,)]
        assert check(office) == []


def test_a_request_approved_by_two_at_once_is_performed_once(fresh_url: str) -> None:
    earlier = EarlierPilot(
        "national", "旧试点", "浙江示范单位", None, "33", "旧", "第七批", None, "2021", "下达", ""
    )
    with an_office_of_many(fresh_url, many_places(10), 10) as office, a_crew(fresh_url, 4) as crew:
        add_earlier(office, [earlier], source="测试")
        for n in range(1, 11):
            (case,) = applied(office, n, ["goods"])
            act = recommendation(case, f"p{n}a", reason="确需", override=("not-undertaken-before",))
            asked = crew.together(do_perform, [(act,)] * 4)
            assert asked == [asked[0]] * 4
            waiting = asked[0].waiting
            answers = crew.together(do_approve, [(waiting, f"p{n}b")] * 4)
            assert answers == [answers[0]] * 4
            assert answers[0].state == "recommended"
        assert rows_of(office, "SELECT status, count(*) FROM requests GROUP BY status") == [
            ("approved", 10)
        ]
        assert check(office) == []


def pilots_with_summaries(office: Office, cases: int) -> None:
    """Assigned pilots, long after the summaries of all their years were due."""
    codes = applied(office, 1, ["goods"] * cases)
    for move, actor in (("recommend", "p1a"), ("assign", "committee")):
        acts = [a_command(move, c, actor=actor, attachments=(a_letter(),)) for c in codes]
        assert all(v.receipt for v in perform_all(office, acts))
    advance(office, at("2040-03-01 09:00:00"))


def a_round_of_killing(crew: Crew, url: str, dice: random.Random, year: int) -> int:
    """All sweep at once, one is killed and replaced; how many never answered."""
    now = time.monotonic() + LEAD_SECONDS
    for sweeper in crew.workers:
        sweeper.send(now, do_sweep, at(f"{year}-12-01 09:00:00"))
    time.sleep(dice.uniform(0.005, 0.1))
    dead = dice.randrange(len(crew.workers))
    crew.workers[dead].kill()
    lost = 0
    for sweeper in crew.workers:
        try:
            sweeper.answer()
        except Lost:
            lost += 1
    crew.workers[dead].close()
    crew.workers[dead] = Worker(url)
    return lost


def test_sweepers_that_die_at_random_mark_every_duty_once(fresh_url: str) -> None:
    unlimited = SMALL["quotas"]["general"] | {"at-most": 1000, "each-at-most": 1000}
    programme = a_programme(
        quotas={"general": unlimited},
        jurisdictions={"0001": {"name": "第一省", "abbr": "P1"}},
        periods={"construction": f"2027年—{2026 + KILLED}年"},
    )
    dice = random.Random(2026)
    with an_office_of_many(fresh_url, programme, 1) as office:
        pilots_with_summaries(office, 120)
        with a_crew(fresh_url, 4) as crew:
            years = range(2027, 2027 + KILLED)
            lost = sum(a_round_of_killing(crew, fresh_url, dice, year) for year in years)
        assert lost
        sweep(office)
        expected = 120 * KILLED
        marked = rows_of(
            office,
            "SELECT count(*), count(DISTINCT command) FROM history WHERE move = 'mark-overdue'",
        )
        assert marked == [(expected, expected)]
        assert rows_of(office, "SELECT count(*) FROM duties WHERE status = 'open'") == [(0,)]
        assert rows_of(office, "SELECT count(*) FROM refusals") == [(0,)]
        assert check(office) == []
