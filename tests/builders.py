"""Builders with sane defaults. An office of the tests has a clock that moves only when told."""

from collections.abc import Mapping
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from config.programme import Programme
from states.accounts import add_account
from states.clock import FixedClock
from states.commands import Attachment, Command, Occurrence
from states.office import Office
from states.setup import activate, create_office
from tests.stores import kept, url_in
from tests.templates import begun

SHANGHAI = ZoneInfo("Asia/Shanghai")
UNIT = "浙江示范单位 91330000142916567N"
_ids = count(1)


def at(text: str) -> datetime:
    """The instant that a clock in Shanghai shows: `2026-06-30 23:59:59`."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def a_programme(**changes: Any) -> Programme:
    """A small programme with everything once: a quota, a window, a yearly child, a soft rule."""
    return Programme.model_validate(SMALL | changes)


def an_office(
    where: Path | str,
    programme: Programme | None = None,
    *,
    now: str = "2026-06-01 09:00:00",
    accounts: bool = True,
) -> Office:
    """A fresh simulation database (a folder for SQLite, or a URL) with the programme activated and
    the accounts zhejiang, zhejiang-2, guangdong (province) and committee, committee-2, auditor."""
    url = where if isinstance(where, str) else url_in(where)
    declared = programme or a_programme()
    clock = FixedClock(at(now))

    def make(url: str) -> Office:
        office = create_office(url, "simulation", real=clock, virtual_start=clock.now())
        office.clock = clock
        activate(office, declared, "# test")
        if accounts:
            add_accounts(office)
        return office

    beginning = (declared.model_dump_json(by_alias=True), now, accounts)
    office = kept(begun(url, beginning, make, clock))
    office.clock = clock
    return office


def add_accounts(office: Office) -> None:
    """The accounts of the tests, as far as the programme has their roles."""
    wanted = [
        ("zhejiang", "province", "浙江"),
        ("zhejiang-2", "province", "浙江"),
        ("guangdong", "province", "广东"),
        ("committee", "committee", None),
        ("committee-2", "committee", None),
        ("auditor", "auditor", None),
    ]
    with office.store.write() as tx:
        roles = office.current(tx).programme.roles
        for name, role, place in wanted:
            if role in roles:
                add_account(office, tx, name, f"{name} 某", role=role, jurisdiction=place)


def set_clock(office: Office, text: str) -> None:
    """Move the clock of a test's office forward to what a clock in Shanghai would show."""
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(at(text))


def a_command(move: str, case: str | None = None, **given: Any) -> Command:
    """A command with an id of its own, by zhejiang unless said otherwise."""
    return Command(
        **{"id": f"test-{next(_ids)}", "actor": "zhejiang", "move": move, "case": case, **given}
    )


def an_application(**given: Any) -> Command:
    """The command that applies for a pilot of the small programme."""
    fields: Mapping[str, Any] = given.pop("fields", {})
    defaults = {"title": "茶叶标准化试点", "unit": UNIT, "category": "agriculture"}
    return a_command("apply", kind="pilot", fields={**defaults, **fields}, **given)


def happened(on: str, digest: str = "") -> Occurrence:
    """Where and when a recorded fact happened: that morning, in another system."""
    return Occurrence(at(f"{on} 10:00:00"), "国家系统", "回执", digest)


def a_letter(slot: str = "official-letter") -> Attachment:
    """A file in a slot."""
    return Attachment(slot, "公文.pdf", "ab" * 32, 1024)


