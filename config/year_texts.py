"""What is said of a file that gives a calendar year."""

YEAR_TEXTS: dict[str, tuple[str, str]] = {
    "year-source": (
        "正式安排须写明文号：source 里的 document",
        "an official year names its document: document under source",
    ),
    "year-gap": (
        "缺少法定假日 {day}（{name}）",
        "the statutory holiday {day} ({name}) is missing",
    ),
    "year-span": (
        "{name}的起止有误：{first} 至 {last}（含首尾，至多16天）",
        "{name} runs from {first} to {last}: both ends are included, 16 days at most",
    ),
    "year-outside": (
        "{day} 不在{year}年（上一年最后一周可以）",
        "{day} is not in {year} (the last week of the year before is allowed)",
    ),
    "year-overlap": (
        "{name}与{other}重叠：{day} 列了两次",
        "{name} and {other} overlap: {day} is listed twice",
    ),
    "year-twice": ("{day} 列了两次", "{day} is listed twice"),
    "year-weekday": (
        "调休上班日应为周六或周日：{day} 是周{weekday}，本来就上班",
        "a make-up workday is a Saturday or Sunday: {day} is an ordinary working day",
    ),
    "year-off-and-worked": ("{day} 既放假又上班", "{day} is both off and worked"),
    "year-name": (
        "文件名 {name} 与年份 {year} 不符",
        "the file is called {name} but gives the year {year}",
    ),
    "year-calendar": (
        "这是日历 {found} 的年份，不是 {calendar} 的",
        "this is a year of the calendar {found}, not of {calendar}",
    ),
    "year-uneven": (
        "放假占去 {taken} 个工作日（已减调休），法定假日共 {given} 天：可能漏写或误写，请核对",
        "the holidays take {taken} working days (less the make-up days), the law gives {given}: a "
        "day may be missing or mistyped",
    ),
    "calendar-unknown": ("没有日历“{name}”，现有：{known}", "no calendar “{name}”; known: {known}"),
    "calendar-range": (
        "年份超出范围：{year}（可算 {first} 至 {last} 年）",
        "the year {year} is out of range ({first} to {last})",
    ),
}
