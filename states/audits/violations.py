"""What an audit finds: one broken invariant each, and the sentences that name it to a clerk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from states.audits.limit_violations import LIMIT_CHANGES
from states.audits.office_violations import OFFICE
from states.words.joining import Texts, worded
from states.words.titles import spoken

HISTORY: Texts = {
    "StateDiffers": (
        "{case} 现状态记为“{stored}”，但按留痕应为“{folded}”",
        "{case} is stored as “{stored}”, but its history leads to “{folded}”",
    ),
    "ColumnDiffers": (
        "{case} 的“{column}”现记为 {stored}，但按留痕应为 {folded}",
        "{case}: “{column}” is stored as {stored}, but its history gives {folded}",
    ),
    "LastEntryDiffers": (
        "{case} 现记共 {stored} 条留痕，实有 {folded} 条：末尾有留痕被删，或现状被改",
        "{case} is stored as having {stored} entries, there are {folded}: the tail was cut, or the "
        "case row changed",
    ),
    "KeptGone": (
        "{case} 第 {seq} 条（{move}，{actor}）尚未公布，公布前的原样却已不在：被私自删去，不知情的"
        "人会看到决定",
        "{case} entry {seq} ({move}, {actor}) is not announced yet, but the case as it was before "
        "is gone: it was deleted by hand, and those who are not told see the decision",
    ),
    "KeptUnasked": (
        "{case} 没有待公布的决定，却留有给不知情的人看的内容：被私自加上",
        "{case} has no decision to be announced, but something is kept from those who are not "
        "told: it was added by hand",
    ),
    "KeptDiffers": (
        "{case} 有决定待公布，不知情的人所见的“{column}”现为 {stored}，按留痕应为 {folded}：被改动",
        "{case} has a decision to be announced: those who are not told see “{column}” as {stored}, "
        "the history gives {folded}: it was changed",
    ),
    "EntryShown": (
        "{case} 第 {seq} 条（{move}，{actor}）尚未公布，却未列入待公布：不知情的人会看到",
        "{case} entry {seq} ({move}, {actor}) is not announced yet, but not listed as such: those "
        "who are not told see it",
    ),
    "EntryHidden": (
        "{case} 第 {seq} 条不该列入待公布，却列入了：不知情的人会看不到它，或看错状态",
        "{case} entry {seq} is listed with what waits to be announced, where it does not belong: "
        "those who are not told do not see it, or see another state",
    ),
    "EntryWaitsFor": (
        "{case} 第 {seq} 条（{move}，{actor}）现记随 {stored} 公布，按留痕应随 {folded} 公布",
        "{case} entry {seq} ({move}, {actor}) is stored as announced with {stored}; the history "
        "gives {folded}",
    ),
    "CaseWithoutHistory": (
        "{case} 没有任何留痕",
        "{case} has no history at all",
    ),
    "JointDiffers": (
        "{case} 的联合承担单位与检索表所列不同：其中一处被改过",
        "{case}: its joint units and the table that looks them up differ: one of them was changed",
    ),
    "HistoryWithoutCase": (
        "{case} 有 {count} 条留痕，但事项本身已不在：被删除",
        "{case} has {count} entries, but the case itself is gone: it was deleted",
    ),
    "EntryChanged": (
        "{case} 第 {seq} 条（{move}，{actor}，{recorded_at}）写入后被改动：内容与其哈希不符",
        "{case} entry {seq} ({move}, {actor}, {recorded_at}) was changed after it was written: its "
        "content does not match its hash",
    ),
    "ChainBroken": (
        "{case} 第 {seq} 条（{move}，{actor}，{recorded_at}）接不上前一条：前面有留痕被替换、插入"
        "或重写",
        "{case} entry {seq} ({move}, {actor}, {recorded_at}) does not follow from the one before: "
        "an earlier entry was replaced, inserted or rewritten",
    ),
    "HeadDiffers": (
        "{case} 第 {seq} 条（{move}，{actor}，{recorded_at}）与事项所记的最后哈希不符：末尾被换过",
        "{case} entry {seq} ({move}, {actor}, {recorded_at}) is not the last one that the case "
        "row knows: the tail was replaced",
    ),
    "HashUnknown": (
        "{case} 第 {seq} 条（{move}）用了不认识的哈希算法“{hash_name}”，无法核验",
        "{case} entry {seq} ({move}) uses an unknown hash “{hash_name}”; it cannot be verified",
    ),
    "EntryMissing": (
        "{case} 缺第 {seq} 条留痕（其后一条是“{move}”）：被删除",
        "{case} lacks entry {seq} (the next one is “{move}”): it was deleted",
    ),
    "EntryTwice": (
        "{case} 第 {seq} 条（{move}，{actor}）出现两次",
        "{case} entry {seq} ({move}, {actor}) is there twice",
    ),
    "EntryUnreadable": (
        "{case} 第 {seq} 条（{move}）的“{column}”读不出来：不是完整的 JSON",
        "{case} entry {seq} ({move}): “{column}” cannot be read: it is no JSON",
    ),
    "GuardMissing": (
        "表 {table} 的防改触发器不在或已停用：{trigger}。有人拆除过保护",
        "the trigger that protects table {table} is missing or disabled: {trigger}. Somebody took "
        "the protection away",
    ),
    "TimeWentBack": (
        "{case} 第 {seq} 条（{move}）记于 {recorded_at}，早于它之前写入的一条（{before}）",
        "{case} entry {seq} ({move}) is recorded at {recorded_at}, before the one written earlier "
        "({before})",
    ),
}

ACTS: Texts = {
    "CommandTwice": (
        "命令 {command} 产生了 {count} 条留痕，应只有一条",
        "command {command} made {count} entries; it may make one",
    ),
    "ReceiptMissing": (
        "{case} 第 {seq} 条（{move}，{actor}）没有回执：不是经本系统办理的",
        "{case} entry {seq} ({move}, {actor}) has no receipt: it was not made through this system",
    ),
    "ReceiptWithoutEntry": (
        "回执 {command} 所证的 {case} 第 {seq} 条留痕已不在：被删除",
        "the entry {seq} of {case} that receipt {command} proves is gone: it was deleted",
    ),
    "ReceiptDiffers": (
        "{case} 第 {seq} 条（{move}，{actor}）与当时给出的回执 {command} 不符：被改写",
        "{case} entry {seq} ({move}, {actor}) is not what receipt {command} proved: it was "
        "rewritten",
    ),
    "ReceiptUnreadable": ("回执 {command} 读不出来", "receipt {command} cannot be read"),
    "ActorMissing": (
        "{case} 第 {seq} 条（{move}）没有写明办理人",
        "{case} entry {seq} ({move}) names no actor",
    ),
    "AccountUnknown": (
        "{case} 第 {seq} 条（{move}）的办理人 {actor} 没有账户",
        "{case} entry {seq} ({move}): {actor} has no account",
    ),
    "AccountClosed": (
        "{case} 第 {seq} 条（{move}，{actor}）：账户 {actor} 当时已停用",
        "{case} entry {seq} ({move}, {actor}): the account {actor} was closed then",
    ),
    "GrantMissing": (
        "{case} 第 {seq} 条（{move}，{actor}）：当时 {actor} 并未持有角色 {role}（{scope}）",
        "{case} entry {seq} ({move}, {actor}): {actor} did not hold the role {role} ({scope}) then",
    ),
    "GrantUnrecorded": (
        "账户 {actor} 的角色 {role} 没有授权留痕：被私自加上",
        "the role {role} of account {actor} was never recorded as granted: it was added by hand",
    ),
    "RoleMayNot": (
        "{case} 第 {seq} 条（{move}，{actor}）：角色 {role} 无权办理此动作",
        "{case} entry {seq} ({move}, {actor}): the role {role} may not make this move",
    ),
    "ScopeMayNot": (
        "{case} 第 {seq} 条（{move}，{actor}）：{actor} 的范围（{scope}）不含此事项",
        "{case} entry {seq} ({move}, {actor}): the scope of {actor} ({scope}) does not cover it",
    ),
    "SystemMayNot": (
        "{case} 第 {seq} 条（{move}）：此动作不能由系统自动办理",
        "{case} entry {seq} ({move}): the system may not make this move by itself",
    ),
    "ApprovalMissing": (
        "{case} 第 {seq} 条（{move}，{actor}）须由第二人批准，但没有批准",
        "{case} entry {seq} ({move}, {actor}) needed a second person's approval and has none",
    ),
    "SelfApproved": (
        "{case} 第 {seq} 条（{move}，{actor}）由办理人自己批准",
        "{case} entry {seq} ({move}, {actor}) was approved by the same person",
    ),
    "VersionUnknown": (
        "{case} 第 {seq} 条依据的方案 {programme} 第 {version} 版不在",
        "{case} entry {seq} cites {programme} version {version}, which is not there",
    ),
    "VersionChanged": (
        "{case} 第 {seq} 条（{move}）的方案版本由 {before} 变为 {after}，没有迁移留痕",
        "{case} entry {seq} ({move}): the programme version goes from {before} to {after} without "
        "a recorded migration",
    ),
    "MoveUnknown": (
        "{case} 第 {seq} 条：方案中没有动作“{move}”",
        "{case} entry {seq}: the programme declares no move “{move}”",
    ),
    "KindUnknown": (
        "{case} 的类别“{kind}”不在方案中",
        "{case}: the programme declares no kind “{kind}”",
    ),
    "NotAnEdge": (
        "{case} 第 {seq} 条（{move}）由“{from_state}”到“{to_state}”，方案不允许",
        "{case} entry {seq} ({move}) goes from “{from_state}” to “{to_state}”, which the programme "
        "does not allow",
    ),
    "FromDiffers": (
        "{case} 第 {seq} 条（{move}）称由“{from_state}”起，但前一条止于“{before}”",
        "{case} entry {seq} ({move}) claims to start from “{from_state}”, but the one before ended "
        "in “{before}”",
    ),
    "CitesNothing": (
        "{case} 第 {seq} 条（{move}）更正第 {cited} 条，但那一条不在，或不是所说的动作",
        "{case} entry {seq} ({move}) corrects entry {cited}, which is not there or another move",
    ),
    "ClockWasRight": (
        "{case} 第 {seq} 条（{move}）的事在期限 {limit} 以后，却取代了系统到期办的第 {cited} 条",
        "{case} entry {seq} ({move}) tells of what happened after the limit, {limit}, and yet has "
        "taken the place of entry {cited}, which the clock made",
    ),
    "AfterEnd": (
        "{case} 第 {seq} 条（{move}）写在事项办结之后",
        "{case} entry {seq} ({move}) was written after the case had ended",
    ),
}

REST: Texts = {
    "QuotaDiffers": (
        "名额 {bucket} 现记已用 {stored}、超额登记 {stored_over}；按留痕应为 {used}、{over}",
        "quota {bucket} is stored as {stored} used, {stored_over} over; the history gives {used} "
        "and {over}",
    ),
    "QuotaUnknown": (
        "留痕占用了名额 {bucket}，但没有这个名额",
        "the history takes from quota {bucket}, which is not there",
    ),
    "QuotaExceeded": (
        "{case} 第 {seq} 条（{move}）使名额 {bucket} 达到 {used}，超过上限 {cap}",
        "{case} entry {seq} ({move}) brought quota {bucket} to {used}, above its cap of {cap}",
    ),
    "CapDiffers": (
        "名额 {bucket} 的上限现为 {stored}，任何一版方案都不是这个数：被改动",
        "the cap of quota {bucket} is {stored}, which no version of the programme says",
    ),
    "RefusalUnreadable": (
        "拒绝记录 {id}（命令 {command}）的原因读不出来",
        "the reasons of refusal {id} (command {command}) cannot be read",
    ),
    "OverdueTwice": (
        "{case} 的应办“{duty}”（第 {n} 次）在第 {seq} 条被再次记为逾期",
        "duty “{duty}” ({n}) of {case} is marked overdue again in entry {seq}",
    ),
    "OverdueEarly": (
        "{case} 的应办“{duty}”（第 {n} 次）在期限 {due_at} 之前就被记为逾期（第 {seq} 条）",
        "duty “{duty}” ({n}) of {case} is marked overdue in entry {seq}, before it was due "
        "({due_at})",
    ),
    "DutyMissing": (
        "{case} 的应办“{duty}”（第 {n} 次）在留痕中有，在应办表中没有：被删除",
        "duty “{duty}” ({n}) of {case} is in the history but not in the table: it was deleted",
    ),
    "DutyUnrecorded": (
        "{case} 的应办“{duty}”（第 {n} 次）没有产生它的留痕",
        "duty “{duty}” ({n}) of {case} arose from no entry",
    ),
    "DutyDiffers": (
        "{case} 的应办“{duty}”（第 {n} 次）：“{column}”现记为 {stored}，按留痕应为 {folded}",
        "duty “{duty}” ({n}) of {case}: “{column}” is stored as {stored}, the history gives "
        "{folded}",
    ),
    "DutyNeverOpened": (
        "{case} 第 {seq} 条（{move}）办结了从未产生的应办“{duty}”（第 {n} 次）",
        "{case} entry {seq} ({move}) settles duty “{duty}” ({n}), which never arose",
    ),
    "LatenessWrong": (
        "{case} 第 {seq} 条（{move}）：应办“{duty}”截止 {due_at}，办理时刻 {decided_at}，应记"
        "“{right}”，却记“{status}”",
        "{case} entry {seq} ({move}): duty “{duty}” was due {due_at}, done {decided_at}; that is "
        "“{right}”, not “{status}”",
    ),
    "NoticeWithoutEntry": (
        "通知 {key} 没有引起它的留痕",
        "notice {key} stems from no entry",
    ),
    "NoticeMissing": (
        "{case} 第 {seq} 条（{move}）应通知 {recipient}，但没有该通知",
        "{case} entry {seq} ({move}) should have told {recipient}; there is no such notice",
    ),
    "NoticeLost": (
        "通知 {key} 已取出，却不在任何一份发出的通知里",
        "notice {key} was taken and is part of no message",
    ),
    "NoticeTwice": ("通知 {key} 有 {count} 份", "notice {key} is there {count} times"),
    "ParentMissing": (
        "{case} 的上级事项 {parent} 不在：被删除",
        "the parent {parent} of {case} is gone: it was deleted",
    ),
    "ProgrammeChanged": (
        "方案 {programme} 第 {version} 版启用后被改动：内容与摘要不符",
        "{programme} version {version} was changed after activation: its text does not match its "
        "digest",
    ),
    "ActivationUnrecorded": (
        "方案 {programme} 第 {version} 版没有与其摘要相符的启用留痕",
        "{programme} version {version} has no recorded activation with its digest",
    ),
}

CHECKPOINTS: Texts = {
    "CheckpointUnreadable": (
        "检查点读不出来（第 {line} 行）：{detail}",
        "the checkpoint cannot be read (line {line}): {detail}",
    ),
    "CheckpointSignature": (
        "检查点的签名不对：内容被改过，或不是这把钥匙签的（{key}）",
        "the checkpoint's signature is wrong: it was changed, or another key signed it ({key})",
    ),
    "CheckpointForeign": (
        "检查点属于另一个数据库（{office}，本库是 {here}）",
        "the checkpoint belongs to another database ({office}; this one is {here})",
    ),
    "CheckpointGenesis": (
        "本库的出身信息与检查点所记不符：{made_at} 之后被改动",
        "the facts of this database's birth are not those of the checkpoint: changed after "
        "{made_at}",
    ),
    "CaseGone": (
        "检查点（{made_at}）中的 {case} 已不在：当时有 {had} 条留痕",
        "{case} of the checkpoint ({made_at}) is gone; it had {had} entries",
    ),
    "TailCut": (
        "{case} 在检查点（{made_at}）时有 {had} 条留痕，现只有 {has} 条：末尾被删",
        "{case} had {had} entries at the checkpoint ({made_at}) and has {has} now: its tail was "
        "cut",
    ),
    "ChainRewritten": (
        "{case} 第 {seq} 条（{move}，{actor}）与检查点（{made_at}）所记不符：此前的留痕被重写",
        "{case} entry {seq} ({move}, {actor}) is not the one of the checkpoint ({made_at}): its "
        "history was rewritten",
    ),
    "CountFell": (
        "表 {table} 在检查点（{made_at}）时有 {had} 行，现只有 {has} 行：有记录被删",
        "table {table} had {had} rows at the checkpoint ({made_at}) and has {has}: rows were "
        "deleted",
    ),
    "ProgrammeRewritten": (
        "方案 {programme} 第 {version} 版与检查点（{made_at}）所记不符",
        "{programme} version {version} is not the one of the checkpoint ({made_at})",
    ),
    "CheckpointMissing": (
        "{made_at} 做过的检查点（共 {entries} 条留痕）已不在：被删除或改动",
        "the checkpoint made at {made_at} ({entries} entries) is gone: it was deleted or changed",
    ),
    "OlderThanCheckpoint": (
        "本库整体早于检查点（{made_at}）：像是旧备份，缺 {missing} 条留痕",
        "this database as a whole is older than the checkpoint ({made_at}): it looks like an old "
        "backup, {missing} entries short",
    ),
    "FileDamaged": ("数据库文件损坏：{detail}", "the database file is damaged: {detail}"),
}

_ALL: dict[str, tuple[str, str]] = {
    **HISTORY,
    **ACTS,
    **REST,
    **CHECKPOINTS,
    **LIMIT_CHANGES,
    **OFFICE,
}


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken invariant: its number in docs, the case, table or file concerned, the entry if one
    is, and what fills its sentence. A parameter `X_en`, if there, stands for `X` in English."""

    invariant: str
    subject: str
    seq: int | None
    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def message(self, lang: str = "zh") -> str:
        """The sentence that names what is broken."""
        named = worded(spoken(self.parameters, lang), lang)
        values = {"case": self.subject, "seq": self.seq, **named}
        empty = "nothing" if lang == "en" else "空"
        values = {name: empty if value is None else value for name, value in values.items()}
        return _ALL[self.code][lang == "en"].format_map(_Blank(values))

    def as_json(self, lang: str = "zh") -> dict[str, Any]:
        """For programs: invariant, subject, seq, code, message, parameters."""
        return {
            "invariant": self.invariant,
            "subject": self.subject,
            "seq": self.seq,
            "code": self.code,
            "message": self.message(lang),
            "parameters": worded(self.parameters, lang),
        }


def known_codes() -> set[str]:
    """Every code that an audit can report."""
    return set(_ALL)
