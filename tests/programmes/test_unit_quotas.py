"""Quotas counted by undertaking unit: enforced for each, opened by the first case, given back."""

from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import text

from config.loader import check as check_file
from states.audits.oracle import check
from states.commands import Occurrence
from states.errors import Refused
from states.office import Office
from states.queries.dossiers import dossier
from states.queries.quotas import quota
from states.setup import activate
from tests.builders import at
from tests.programmes.offices import FOLDER, a_unit, do, office_of, sound

UNIT, OTHER = a_unit("甲公司", 1), a_unit("乙公司", 2)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = office_of(tmp_path, "grants", accounts={"li": ("bureau", {}), "wang": ("bureau", {})})
    yield made
    made.close()


def ask(office: Office, unit: str, field: str, **given: object) -> str:
    more = {"kind": "grant", **given}
    return do(office, "li", "ask", title="项目", unit=unit, field=field, with_=more).case


def refused(office: Office, unit: str, field: str) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        ask(office, unit, field)
    return [(r.message(), r.remedy()) for r in caught.value.refusals]


def used(office: Office) -> dict[str, int]:
    return {row.bucket: row.used for row in quota(office, "li")}


def changed(office: Office, *replaced: str) -> None:
    """The programme in a new version, each second text in the place of the one before."""
    source = (FOLDER / "grants.yaml").read_text("utf-8")
    for old, new in zip(replaced[::2], replaced[1::2], strict=True):
        source = source.replace(old, new)
    later, problems = check_file(source)
    assert later is not None and not problems, problems
    activate(office, later, source, actor="li", reason="修改")


def test_each_unit_has_its_own_count_in_all_and_by_category(office: Office) -> None:
    ask(office, UNIT, "goods")
    remedy = "可先把占着名额的一项“撤回”：shidian do withdraw 编号"
    assert refused(office, UNIT, "goods") == [("甲公司 · 产品 名额已满 1/1（第二条）", remedy)]
    ask(office, UNIT, "services")
    assert refused(office, UNIT, "farming") == [
        ("甲公司 · 每单位名额 名额已满 2/2（第二条）", remedy)
    ]
    ask(office, OTHER, "goods")
    code = UNIT.split()[1]
    assert used(office)[f"each-unit/{code}"] == 2
    assert sound(office)


def test_a_list_of_quotas_names_the_unit_of_each_and_its_code(office: Office) -> None:
    ask(office, UNIT, "goods")
    ask(office, "某/研究所", "goods")
    name, code = UNIT.split()
    assert {(row.unit, row.unit_code) for row in quota(office, "li")} == {
        (name, code),
        ("某/研究所", None),
    }


def test_a_slot_that_only_the_clock_gives_back_is_not_said_to_be_lost(office: Office) -> None:
    changed(
        office,
        "by: bureau\n        gives-back",
        "by: system\n        on: 2026-12-01\n        gives-back",
    )
    ask(office, UNIT, "goods")
    ((_, remedy),) = refused(office, UNIT, "goods")
    assert remedy == "占着名额的一项办了下列之一，才有余额：撤回"


def test_a_quota_keyed_like_a_category_goes_by_its_own_title(office: Office) -> None:
    total = "  goods: {title: 全市总数, per: programme, at-most: 1}\n"
    changed(
        office, "quotas:\n", f"quotas:\n{total}", "takes: each-unit", "takes: [each-unit, goods]"
    )
    ask(office, UNIT, "services")
    assert [said for said, _ in refused(office, OTHER, "services")] == [
        "2026年标准化补助 · 全市总数 名额已满 1/1"
    ]
    held = [slot.title for slot in dossier(office, "li", "BZ-001").holds]
    assert held[-1] == "全市总数"


def test_a_withdrawal_gives_the_slot_back(office: Office) -> None:
    first = ask(office, UNIT, "goods")
    do(office, "li", "withdraw", first)
    assert set(used(office).values()) == {0}
    ask(office, UNIT, "goods")
    assert sound(office)


def test_a_unit_without_a_code_is_counted_by_its_name(office: Office) -> None:
    ask(office, "某/研究所", "goods")
    assert len(refused(office, "某/研究所", "goods")) == 1
    ask(office, "另一研究所", "goods")
    assert sound(office)


def test_a_record_beyond_the_cap_is_counted_apart(office: Office) -> None:
    ask(office, UNIT, "goods")
    ask(office, UNIT, "goods", occurrence=Occurrence(at("2026-05-01 10:00:00"), "纸质"))
    assert {(row.used, row.over) for row in quota(office, "li") if row.category} == {(1, 1)}
    assert sound(office)


def test_a_refused_act_of_a_new_unit_leaves_no_count(office: Office) -> None:
    with pytest.raises(Refused):
        do(office, "li", "ask", unit=OTHER, field="goods", with_={"kind": "grant"})
    assert used(office) == {}


def test_two_first_cases_of_a_unit_at_once_share_one_count(office: Office) -> None:
    barrier, outcomes = Barrier(6), []

    def go() -> None:
        barrier.wait()
        try:
            ask(office, UNIT, "goods")
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.refusals[0].code)

    threads = [Thread(target=go) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["QuotaFull"] * 5 + ["done"]
    assert sound(office)


def test_a_new_version_changes_the_cap_of_every_unit(office: Office) -> None:
    ask(office, UNIT, "goods")
    ask(office, UNIT, "services")
    changed(office, "at-most: 2", "at-most: 3")
    ask(office, UNIT, "farming")
    assert sound(office)


def test_a_cap_raised_behind_our_back_is_named(office: Office) -> None:
    ask(office, UNIT, "goods")
    with office.store.engine.begin() as connection:
        connection.execute(text("UPDATE quotas SET cap = 9 WHERE category IS NULL"))
    (found,) = check(office)
    assert (found.code, found.parameters["stored"]) == ("CapDiffers", 9)
