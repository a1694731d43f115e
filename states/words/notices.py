"""What a user reads about addresses and messages."""

from states.words.joining import Texts

NOTICES: Texts = {
    "BadAddress": (
        "这不是可用的通知地址；开头应为：{known}。例：mailto:zhang@example.gov.cn",
        "this is no address for notices; it begins with one of: {known}. For example:"
        " mailto:zhang@example.org",
    ),
    "BadMailAddress": (
        "邮件地址写成 mailto:名字@域名",
        "a mail address is written mailto:NAME@HOST",
    ),
    "NoSuchAddress": (
        "账户 {account} 没有这个地址；现有：{known}",
        "account {account} has no such address; there are: {known}",
    ),
    "UnknownMessage": (
        "没有编号为 {key} 的通知，或不在可见范围。看有哪些：{shidian} outbox",
        "there is no message {key} within your reach. See which there are: {shidian} outbox",
    ),
    "NotResendable": (
        "通知 {key} 正在发送，或已不必发",
        "the message {key} is being sent, or no longer true",
    ),
}
