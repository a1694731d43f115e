"""What a user reads from the engine: Chinese first, English beside it. Keys are the error codes."""

from collections.abc import Mapping
from functools import lru_cache
from string import Formatter
from typing import Any

from states.words.announcing import ANNOUNCING
from states.words.bulk import BULK
from states.words.joining import BARE, PROGRAM, Texts, of_program, worded
from states.words.keeping import KEEPING
from states.words.limits import LIMITS
from states.words.notices import NOTICES
from states.words.people import PEOPLE
from states.words.records import RECORDS
from states.words.remedies import REMEDIES
from states.words.stores import STORES
from states.words.values import VALUES

REFUSALS: Texts = {
    "QuotaFull": (
        "{holder} · {quota} 名额已满 {used}/{cap}",
        "{holder} · {quota}: quota full, {used}/{cap}",
    ),
    "OnlySystem": (
        "“{move}”由系统自动办理，人不能办，也不能登记",
        "“{move}” is made by the system; nobody makes or records it",
    ),
    "ParentStays": (
        "{parent} 未随之变动：现状态不允许“{move}”",
        "{parent} did not follow: its present state does not allow “{move}”",
    ),
    "OutOfTurn": (
        "{case} 现为“{state}”，不能“{move}”；只能从“{sources}”办理",
        "{case} is in “{state}”; “{move}” starts only from “{sources}”",
    ),
    "OutOfTurnThen": (
        "{case} 当时为“{state}”，不能“{move}”；只能从“{sources}”办理",
        "{case} was then in “{state}”; “{move}” starts only from “{sources}”",
    ),
    "CaseReopened": (
        "{case} 原已办结，随这条登记重新打开",
        "{case} had ended; with this fact it is open again",
    ),
    "CaseEnded": ("{case} 已办结，不能再办", "{case} has ended"),
    "NotCreating": (
        "“{move}”不能新建事项，要先有编号",
        "“{move}” does not create a case; it needs a code",
    ),
    "NotYours": (
        "“{move}”由{who}在其管辖范围内办理；账户 {account} 是{held}",
        "“{move}” is for {who} within its scope; account {account} is {held}",
    ),
    "TooEarly": (
        "“{move}”从 {at} 起才能办（{phrase}）",
        "“{move}” opens at {at} ({phrase})",
    ),
    "TooLate": (
        "“{move}”已过期限：{phrase}，截至 {until}；收到时刻 {at}",
        "“{move}” is too late: {phrase}, until {until}; received {at}",
    ),
    "DocumentMissing": ("缺少材料：{document}", "missing document: {document}"),
    "FieldMissing": ("缺少：{field}", "missing field: {field}"),
    "DocumentNotAnew": ("{document} 这一次须重新附上", "{document} must be attached anew"),
    "FieldNotAnew": ("“{field}”这一次须重新填写", "“{field}” must be given anew this time"),
    "ReasonMissing": ("“{move}”须写明理由", "“{move}” needs a reason"),
    "UnitMissing": (
        "承担单位缺少统一社会信用代码，无法确认独立法人资格",
        "the undertaking unit has no credit code, so legal personality cannot be confirmed",
    ),
    "CreditCodeWrong": (
        "统一社会信用代码 {code} 不对（18 位，末位为校验码）",
        "{code} is not a valid unified credit code (18 characters, check digit)",
    ),
    "NotLegalPerson": (
        "{unit} 是个体工商户，不具备独立法人资格",
        "{unit} is a sole trader, not an independent legal person",
    ),
    "CheckMissing": ("“{checklist}”尚缺结论：{item}", "“{checklist}” lacks a verdict: {item}"),
    "CheckFailed": ("“{item}”未通过：{remark}", "“{item}” did not pass: {remark}"),
    "CheckUndated": ("“{item}”须写明查询日期", "“{item}” needs the day of the check"),
    "CheckAhead": (
        "“{item}”的查询日期 {on} 晚于办理之日 {day}",
        "the check of “{item}” is dated {on}, after the day of the act, {day}",
    ),
    "CheckWithoutEvidence": ("“{item}”须有查询凭证或说明", "“{item}” needs evidence or a remark"),
    "UndertookBefore": (
        "{unit} 曾承担过试点：{project}（{row}；{how}），原则上不能作为承担单位",
        "{unit} undertook a pilot before: {project} ({row}; {how}); in principle it may not again",
    ),
    "CategoryUnknown": (
        "“{category}”不是所列领域；可选：{known}",
        "“{category}” is not a listed field; known: {known}",
    ),
    "JurisdictionUnknown": (
        "“{jurisdiction}”不是所列的地区或推荐机关（所列 {count} 个）",
        "“{jurisdiction}” is not a listed place or recommending body ({count} are listed)",
    ),
    "JurisdictionKindWrong": (
        "推荐机关类别“{kind}”不在 {one_of} 之内",
        "kind “{kind}” is not among {one_of}",
    ),
    "UnitTwice": (
        "{unit} 另有在办事项：{others}",
        "{unit} has other open cases: {others}",
    ),
    "CodeDiffers": (
        "代码由 {before} 变为 {after}，不是单纯更名",
        "the code changes from {before} to {after}: not a mere rename",
    ),
    "CategoryHint": ("{says}", "{says}"),
    "FieldNotOneOf": (
        "{field} 为“{value}”，须为 {one_of} 之一",
        "{field} is “{value}”; it must be one of {one_of}",
    ),
    "NoChildIn": (
        "没有处于“{states}”的{kind}",
        "there is no {kind} in “{states}”",
    ),
    "ParentNotIn": (
        "上级事项 {parent} 现为“{state}”，须为“{states}”",
        "the parent {parent} is in “{state}”; it must be in “{states}”",
    ),
    "ConditionFails": ("{says}", "{says}"),
    "ConditionLacks": (
        "缺少{fields}，无法判断这一条件（{says}）",
        "missing: {fields}; without it this condition cannot be judged ({says})",
    ),
    "ConditionUnjudged": (
        "所填内容不足，无法判断这一条件（{says}）",
        "what is recorded does not suffice to judge this condition ({says})",
    ),
    "NotTogether": (
        "“{move}”须对全部一次办理，还有未列入的：{left}",
        "“{move}” is made for all of them at once; left out: {left}",
    ),
    "MayNotActivate": (
        "{account} 不能启用方案；须由{who}的账户办理",
        "{account} may not activate a programme; an account of {who} must",
    ),
    "MayNotCheckpoint": (
        "检查点列出全库各件的编号和条数，{account} 看不到全部，不能导出；"
        "须由{who}的账户或管数据库的人办理",
        "a checkpoint names every case with its number of entries, which {account} does not see; an"
        " account of {who} may make one, or whoever keeps the database",
    ),
    "DayToCome": (
        "“{field}”写的是 {day}，还没有到（今天是 {today}），期限要从这一天算起",
        "“{field}” says {day}, which is still to come (today is {today}), and limits run from it",
    ),
    "CapBelowUse": (
        "{holder} · {quota} 新的上限 {cap} 低于已用的 {used}",
        "the new cap of {quota} for {holder}, {cap}, lies below the {used} used",
    ),
    "MayNotGrant": (
        "{account} 不能增减这样的账户；须由{who}，或管辖该范围、同一角色的账户办理",
        "{account} may not manage such accounts; {who} may, or one of the same role that covers "
        "their reach",
    ),
    "NobodyToGrant": (
        "{account} 不能增减这样的账户；能增减的（{who}）还没有账户",
        "{account} may not manage such accounts; who may ({who}) has no account yet",
    ),
    "MayNotNote": (
        "{account} 不能给 {case} 加备注；须由{who}的账户办理",
        "{account} may not add remarks to {case}; an account of {who} may",
    ),
    "MayNotSetDay": (
        "{account} 不能定“{duty}”的内部截止日；须由{who}的账户办理",
        "{account} may not set an internal day of “{duty}”; an account of {who} may",
    ),
    "InternalDayLate": (
        "内部截止日 {day} 不早于法定期限 {due}",
        "the internal day {day} is not earlier than the legal one, {due}",
    ),
    "NoInternalDay": (
        "“{duty}”在 {jurisdiction} 没有设内部截止日",
        "“{duty}” has no internal day in {jurisdiction}",
    ),
}