SMALL: dict[str, Any] = {
    "programme": "small",
    "title": "小方案",
    "source": {"document": "测试〔2026〕1号", "issued": "2026-04-09"},
    "roles": {
        "province": {"title": "省级部门", "scope": "jurisdiction"},
        "committee": {"title": "委员会", "scope": "programme"},
        "auditor": {"title": "审计", "scope": "programme", "read-only": True},
    },
    "jurisdictions": {
        "33": {"name": "浙江省", "short": "浙江", "abbr": "ZJ"},
        "44": {"name": "广东省", "short": "广东", "abbr": "GD"},
    },
    "categories": {
        "agriculture": {"title": "农业农村"},
        "services": {"title": "服务业"},
        "goods": {"title": "消费品"},
    },
    "periods": {"construction": "2027年—2028年"},
    "documents": {"official-letter": {"title": "公文"}},
    "quotas": {
        "general": {
            "title": "一般领域",
            "groups": ["general"],
            "at-most": 3,
            "each": "category",
            "each-at-most": 2,
            "clause": "二",
        }
    },
    "cases": {
        "pilot": {
            "title": "试点项目",
            "progress": ["applied", "recommended", "assigned", "reporting", "done"],
            "form": {
                "title": {"title": "项目名称", "required": True},
                "unit": {"title": "承担单位", "type": "organisation"},
                "category": {"title": "领域", "type": "category"},
                "jurisdiction": {"title": "推荐单位", "type": "jurisdiction"},
            },
            "states": {
                "applied": {"title": "申报", "initial": True},
                "recommended": "推荐",
                "assigned": "下达",
                "reporting": "年度报告",
                "done": {"title": "办结", "end": "normal"},
                "dropped": {"title": "未推荐", "end": "exceptional"},
                "withdrawn": {"title": "撤回", "end": "exceptional"},
                "stopped": {"title": "终止", "end": "exceptional"},
            },
            "moves": {
                "apply": {
                    "title": "申报",
                    "to": "applied",
                    "by": "province",
                    "kind": "application",
                    "clause": "一",
                },
                "recommend": {
                    "title": "推荐",
                    "from": "applied",
                    "to": "recommended",
                    "by": "province",
                    "until": "2026年6月30日前",
                    "needs": ["official-letter"],
                    "takes": ["general"],
                    "guards": ["legal-person", {"not-undertaken-before": "soft"}],
                    "clause": ["二", "末段"],
                },
                "lapse": {
                    "title": "逾期未推荐",
                    "from": "applied",
                    "to": "dropped",
                    "by": "system",
                    "after": "2026年6月30日前",
                    "clause": "二",
                },
                "withdraw": {
                    "title": "撤回",
                    "from": ["applied", "recommended"],
                    "to": "withdrawn",
                    "by": "province",
                    "reason": "required",
                    "gives-back": {"quotas": ["general"], "until": "2026年6月30日前"},
                    "clause": "二",
                },
                "assign": {
                    "title": "下达",
                    "from": "recommended",
                    "to": "assigned",
                    "by": "committee",
                    "clause": "三",
                },
                "begin-reporting": {
                    "title": "进入建设期",
                    "from": "assigned",
                    "to": "reporting",
                    "by": "system",
                    "on": "2027年1月1日",
                    "clause": "四",
                },
                "finish": {
                    "title": "办结",
                    "from": "reporting",
                    "to": "done",
                    "by": "committee",
                    "four-eyes": True,
                    "clause": "八",
                },
                "stop": {
                    "title": "终止",
                    "from": ["assigned", "reporting"],
                    "to": "stopped",
                    "by": "committee",
                    "reason": "required",
                    "clause": "七",
                },
            },
        },
        "summary": {
            "title": "年度工作总结",
            "of": "pilot",
            "code": "{parent}-{period}",
            "opened": {"by": "assign", "each-year-of": "construction", "clause": "五"},
            "states": {
                "due": {"title": "待提交", "initial": True},
                "submitted": "已提交",
                "returned": "退回补正",
                "forwarded": {"title": "已报送", "end": "normal"},
            },
            "moves": {
                "submit": {
                    "title": "提交",
                    "from": ["due", "returned"],
                    "to": "submitted",
                    "by": "province",
                    "kind": "submission",
                    "clause": "五",
                },
                "return": {
                    "title": "退回",
                    "from": "submitted",
                    "to": "returned",
                    "by": "province",
                    "kind": "check",
                    "reason": "required",
                    "clause": "五",
                },
                "forward": {
                    "title": "报送",
                    "from": "submitted",
                    "to": "forwarded",
                    "by": "province",
                    "clause": "五",
                },
            },
        },
    },
    "duties": {
        "recommendation": {
            "title": "推荐",
            "case": "pilot",
            "by": "province",
            "due": "2026年6月30日前",
            "bound-by": "recommend",
            "late": "lapse",
            "remind": [30, 7, 1],
            "clause": "末段",
        },
        "summary": {
            "title": "提交年度工作总结",
            "case": "summary",
            "by": "province",
            "due": "每年11月底前",
            "period": "construction",
            "bound-by": "submit",
            "remind": [30, 7, 1],
            "clause": "五",
        },
    },
    "rounds": {
        "recommendation_round": {
            "title": "推荐",
            "case": "pilot",
            "lists": ["applied"],
            "closes": "2026年6月30日前",
            "duties": ["recommendation"],
            "moves": ["lapse"],
            "clause": "末段",
        },
        "annual_round": {
            "title": "年度总结",
            "case": "summary",
            "lists": ["due", "submitted", "returned"],
            "duties": ["summary"],
            "moves": ["begin-reporting"],
            "clause": "五",
        },
    },
}
