"""Child cases that a move opens are numbered among the children of its own case."""

from collections.abc import Iterator
from contextlib import closing
from copy import deepcopy
from typing import Any

import pytest

from states.actions import perform
from states.audits.oracle import check
from states.office import Office
from states.queries.dossiers import dossier
from tests.builders import SMALL, a_command, a_letter, a_programme, an_application, an_office


def programme() -> Any:
    """A small programme in which a remark on a summary lets the pilot have something mended."""
    cases: Any = deepcopy(SMALL["cases"])
    cases["pilot"]["moves"]["demand"] = {
        "title": "要求整改",
        "from": ["assigned", "reporting"],
        "to": "same",
        "by": "system",
        "effects": [{"open": "mending"}],
        "clause": "七",
    }
    cases["summary"]["moves"]["remark"] = {
        "title": "指出",
        "from": ["due", "submitted", "returned"],
        "to": "same",
        "by": "province",
        "kind": "guidance",
        "effects": [{"move-parent": "demand"}],
        "clause": "七",
    }
    cases["mending"] = {
        "title": "整改",
        "of": "pilot",
        "code": "{parent}-M{number}",
        "states": {
            "asked": {"title": "待整改", "initial": True},
            "mended": {"title": "已整改", "end": "normal"},
        },
        "moves": {
            "mend": {
                "title": "完成整改",
                "from": "asked",
                "to": "mended",
                "by": "province",
                "clause": "七",
            }
        },
    }
    return a_programme(cases=cases)


@pytest.fixture
def office(fresh_url: str) -> Iterator[Office]:
    """An office on each of the two databases."""
    with closing(an_office(fresh_url, programme())) as made:
        yield made


def test_a_child_may_have_its_parent_open_one_case_after_another(office: Office) -> None:
    case = perform(office, an_application()).case
    perform(office, a_command("recommend", case, attachments=(a_letter(),)))
    perform(office, a_command("assign", case, actor="committee"))
    for _ in range(2):
        perform(office, a_command("remark", f"{case}-2027"))
    opened = [c.code for c in dossier(office, "committee", case).children if c.kind == "mending"]
    assert opened == [f"{case}-M1", f"{case}-M2"]
    assert check(office) == []
