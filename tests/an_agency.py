"""An office of another agency than that of the national pilots: laboratories (实验室) that cities
propose and a bureau names."""

from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from config.programme import Programme
from states.accounts import add_account
from states.actions import perform
from states.clock import FixedClock
from states.commands import Attachment, Command, Occurrence, Receipt
from states.office import Kind, Office
from states.setup import activate
from states.store import Store

LETTER = Attachment("letter", "推荐函.pdf", "a" * 64, 1200)

LABORATORIES: dict[str, Any] = {
    "programme": "laboratories-2026",
    "title": "2026年重点实验室",
    "title-en": "Key laboratories 2026",
    "source": {"document": "科函〔2026〕5号", "issued": "2026-03-02"},
    "roles": {
        "city": {"title": "市科技局", "title-en": "city office", "scope": "jurisdiction"},
        "bureau": {"title": "省科技厅", "title-en": "bureau", "scope": "programme"},
        "ministry": {"title": "业务司", "scope": "category", "read-only": True},
        "auditor": {
            "title": "审计",
            "title-en": "auditor",
            "scope": "programme",
            "read-only": True,
        },
        "laboratory": {"title": "实验室", "title-en": "laboratory", "scope": "unit"},
    },
    "jurisdictions": {
        "330100": {"name": "杭州市", "short": "杭州", "abbr": "HZ"},
        "330200": {"name": "宁波市", "short": "宁波", "abbr": "NB"},
    },
    "categories": {
        "bio": {"title": "生物", "title-en": "biology"},
        "chip": {"title": "芯片", "title-en": "chips"},
    },
    "documents": {"letter": {"title": "推荐函", "shared": True}},
    "cases": {
        "laboratory": {
            "title": "实验室",
            "title-en": "laboratory",
            "form": {
                "title": {"title": "名称", "required": True},
                "place": {"title": "所在市", "type": "jurisdiction"},
                "branch": {"title": "方向", "title-en": "branch", "type": "category"},
                "unit": {"title": "依托单位", "type": "organisation"},
                "phone": {"title": "联系电话", "personal": True},
                "level": {"title": "层级", "type": "choice", "options": {"a": "甲", "b": "乙"}},
            },
            "states": {
                "proposed": {"title": "提出", "title-en": "proposed", "initial": True},
                "nominated": {"title": "提名", "title-en": "nominated"},
                "named": {"title": "命名", "title-en": "named"},
                "running": {"title": "运行", "title-en": "running"},
                "closed": {"title": "结项", "title-en": "closed", "end": "normal"},
                "dropped": {"title": "不予命名", "title-en": "dropped", "end": "exceptional"},
            },
            "moves": {
                "propose": {"title": "提出", "to": "proposed", "by": "city", "clause": ["一"]},
                "nominate": {
                    "title": "提名",
                    "title-en": "nominate",
                    "from": "proposed",
                    "to": "nominated",
                    "by": "city",
                    "until": "2026年6月30日前",
                    "needs": ["letter"],
                    "takes": ["places"],
                    "clause": ["二"],
                },
                "name": {
                    "title": "命名",
                    "from": "nominated",
                    "to": "named",
                    "by": "bureau",
                    "clause": ["三"],
                },
                "drop": {
                    "title": "不予命名",
                    "from": "nominated",
                    "to": "dropped",
                    "by": "bureau",
                    "reason": "required",
                    "four-eyes": True,
                    "clause": ["三"],
                },
                "start": {
                    "title": "开始运行",
                    "from": "named",
                    "to": "running",
                    "by": "system",
                    "on": "2027年1月1日",
                    "clause": ["四"],
                },
                "close": {
                    "title": "结项",
                    "from": "running",
                    "to": "closed",
                    "by": "bureau",
                    "clause": ["五"],
                },
            },
            "progress": ["proposed", "nominated", "named", "running", "closed"],
        },
        "report": {
            "title": "年度报告",
            "title-en": "annual report",
            "of": "laboratory",
            "code": "{parent}-R{period}",
            "opened": {"by": "name", "each-year-of": "running"},
            "states": {
                "due": {"title": "待报", "initial": True},
                "sent": {"title": "已报"},
                "returned": {"title": "退回"},
                "accepted": {"title": "已收", "end": "normal"},
            },
            "moves": {
                "send": {
                    "title": "报送",
                    "from": ["due", "returned"],
                    "to": "sent",
                    "by": ["laboratory", "city"],
                    "clause": ["四"],
                },
                "return": {
                    "title": "退回",
                    "from": "sent",
                    "to": "returned",
                    "by": "bureau",
                    "reason": "required",
                    "clause": ["四"],
                },
                "accept": {
                    "title": "收下",
                    "from": "sent",
                    "to": "accepted",
                    "by": "bureau",
                    "clause": ["四"],
                },
            },
        },
        "accident": {
            "title": "事故",
            "of": "laboratory",
            "code": "{parent}-A{number}",
            "states": {
                "told": {"title": "已告知", "initial": True},
                "explained": {"title": "已说明", "end": "normal"},
            },
            "moves": {
                "tell": {
                    "title": "告知事故",
                    "to": "told",
                    "by": "city",
                    "guards": [{"parent-in": {"with": {"states": ["named", "running"]}}}],
                    "clause": ["六"],
                },
                "explain": {
                    "title": "说明",
                    "from": "told",
                    "to": "explained",
                    "by": "city",
                    "clause": ["六"],
                },
            },
        },
    },
    "periods": {"running": "2027年—2028年"},
    "quotas": {
        "places": {
            "title": "名额",
            "per": "jurisdiction",
            "at-most": 3,
            "at-least": 1,
            "each": "category",
            "each-at-most": 2,
            "clause": ["二"],
        }
    },
    "duties": {
        "yearly-report": {
            "title": "年度报告",
            "title-en": "annual report",
            "case": "report",
            "by": ["laboratory", "city"],
            "due": "每年11月底前",
            "bound-by": ["send"],
            "remind": [30, 7],
            "clause": ["四"],
        },
        "accident-note": {
            "title": "事故说明",
            "case": "accident",
            "by": ["city"],
            "due": "及时",
            "bound-by": ["explain"],
            "clause": ["六"],
        },
    },
    "rounds": {},
}


