"""Programmes that hypothesis makes up: sound ones, with states, quotas, duties and children."""

from typing import Any

from hypothesis import strategies as st

from config.checks import check_programme
from config.programme import Programme

PLACES = ("E", "W")
ACCOUNTS = {
    "east": ("clerk", "E"),
    "west": ("clerk", "W"),
    "boss": ("boss", None),
    "boss-2": ("boss", None),
}
DAYS = ("2026-07-15", "2026-08-31", "2026-10-01", "2026-12-31")
LIMITS = ("5日内", "收到之日起10个工作日内", "2026年8月31日前", "2026年12月31日前", "及时")


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """A programme that passes its checks: a chain of states to an end, an exit from each, and
    whatever else is drawn."""
    states = [f"s{n}" for n in range(draw(st.integers(2, 4)))]
    duties = _duties(draw, states)
    declared: dict[str, Any] = {
        "programme": "made-up",
        "title": "随机方案",
        "source": {"document": "测试〔2026〕9号", "issued": "2026-06-01"},
        "roles": {
            "clerk": {"title": "经办", "scope": "jurisdiction"},
            "boss": {"title": "主管", "scope": "programme"},
        },
        "jurisdictions": {"E": {"name": "东区"}, "W": {"name": "西区"}},
        "periods": {"term": "2026年7月—2027年6月"},
        "quotas": {
            "each": {"title": "每区", "at-most": draw(st.integers(1, 2))},
            "all": {"title": "合计", "per": "programme", "at-most": draw(st.integers(1, 3))},
        },
        "cases": {"job": _job(draw, states, duties)},
        "duties": duties,
    }
    if draw(st.booleans()):
        declared["cases"]["visit"] = _visit(draw)
    programme = Programme.model_validate(declared)
    found = [finding for finding in check_programme(programme) if finding.severity == "error"]
    assert found == [], found
    return programme


def _duties(draw: st.DrawFn, states: list[str]) -> dict[str, Any]:
    found = {}
    for n, state in enumerate(states):
        if draw(st.booleans()):
            found[f"owe-{state}"] = {
                "title": f"办{n}",
                "case": "job",
                "opened": "creation" if n == 0 else f"on-{states[n - 1]}",
                "by": ["clerk", "boss"],
                "due": draw(st.sampled_from(LIMITS)),
                "bound-by": [f"on-{state}"],
                "late": draw(st.sampled_from(("accept", "accept", "refuse"))),
                "remind": draw(st.sampled_from(([], [3]))),
            }
    if draw(st.booleans()):
        found["tell"] = {
            "title": "季报",
            "case": "job",
            "by": "clerk",
            "due": "每季度末",
            "period": "term",
            "bound-by": "tell",
        }
    return found


def _job(draw: st.DrawFn, states: list[str], duties: dict[str, Any]) -> dict[str, Any]:
    moves: dict[str, Any] = {
        "enter": {"title": "新建", "to": "s0", "by": "clerk", "takes": ["each"]},
        "drop": {"title": "撤销", "from": states, "to": "dropped", "by": "clerk"}
        | ({"gives-back": {"quotas": ["each", "all"]}} if draw(st.booleans()) else {}),
    }
    for state, onward in zip(states, [*states[1:], "done"], strict=True):
        moves[f"on-{state}"] = {
            "title": f"进{state}",
            "from": state,
            "to": onward,
            "by": ["clerk", "boss"],
            "takes": ["all"] if state == "s0" else _quotas(draw),
            "four-eyes": draw(st.sampled_from((False, False, False, True))),
        }
        if draw(st.booleans()):
            target = draw(st.sampled_from([s for s in states if s != state] or ["dropped"]))
            moves[f"by-{state}"] = {
                "title": f"转{state}",
                "from": state,
                "to": target,
                "by": "boss",
            }
    if "tell" in duties:
        moves["tell"] = {"title": "报季", "from": states, "to": "same", "by": "clerk"}
    moves |= _automatic(draw, states, duties)
    ends = {
        "done": {"title": "办结", "end": "normal"},
        "dropped": {"title": "撤销", "end": "exceptional"},
    }
    titled: dict[str, Any] = {state: {"title": state} for state in states}
    titled["s0"]["initial"] = True
    return {"title": "事项", "form": _FORM, "states": titled | ends, "moves": moves}


_FORM = {
    "title": {"title": "名称", "required": True},
    "place": {"title": "辖区", "type": "jurisdiction", "required": True},
}


def _quotas(draw: st.DrawFn) -> list[str]:
    return draw(st.sampled_from(([], [], ["each"], ["all", "each"])))


def _automatic(draw: st.DrawFn, states: list[str], duties: dict[str, Any]) -> dict[str, Any]:
    """At most one move of the system out of the first state, by a day or by a lapse."""
    how = draw(st.sampled_from(("none", "day", "lapse")))
    move = {"title": "自动", "from": "s0", "to": "dropped", "by": "system"}
    if how == "day":
        return {"auto": move | {"on": draw(st.sampled_from(DAYS))}}
    dated = duties.get("owe-s0", {}).get("due", "及时") != "及时"
    return {"auto": move | {"lapse-of": "owe-s0"}} if how == "lapse" and dated else {}


def _visit(draw: st.DrawFn) -> dict[str, Any]:
    how = draw(st.sampled_from(({"by": "on-s0"}, {"by": "on-s0", "each-half-of": "term"})))
    return {
        "title": "回访",
        "of": "job",
        "code": "{parent}-{period}" if "each-half-of" in how else "{parent}-V",
        "opened": how,
        "states": {
            "due": {"title": "待访", "initial": True},
            "seen": {"title": "已访", "end": "normal"},
        },
        "moves": {"see": {"title": "回访", "from": "due", "to": "seen", "by": ["clerk", "boss"]}},
    }
