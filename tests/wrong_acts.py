"""A programme in which a wrong act settles, opens, counts from, and reaches other cases."""

from copy import deepcopy
from typing import Any

from config.programme import Programme
from states.actions import perform
from states.audits.oracle import check
from states.commands import Receipt
from states.office import Office
from tests.builders import SMALL, a_command, a_programme, an_application, happened


def a_longer_programme() -> Programme:
    """The small programme, in which an assignment also opens a duty, a review opens one that counts
    from it, and a child's move ends its parent."""
    cases: Any = deepcopy(SMALL["cases"])
    pilot, summary = cases["pilot"]["moves"], cases["summary"]
    pilot["visit"] = {
        "title": "走访", "from": ["applied", "recommended", "assigned", "reporting"], "to": "same",
        "by": "province", "kind": "guidance", "clause": "七",
    }  # fmt: skip
    pilot["plan"] = {**pilot["visit"], "title": "报送计划", "kind": "submission"}
    pilot["close"] = {
        "title": "撤销", "from": ["assigned", "reporting"], "to": "stopped", "by": "system",
        "clause": "七",
    }  # fmt: skip
    summary["moves"]["refuse"] = {
        "title": "拒报", "from": ["due", "submitted", "returned"], "to": "forwarded",
        "by": "province", "effects": [{"move-parent": "close"}], "clause": "七",
    }  # fmt: skip
    duties: Any = deepcopy(SMALL["duties"])
    duties["plan"] = {
        "title": "报送计划", "case": "pilot", "opened": "assign", "by": "province",
        "due": "收到之日起30日内", "counts-from": "received", "bound-by": "plan", "clause": "四",
    }  # fmt: skip
    duties["answer"] = {
        "title": "答复", "case": "pilot", "opened": "visit", "by": "province",
        "due": "收到之日起10日内", "counts-from": {"move": "recommend"}, "bound-by": "assign",
        "clause": "四",
    }  # fmt: skip
    return a_programme(cases=cases, duties=duties)


def a_lapsing_programme() -> Programme:
    """The longer programme, in which an assignment lapses if no plan comes in time, and what is
    recommended and not assigned is first put aside and then shelved."""
    declared: Any = a_longer_programme().model_dump(mode="json", by_alias=True)
    pilot = declared["cases"]["pilot"]
    pilot["states"]["expired"] = {"title": "失效", "end": "exceptional"}
    pilot["moves"]["expire"] = {
        "title": "逾期失效", "from": "assigned", "to": "expired", "by": "system",
        "lapse-of": "plan", "clause": "四",
    }  # fmt: skip
    pilot["states"]["idle"] = "搁置"
    pilot["states"]["shelved"] = {"title": "归档", "end": "exceptional"}
    pilot["moves"]["idle"] = {
        "title": "搁置", "from": "recommended", "to": "idle", "by": "system",
        "after": "2026年9月30日前", "clause": "四",
    }  # fmt: skip
    pilot["moves"]["shelve"] = {
        **pilot["moves"]["idle"], "title": "归档", "from": "idle", "to": "shelved",
        "after": "2026年10月31日前", "gives-back": {"quotas": ["general"]},
    }  # fmt: skip
    return Programme.model_validate(declared)


def recorded(office: Office, move: str, case: str, on: str, **given: Any) -> Receipt:
    """A fact recorded by whoever keeps such facts; the record holds after it."""
    actor = "committee" if move in ("assign", "stop") else "zhejiang"
    given = {"actor": actor, "reason": "理由", "occurrence": happened(on)} | given
    receipt = perform(office, a_command(move, case, **given))
    assert check(office) == []
    return receipt


def applied(office: Office) -> str:
    """A pilot of which it is recorded that it was applied for on the first of June."""
    return perform(office, an_application(occurrence=happened("2026-06-01"))).case


def recommended(office: Office) -> str:
    """One of which it is also recorded that it was recommended in time."""
    case = applied(office)
    recorded(office, "recommend", case, "2026-06-25")
    return case


def assigned(office: Office) -> str:
    """One of which it is also recorded that it was assigned."""
    case = recommended(office)
    recorded(office, "assign", case, "2026-07-10")
    return case
