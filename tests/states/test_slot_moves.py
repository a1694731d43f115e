"""A slot follows its case: whatever act changes what a quota counts by gives back the old slot and
takes the new one."""

from collections.abc import Iterator
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from config.announcing import Announcement
from config.checking.announcing import check_announcing
from states.actions import perform, perform_all
from states.audits.oracle import check
from states.commands import Command, Occurrence, Receipt
from states.errors import Refused
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.histories import history
from states.queries.quotas import quota
from tests.builders import (
    SMALL,
    UNIT,
    a_command,
    a_letter,
    a_programme,
    an_application,
    an_office,
    at,
)
from tests.programmes.offices import a_unit

OTHER = a_unit("乙公司", 2)


def programme(**take_up: Any) -> Any:
    """A small programme in which field, place, unit and size of a pilot may still change after it
    was recommended: by an act on it, or by one on a request below it. `take_up`: what else is said
    of the move by which a request has its pilot recommended."""
    quotas: Any = deepcopy(SMALL["quotas"])
    quotas["general"]["at-least"] = 1
    quotas["own"] = {"title": "每单位", "per": "unit", "at-most": 1, "clause": "二"}
    quotas["special"] = {"title": "专项", "groups": ["special"], "at-most": 1, "clause": "二"}
    quotas["large"] = {"title": "大项", "at-most": 1, "when": "fields.size == 'large'"}
    quotas["large"]["clause"] = "二"
    takes = ["general", "own", "special", "large"]
    categories: Any = deepcopy(SMALL["categories"])
    categories["nights"] = {"title": "夜间经济", "group": "special"}
    cases: Any = deepcopy(SMALL["cases"])
    pilot = cases["pilot"]
    pilot["form"]["size"] = {"title": "规模", "type": "text"}
    moves = pilot["moves"]
    moves["recommend"]["takes"] = takes
    moves["withdraw"]["gives-back"]["quotas"] = takes
    moves["withdraw"]["sets"] = ["category"]
    standing = {"from": ["applied", "recommended"], "to": "same", "clause": "二"}
    moves["change"] = {"title": "变更", "by": "province", **standing}
    moves["change"]["sets"] = ["title", "category", "unit", "size"]
    moves["transfer"] = {"title": "划转", "by": "committee", "asks": "jurisdiction", **standing}
    moves["drop"] = {"title": "除名", "from": "recommended", "to": "stopped", "by": "system"}
    moves["drop"] |= {"gives-back": {"quotas": takes}, "clause": "二"}
    moves["take-up"] = {"title": "递补", "from": "applied", "to": "recommended", "by": "system"}
    moves["take-up"] |= {"takes": takes, "clause": "二", **take_up}
    cases["request"] = request()
    return a_programme(quotas=quotas, cases=cases, categories=categories)


def request() -> dict[str, Any]:
    """A kind of case below a pilot that changes it."""
    fields = {"unit": "unit", "category": "category"}

    def by_committee(title: str, *effects: dict[str, Any]) -> dict[str, Any]:
        move = {"title": title, "from": "asked", "to": "agreed", "by": "committee", "clause": "三"}
        return move | {"effects": list(effects)}

    return {
        "title": "变更申请",
        "of": "pilot",
        "code": "{parent}-{number}",
        "form": {
            "unit": {"title": "承担单位", "type": "organisation"},
            "category": {"title": "领域", "type": "category"},
        },
        "states": {
            "asked": {"title": "已申请", "initial": True},
            "agreed": {"title": "同意", "end": "normal"},
        },
        "moves": {
            "ask": {"title": "申请变更", "to": "asked", "by": "province", "clause": "三"},
            "agree": by_committee("同意变更", {"set-parent": fields}),
            "strike": by_committee("除名", {"move-parent": "drop"}),
            "fill": by_committee("递补", {"set-parent": fields}, {"move-parent": "take-up"}),
        },
    }


@pytest.fixture
def office(fresh_url: str) -> Iterator[Office]:
    """An office on each of the two databases."""
    with closing(an_office(fresh_url, programme())) as made:
        yield made


def do(office: Office, move: str, case: str | None = None, **given: Any) -> Receipt:
    receipt = perform(office, a_command(move, case, **given))
    assert [violation.message() for violation in check(office)] == []
    return receipt


def applied(office: Office, **fields: Any) -> str:
    return perform(office, an_application(fields=fields)).case


def recommended(office: Office, **fields: Any) -> str:
    case = applied(office, **fields)
    do(office, "recommend", case, attachments=(a_letter(),))
    return case


def asked(office: Office, case: str, **fields: Any) -> str:
    return do(office, "ask", kind="request", parent=case, fields=fields).case


