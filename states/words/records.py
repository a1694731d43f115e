"""What a user reads about facts recorded from another system, in Chinese and English."""

from states.words.joining import Texts

RECORDS: Texts = {
    "BalanceStale": (
        "{case} 在申请之后已由别的途径建立，与申请中的一件同名同单位",
        "{case} came in by another way since; it has the title and unit of one in the request",
    ),
    "NaiveInstant": (
        "{field} 的时刻 {value} 没有时区，不能确定是哪一刻；例：2026-06-30T17:00:00+08:00",
        "{field} {value} has no time zone, so which instant is it? such as 2026-06-30T17:00+08:00",
    ),
    "InFuture": (
        "时刻 {at} 晚于现在 {now}，不能登记未来的事",
        "{at} lies after now, {now}: the future cannot be recorded",
    ),
    "BeforeProgramme": (
        "发生于 {at}，早于文件印发之日 {issued}，请核对",
        "happened at {at}, before the document was issued on {issued}: please check",
    ),
    "HourUntold": (
        "“{duty}”（{phrase}）按小时算，登记的只有日期，现从当日 0:00 起算；知道时刻的，请更正",
        "the limit of {duty} ({phrase}) is in hours and only the day was recorded: it runs from "
        "0:00 of that day; correct it to the hour once that is known",
    ),
    "BeforeEarlierMove": (
        "发生于 {at}，早于此前的“{move}”（第 {seq} 条，{on}），请核对",
        "happened on {at}, before the earlier “{move}” of {on} (entry {seq}): please check",
    ),
    "AfterLaterMove": (
        "发生于 {at}，晚于此后的“{move}”（第 {seq} 条，{on}），请核对",
        "happened on {at}, after the later “{move}” of {on} (entry {seq}): please check",
    ),
    "MadeAlready": (
        "“{move}”已有第 {seq} 条（{on}），这是又登记了一次；要改那一条，用更正（--corrects {seq}）",
        "“{move}” is there already as entry {seq} ({on}), this records it once more; to mend that "
        "entry, correct it (--corrects {seq})",
    ),
    "DecidedAlready": (
        "“{move}”已在本系统办理，是第 {seq} 条（{on}），这是又登记了一次；那一条的时刻不能更正",
        "“{move}” was decided here already, by entry {seq} ({on}), this records it once more; the "
        "time of that entry cannot be corrected",
    ),
    "NoSuchEntry": (
        "{case} 没有第 {seq} 条留痕；看编号：{shidian} history {case}",
        "{case} has no entry {seq}; see {shidian} history {case}",
    ),
    "NotCorrectable": (
        "{case} 第 {seq} 条不是人登记的事，不能这样更正",
        "entry {seq} of {case} is nothing that people recorded; it cannot be corrected",
    ),
    "ClockWasRight": (
        "{case} 第 {seq} 条“{move}”是系统到期办的；只有在 {limit} 以前发生的事能取代它",
        "entry {seq} of {case}, “{move}”, was made by the clock; only what happened before {limit} "
        "can take its place",
    ),
    "ClockOverturned": (
        "第 {seq} 条“{move}”是系统到期办的；这件事在期限以前已经发生，那一条不再算数",
        "entry {seq}, “{move}”, was made by the clock; this had happened before the limit, so that "
        "entry no longer counts",
    ),
    "ClockUndone": (
        "第 {seq} 条“{move}”是系统在被更正的那一条之后到期办的，不再算数；仍该办的，系统再办",
        "entry {seq}, “{move}”, which the clock made after the one that is put right, no longer "
        "counts with that; what is due all the same the clock makes again",
    ),
    "ClockHoldsAgain": (
        "按更正后的日子，第 {seq} 条“{move}”系统到期办得没有错，仍然算数",
        "by the right day the clock was right to make entry {seq}, “{move}”; it counts again",
    ),
    "DecidedHere": (
        "{case} 第 {seq} 条“{move}”是在本系统作出的决定，其时刻不能更正；内容有误用 --set 更正",
        "entry {seq} of {case}, “{move}”, is a decision made here; its time stands. Values are put "
        "right with --set",
    ),
    "PlaceFixed": (
        "{case} 的“{field}”定了名额和范围，不能更正；确有误的，登记撤回后按正确的重新登记",
        "“{field}” of {case} decided its slot and reach and cannot be corrected; record its "
        "withdrawal, and then the right case",
    ),
    "CorrectionPlain": (
        "更正只改时刻、来源和内容，不带材料和审核结论",
        "a correction changes the time, the source and values; it takes no files or checks",
    ),
    "StateBack": (
        "更正的那一条不再算数，状态回到“{state}”",
        "the entry put right no longer counts: the state is “{state}” again",
    ),
    "OutOfStep": (
        "按现在所知的经过，{case} 第 {seq} 条“{move}”当时不能办，请核对",
        "by what is known now, entry {seq} of {case}, “{move}”, could not be made then: please "
        "check",
    ),
    "SlotNotRecounted": (
        "更正后“{move}”占用或退还的名额不同；结果公布前名额不动，公布后请核对",
        "after the correction “{move}” counts otherwise for its slot; as the decision is not yet "
        "announced, quotas stay as they are: please check them then",
    ),
}
