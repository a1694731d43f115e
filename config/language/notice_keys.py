"""The keys under which a file says who is told and in which words, in Chinese and English."""

NOTICE_KEYS: dict[str, dict[str, tuple[str, str, str]]] = {
    "NoticeText": {
        "for": ("用于", "提醒、逾期、逐级上报、办理", "which sort of notice"),
        "duties": ("应办", "只用于哪些应办", "only notices of these duties"),
        "moves": ("动作", "只用于哪些动作", "only notices of these moves"),
        "heading": ("标题", "一行标题，可用变量", "one line; variables in braces"),
        "text": ("正文", "正文，可用变量", "the text; variables in braces"),
    },
    "Escalation": {
        "after": ("逾期后", "到期日之后多久：7天、5个工作日", "so long after the day due"),
        "to": ("告知", "告知哪些角色", "the roles that are told"),
    },
}