def a_moment(text: str) -> datetime:
    """An instant written as local time in China."""
    return datetime.fromisoformat(f"{text}+08:00" if "T" in text else f"{text}T09:00+08:00")


def an_agency(
    folder: Path, *, at: str = "2026-05-11", kind: Kind = "real", url: str | None = None
) -> Office:
    """An office with the laboratories programme and its accounts, its clock at a moment."""
    store = Store(url or f"sqlite:///{folder / 'agency.db'}")
    clock = FixedClock(a_moment(at))
    facts = {"kind": kind, "office": "test", "created_at": "2026-01-01T00:00:00.000000Z"}
    if kind != "real":
        facts |= {"virtual_start": "2026-01-01T00:00:00.000000Z"}
        facts |= {"real_start": "2026-01-01T00:00:00.000000Z"}
    store.create(**facts)
    office = Office.over(store, clock, kind)
    people_of(office)
    return office


def people_of(office: Office) -> None:
    """Activate the laboratories programme and add its accounts."""
    activate(office, Programme.model_validate(LABORATORIES), "test")
    with office.store.write() as tx:
        add_account(office, tx, "hangzhou", "杭州 周敏", role="city", jurisdiction="330100")
        add_account(office, tx, "ningbo", "宁波 陈立", role="city", jurisdiction="330200")
        add_account(office, tx, "bureau-1", "科技厅 王岚", role="bureau")
        add_account(office, tx, "bureau-2", "科技厅 林涛", role="bureau")
        add_account(office, tx, "bio-desk", "生物司", role="ministry", category="bio")
        add_account(office, tx, "auditor", "审计 何平", role="auditor")
        add_account(office, tx, "lab-1", "一号实验室", role="laboratory", unit=UNIT)


UNIT = "11330000MB1234567H"
PHONE = "13800000000"


def pass_to(office: Office, at: str) -> None:
    """Let time go by."""
    assert isinstance(office.clock, FixedClock)
    office.clock.advance(a_moment(at))


def a_laboratory(
    office: Office,
    *,
    account: str = "hangzhou",
    branch: str = "bio",
    title: str = "",
    **fields: Any,
) -> str:
    """A proposed laboratory; its code."""
    number = _numbered()
    given: dict[str, Any] = {
        "title": title or f"第{number}实验室",
        "branch": branch,
        "phone": "13800000000",
    }
    given |= {"unit": {"name": f"单位{number}", "code": ""}, **fields}
    command = Command(f"propose-{number}", account, "propose", kind="laboratory", fields=given)
    return perform(office, command).case


def act(
    office: Office, move: str, code: str, account: str, *, reason: str = "符合要求", **more: Any
) -> Receipt:
    """One act on a case."""
    files = (LETTER,) if move == "nominate" else ()
    command_id = f"{move}-{code}-{_numbered()}"
    command = Command(
        command_id, account, move, case=code, reason=reason, attachments=files, **more
    )
    return perform(office, command)


def a_named_laboratory(office: Office, **fields: Any) -> str:
    """A laboratory that the bureau has named; its reports are open."""
    code = a_laboratory(office, **fields)
    act(office, "nominate", code, fields.get("account", "hangzhou"))
    act(office, "name", code, "bureau-1")
    return code


def happened(at: str) -> Occurrence:
    """Where and when a recorded fact happened."""
    return Occurrence(a_moment(at), "省平台", "回执1号")


_numbers = count(1)


def _numbered() -> int:
    return next(_numbers)
