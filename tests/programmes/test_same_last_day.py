"""What lapses on a child case with the last day of its parent reaches the parent before that ends:
a renewal on which nobody decided is deemed granted, and the licence goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.loader import check
from states.duties import sweep
from states.office import Office
from states.queries.dossiers import dossier
from tests.builders import set_clock
from tests.programmes.offices import do, office_of, sound

FILE = """
programme: licences-2026
title: 2026年许可
source: {document: 测许〔2026〕1号, issued: 2026-03-02}
roles:
  bureau: {title: 主管局, scope: programme}
cases:
  licence:
    title: 许可
    code: "XK-{number:03}"
    form:
      title: {title: 名称, required: yes}
      expires: {title: 届满日, type: date, required: yes}
    states:
      valid: {title: 有效, initial: yes}
      over: {title: 期满, end: normal}
    moves:
      grant: {title: 发证, to: valid, by: bureau}
      expire: {title: 期满, from: valid, to: over, by: system, lapse-of: term}
      hand-back: {title: 交回, from: valid, to: over, by: bureau}
      go-on: {title: 延续, from: valid, to: same, by: system, effects: [{renew: apply}]}
      mention: {title: 提出延续, from: valid, to: same, by: bureau}
  renewal:
    title: 延续
    of: licence
    code: "{parent}-{number}"
    form:
      title: {title: 事由, required: yes}
      until: {title: 新届满日, type: date, required: yes}
    states:
      asked: {title: 已申请, initial: yes}
      granted: {title: 已准, end: normal}
      refused: {title: 不准, end: exceptional}
    moves:
      ask: {title: 申请延续, to: asked, by: bureau}
      refuse: {title: 不准, from: asked, to: refused, by: bureau}
      deem:
        title: 视为准予
        from: asked
        to: granted
        by: system
        lapse-of: answer
        effects: [{set-parent: {expires: until}}, {move-parent: go-on}]
duties:
  term:
    title: 届满
    case: licence
    by: bureau
    due: 届满之日
    counts-from: {field: expires}
    bound-by: hand-back
  apply:
    title: 提出延续
    case: licence
    by: bureau
    due: 届满30日前
    counts-from: {field: expires}
    bound-by: mention
  answer:
    title: 答复
    case: renewal
    by: bureau
    due: 届满之日
    counts-from: {parent-field: expires}
    bound-by: refuse
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    (tmp_path / "licences.yaml").write_text(FILE, encoding="utf-8")
    made = office_of(tmp_path, str(tmp_path / "licences"), accounts={"li": ("bureau", {})})
    yield made
    made.close()


def found_in(folder: Path, text: str) -> list[str]:
    path = folder / "licences.yaml"
    path.write_text(text, encoding="utf-8")
    return [problem.code for problem in check(path)[1]]


def granted(office: Office) -> str:
    given = {"title": "甲", "expires": "2026-06-30"}
    return do(office, "li", "grant", **given, with_={"kind": "licence"}).case


def test_a_renewal_that_is_deemed_granted_keeps_the_licence(office: Office) -> None:
    renewed, left = granted(office), granted(office)
    asked = {"kind": "renewal", "parent": renewed}
    child = do(office, "li", "ask", title="延续", until="2031-06-30", with_=asked).case
    set_clock(office, "2026-07-01 00:00:00")
    sweep(office)
    assert dossier(office, "li", child).state == "granted"
    found = dossier(office, "li", renewed)
    term = next(duty for duty in found.duties if duty.duty == "term")
    assert (found.state, term.due_on, term.status) == ("valid", "2031-06-30", "open")
    assert dossier(office, "li", left).state == "over"
    assert sound(office)


def test_a_day_that_the_child_brings_up_is_a_new_one_to_count_from(tmp_path: Path) -> None:
    assert found_in(tmp_path, FILE) == []
    without = FILE.replace("{set-parent: {expires: until}}, ", "")
    assert found_in(tmp_path, without) == ["renews-same-day"]
