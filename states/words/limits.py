"""What a user reads about limits that are moved, paused, waived, counted or recomputed."""

from states.words.joining import Texts

LIMITS: Texts = {
    "BornOverdue": (
        "“{duty}”应于 {due} 前办，那时还没有这件事项（方案启用或上级产生于 {on}）；"
        "在别处办过的，登记下来；不用办的，免除",
        "“{duty}” was due on {due}, before this case could be there (the programme or its parent "
        "came on {on}): record it if it was done elsewhere, waive it if it need not be done",
    ),
    "BornOverdueForGood": (
        "“{duty}”应于 {due} 前办，那时还没有这件事项（方案启用或上级产生于 {on}）；"
        "在别处办过的，登记下来；方案没有规定谁可以免除",
        "“{duty}” was due on {due}, before this case could be there (the programme or its parent "
        "came on {on}): record it if it was done elsewhere; the programme lets nobody waive it",
    ),
    "LimitGone": (
        "“{field}”写的是 {day}，办理那天（{today}）已经过去，“{duty}”一产生就逾期",
        "“{field}” says {day}, which was over on the day of the act ({today}): “{duty}” is overdue "
        "as it arises",
    ),
    "RenewedByOldDay": (
        "“{duty}”重新起算后仍到 {due}：它从“{field}”算，这次没有改；改了日子就随之改",
        "“{duty}” was renewed and is still due on {due}: it counts from “{field}”, which has not "
        "changed; once that changes, the day moves",
    ),
    "RenewedWithoutDay": (
        "“{duty}”重新起算后还没有日子：它从“{field}”算，这一项没有填；填了就有日子",
        "“{duty}” was renewed and has no day yet: it counts from “{field}”, which is not given; "
        "once it is, there is a day",
    ),
    "RenewedToSameDay": (
        "“{duty}”重新起算后仍到 {due}：期限是写明的日子，不从这次办理算",
        "“{duty}” was renewed and is still due on {due}: its limit names the day and does not "
        "count from this move",
    ),
    "RenewedWhilePaused": (
        "“{duty}”中止计算，没有重新起算；恢复以后接着数剩下的",
        "“{duty}” is paused and was not renewed; once resumed it counts on what was left",
    ),
    "PausedNothing": (
        "“{duty}”没有未办的，没有可中止的期限",
        "nothing is owed of “{duty}”; there was no limit to pause",
    ),
    "PausedAlready": (
        "“{duty}”自 {since} 起已因“{cause}”中止，没有再因“{given}”中止；恢复一次就接着数",
        "“{duty}” has been paused for “{cause}” since {since} and was not paused for “{given}” as "
        "well; once resumed it counts on",
    ),
    "PausedOverdue": (
        "“{duty}”到 {due} 已逾期，没有中止；逾期不因中止撤销",
        "“{duty}” was due on {due} and was not paused; a pause takes no lateness back",
    ),
    "PausedWithoutDay": (
        "“{duty}”没有期限，没有可中止的",
        "“{duty}” has no day; there was nothing to pause",
    ),
    "ResumedForAnother": (
        "“{duty}”因“{cause}”中止，这一步只恢复因“{given}”中止的，没有恢复",
        "“{duty}” is paused for “{cause}”; this move resumes only what is paused for “{given}”, "
        "and did not",
    ),
    "ResumedBetween": (
        "“{duty}”这时没有停着，{on} 又中止过：之前的中止没登记的，登记了就算上；"
        "已登记的，请核对期限",
        "“{duty}” did not stand still then, and was paused on {on} again: an earlier pause that is "
        "not recorded yet will count once it is; else look at its day",
    ),
    "NotExtendable": (
        "“{duty}”不可延期：方案没有规定",
        "“{duty}” cannot be extended: the programme does not provide for it",
    ),
    "NotPausable": (
        "“{duty}”不可中止计算：方案没有规定",
        "“{duty}” cannot be paused: the programme does not provide for it",
    ),
    "NotExemptible": (
        "“{duty}”不可免除：方案没有规定",
        "“{duty}” cannot be waived: the programme does not provide for it",
    ),
    "MayNotMoveDuty": (
        "“{duty}”的期限由{who}决定；账户 {account} 无权，或不在其管辖范围",
        "the limit of “{duty}” is for {who}; account {account} may not, or it is out of its scope",
    ),
    "NothingOwed": (
        "{case} 的“{duty}”已办结或已免除，没有未办的",
        "“{duty}” of {case} is settled; nothing is owed",
    ),
    "DutyReasonMissing": ("“{duty}”变动期限须写明理由", "to move “{duty}” a reason is needed"),
    "DutyIsPaused": ("“{duty}”已中止计算，先恢复", "“{duty}” is paused; resume it first"),
    "DutyNotPaused": ("“{duty}”没有中止", "“{duty}” is not paused"),
    "NoDayToMove": ("“{duty}”没有期限", "“{duty}” has no day"),
    "NotLater": (
        "只能往后延：“{duty}”现为 {due}，不能改为 {to}",
        "only a later day: “{duty}” is due on {due}, not on {to}",
    ),
    "ExtendedIntoPast": (
        "{to} 已过，延到这一天没有意义",
        "{to} is over; there is no sense in extending until then",
    ),
    "ExtendedOften": (
        "“{duty}”至多延期 {times} 次，已用完",
        "“{duty}” may be extended {times} times, and has been",
    ),
    "ExtendedTooFar": (
        "“{duty}”每次至多延 {longest}，最晚到 {last}，不能到 {to}",
        "“{duty}” may be extended by {longest}, to {last} at the latest, not to {to}",
    ),
    "ExtendedTooFarInAll": (
        "“{duty}”累计至多延 {longest}，最晚到 {last}，不能到 {to}",
        "“{duty}” may be extended by {longest} in all, to {last} at the latest, not to {to}",
    ),
    "OrderMissing": ("“{duty}”延期须写明文号", "to extend “{duty}” a document number is needed"),
    "NoReasonToPause": (
        "“{duty}”不能因“{given}”中止；可因：{known}",
        "“{duty}” cannot be paused for “{given}”; known: {known}",
    ),
    "PausedTooLate": (
        "“{duty}”的期限 {due} 已过，不能再中止",
        "“{duty}” was due on {due}; it is too late to pause it",
    ),
    "ResumedBeforePause": (
        "恢复的时刻早于中止的时刻 {paused}",
        "the instant of resuming lies before that of the pause, {paused}",
    ),
    "DutyTooEarly": (
        "“{move}”办早了：{phrase}，窗口从 {at} 起",
        "“{move}” is too early: {phrase}, the window opens at {at}",
    ),
    "NotLapsed": (
        "“{duty}”还没有逾期，系统不能办“{move}”",
        "“{duty}” has not passed unsettled, so “{move}” does not happen",
    ),
    "DoneOften": (
        "“{move}”在本事项上至多办 {times} 次，已办 {done} 次",
        "“{move}” may be made {times} time(s) on this case; made so far: {done}",
    ),
    "CountedBeyond": (
        "“{duty}”已有 {done} 件，至多 {most} 件",
        "“{duty}” counts {done} already, at most {most}",
    ),
    "VersionsOverlap": (
        "适用的日子重叠：第 {other} 版适用于 {theirs}，新版适用于 {ours}",
        "the days of application overlap: version {other} covers {theirs}, the new one {ours}",
    ),
    "VersionsGap": (
        "适用的日子有空档：{first} 至 {last} 之间没有一版适用",
        "from {first} to {last} no version would apply",
    ),
    "NoVersionFor": (
        "方案 {programme} 没有适用于 {day} 收到的事项的一版；各版适用于：{known}",
        "no version of {programme} covers what was received on {day}; known: {known}",
    ),
    "MayNotImportYear": (
        "{account} 不能导入日历；须由{who}的账户办理",
        "{account} may not import a calendar; an account of {who} must",
    ),
    "YearNotOfCalendar": (
        "没有方案用日历 {calendar}",
        "no programme counts by the calendar {calendar}",
    ),
    "YearNotOfficial": (
        "{year} 年的文件没有标明是正式公布的（status: official）",
        "the file of {year} is not marked as published (status: official)",
    ),
    "SameRevision": (
        "{year} 年的安排已导入过（第 {revision} 次），内容不同；更正须写更大的 revision",
        "{year} was imported as revision {revision} with other days; a correction needs a higher "
        "revision",
    ),
}