MISTAKES: Texts = {
    "UnknownCase": (
        "没有编号为 {case} 的事项，或不在你的范围内。用 {shidian} list 查看",
        "there is no case {case} within your scope; see {shidian} list",
    ),
    "UnknownState": ("没有状态“{state}”；可用：{known}", "no state “{state}”; known: {known}"),
    "RemarkEmpty": ("备注是空的", "the remark is empty"),
    "UnknownMove": (
        "没有“{move}”这个动作；{kind} 可用：{known}",
        "there is no move “{move}”; {kind} knows: {known}",
    ),
    "UnknownKind": ("没有“{kind}”这类事项；可用：{known}", "no kind “{kind}”; known: {known}"),
    "UnknownField": ("没有“{field}”这一项；可填：{known}", "no field “{field}”; known: {known}"),
    "FieldClosed": (
        "“{field}”（{key}）在这一步不能改",
        "“{field}” ({key}) cannot be changed at this step",
    ),
    "NothingToChange": (
        "“{title}”什么也没有改，所以没有办。请用 --set 给出要改的：{fields}",
        "“{title}” changes nothing, so it was not done; give --set for what changes: {fields}",
    ),
    "UnknownCheck": (
        "这件事项的清单中没有“{item}”；可用：{known}",
        "the checklist of this case has no item “{item}”; known: {known}",
    ),
    "UnknownSlot": ("没有“{slot}”这类材料；可用：{known}", "no slot “{slot}”; known: {known}"),
    "UnknownAccount": (
        "没有账户“{account}”，或已停用。用 {shidian} user list 查看",
        "there is no account “{account}”, or it is closed; see {shidian} user list",
    ),
    "UnknownProgramme": (
        "没有方案“{programme}”；可用：{known}",
        "no programme “{programme}”; known: {known}",
    ),
    "NoProgramme": (
        "还没有启用任何方案：{shidian} activate 文件",
        "no programme is active yet: {shidian} activate FILE",
    ),
    "UnknownRequest": (
        "没有申请“{request}”；看有哪些：{shidian} requests",
        "there is no request “{request}”; see {shidian} requests",
    ),
    "UnknownRound": ("没有“{round}”；可用：{known}", "no round “{round}”; known: {known}"),
    "UnknownRole": ("没有角色“{role}”；可用：{known}", "no role “{role}”; known: {known}"),
    "UnknownJurisdiction": (
        "没有“{jurisdiction}”；应为所列机关之一，例如 {known}",
        "no “{jurisdiction}”; one of the listed bodies, such as {known}",
    ),
    "UnknownCategory": ("没有领域“{category}”；可用：{known}", "no field “{category}”: {known}"),
    "UnknownDuty": ("没有“{duty}”这项应办；可用：{known}", "no duty “{duty}”; known: {known}"),
    "UnitWithoutCode": (
        '“{given}”里没有统一社会信用代码（个人：编号）；写成：--unit 代码，或 --unit "名称 代码"',
        "“{given}” has no unified credit code (a person: no number); write --unit CODE or "
        '--unit "NAME CODE"',
    ),
    "ScopeMissing": (
        "角色“{role}”须写明范围：{needed}",
        "role “{role}” needs its scope: {needed}",
    ),
    "ScopeTooNarrow": (
        "角色“{role}”管全方案，不能只管一部分；去掉 {given}",
        "role “{role}” reaches the whole programme and no less; leave out {given}",
    ),
    "ScopeOfAnother": (
        "角色“{role}”的范围由 {needed} 定；去掉 {given}",
        "how far role “{role}” reaches is said by {needed}; leave out {given}",
    ),
    "UnitAccountsOff": (
        "本方案的法定办理在“{system}”，不设单位账户",
        "the legal acts of this programme happen in “{system}”; there are no unit accounts",
    ),
    "AccountExists": ("账户“{account}”已有", "account “{account}” exists already"),
    "BadAccountName": (
        "账户名“{account}”不可用：用小写字母、数字和连字符",
        "“{account}” cannot be an account name: lower-case letters, digits, hyphens",
    ),
    "ParentMissing": (
        "{kind}须挂在一件{parent}之下：--of 编号",
        "a {kind} belongs to a {parent}: --of CODE",
    ),
    "ParentWrong": ("{kind}不能挂在 {parent} 之下", "a {kind} cannot belong to {parent}"),
    "AsOfInFuture": (
        "as_of {at} 晚于数据库时钟 {now}",
        "as_of {at} lies after the database's clock, {now}",
    ),
    "NotForward": (
        "演示时钟只能向前：现在是 {now}，不能拨到 {to}",
        "the demonstration's clock moves forward only: it is {now}, not {to}",
    ),
    "NotADemo": (
        "这是正式数据库，用的是真实时间，不能拨动",
        "this is a real database on real time; its clock cannot be moved",
    ),
    "CommandIdReused": (
        "命令编号 {command} 已用于另一件事",
        "command id {command} was already used for something else",
    ),
    "CommandIdOfSystem": (
        "命令编号 {command} 是系统自用的（以 system/、ledger/ 开头，或以“.数字”结尾）；请换一个",
        "command id {command} is one of the system's own (begins with system/ or ledger/, or ends "
        "with a point and a number); choose another",
    ),
    "SameProgramme": (
        "方案 {programme} 的这一版已启用（第 {version} 版）",
        "this version of {programme} is already active (version {version})",
    ),
    "StoreExists": (
        "{url} 已是 shidian 数据库，没有改动它。另建一个：--db sqlite:///另一个文件",
        "{url} already is a database of shidian; it was left alone. For another one: --db "
        "sqlite:///FILE",
    ),
    "BadDatabaseUrl": (
        "数据库地址“{url}”不可用；例：sqlite:///var/shidian.db 或 postgresql://…；"
        "口令里的 @ : / ? # % 写成 %40 %3A %2F %3F %23 %25",
        "“{url}” is no database URL; such as sqlite:///var/shidian.db or postgresql://…; in a "
        "password @ : / ? # % are written %40 %3A %2F %3F %23 %25",
    ),
    "RegisterUnreadable": (
        "名册文件 {path} 读不了：{detail}。请另存为 UTF-8 的 CSV",
        "the register {path} cannot be read: {detail}. Save it as CSV in UTF-8",
    ),
    "RegisterLine": (
        "名册文件 {path} 第 {line} 行有误：{detail}；一行也没有导入",
        "the register {path}, line {line}, is wrong: {detail}; no row was brought in",
    ),
    "MayNotBringRows": (
        "{account} 不能往名册里加；各地查的是同一本名册，须由{who}的账户办理",
        "{account} may not add to the register: all look at the same one; an account of {who} must",
    ),
    "RegisterColumns": (
        "名册文件 {path} 缺少列：{missing}",
        "the register {path} lacks the columns: {missing}",
    ),
    "BadFilter": (
        "筛选条件 {name} 不能是“{value}”；可用：{known}",
        "the filter {name} cannot be “{value}”; known: {known}",
    ),
    "BadPage": ("页码“{page}”读不出，请从第一页重新看", "page “{page}” cannot be read; start over"),
    "Batch": (
        "{count} 项中有 {refused} 项被拒，全部未办",
        "{refused} of {count} refused; none done",
    ),
}

