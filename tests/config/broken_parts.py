"""Programmes whose quotas, roles, words or codes cannot work, as in tests.config.broken."""

from tests.config.broken import AFTER_SHOWING
from tests.config.fairs import (
    ACCEPT,
    CITY,
    ENTER,
    QUOTA,
    SEE,
    SHOWN,
    SIZE,
    Change,
    duties,
    kinds,
    more,
)

UNIT = ("scope: jurisdiction}", "scope: unit}")
BY_CATEGORY = (
    ("scope: jurisdiction}", "scope: category}"),
    ("      field: {title: 类别, type: category}\n", ""),
)
SILENT = "guards: [{condition: {cel: size(title) > 2, says: ' '}}]"
POSTPONE = "title: 改期, from: shown, to: same, by: city, effects: [{renew: again}]"
FROM_OPENING = "due: 届满前30日内, counts-from: {field: opens-on}"

BROKEN_PARTS: dict[str, tuple[str, str, tuple[Change, ...]]] = {
    # quotas
    "minima that add up to more than all": (
        "minima-above-total",
        "每处至少 3，3 处合计 9，超过“合计”的上限 8",
        (
            (
                QUOTA,
                "each: {title: 每区, at-least: 3, at-most: 5}\n"
                "  all: {title: 合计, per: programme, at-most: 8}",
            ),
            ("takes: each", "takes: [each, all]"),
        ),
    ),
    "a total that the caps never reach": (
        "total-above-caps",
        "“合计”至少 9，而“每区”各处上限加起来只有 6",
        (
            (
                QUOTA,
                "each: {title: 每区, at-most: 2}\n"
                "  all: {title: 合计, per: programme, at-least: 9}",
            ),
            ("takes: each", "takes: [each, all]"),
        ),
    ),
    "a minimum above the cap of one kind": (
        "least-above-most",
        "至少 2 大于至多 1",
        ((QUOTA, "each: {title: 每区, at-least: 2, at-most: 5, caps: {new: 1}}"),),
    ),
    "a minimum where a guard lets nobody in": (
        "minimum-shut-out",
        "类别为“new”的推荐机关",
        (
            (QUOTA, "each: {title: 每区, at-least: 1, at-most: 5}"),
            more(ENTER, "guards: [{jurisdiction-kind: {one-of: district}}]"),
        ),
    ),
    "a minimum that nothing counts towards": (
        "least-untaken",
        "没有动作占用它",
        ((QUOTA, "each: {title: 每区, at-least: 1}"), (", takes: each", "")),
    ),
    "a quota of nothing": (
        "quota-nothing",
        "这个名额对谁都是 0",
        ((QUOTA, "each: {title: 每区, at-most: 3, caps: {district: 0, new: 0}}"),),
    ),
    # roles
    "a role of units where no case has one": (
        "out-of-reach",
        "区局的范围是承担单位，而展会没有承担单位",
        (UNIT,),
    ),
    "a role of fields where no case has one": ("out-of-reach", "而展会没有领域", BY_CATEGORY),
    "a role with nothing to do": (
        "idle-role",
        "审计在本方案中无事可办",
        ((CITY, f"  audit: {{title: 审计, scope: programme}}\n{CITY}"),),
    ),
    # words
    "a refusal without words": ("no-words", "文字是空的", (more(ACCEPT, SILENT),)),
    "a state without words": ("no-words", "文字是空的", ((SHOWN, "      shown: ''\n"),)),
    "a move without words": (
        "no-words",
        "文字是空的",
        ((ACCEPT, ACCEPT.replace("title: 备案", "title: ''")),),
    ),
    # what the source forbids
    "a forbidden kind in a child": (
        "forbidden-kind",
        "看展属于督导，商函〔2026〕5号第七条明令不得组织",
        (
            ("quotas:\n", "forbidden: {kinds: [inspection-visit], clause: 七}\nquotas:\n"),
            more(SEE, "kind: inspection-visit"),
        ),
    ),
    "a duty that runs anew from a date that the move does not set": (
        "renews-same-day",
        "请把 opens-on 写进这个动作的 可填（sets）或 须填（asks）",
        (
            (SIZE, f"      opens-on: {{title: 开幕日, type: date}}\n{SIZE}"),
            (ACCEPT, f"{ACCEPT}\n      move-on: {{{POSTPONE}}}"),
            duties(f"again: {{{AFTER_SHOWING}, bound-by: accept, {FROM_OPENING}}}"),
        ),
    ),
    # codes
    "two kinds below one parent with the same codes": (
        "code-of-two-kinds",
        "走访与回访的编号会相同",
        (kinds(("tour", "走访", 'of: fair\n    code: "{parent}-V{number:02}"')),),
    ),
    "a document that no move brings": (
        "document-unused",
        "没有动作需要材料“方案”",
        (("needs: plan, ", ""),),
    ),
}
