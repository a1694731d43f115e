"""What a person can do about a refusal: Chinese first, English beside it. Keys are its codes."""

from states.words.joining import Texts

EXCEPTION = (
    "；确需例外：--override {rule} --reason 理由，由另一人批准",
    "; for an exception: --override {rule} --reason TEXT, then a second person",
)
"""What follows the advice where a soft rule refuses."""

REMEDIES: Texts = {
    "QuotaFull": (
        "可先把占着名额的一项“{giving_title}”：{shidian} do {giving} 编号",
        "first “{giving_title}” another one that holds a slot: {shidian} do {giving} CODE",
    ),
    "QuotaFull.first": (
        "占着名额的一项办了下列之一，才有余额：{giving_title}",
        "a slot comes back when one of these is made on a case that holds it: {giving_title}",
    ),
    "QuotaFull.kept": (
        "用了的名额不再退还；看谁占着：{shidian} list",
        "slots that were used do not return; see who holds them: {shidian} list",
    ),
    "OnlySystem": (
        "到了日子会自动办理；先看期限：{shidian} calendar show 编号",
        "it happens by itself when it is due: {shidian} calendar show CODE",
    ),
    "OutOfTurnThen": ("当时可办：{possible}", "possible then: {possible}"),
    "OutOfTurn": ("你现在可办：{possible}", "you may now: {possible}"),
    "OutOfTurn.kept": ("现在可由别人办：{turns}", "others may now: {turns}"),
    "ParentStays": (
        "看它办到哪一步：{shidian} show {parent}",
        "see where it stands: {shidian} show {parent}",
    ),
    "CaseReopened": (
        "看它如何办结：{shidian} history {case}",
        "see how it ended: {shidian} history {case}",
    ),
    "CaseEnded": (
        "看它如何办结：{shidian} history {case}",
        "see how it ended: {shidian} history {case}",
    ),
    "NotCreating": (
        "办已有的事项：{shidian} do {key} 编号",
        "act on an existing case: {shidian} do {key} CODE",
    ),
    "NotYours": ("换用有权的账户：--as 账户", "act as an account with the right: --as ACCOUNT"),
    "NobodyToApprove": (
        "增加一个这样的账户：{shidian} user add；或给已有的账户：{shidian} user grant",
        "add such an account: {shidian} user add; or give one the role: {shidian} user grant",
    ),
    "UnitUntold": (
        '连同代码写：--set unit="名称 代码"',
        'give its code too: --set unit="NAME CODE"',
    ),
    "TooEarly": ("到 {at} 再办", "come back at {at}"),
    "TooLate": (
        "如已在别处按时办理，可登记事实：{shidian} record",
        "if it was done in time in the other system, record it: {shidian} record",
    ),
    "TooLate.given": (
        "“{field}”写得晚一些：--set {given}=日期；已在别处按时办理的，登记事实：{shidian} record",
        "give a later “{field}”: --set {given}=DAY; if it was done elsewhere in time, record it: "
        "{shidian} record",
    ),
    "DocumentMissing": ("附上文件：--file {slot}=文件", "attach it: --file {slot}=PATH"),
    "DocumentNotAnew": ("附上文件：--file {slot}=文件", "attach it: --file {slot}=PATH"),
    "FieldNotAnew": (
        "填写：--set {key}=…；没有变的，照原样再填一次",
        "set it: --set {key}=…; write it once more if it is the same",
    ),
    "FieldMissing": ("填写：--set {key}=…", "set it: --set {key}=…"),
    "ReasonMissing": ("加上：--reason 理由", "add --reason TEXT"),
    "UnitMissing": (
        '补上：--set {key}="名称 18位代码"',
        'give it: --set {key}="NAME CODE"',
    ),
    "UnitMissing.first": (
        '先“{first_title}”补上：{shidian} do {first} {case} --set {key}="名称 18位代码"',
        'first “{first_title}” to give it: {shidian} do {first} {case} --set {key}="NAME CODE"',
    ),
    "UnitMissing.kept": (
        "到这一步已不能改单位；不具备条件的，按不通过办理",
        "the unit can no longer be changed here; decide against it",
    ),
    "CreditCodeWrong": (
        '对照证书更正：--set {key}="名称 18位代码"',
        'correct it by the certificate: --set {key}="NAME CODE"',
    ),
    "CreditCodeWrong.first": (
        '先“{first_title}”，对照证书更正：{shidian} do {first} {case} --set {key}="名称 18位代码"',
        "first “{first_title}” to correct it by the certificate: "
        '{shidian} do {first} {case} --set {key}="NAME CODE"',
    ),
    "CreditCodeWrong.kept": (
        "到这一步已不能改单位；不具备条件的，按不通过办理",
        "the unit can no longer be changed here; decide against it",
    ),
    "NotLegalPerson": (
        "换具备法人资格的单位承担，或不推荐",
        "another unit with legal personality must undertake it, or it is not recommended",
    ),
    "CheckMissing": (
        "写上：--check {key}={verdict}:说明",
        "give it: --check {key}={verdict}:REMARK",
    ),
    "CheckFailed": (
        "问题解决后重新查核：--check {key}=pass@日期:说明；否则按不通过办理",
        "once it is mended check again: --check {key}=pass@DAY:REMARK; else decide against it",
    ),
    "CheckUndated": (
        "写上：--check {key}=pass@{day}:说明",
        "give it: --check {key}=pass@{day}:REMARK",
    ),
    "CheckAhead": (
        "写实际查询的日期：--check {key}=pass@{day}:说明",
        "give the day on which it was checked: --check {key}=pass@{day}:REMARK",
    ),
    "CheckWithoutEvidence": ("附上：--file {key}=文件", "attach it: --file {key}=PATH"),
    "UndertookBefore": (
        "是同一单位的，换一个没有承担过的；只是同名的，在理由里写明",
        "if it is the same unit, choose another; if only its name is the same, say so",
    ),
    "CategoryUnknown": ("从中选一个：--set {key}=…", "choose one: --set {key}=…"),
    "CategoryUnknown.first": (
        "先“{first_title}”，从中选一个：{shidian} do {first} {case} --set {key}=…",
        "first “{first_title}”, choosing one: {shidian} do {first} {case} --set {key}=…",
    ),
    "CategoryUnknown.kept": (
        "到这一步已不能改领域；按不通过办理",
        "the field can no longer be changed here; decide against it",
    ),
    "JurisdictionUnknown": (
        "改为所列的：--set {key}=…",
        "give a listed one: --set {key}=…",
    ),
    "JurisdictionUnknown.first": (
        "先“{first_title}”，改为所列的：{shidian} do {first} {case} --set {key}=…",
        "first “{first_title}”, giving a listed one: {shidian} do {first} {case} --set {key}=…",
    ),
    "JurisdictionUnknown.kept": (
        "到这一步已不能改；按不通过办理",
        "it can no longer be changed here; decide against it",
    ),
    "JurisdictionKindWrong": (
        "由这些类别的机关推荐：{one_of}",
        "a body of these kinds must recommend: {one_of}",
    ),
    "UnitTwice": (
        "先了结另一件，或换一个单位或个人；在您范围内的，看它：{shidian} list --text 名称",
        "end the other one first, or choose another unit or person; within your scope it is in: "
        "{shidian} list --text NAME",
    ),
    "CodeDiffers": (
        "更名的，代码照旧。换单位要办别的：{shidian} new {change} --of {case}（{change_title}）",
        "a renaming keeps the code; another unit takes another act: "
        "{shidian} new {change} --of {case} ({change_title})",
    ),
    "CodeDiffers.first": (
        "更名的，代码照旧。单位登记错了的，更正：{shidian} do {first} {case}（{first_title}）",
        "a renaming keeps the code; a unit entered wrongly is corrected: "
        "{shidian} do {first} {case} ({first_title})",
    ),
    "CodeDiffers.kept": (
        "更名的，代码照旧；方案没有规定换单位怎样办",
        "a renaming keeps the code; the programme has no act for another unit",
    ),
    "CategoryHint": ("确认所报领域即可", "make sure of the field"),
    "FieldNotOneOf": ("改为其中之一", "make it one of these"),
    "NoChildIn": (
        "先把{kind}办到这一步：{shidian} new {key} --of 编号",
        "bring a {kind} to that point first: {shidian} new {key} --of CODE",
    ),
    "ParentNotIn": (
        "先看上级事项等谁办：{shidian} show {parent}",
        "see first what the parent waits for: {shidian} show {parent}",
    ),
    "ConditionLacks": ("填写：--set {key}=…", "set it: --set {key}=…"),
    "ConditionLacks.first": (
        "先“{first_title}”补上：{shidian} do {first} {case} --set {key}=…",
        "first “{first_title}” to give it: {shidian} do {first} {case} --set {key}=…",
    ),
    "ConditionLacks.kept": (
        "到这一步已不能补填；按不通过办理",
        "it can no longer be given here; decide against it",
    ),
    "ConditionUnjudged": ("核对条件所看的内容后再办", "check what it is about, then try again"),
    "ConditionFails": ("按所说的条件补正后再办", "meet the condition, then try again"),
    "RequestOver": ("仍要办的，重新申请", "if it is still wanted, ask again"),
    "RequestExpired": ("仍要办的，重新申请", "if it is still wanted, ask again"),
    "AlreadyAsked": (
        "请另一人办理：{shidian} approve {request}，或 {shidian} reject {request} --reason 理由；"
        "要改内容的，先撤回：{shidian} retract {request}",
        "a second person: {shidian} approve {request}, or {shidian} reject {request} --reason "
        "TEXT; to ask otherwise take it back first: {shidian} retract {request}",
    ),
    "SelfApproval": ("请另一名有权的人批准", "ask another authorised person"),
    "MayNotApprove": ("换用其中另一人的账户：--as 账户", "act as one of those: --as ACCOUNT"),
    "NotTogether": (
        "把未列入的一并列入，或先办结它们；批准的，写批号，一次批准整批：{shidian} requests",
        "put those into the batch too, or settle them first; approve by the batch's name, all of "
        "it at once: {shidian} requests",
    ),
    "MayNotActivate": ("换用这样的账户：--as 账户", "act as one of those: --as ACCOUNT"),
    "CapBelowUse": (
        "把新名额定得不低于已用数，或先有人撤回",
        "set the cap no lower than what is used, or have some withdrawn first",
    ),
    "MayNotCheckpoint": (
        "换用这样的账户：--as 账户；管数据库的人不写 --as，也不设 SHIDIAN_ACCOUNT",
        "act as one of those: --as ACCOUNT; whoever keeps the database names no account",
    ),
    "DayToCome": (
        "改为实际发生的日子：--set {key}=日期",
        "give the day on which it happened: --set {key}=DAY",
    ),
    "LimitGone": (
        "写错了的，由能改它的动作改“{field}”；没有的，请有权的人延期或免除",
        "if it is a slip, a move that may change “{field}” puts it right; else have it extended or "
        "waived",
    ),
    "MayNotBringRows": ("换用这样的账户：--as 账户", "act as one of those: --as ACCOUNT"),
    "MayNotGrant": ("换用这样的账户：--as 账户", "act as one of those: --as ACCOUNT"),
    "NobodyToGrant": (
        "请管数据库的人先设一个：不写 --as，也不设 SHIDIAN_ACCOUNT",
        "whoever keeps the database makes the first, without --as and SHIDIAN_ACCOUNT",
    ),
    "MayNotImportYear": ("换用这样的账户：--as 账户", "act as one of those: --as ACCOUNT"),
    "MayNotNote": ("换用这样的账户：--as 账户", "act as one of those: --as ACCOUNT"),
    "MayNotSetDay": ("换用这样的账户：--as 账户", "act as one of those: --as ACCOUNT"),
    "InternalDayLate": ("定在 {due} 之前", "choose a day before {due}"),
    "NotExtendable": (
        "确有依据的，先修改方案：{shidian} activate",
        "if there is a ground for it, amend the programme first: {shidian} activate",
    ),
    "NotPausable": (
        "确有依据的，先修改方案：{shidian} activate",
        "if there is a ground for it, amend the programme first: {shidian} activate",
    ),
    "NotExemptible": (
        "确有依据的，先修改方案：{shidian} activate",
        "if there is a ground for it, amend the programme first: {shidian} activate",
    ),
    "MayNotMoveDuty": (
        "换用有权的账户：--as 账户",
        "act as an account with the right: --as ACCOUNT",
    ),
    **dict.fromkeys(
        ("NothingOwed", "PausedNothing", "ResumedBetween"),
        ("看还有什么未办：{shidian} show {case}", "see what is owed: {shidian} show {case}"),
    ),
    "DutyReasonMissing": ("加上：--reason 理由", "add --reason TEXT"),
    **dict.fromkeys(
        ("DutyIsPaused", "RenewedWhilePaused", "PausedAlready", "ResumedForAnother"),
        (
            "{shidian} resume {case} {key} --reason 理由",
            "{shidian} resume {case} {key} --reason TEXT",
        ),
    ),
    "DutyNotPaused": ("看它的期限：{shidian} show {case}", "see its limit: {shidian} show {case}"),
    **dict.fromkeys(
        ("NoDayToMove", "PausedWithoutDay"),
        ("没有日子可动，不必办", "there is no day to move; nothing needs doing"),
    ),
    "NotLater": ("--to 写在 {due} 之后", "give one after {due}: --to"),
    "ExtendedIntoPast": (
        "如当时已在别处延期，可登记：加 --occurred 与 --source",
        "if it was extended elsewhere in time, record it with --occurred and --source",
    ),
    "ExtendedOften": ("按现有期限办理", "act within the present limit"),
    "ExtendedTooFar": ("--to 最晚写 {last}", "no later than {last}: --to"),
    "ExtendedTooFarInAll": ("--to 最晚写 {last}", "no later than {last}: --to"),
    "OrderMissing": ("加上：--order 文号", "add --order NUMBER"),
    "NoReasonToPause": ("从中选一个：--for", "choose one: --for"),
    **dict.fromkeys(
        ("PausedTooLate", "PausedOverdue"),
        ("按逾期办理，或申请延期", "act on it late, or ask for an extension"),
    ),
    "ResumedBeforePause": ("写 {paused} 之后的时刻", "give an instant after {paused}"),
    "DutyTooEarly": ("到 {at} 再办", "come back at {at}"),
    "NotLapsed": ("等期限过了再看", "wait until the limit has passed"),
    "DoneOften": (
        "看以前各次：{shidian} history {case}",
        "see the earlier ones: {shidian} history {case}",
    ),
    "CountedBeyond": ("够数了，不必再办", "there are enough; no more are needed"),
    "JointUnitWithoutCode": (
        "补上它的 18 位代码，更正后再办",
        "give its code of 18 characters, then try again",
    ),
    "JointUnitTwice": ("删去重复的一家", "leave out the repeated one"),
    "JointUnitsMany": ("减到 {most} 家以内", "reduce them to {most}"),
    "JointUnitsFew": ("补到 {least} 家", "bring them to {least}"),
    "EarlierOutcome": (
        "换一个单位或个人，或不予受理",
        "another unit or person, or decide against it",
    ),
    "Banned": (
        "{until} 之后再报，或换一个单位或个人",
        "apply after {until}, or with another unit or person",
    ),
    "SamePerson": ("请另一名有权的人办理", "ask another authorised person"),
    "OwnUnit": (
        "请不属于该单位、有权办的人办理",
        "ask somebody with the role who is not of that unit",
    ),
    "Recused": ("请另一名有权的人办理", "ask another authorised person"),
    "NotForThisCase": (
        "看现在可办什么：{shidian} show {case}",
        "see what can be done: {shidian} show {case}",
    ),
    "CaseChanged": (
        "重新作计划；或加 --partial，先办其余的",
        "make the plan again, or do the others first with --partial",
    ),
    "BalanceStale": (
        "驳回这份申请，再导入一次：已有的自动略过",
        "reject the request and import the table again: what is here is left out",
    ),
    "BeforeProgramme": (
        "日子写错的，更正：{shidian} record --corrects",
        "correct a wrong day: {shidian} record --corrects",
    ),
    "BornOverdue": (
        "办过的登记，不用办的免除：{shidian} record、{shidian} exempt",
        "record what was done, waive what need not be: {shidian} record, {shidian} exempt",
    ),
    "BornOverdueForGood": (
        "办过的登记：{shidian} record；不用办的，先在方案里给这项应办写 豁免：{shidian} activate",
        "record what was done: {shidian} record; for what need not be done, let the programme say "
        "first who may exempt: {shidian} activate",
    ),
    **dict.fromkeys(
        ("RenewedByOldDay", "RenewedWithoutDay", "RenewedToSameDay"),
        (
            "改了起算的日期，期限就随之改",
            "once the date that it counts from changes, the day moves",
        ),
    ),
    **dict.fromkeys(
        ("BeforeEarlierMove", "AfterLaterMove", "HourUntold", "OutOfStep"),
        (
            "哪一条的日子写错就更正哪一条：{shidian} record --corrects",
            "correct the entry whose day is wrong: {shidian} record --corrects",
        ),
    ),
    "MadeAlready": (
        "写错的更正那一条：{shidian} record --corrects {seq}",
        "correct that entry if it is wrong: {shidian} record --corrects {seq}",
    ),
    "DecidedAlready": (
        "内容写错的更正那一条：{shidian} record --corrects {seq} --set",
        "correct what that entry says if it is wrong: {shidian} record --corrects {seq} --set",
    ),
    "ClockWasRight": (
        "日子写错的改 --occurred；不写 --corrects 则照实登记",
        "mend --occurred if the day is wrong; without --corrects it is recorded as it was",
    ),
    "ClockOverturned": ("看留痕：{shidian} history", "see the history: {shidian} history"),
    "ClockHoldsAgain": ("看留痕：{shidian} history", "see the history: {shidian} history"),
    "ClockUndone": ("看留痕：{shidian} history", "see the history: {shidian} history"),
    "StateBack": ("看留痕：{shidian} history", "see the history: {shidian} history"),
    "SlotNotRecounted": ("看名额：{shidian} quota", "see the quota: {shidian} quota"),
    "BeingDecided": (
        "等结果公布；要说的可先记备注：{shidian} note",
        "wait for the announcement; a remark can be left now: {shidian} note",
    ),
    "MayNotAnnounce": ("换用有权公布的账户：--as 账户", "act as an account that may: --as ACCOUNT"),
    "NothingToAnnounce": (
        "看它办到哪一步：{shidian} show {case}",
        "see where it stands: {shidian} show {case}",
    ),
    "AnnouncedWith": (
        "公布主件：{shidian} announce {root}",
        "announce the main case: {shidian} announce {root}",
    ),
    "RequestOfAnother": (
        "批准或不批准：{shidian} approve {request}",
        "approve or reject it: {shidian} approve {request}",
    ),
    "SelfDelegation": ("写另一个账户", "name another account"),
    "NothingToDelegate": (
        "看各账户的角色：{shidian} user list",
        "see who holds which roles: {shidian} user list",
    ),
    "MayNotDelegate": ("请本人办理：--as 账户", "let the person do it: --as ACCOUNT"),
    "DelegationPast": ("改写 --from 和 --until", "give other days: --from and --until"),
    "DelegatedAlready": (
        "先收回：{shidian} user recall {principal} {account}",
        "recall that first: {shidian} user recall {principal} {account}",
    ),
    "NoDelegation": (
        "看各账户的角色：{shidian} user list",
        "see who holds which roles: {shidian} user list",
    ),
}
"""Every refusal has one. `X.kept` is said instead where what `X` would name is not there, `X.first`
where another move has to be made before."""