FAULTS: Texts = {
    "Conflict": (
        "另一项操作刚刚改动了同一事项，请看最新状态后再试",
        "another act has just changed the same case; look at it and try again",
    ),
    "ShidianError": ("出错", "error"),
    "Refused": ("被拒", "refused"),
    "BadFields": ("有几项读不出", "several values cannot be read"),
}

_ALL: dict[str, tuple[str, str]] = {
    **REFUSALS,
    **MISTAKES,
    **FAULTS,
    **STORES,
    **KEEPING,
    **LIMITS,
    **PEOPLE,
    **ANNOUNCING,
    **NOTICES,
    **BULK,
    **RECORDS,
    **VALUES,
}


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return of_program().get(key, "—")


def say(code: str, lang: str, /, **parameters: Any) -> str:
    """The sentence of a code."""
    return _filled(_ALL.get(code), lang, parameters) or code


def advise(code: str, lang: str, /, **parameters: Any) -> str:
    """What to do about a refusal of that code; its other advice, if it has one, where something
    that it would name is not there, another move has to be made first, or a field that the act
    itself gives is the reason."""
    other = next((f".{way}" for way in ("first", "given") if way in parameters), "")
    other = ".kept" if None in parameters.values() else other
    return _filled(REMEDIES.get(code + other) or REMEDIES.get(code), lang, parameters)


def _filled(texts: tuple[str, str] | None, lang: str, parameters: Mapping[str, Any]) -> str:
    if texts is None:
        return ""
    return texts[lang == "en"].format_map(_Blank(worded(parameters, lang))).strip()


@lru_cache(maxsize=512)
def names_in(code: str, lang: str) -> frozenset[str] | None:
    """What the sentence of a code names; None if there is no such sentence."""
    texts = _ALL.get(code)
    if texts is None:
        return None
    parts = Formatter().parse(texts[lang == "en"])
    return frozenset(name for _, name, _, _ in parts if name and name not in (PROGRAM, BARE))


def known_codes() -> set[str]:
    """Every code that has a sentence."""
    return set(_ALL)