def refused(office: Office, move: str, case: str, **given: Any) -> list[str]:
    before = counts(office)
    with pytest.raises(Refused) as caught:
        perform(office, a_command(move, case, **given))
    assert counts(office) == before
    return [refusal.message() for refusal in caught.value.refusals]


def counts(office: Office) -> dict[str, tuple[int, int]]:
    found = quota(office, "committee")
    return {row.bucket: (row.used, row.over) for row in found if row.used or row.over}


def held(office: Office, case: str) -> set[str]:
    return {slot.bucket for slot in dossier(office, "committee", case).holds}


def own(unit: str) -> str:
    return f"own/{unit.split()[1]}"


def happened(on: str = "2026-05-31") -> Occurrence:
    return Occurrence(at(f"{on} 10:00:00"), "国家系统", "回执")


def test_a_case_of_another_field_takes_the_slot_of_that_field(office: Office) -> None:
    case = recommended(office)
    do(office, "change", case, fields={"category": "services"})
    assert held(office, case) == {"general/33", "general/33/services", own(UNIT)}
    assert counts(office)["general/33"] == (1, 0)
    assert "general/33/agriculture" not in counts(office)


def test_where_the_other_field_is_full_the_act_is_refused_with_the_clause(office: Office) -> None:
    recommended(office, category="services", unit=a_unit("丙公司", 3))
    recommended(office, category="services", unit=a_unit("丁公司", 4))
    case = recommended(office)
    fields = {"category": "services"}
    assert refused(office, "change", case, fields=fields) == [
        "浙江 · 服务业 名额已满 2/2（第二条）"
    ]
    assert held(office, case) == {"general/33", "general/33/agriculture", own(UNIT)}


def test_a_recorded_change_into_a_full_field_is_flagged_and_counted_apart(office: Office) -> None:
    recommended(office, category="services", unit=a_unit("丙公司", 3))
    recommended(office, category="services", unit=a_unit("丁公司", 4))
    case = recommended(office)
    fields = {"category": "services"}
    receipt = do(office, "change", case, fields=fields, occurrence=happened())
    assert "浙江 · 服务业 名额已满 2/2（第二条）" in receipt.flags
    assert counts(office)["general/33/services"] == (2, 1)
    do(office, "change", case, fields={"category": "goods"})
    assert counts(office)["general/33/services"] == (2, 0)
    assert counts(office)["general/33/goods"] == (1, 0)


def test_a_field_of_another_group_leaves_one_quota_for_the_other(office: Office) -> None:
    case = recommended(office)
    do(office, "change", case, fields={"category": "nights"})
    assert held(office, case) == {"special/33", own(UNIT)}
    other = recommended(office, unit=OTHER)
    fields = {"category": "nights"}
    assert refused(office, "change", other, fields=fields) == ["浙江 · 专项 名额已满 1/1（第二条）"]
    do(office, "change", case, fields={"category": "goods"})
    assert held(office, case) == {"general/33", "general/33/goods", own(UNIT)}
    do(office, "change", other, fields=fields)
    assert counts(office)["special/33"] == (1, 0)


def test_another_unit_takes_a_slot_of_its_own(office: Office) -> None:
    case = recommended(office)
    do(office, "change", case, fields={"unit": OTHER})
    assert own(OTHER) in held(office, case)
    assert own(UNIT) not in counts(office)
    second = recommended(office)
    assert refused(office, "change", second, fields={"unit": OTHER}) == [
        "乙公司 · 每单位 名额已满 1/1（第二条）"
    ]


def test_another_place_takes_over_every_slot(office: Office) -> None:
    case = recommended(office, jurisdiction="浙江")
    do(office, "transfer", case, actor="committee", fields={"jurisdiction": "广东"})
    assert held(office, case) == {"general/44", "general/44/agriculture", own(UNIT)}
    assert not any(bucket.startswith("general/33") for bucket in counts(office))
    short = {row.bucket: row.short for row in quota(office, "committee") if row.minimum}
    assert short == {"general/33": 1, "general/44": 0}


def test_a_condition_that_comes_to_hold_takes_its_slot_and_gives_it_back(office: Office) -> None:
    case = recommended(office)
    do(office, "change", case, fields={"size": "large"})
    assert "large/33" in held(office, case)
    other = recommended(office, unit=OTHER)
    assert refused(office, "change", other, fields={"size": "large"}) == [
        "浙江 · 大项 名额已满 1/1（第二条）"
    ]
    do(office, "change", case, fields={"size": "small"})
    assert "large/33" not in held(office, case)
    do(office, "change", other, fields={"size": "large"})


def test_what_no_quota_counts_by_leaves_the_slots_alone(office: Office) -> None:
    case = recommended(office)
    before = counts(office)
    do(office, "change", case, fields={"title": "新名称"})
    assert counts(office) == before


