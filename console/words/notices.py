"""What the console says about notices: Chinese first, English beside it."""

from states.words.joining import Texts

STANDINGS: Texts = {
    "standing.held": ("暂缓", "held"),
    "standing.planned": ("待发", "planned"),
    "standing.nobody": ("无人接收", "nobody"),
    "standing.waiting": ("待重试", "waiting"),
    "standing.failed": ("没有送达", "failed"),
    "standing.sent": ("已送出", "sent"),
    "standing.dropped": ("已不必发", "dropped"),
}

NOTICES: Texts = {
    "remind.done": ("提醒 {count} 件应办", "{count} duties reminded of"),
    "remind.head": (
        "{at} → {account}（{channel}）",
        "{at} → {account} ({channel})",
    ),
    "remind.none": ("这段时间没有要发的通知", "nothing is to go out"),
    "remind.total": (
        "共 {count} 份，还没有发出任何一份",
        "{count} messages; none was sent",
    ),
    "delivery.done": (
        "通知：送出 {sent} 份，没有送达 {failed} 份，已不必发 {dropped} 件",
        "messages: {sent} sent, {failed} not delivered, {dropped} notices no longer true",
    ),
    "delivery.failed": ("没有送达：{error}", "not delivered: {error}"),
    "delivery.again": (
        "稍后自动再试。看情况：{shidian} outbox",
        "they are tried again by and by. See: {shidian} outbox",
    ),
    "channel.file": ("文件", "file"),
    **STANDINGS,
    "outbox.none": ("没有通知", "no messages"),
    "outbox.subject": ("标题：", "subject: "),
    "outbox.head": (
        "通知 {message} → {account}（{channel}）",
        "message {message} → {account} ({channel})",
    ),
    "outbox.standing": (
        "{standing} {at}，试过 {tries} 次",
        "{standing} {at}, tried {tries} times",
    ),
    "outbox.error": (
        "{message} 第 {attempts} 次没有送达：{error}",
        "{message}, try {attempts}, not delivered: {error}",
    ),
    "outbox.held": (
        "暂缓：最早 {at} 发出（免打扰时段、休息日，或当天已提醒过）",
        "held: goes out from {at} on (quiet hours, a rest day, or reminded today already)",
    ),
    "outbox.held-demo": (
        "演示时钟走到那时才发：{shidian} demo --advance {at}",
        "it goes out once the demonstration's clock is there: {shidian} demo --advance {at}",
    ),
    "outbox.planned": (
        "待发：{shidian} up 运行时自动发出；现在就发：{shidian} remind",
        "planned: sent by a running {shidian} up; to send now: {shidian} remind",
    ),
    "outbox.nobody": (
        "无人接收：有账户担任该角色后发出，满 30 天作罢",
        "nobody: goes out once an account holds that role, and is given up after 30 days",
    ),
    "outbox.failed": (
        "再发一次：{shidian} outbox resend 编号",
        "to send one again: {shidian} outbox resend KEY",
    ),
    "outbox.again": ("通知 {message} 重新发送", "message {message} is sent again"),
    "address.added": ("{account} 的通知发往 {address}", "{account} gets notices at {address}"),
    "address.removed": (
        "{account} 的通知不再发往 {address}",
        "{account} gets no more notices at {address}",
    ),
    "address.none": (
        "{account} 没有通知地址，通知写入文件 var/outbox",
        "{account} has no address; notices go into files in var/outbox",
    ),
    "todo.told": (
        "最近发给你的通知：{at}（{channel}）{subject}",
        "last message to you: {at} ({channel}) {subject}",
    ),
    "show.told": (
        "最近的通知：{at} → {account}（{channel}）{subject}",
        "last notice: {at} → {account} ({channel}) {subject}",
    ),
    "doctor.messages": ("通知", "messages"),
    "doctor.undelivered": (
        "{count} 份没有送达：{shidian} outbox --standing failed",
        "{count} not delivered: {shidian} outbox --standing failed",
    ),
    "head.message": ("通知编号", "message"),
    "head.channel": ("渠道", "channel"),
    "option.preview": ("只看会发什么，不发", "only show what would go out"),
    "option.remind.days": ("看今后多少天", "how many days ahead to look"),
    "option.remind.as_of": ("只看那一天要发的", "only what goes out on that day"),
    "option.standing": (
        "held 暂缓、planned 待发、nobody 无人接收、waiting 待重试、failed 没有送达、sent、dropped",
        "held, planned, nobody, waiting, failed, sent or dropped",
    ),
    "option.outbox.key": ("通知编号；给了就看全文", "key of a message, to see its text"),
    "option.outbox resend.key": ("通知编号", "key of a message"),
    "option.address": (
        "mailto:名字@域名、wecombot://…、dingtalk://…、feishu://…、json://…、file:；不给则列出",
        "mailto:NAME@HOST, wecombot://…, dingtalk://…, feishu://…, json://…, file:; none: list",
    ),
    "option.stdin": (
        "从标准输入读地址，密钥不留在命令行的历史里",
        "read the address from standard input, so that no secret stays in the shell's history",
    ),
    "option.remove": ("不再用这个地址", "no longer use the address"),
}
