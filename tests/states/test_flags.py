"""What was noted against an act is told in either language, as far as it was kept for that."""

from pathlib import Path

import pytest

from states.actions import perform
from states.audits.oracle import check
from states.commands import Occurrence
from states.errors import Refused
from states.queries import dossier, history
from states.queries.audit import refusals
from states.words.retelling import flags_of, retold
from tests.builders import a_command, a_letter, a_programme, an_application, an_office, at

OLD = {
    "code": "FieldMissing",
    "kind": "warning",
    "clause": ["一"],
    "message": "缺少：名称（第一条）",
}


def test_a_new_flag_is_told_in_both_languages(tmp_path: Path) -> None:
    office = an_office(tmp_path)
    case = perform(office, an_application(fields={"unit": "某单位"})).case
    late = Occurrence(at("2026-06-01 08:00:00"), "国家系统")
    receipt = perform(office, a_command("recommend", case, occurrence=late))
    chinese = (
        "缺少材料：公文（第二条、末段）",
        "承担单位缺少统一社会信用代码，无法确认独立法人资格（第二条、末段）",
    )
    assert receipt.flags == flags_of(receipt, "zh") == chinese
    english = (
        "missing document: 公文 (clause 二, 末段)",
        "the undertaking unit has no credit code, so legal personality cannot be confirmed"
        " (clause 二, 末段)",
    )
    assert flags_of(receipt, "en") == english
    for lang, said in (("zh", chinese), ("en", english)):
        assert tuple(f.message for f in dossier(office, "zhejiang", case, lang=lang).flags) == said
        entry = history(office, "zhejiang", case, lang=lang)[-1]
        assert tuple(flag["message"] for flag in entry.flags) == said
    # a receipt that is given again has only what was stored
    again = perform(office, a_command("recommend", case, id=receipt.command, occurrence=late))
    assert (again, flags_of(again, "en")) == (receipt, chinese)
    assert not list(check(office))


@pytest.mark.parametrize(
    ("noted", "english"),
    [
        (OLD, "缺少：名称（第一条）"),
        ({**OLD, "code": "NoSuchCode"}, "缺少：名称（第一条）"),
        ({**OLD, "parameters": {"field": "名称"}}, "missing field: 名称 (clause 一)"),
        (
            {**OLD, "parameters": {"field": "名称", "field_en": "Title"}},
            "missing field: Title (clause 一)",
        ),
        (
            {**OLD, "code": "UnitMissing"},
            "the undertaking unit has no credit code, so legal personality cannot be confirmed"
            " (clause 一)",
        ),
    ],
)
def test_a_flag_that_kept_its_sentence_alone_stays_chinese(
    noted: dict[str, object], english: str
) -> None:
    assert retold(noted, "zh") == noted["message"]
    assert retold(noted, "en") == english


def test_what_was_refused_is_told_in_both_languages(tmp_path: Path) -> None:
    office = an_office(tmp_path, a_programme())
    case = perform(office, an_application()).case
    with pytest.raises(Refused):
        perform(office, a_command("withdraw", case))
    (row,) = refusals(office, "auditor", lang="zh").rows
    assert [reason["message"] for reason in row.reasons] == ["“撤回”须写明理由（第二条）"]
    (row,) = refusals(office, "auditor", lang="en").rows
    assert [reason["message"] for reason in row.reasons] == ["“撤回” needs a reason (clause 二)"]


def test_a_fact_that_is_recorded_once_more_is_told_where_it_stands_already(tmp_path: Path) -> None:
    office = an_office(tmp_path)
    case = perform(office, an_application()).case
    for hour, expected in (("08", None), ("09", 2)):
        happened = Occurrence(at(f"2026-06-01 {hour}:00:00"), "国家系统", "G-1")
        receipt = perform(office, a_command("recommend", case, occurrence=happened))
        again = {flag["code"]: flag["parameters"] for flag in receipt.noted}.get("MadeAlready")
        assert (again and again["seq"]) == expected
    assert any("--corrects 2" in flag for flag in flags_of(receipt, "zh"))
    mended = perform(office, a_command("recommend", case, occurrence=happened, corrects=2))
    assert "MadeAlready" not in {flag["code"] for flag in mended.noted}
    assert check(office) == []


def test_what_was_decided_here_is_not_sent_to_a_correction_of_its_time(tmp_path: Path) -> None:
    office = an_office(tmp_path)
    case = perform(office, an_application()).case
    perform(office, a_command("recommend", case, attachments=(a_letter(),)))
    happened = Occurrence(at("2026-06-01 08:00:00"), "国家系统", "G-1")
    receipt = perform(office, a_command("recommend", case, occurrence=happened))
    codes = {flag["code"] for flag in receipt.noted}
    assert "DecidedAlready" in codes and "MadeAlready" not in codes
    assert any("第 2 条" in flag and "不能更正" in flag for flag in flags_of(receipt, "zh"))
