"""What an audit says of limits that were moved against the rules, in Chinese and English."""

from states.words.joining import Texts

LIMIT_CHANGES: Texts = {
    "ChangeNotProvided": (
        "{case} 第 {seq} 条（{move}，{actor}）变动了应办“{duty}”的期限，方案没有这样规定",
        "{case} entry {seq} ({move}, {actor}) changes the limit of duty “{duty}” as the programme "
        "does not provide",
    ),
    "ChangeWithoutReason": (
        "{case} 第 {seq} 条（{move}，{actor}）变动了应办“{duty}”的期限，没有理由",
        "{case} entry {seq} ({move}, {actor}) changes the limit of duty “{duty}” without a reason",
    ),
    "ChangeWithoutOrder": (
        "{case} 第 {seq} 条（{move}，{actor}）给应办“{duty}”延期，没有文号",
        "{case} entry {seq} ({move}, {actor}) extends duty “{duty}” without a document number",
    ),
    "OldDayDiffers": (
        "{case} 第 {seq} 条（{move}）称应办“{duty}”原期限为 {stored}，按留痕应为 {folded}",
        "{case} entry {seq} ({move}) says that duty “{duty}” was due {stored}; the history gives "
        "{folded}",
    ),
    "DueShortened": (
        "{case} 第 {seq} 条（{move}，{actor}）把应办“{duty}”的期限由 {due_at} 改为更早的 {to}",
        "{case} entry {seq} ({move}, {actor}) moves duty “{duty}” from {due_at} to {to}, which is "
        "not later",
    ),
    "ExtendedBeyond": (
        "{case} 第 {seq} 条（{move}，{actor}）给应办“{duty}”的延期超出方案许可",
        "{case} entry {seq} ({move}, {actor}) extends duty “{duty}” further than the programme "
        "allows",
    ),
    "PausedAfterDue": (
        "{case} 第 {seq} 条（{move}）中止了应办“{duty}”，它的期限 {due_at} 那时已过",
        "{case} entry {seq} ({move}) pauses duty “{duty}”, which had been due {due_at} by then",
    ),
    "PauseWrong": (
        "{case} 第 {seq} 条（{move}）称应办“{duty}”中止或恢复时还剩 {stored}，按留痕应为 {right}",
        "{case} entry {seq} ({move}) pauses or resumes duty “{duty}” with {stored} left; the "
        "history gives {right}",
    ),
    "OverdueRevoked": (
        "{case} 第 {seq} 条（{move}）撤销了应办“{duty}”的逾期，但新期限 {due_at} 也已过",
        "{case} entry {seq} ({move}) takes back that duty “{duty}” is overdue, although its new "
        "limit {due_at} is past as well",
    ),
    "RecountWithoutYear": (
        "{case} 第 {seq} 条（{move}）按新日历重算了应办“{duty}”，但所称的年份没有导入过",
        "{case} entry {seq} ({move}) counts duty “{duty}” again by a year that was not there",
    ),
    "RecountWrong": (
        "{case} 第 {seq} 条（{move}）把应办“{duty}”重算为 {stored}，按所称的年份应为 {right}",
        "{case} entry {seq} ({move}) counts duty “{duty}” as due {stored}; the year it names gives "
        "{right}",
    ),
    "YearMissing": (
        "{case} 日历 {year} 年（第 {revision} 次）有导入的留痕，数据却不在",
        "calendar {case}: {year} (revision {revision}) was given by the history, but is not there",
    ),
    "YearUnrecorded": (
        "{case} 日历 {year} 年（第 {revision} 次）没有导入的留痕",
        "calendar {case}: {year} (revision {revision}) is there, but no entry gave it",
    ),
    "YearChanged": (
        "{case} 日历 {year} 年（第 {revision} 次）导入后被改动",
        "calendar {case}: {year} (revision {revision}) was changed after it was given",
    ),
    "CountWrong": (
        "{case} 第 {seq} 条（{move}）把应办“{duty}”记为 {stored} 件，按留痕应为 {folded} 件",
        "{case} entry {seq} ({move}) counts {stored} for duty “{duty}”; the history gives {folded}",
    ),
}
