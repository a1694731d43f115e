"""What the console says about calendars: Chinese first, English beside it."""

from states.words.joining import Texts

CALENDARS: Texts = {
    "DayOrRevoke": (
        "给出日期以设定，或用 --revoke 撤销，二者选一",
        "give a day to set it, or --revoke to take it back",
    ),
    "YearNotShipped": (
        "程序没有随带 {year} 年的安排，随带的有：{known}。请给出文件："
        "{shidian} calendar import {year}.yaml",
        "{year} did not come with shidian; these did: {known}. Give a file: {shidian} calendar "
        "import"
        " {year}.yaml",
    ),
    "calendar.provisional": (
        "暂定 {n} 项：当年放假安排尚未公布，公布并导入后重算（{shidian} calendar list 看各年情况）",
        "{n} provisional: the year's arrangement is not published yet; see {shidian} calendar list",
    ),
    "internal.revoked": (
        "{place}：已撤销“{what}”的内部截止日；法定期限不变",
        "{place}: the internal day of “{what}” is taken back; the legal day stays",
    ),
    "head.year": ("年", "Year"),
    "head.year-source": ("文号", "Document"),
    "head.origin": ("来处", "Origin"),
    "head.working-days": ("工作日", "Working days"),
    "head.provisional": ("暂定期限", "Provisional"),
    "head.old-day": ("原期限", "Before"),
    "head.new-day": ("新期限", "Now"),
    "head.by-calendar": ("按新安排应为", "By the new year"),
    "year.official": ("已公布", "published"),
    "year.unpublished": ("未公布，推算", "not published, computed"),
    "year.shipped": ("随程序提供", "came with shidian"),
    "year.given": ("{by} 导入，{at}", "imported by {by}, {at}"),
    "year.guessed": ("按法定节假日推算", "computed from the statutory holidays"),
    "year.revision": ("（第{n}次）", " (revision {n})"),
    "year.unseen": ("（未核原件）", " (original not seen)"),
    "year.none": ("没有启用的方案", "no programme is active"),
    "year.offer": (
        "{year} 年的安排已随程序提供，本库尚未导入：{shidian} calendar import {year}",
        "{year} came with shidian but was not imported here yet: {shidian} calendar import {year}",
    ),
    "year.guessed-how": (
        "只计法定节假日，不含调休；算出的期限标“暂定”，公布后重算",
        "only statutory holidays, no make-up days; days counted with it are provisional",
    ),
    "year.no-lunar": (
        "{year} 年春节、清明、端午、中秋的日子本程序没有，未计入；工作日可能多算数天",
        "the days of the lunar festivals of {year} are not known and not taken off; there may be a "
        "few working days too many",
    ),
    "year.workdays": ("  调休上班：{days}", "  make-up workdays: {days}"),
    "year.worked": ("  全年工作日 {n} 天", "  {n} working days"),
    "year.same": (
        "{version} 已是现行安排，没有变化",
        "{version} is what this database counts by; nothing changes",
    ),
    "year.becomes": ("{before} → {version}", "{before} → {version}"),
    "year.doubt": ("请注意：{what}", "note: {what}"),
    "year.days": ("日子变化 {n} 天：", "{n} days change:"),
    "year.now-worked": ("改为上班", "is worked now"),
    "year.now-off": ("改为休息", "is off now"),
    "weekdays": ("周一 周二 周三 周四 周五 周六 周日", "Mon Tue Wed Thu Fri Sat Sun"),
    "year.no-duties": ("没有因此变动的期限", "no limit changes"),
    "year.told": ("已各通知一次，共 {n} 处", "{n} recipients were told, once each"),
    "year.would-tell": ("将各通知一次，共 {n} 处", "{n} recipients would be told, once each"),
    "became.moved": ("期限变动 {n} 项：", "{n} limits move:"),
    "became.kept": (
        "不变动 {n} 项（按新安排本应另有一天）：",
        "{n} limits stay although the year gives another day:",
    ),
    "became.firm": (
        "暂定转为确定、日子不变 {n} 项",
        "{n} limits are firm now, on the same day",
    ),
    "kept.done": ("已办结，不再变动", "done already"),
    "kept.firm": ("已确定的期限不提前", "a firm day never becomes earlier"),
    "kept.overdue": ("已逾期，不提前", "overdue already"),
    "kept.over": ("按新安排已过，不使人当即逾期", "that day is over already"),
    "revoked.overdue": ("撤销逾期标记", "no longer overdue"),
    "revoked.late": ("改判为按期", "done in time after all"),
    "feed.made": ("{account} 的日历订阅地址：", "the address of the calendar of {account}:"),
    "feed.once": (
        "地址即凭证，只显示这一次，请勿转发；以前的地址已失效。撤销："
        "{shidian} calendar feed {account} --revoke",
        "the address is the key and is shown only now; an earlier one has ended. To end it: "
        "{shidian} calendar feed {account} --revoke",
    ),
    "feed.would": ("将为 {account} 生成新的订阅地址", "{account} would get a new address"),
    "feed.revoked": (
        "{account} 的订阅地址已全部失效",
        "every address of the calendar of {account} has ended",
    ),
    "feed.none": ("{account} 没有有效的订阅地址", "the calendar of {account} has no address"),
    "entry.firm": ("{duty}：暂定转为确定", "{duty}: firm now"),
    "before": ("（原 {day}）", " (was {day})"),
    "option.calendar import.file": (
        "年度文件（格式见 docs/calendars.md），或随程序提供的年份",
        "the file of a year (see docs/calendars.md), or a year that came with shidian",
    ),
    "option.calendar list.year": ("只看这一年，逐日列出", "only this year, day by day"),
    "option.calendar feed.account": ("谁的日历", "whose calendar"),
    "option.calendar feed.revoke": ("使订阅地址失效", "end the address"),
    "option.calendar internal.revoke": ("撤销内部截止日", "take the internal day back"),
    "option.alarm": (
        "日历提醒：提前几天，可多次给出",
        "remind so many days before; may be repeated",
    ),
}
