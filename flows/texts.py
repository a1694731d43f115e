"""What the flows say, in Chinese and English: the one message table of this package."""

from typing import Any

from states.words.joining import Texts, filling

TEXTS: Texts = {
    "round.head": ("## {title} · {programme}", "## {title} · {programme}"),
    "as-of": ("- 截至：{at}", "- as of {at}"),
    "status.waiting": ("- 状态：尚未到开始之日", "- not open yet"),
    "status.open": ("- 状态：进行中", "- open"),
    "status.closed": ("- 状态：已截止", "- closed"),
    "opened-now": ("- 本次开始了这一阶段，已留痕", "- opened by this run, recorded"),
    "closed-now": ("- 本次截止了这一阶段，已留痕", "- closed by this run, recorded"),
    "moved": ("- 按期办理“{move}”：{count} 件", "- moved by time, “{move}”: {count}"),
    "opened": ("- 新开“{kind}”：{count} 件", "- opened “{kind}”: {count}"),
    "overdue": ("- 标记逾期：{count} 件", "- marked overdue: {count}"),
    "reminded": ("- 提醒：{count} 件", "- reminded: {count}"),
    "expired": ("- 过期的待批申请：{count} 件", "- requests that expired: {count}"),
    "nothing-due": ("- 没有到期未办的事", "- nothing was due"),
    "released": ("- 已办理这一批：{count} 件：{cases}", "- released {count}: {cases}"),
    "would-release": ("- 可以办理：{count} 件：{cases}", "- could be released, {count}: {cases}"),
    "refused": ("- 未办理：{count} 件，原因见表", "- refused: {count}, see the table"),
    "listed": ("- 等待办理：{count} 件，见表", "- waiting: {count}, see the table"),
    "none-listed": ("- 没有等待办理的", "- nothing waits"),
    "title": ("{title}", "{title_en}"),
    "sweep.head": ("## 期限巡查", "## Sweep of deadlines"),
    "occasion": ("- 缘由：{occasion}", "- occasion: {occasion}"),
    "delivery.head": ("## 发送通知", "## Messages"),
    "delivery": (
        "- 已送出 {sent}，没有送达 {failed}，已不必发 {dropped}",
        "- sent {sent}, not delivered {failed}, no longer true {dropped}",
    ),
    "held": ("- 免打扰时段，{at} 之后再发", "- quiet until {at}"),
    "not-sent": ("- 没有送达：{error}", "- not delivered: {error}"),
    "check.head": ("## 核验留痕", "## Check of the history"),
    "check.ok": ("- 全部成立：没有发现被改动、删除或插入的留痕", "- everything holds"),
    "check.bad": ("- **发现 {count} 处不成立**，见表", "- **{count} findings**, see the table"),
    "preview.head": ("## 试办 · {title} · {programme}", "## Trial · {title} · {programme}"),
    "no-programme": (
        "没有方案声明阶段 {round}，无事可办",
        "no programme declares the round {round}; nothing to do",
    ),
    "brief.round": (
        "{title}：按期办理 {moved}，新开 {opened}，逾期 {overdue}，提醒 {reminded}，"
        "下达或公布 {released}，未办理 {refused}，等待 {listed}",
        "{title}: moved {moved}, opened {opened}, overdue {overdue}, reminded {reminded}, "
        "released {released}, refused {refused}, waiting {listed}",
    ),
    "brief.preview": (
        "试办 {title}：可以办理 {released}，不能办理 {refused}",
        "trial of {title}: {released} could, {refused} could not",
    ),
    "brief.sweep": (
        "按期办理 {moved}，新开 {opened}，逾期 {overdue}，提醒 {reminded}",
        "moved {moved}, opened {opened}, overdue {overdue}, reminded {reminded}",
    ),
    "brief.delivery": (
        "送出通知 {sent}，没有送达 {failed}，已不必发 {dropped}",
        "messages sent {sent}, not delivered {failed}, no longer true {dropped}",
    ),
    "brief.check.ok": ("全部成立", "everything holds"),
    "brief.check.bad": ("发现 {count} 处不成立", "{count} findings"),
    "column.case": ("编号", "code"),
    "column.title": ("名称", "title"),
    "column.jurisdiction": ("推荐机关", "jurisdiction"),
    "column.category": ("领域", "field"),
    "column.state": ("状态", "state"),
    "column.unit": ("承担单位", "unit"),
    "column.why": ("原因", "why"),
    "column.clause": ("条款", "clause"),
    "clause": ("{clause}", "{clause}"),
    "column.remedy": ("怎么办", "what to do"),
    "column.subject": ("对象", "subject"),
    "column.seq": ("序号", "no."),
    "column.says": ("情况", "finding"),
    "which-programme": (
        "几个方案都声明了这一阶段（{known}），请指明这一批属于哪个方案",
        "several programmes declare this round ({known}); name the one that the batch belongs to",
    ),
    "unknown-flow": (
        "没有名为 {flow} 的流程；可用：{known}",
        "there is no flow {flow}; known: {known}",
    ),
    "bad-order": ("参数不对：{detail}", "wrong parameters: {detail}"),
    "order.unknown": (
        "没有参数“{name}”，可用：{known}",
        "there is no parameter “{name}”; known: {known}",
    ),
    "order.missing": ("缺少参数“{name}”", "the parameter “{name}” is missing"),
    "order.instant": (
        "“{name}”应写成日子 2026-06-30，或带时区的时刻 2026-06-30T17:00:00+08:00",
        "“{name}” is a day, 2026-06-30, or an instant with its zone, 2026-06-30T17:00:00+08:00",
    ),
    "order.yes-no": ("“{name}”应写成 true 或 false", "“{name}” is true or false"),
    "order.text": ("“{name}”应是文字", "“{name}” is a text"),
    "server-refused": (
        "调度服务没有接受：{detail}",
        "the scheduler did not accept it: {detail}",
    ),
    "server-lost": (
        "运行 {run} 期间与调度服务失去联系：{detail}。运行可能仍在继续；{shidian} runs 可查",
        "lost the scheduler during run {run}: {detail}; it may still be going on",
    ),
    "no-server": (
        "没有调度服务为这个数据库运行；先执行 {shidian} up，或去掉“必须由调度服务办理”",
        "no scheduler serves this database; run {shidian} up first",
    ),
    "run-failed": ("运行 {run} 没有完成（{state}）：{detail}", "run {run} ended {state}: {detail}"),
    "run-slow": (
        "运行 {run} 在 {seconds} 秒内没有结束，仍在继续；{shidian} runs 可查",
        "run {run} did not end within {seconds} s; it goes on",
    ),
}


def say(key: str, lang: str = "zh", **parameters: Any) -> str:
    """The text of a key in the language asked for."""
    return TEXTS[key][lang == "en"].format(**filling(parameters, lang))


def about(key: str, name: str, known: list[str], lang: str) -> str:
    """The text of a key about a parameter, among those that are known."""
    return say(key, lang, name=name, known=known)
