"""A full quota is said before anybody prepares the act: in the case and in the to-do, exactly where
the act would be refused for it."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from config.programme import Programme
from states.actions import perform
from states.errors import Refused
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.inboxes import inbox
from tests.builders import UNIT, a_command, a_letter, an_application, an_office
from tests.programmes.offices import a_unit
from tests.states.test_slot_moves import programme


@pytest.fixture
def office(fresh_url: str) -> Iterator[Office]:
    with closing(an_office(fresh_url, programme())) as made:
        yield made


def applied(office: Office, **fields: str) -> str:
    return perform(office, an_application(fields=fields)).case


def recommend(office: Office, case: str) -> None:
    perform(office, a_command("recommend", case, attachments=(a_letter(),)))


def told(office: Office, case: str, account: str = "zhejiang") -> dict[str, list[str]]:
    moves = dossier(office, account, case).moves
    return {move.move: [full.bucket for full in move.full] for move in moves if move.full}


def refused_for(office: Office, case: str) -> list[str]:
    """The buckets for which recommending would be refused now; nothing is kept of the try."""
    try:
        command = a_command("recommend", case, attachments=(a_letter(),))
        perform(office, command, dry_run=True)
    except Refused as refused:
        return [str(r.parameters["bucket"]) for r in refused.refusals if r.code == "QuotaFull"]
    return []


def test_a_full_quota_is_said_beside_the_act_with_its_clause(office: Office) -> None:
    for n in (1, 2, 3):
        category = "services" if n > 1 else "goods"
        recommend(office, applied(office, category=category, unit=a_unit(f"第{n}公司", n)))
    case = applied(office, category="services")
    (move,) = [m for m in dossier(office, "zhejiang", case).moves if m.full]
    assert move.move == "recommend"
    assert [full.says for full in move.full] == [
        "一般领域 3/3（第二条）",
        "一般领域 · 服务业 2/2（第二条）",
    ]
    english = dossier(office, "zhejiang", case, lang="en").moves
    assert next(f.says for m in english for f in m.full).endswith("3/3 (clause 二)")


def test_it_is_said_exactly_where_the_act_would_be_refused_for_it(office: Office) -> None:
    """Quotas by place, by field, by unit and under a condition; filled one after the other."""
    waiting = [
        applied(office, category=category, unit=unit, size=size)
        for category in ("services", "nights")
        for unit in (UNIT, a_unit("乙公司", 2), a_unit("丙公司", 3))
        for size in ("large", "small")
    ]
    done = 0
    for case in list(waiting):
        for other in waiting:
            assert told(office, other).get("recommend", []) == refused_for(office, other)
        if not refused_for(office, case):
            recommend(office, case)
            waiting.remove(case)
            done += 1
    assert done
    assert all(refused_for(office, case) for case in waiting)


def test_the_to_do_says_it_beside_the_case(office: Office) -> None:
    recommend(office, applied(office, category="nights"))
    full = applied(office, category="nights", unit=a_unit("乙公司", 2))
    free = applied(office, category="goods", unit=a_unit("丙公司", 3))
    items = [item for group in inbox(office, "zhejiang").groups for item in group.items]
    assert {item.case: [f.bucket for f in item.full] for item in items} == {
        full: ["special/33"],
        free: [],
    }


def test_what_depends_on_a_field_that_the_act_may_set_is_not_said(fresh_url: str) -> None:
    """The field may still become another one and the size too; the quota of all fields is full."""
    declared = programme().model_dump(by_alias=True)
    declared["cases"]["pilot"]["moves"]["recommend"]["sets"] = ["category", "size"]
    declared["quotas"]["general"] |= {"at-most": 2, "groups": []}
    with closing(an_office(fresh_url, Programme.model_validate(declared))) as office:
        for n, size in enumerate(("large", "small"), 1):
            recommend(office, applied(office, unit=a_unit(f"第{n}公司", n), size=size))
        case = applied(office, unit=a_unit("第三公司", 3), size="large")
        assert told(office, case) == {"recommend": ["general/33"]}
        full = {"general/33", "general/33/agriculture", "large/33"}
        assert set(refused_for(office, case)) == full


def test_a_slot_that_comes_back_ends_it(office: Office) -> None:
    first = applied(office, category="nights")
    recommend(office, first)
    second = applied(office, category="nights", unit=a_unit("乙公司", 2))
    assert told(office, second) == {"recommend": ["special/33"]}
    perform(office, a_command("withdraw", first, reason="放弃"))
    assert told(office, second) == {}


def test_who_may_not_make_the_act_is_told_nothing_of_its_quota(office: Office) -> None:
    recommend(office, applied(office, category="nights"))
    second = applied(office, category="nights", unit=a_unit("乙公司", 2))
    assert told(office, second, "committee") == {}
