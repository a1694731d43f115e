"""Words that no programme declares: entries of the system, and mistakes."""

Lang = str
SYSTEM, ANNOUNCE, EXEMPT = "system", "announce-decision", "exempt-duty"
ACTIVE = "active"
# as in config.vocabulary, states.decisions and states.audits, which a listing need not load
REOPENED, STRUCK, RIGHTED = RIGHTS = ("reopened", "struck", "righted")
"""How a duty is changed where an entry is put right: it is owed again; it never arose; it is done,
or due, as the right course has it."""
DROPPED = "dropped"
"""How a duty is changed that by other values of its case is not owed any longer."""
DONE_BEFORE = "done-before"
"""How a duty is changed by a fact from before the end that waived it."""
SAID = (*RIGHTS, DROPPED, DONE_BEFORE)
"""The changes of a duty that are said in a phrase of their own."""
STATE_BACK = "StateBack"
"""The flag of a move that leaves the state, where the wrong one in whose place it comes had not."""

ENTRIES: dict[str, tuple[str, str]] = {
    "open": ("开立", "opened"),
    "follow-field": ("随上级事项变动", "changed with its parent"),
    "follow-parent": ("随上级事项办结", "ended with its parent"),
    "open-again": ("重新开立", "opened again"),
    "follow-correction": ("随之更正", "put right with it"),
    "update": ("更新上级事项", "updated its parent"),
    "mark-overdue": ("记为逾期", "marked overdue"),
    "activate": ("启用方案", "programme activated"),
    "grant": ("授权", "role granted"),
    "approve": ("批准", "approved"),
    "retract": ("撤回申请", "retracted"),
    "reject": ("不批准", "rejected"),
    "close-account": ("停用账户", "account closed"),
    "open-round": ("开启环节", "round opened"),
    "close-round": ("结束环节", "round closed"),
    "advance-clock": ("拨动演示时钟", "demonstration's clock advanced"),
    "internal-day": ("设内部截止日", "internal day set"),
    "checkpoint": ("检查点", "checkpoint"),
    "plan-bulk": ("作批量计划", "bulk plan made"),
    "apply-bulk": ("办理批量计划", "bulk plan applied"),
    "import-register": ("导入名册", "register imported"),
    "opening-balance": ("登记期初", "opening balance recorded"),
    "address": ("通知地址", "address of notices"),
    "resend": ("重发通知", "message sent again"),
    "note": ("备注", "note"),
    "correct-record": ("更正", "corrected"),
    "extend-duty": ("延期", "extended"),
    "pause-duty": ("中止计算期限", "paused"),
    "resume-duty": ("恢复计算期限", "resumed"),
    EXEMPT: ("免除", "exempted"),
    "recompute-due": ("按新日历重算期限", "recomputed by the new calendar"),
    "count-case": ("计数", "counted"),
    ANNOUNCE: ("公布", "announced"),
    "delegate": ("委托", "delegated"),
    "recall": ("收回委托", "delegation recalled"),
    "import-calendar": ("导入日历", "calendar imported"),
    "calendar-feed": ("日历订阅地址", "calendar's address"),
}

PHRASES: dict[str, tuple[str, str]] = {
    ACTIVE: ("启用中", "active"),
    "no-day": ("未定", "not set"),
    SYSTEM: ("系统", "the system"),
    "approve": ("批准", "approve"),
    ANNOUNCE: ("公布", "announce"),
    "batch": ("{move} {count} 件", "{move}, {count} cases"),
    "request": ("待批准：{move}", "to approve: {move}"),
    REOPENED: (
        "{duty}：重新应办，期限 {day}",
        "{duty}: owed again, due {day}",
    ),
    STRUCK: (
        "{duty}：只由办错的一条产生，随更正了结",
        "{duty}: only the wrong entry had opened it; ended with the correction",
    ),
    RIGHTED: (
        "{duty}：按更正后的经过，期限 {day}",
        "{duty}: as the corrected course has it, due {day}",
    ),
    DROPPED: ("{duty}：不再须办，原期限 {day}", "{duty}: owed no longer, was due {day}"),
    DONE_BEFORE: (
        "{duty}：办结以前已经办了，期限 {day}",
        "{duty}: done before the end, due {day}",
    ),
    "left.hours": ("还剩 {n} 小时", "{n} hours left"),
    "left.hour": ("还剩 1 小时", "1 hour left"),
    "left.working-days": ("还剩 {n} 个工作日", "{n} working days left"),
    "left.working-day": ("还剩 1 个工作日", "1 working day left"),
    "left.minutes": ("还剩不到 1 小时", "less than an hour left"),
    "rewritten": ("{field}：{before} → {after}", "{field}: {before} → {after}"),
    "rewritten-unshown": ("{field}：已更改", "{field}: changed"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
}


def entry_title(move: str, lang: Lang) -> str:
    """The title of an entry that no programme declares; the name itself if unknown."""
    return ENTRIES.get(move, (move, move))[lang == "en"]


def phrase(key: str, lang: Lang, **parameters: str) -> str:
    """A short phrase."""
    return PHRASES[key][lang == "en"].format(**parameters)


def hours_left(hours: int, lang: Lang) -> str:
    """How long a limit still runs that names an hour and ends within a day."""
    key = "left.minutes" if hours < 1 else "left.hour" if hours == 1 else "left.hours"
    return phrase(key, lang, n=str(hours))


def working_days_left(days: int, lang: Lang) -> str:
    """How many working days are left of a limit that is counted in them."""
    return phrase("left.working-day" if days == 1 else "left.working-days", lang, n=str(days))


def days_left(days: int) -> str:
    """How far a day is, as a message says it."""
    return f"还剩 {days} 天" if days > 0 else "今天截止" if days == 0 else f"已过 {-days} 天"
