"""What the console says about facts of another system: Chinese first, English beside it."""

from states.words.joining import Texts

RECORDS: Texts = {
    "NothingNamesCases": (
        "{path} 里认不出是哪些事项：要有编号列，或{columns}。对方叫法不同时用 --map 列=字段",
        "nothing in {path} says which cases it means: a column of codes is needed, or {columns}. "
        "If they call it otherwise: --map HEADING=FIELD",
    ),
    "OnlyTemplate": ("--as-record 只用于 --template", "--as-record goes with --template"),
    "OnlyAsRecord": (
        "--source、--reference、--occurred、--state 只用于 --as-record（登记别处已办的事）",
        "--source, --reference, --occurred and --state go with --as-record",
    ),
    "NoFilesAsRecord": (
        "登记别处已办的事不附文件，缺的材料只作标记；去掉 --file",
        "facts of another system come without files, what is missing is flagged: leave out --file",
    ),
    "MappedTwice": (
        "“{one}”和“{other}”都对应“{field}”；一个字段只能对应一列",
        "“{one}” and “{other}” both stand for “{field}”; a field has one column",
    ),
    "CorrectsOne": (
        "--corrects 一次更正一件：给一个编号",
        "--corrects puts one case right at a time: give one code",
    ),
    "OccurredMissing": (
        "须说明发生于何时：--occurred 2026-06-28",
        "say when it happened: --occurred 2026-06-28",
    ),
    "option.corrects": ("更正第几条留痕", "the entry that this one puts right"),
    "what.field": ("字段", "field"),
    "facts.day": (
        "“{value}”不是日期；写成 2026-06-28，或把单元格设为日期格式",
        "“{value}” is no day; write 2026-06-28, or make the cell a date",
    ),
    "facts.state": (
        "没有“{value}”这个状态；对方叫法不同时用 --state {value}=我们的状态",
        "there is no state “{value}”; if they call it so, say --state {value}=OURS",
    ),
    "facts.code": (
        "没有编号为 {code} 的事项，或不在您的范围内",
        "there is no case {code}, or it is out of your reach",
    ),
    "facts.several": (
        "本系统有几件同名同单位：{codes}；请填编号列",
        "several cases have this title and unit: {codes}; fill in the code",
    ),
    "facts.stateless": (
        "既没有所处状态，也没有任何动作的日期，不知办到哪一步",
        "neither a state nor the day of any move: how far it has come is not said",
    ),
    "facts.ways": (
        "到这个状态不止一条路：{ways}；请填所办动作的日期",
        "more than one way leads there: {ways}; fill in the days of the moves made",
    ),
    "facts.no-way": (
        "“{state}”不能由人登记到达；请登记到它之前的一步",
        "nobody can record a case into “{state}”; record it up to the step before",
    ),
    "facts.day-missing": (
        "缺“{move}”的日期：是否按期要看这一天",
        "the day of “{move}” is missing; whether it was in time depends on it",
    ),
    "facts.order": (
        "“{move}”的日期晚于后一步，请核对",
        "the day of “{move}” is after the next step: please check",
    ),
    "facts.source": (
        "缺来源系统：填“来源系统”列，或用 --source",
        "the source is missing: fill in its column, or say --source",
    ),
    "facts.nameless": (
        "缺名称或承担单位，认不出是哪一件",
        "without title and unit nobody knows which case it is",
    ),
    "facts.day-of-next": (
        "发生日未列，按下一步之日记",
        "its own day was not given; the day of the next step stands for it",
    ),
    "facts.differs": (
        "表中为“{theirs}”，本系统为“{ours}”",
        "the table says “{theirs}”, we have “{ours}”",
    ),
    "facts.mend": ("改：{acts}", "to mend: {acts}"),
    "facts.waits": ("已在申请 {request} 中待批准", "waits in request {request} already"),
    "facts.asked": (
        "{count} 件须由另一人批准后才登记。申请编号 {request}；批准：{shidian} approve {request}",
        "{count} wait for a second person before anything is recorded. Request {request}: "
        "{shidian} approve {request}",
    ),
    "facts.recorded": (
        "已登记 {count} 件，{flagged} 件有标记",
        "{count} recorded, {flagged} of them flagged",
    ),
    "mend.there": (
        "{code} 本系统无误的，到对方系统补办",
        "if {code} is right here, mend it in the other system",
    ),
    "mend.fixed": (
        "{code} 的“{fields}”定了名额和范围，不能更正；本系统有误的，登记撤回后按正确的重新登记",
        "“{fields}” of {code} decided its slot and reach; if it is wrong here, record a withdrawal "
        "and then the right case",
    ),
    "mend.decided": (
        "{code} 第 {seq} 条是在本系统作出的决定，不能更正；请到对方系统核对",
        "entry {seq} of {code} is a decision made here and cannot be corrected; check the other "
        "system",
    ),
    "reconcile.done": (
        "一致 {same}，不同 {different}，只有对方有 {there}，只有本系统有 {here}，对不上 {unclear}，"
        "范围之外 {outside}",
        "{same} the same, {different} different, {there} only there, {here} only here, {unclear} "
        "unclear, {outside} out of reach",
    ),
    "reconcile.different": ("不同（{count} 件）", "Different ({count})"),
    "reconcile.there": ("只有对方有（{count} 行）", "Only there ({count})"),
    "reconcile.here": (
        "只有本系统有（{count} 件）：先到对方系统核实；如已在那里了结，照此登记",
        "Only here ({count}): check the other system first; if it ended there, record it so",
    ),
    "reconcile.unclear": ("对不上、读不懂（{count} 行）", "Unclear ({count})"),
    "reconcile.outside": (
        "不在您的范围内，没有核对（{count} 行）：",
        "Out of your reach, not compared ({count}):",
    ),
    "reconcile.line": ("第 {line} 行", "row {line}"),
    "reconcile.differs": (
        "{field}：对方“{theirs}”，本系统“{ours}”",
        "{field}: theirs “{theirs}”, ours “{ours}”",
    ),
    "reconcile.near": ("相近、请核对是否同一件：{codes}", "near, perhaps the same: {codes}"),
    "reconcile.take-in": (
        "补登（须另一人批准；已有的不变）：",
        "to take them in (a second person approves; what is here stays):",
    ),
    "reconcile.state": ("状态", "state"),
    "reconcile.day": ("{move}日期", "day of {move}"),
    "verdict.same": ("一致", "same"),
    "verdict.different": ("不同", "different"),
    "verdict.there": ("只有对方有", "only there"),
    "verdict.here": ("只有本系统有", "only here"),
    "verdict.unclear": ("对不上", "unclear"),
    "verdict.outside": ("范围之外", "out of reach"),
    "head.verdict": ("结论", "verdict"),
    "head.theirs": ("对方", "theirs"),
    "head.ours": ("本系统", "ours"),
    "head.act": ("如何改", "act"),
    "show.recorded": ("（记于 {day}）", " (recorded {day})"),
    "entry.corrected": ("已由第 {seq} 条更正", "put right by entry {seq}"),
    "entry.corrects": ("更正第 {seq} 条", "puts entry {seq} right"),
    "entry.follows": ("随 {case} 第 {seq} 条", "follows {case} {seq}"),
    "righted.case": ("{case} {news}", "{case} {news}"),
    "righted.opened": ("{duty}：新的应办，期限 {day}", "{duty}: owed now, due {day}"),
    "righted.met": ("{duty}：按期办结", "{duty}: done on time"),
    "righted.late": ("{duty}：逾期办结", "{duty}: done late"),
    "righted.paused": ("{duty}：期限从此中止计算", "{duty}: its limit is paused from now on"),
    "righted.resumed": ("{duty}：恢复计算，期限 {day}", "{duty}: its limit runs on, due {day}"),
    "righted.waived": ("{duty}：不再应办", "{duty}: no longer owed"),
    "head.happened": ("发生", "happened"),
    "option.as_record": (
        "登记别处已办的事（期初）：须另一人批准",
        "facts of another system (an opening balance); a second person approves",
    ),
    "import.more": ("…… 另有 {count} 行，用 --json 看全部", "… {count} more rows; --json has all"),
    "option.import.state": (
        "各行都办到的状态，或 对方叫法=我们的状态",
        "the state that all rows reached, or THEIRS=OURS",
    ),
    "option.import.occurred": (
        "行里没写日期的，最后一步发生于何时",
        "when the last step happened, for rows without a day",
    ),
    "option.reconcile.state": ("对方叫法=我们的状态", "their name of a state=ours"),
    "option.reconcile.output": ("把全部差异另存为 .xlsx 或 .csv", "all differences as a sheet"),
    "option.map": ("对方的列名=本系统的字段", "their heading=our field"),
    "template.record": (
        "导入：{shidian} import 本文件 --kind {kind} --as-record；先加 --dry-run 看结果。"
        "须另一人批准。",
        "Import: {shidian} import FILE --kind {kind} --as-record; try --dry-run first. A second "
        "person approves.",
    ),
    "template.days": (
        "填到哪一步就填所处状态和那一步的日期；是否按期要看的那几步，日期必填。",
        "Give the state reached and the day of that step; days that decide lateness are needed.",
    ),
}