def test_a_case_without_a_slot_takes_none_by_a_change(office: Office) -> None:
    case = applied(office)
    do(office, "change", case, fields={"category": "services"})
    assert counts(office) == {}


def test_who_gives_back_in_the_same_act_needs_no_room_elsewhere(office: Office) -> None:
    recommended(office, category="services", unit=a_unit("丙公司", 3))
    recommended(office, category="services", unit=a_unit("丁公司", 4))
    case = recommended(office)
    do(office, "withdraw", case, reason="放弃", fields={"category": "services"})
    assert held(office, case) == set()
    assert counts(office)["general/33"] == (2, 0)


def test_an_act_on_a_child_moves_the_slots_of_its_parent(office: Office) -> None:
    case = recommended(office)
    child = asked(office, case, unit=OTHER, category="services")
    do(office, "agree", child, actor="committee")
    assert held(office, case) == {"general/33", "general/33/services", own(OTHER)}
    assert own(UNIT) not in counts(office)
    assert history(office, "zhejiang", case)[-1].move == "update"


def test_an_act_on_a_child_is_refused_where_its_parent_finds_no_room(office: Office) -> None:
    recommended(office, unit=OTHER)
    case = recommended(office)
    child = asked(office, case, unit=OTHER)
    assert refused(office, "agree", child, actor="committee") == [
        "乙公司 · 每单位 名额已满 1/1（第二条）"
    ]
    receipt = do(office, "agree", child, actor="committee", occurrence=happened())
    assert "乙公司 · 每单位 名额已满 1/1（第二条）" in receipt.flags
    assert counts(office)[own(OTHER)] == (1, 1)


def test_a_parent_that_moves_with_its_child_gives_back_and_takes_too(office: Office) -> None:
    case = recommended(office)
    do(office, "strike", asked(office, case), actor="committee")
    assert (held(office, case), counts(office)) == (set(), {})
    second = applied(office)
    child = asked(office, second, category="services", unit=OTHER)
    do(office, "fill", child, actor="committee")
    assert held(office, second) == {"general/33", "general/33/services", own(OTHER)}
    third = applied(office)
    child = asked(office, third, unit=OTHER)
    assert refused(office, "fill", child, actor="committee") == [
        "乙公司 · 每单位 名额已满 1/1（第二条）"
    ]


def test_many_changes_at_once_count_against_each_other(office: Office) -> None:
    units = [a_unit(f"第{n}公司", 10 + n) for n in range(3)]
    cases = [recommended(office, unit=unit) for unit in units[:2]]
    cases.append(recommended(office, unit=units[2], category="goods"))
    wanted: list[Command] = [
        a_command("change", case, fields={"category": "services"}) for case in cases
    ]
    verdicts = perform_all(office, wanted, atomic=False)
    assert [verdict.error is None for verdict in verdicts] == [True, True, False]
    assert verdicts[0].quotas == {"general/33/agriculture": -1, "general/33/services": 1}
    assert counts(office)["general/33/services"] == (2, 0)
    assert check(office) == []


def test_changes_that_race_for_the_last_slots_never_exceed_the_cap(office: Office) -> None:
    units = [a_unit(f"第{n}公司", 10 + n) for n in range(3)]
    cases = [recommended(office, unit=unit) for unit in units[:2]]
    cases.append(recommended(office, unit=units[2], category="goods"))
    barrier, outcomes = Barrier(len(cases)), []

    def go(case: str) -> None:
        command = a_command("change", case, fields={"category": "services"})
        barrier.wait()
        try:
            perform(office, command)
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.refusals[0].code)

    threads = [Thread(target=go, args=(case,)) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["QuotaFull", "done", "done"]
    assert counts(office)["general/33/services"] == (2, 0)
    assert check(office) == []


def test_a_decision_that_is_announced_later_changes_nothing_that_a_quota_counts_by() -> None:
    declared = programme()
    move = declared.cases["pilot"].moves["transfer"]
    later = move.model_copy(
        update={"asks": ("size",), "announced_by": Announcement(by=("committee",))}
    )
    moves = {**declared.cases["pilot"].moves, "transfer": later}
    pilot = declared.cases["pilot"].model_copy(update={"moves": moves})
    told = declared.model_copy(update={"cases": {**declared.cases, "pilot": pilot}})
    shown = [found for found in check_announcing(told) if found.code == "announced-shows"]
    assert [found.place[-1] for found in shown] == ["asks"]


def test_a_move_that_does_not_apply_to_the_parent_asks_for_no_slot_there(tmp_path: Path) -> None:
    office = an_office(tmp_path, programme(when="fields.size == 'large'"))
    recommended(office, category="nights")
    waiting = applied(office, category="nights", unit=OTHER)
    request = asked(office, waiting)
    assert do(office, "fill", request, actor="committee").state == "agreed"
    assert held(office, waiting) == set()
