"""What the console says about bulk acts and tables: Chinese first, English beside it."""

from states.words.joining import Texts

BULK: Texts = {
    "PlanExists": (
        "文件 {path} 已存在；计划不覆盖旧文件，换一个名字",
        "{path} is there already; a plan replaces no file, choose another name",
    ),
    "NothingMatches": (
        "没有符合条件的事项。看看有哪些：{shidian} list",
        "no case matches. See which there are: {shidian} list",
    ),
    "TooManyMatch": (
        "符合条件的有 {total} 件，一次至多 {most} 件；再加条件",
        "{total} cases match; at most {most} at once: narrow it down",
    ),
    "NoDutyHere": (
        "“{move}”不是对应办期限的动作；--duty、--to、--order、--for 只用于 {known}",
        "“{move}” is no act on a duty; --duty, --to, --order, --for go with {known}",
    ),
    "DutyNeeded": ("“{move}”哪一项应办？加 --duty", "“{move}” which duty? Add --duty"),
    "DayNeeded": ("延到哪一天？加 --to 2027-12-15", "until which day? Add --to 2027-12-15"),
    "what.where": ("条件", "condition"),
    "bulk.planned": (
        "计划共 {count} 件：可办 {done}，须另一人批准 {waits}，不能办 {refused}。还没有办任何一件",
        "{count} cases planned: {done} can be done, {waits} wait for a second person, {refused} "
        "refused. Nothing is done yet",
    ),
    "bulk.done": ("可办", "done"),
    "bulk.performed": ("已办", "done"),
    "bulk.waits": ("须另一人批准", "waits"),
    "bulk.refused": ("不能办", "refused"),
    "bulk.left": ("未办", "not done"),
    "bulk.more": ("…… 另有 {count} 件，见计划文件", "… {count} more in the plan"),
    "bulk.quota": (
        "名额 {bucket}：已用 {used} → {after}，上限 {cap}",
        "quota {bucket}: used {used} → {after}, cap {cap}",
    ),
    "bulk.next": (
        "计划存为 {path}，{until} 前有效。办理：{shidian} apply {path}{partial}",
        "the plan is {path}, good until {until}. Apply it: {shidian} apply {path}{partial}",
    ),
    "bulk.nothing": (
        "没有一件能办，不必办理这份计划。按各件的理由补好后，另作一份计划",
        "none can be done, so there is nothing to apply; mend the reasons, then plan anew",
    ),
    "bulk.applied": (
        "已办 {done} 件，等另一人批准 {waits} 件，被拒 {refused} 件，未办 {left} 件",
        "{done} done, {waits} wait for a second person, {refused} refused, {left} not done",
    ),
    "bulk.none-done": (
        "有不能办的，所以一件也没有办。其余的照办：加 --partial",
        "some are refused, so none was done. To do the others: --partial",
    ),
    "bulk.approve": (
        "请另一人一次批准整批：{shidian} approve {batch}；"
        "或由其办理同一份计划：{shidian} apply {path}",
        "let another person approve them at once: {shidian} approve {batch}, "
        "or apply the same plan: {shidian} apply {path}",
    ),
    "bulk.sheet": ("结果表：{path}", "results: {path}"),
    "option.where": (
        "条件=值，可多次：事项、状态、地区、领域、文字、到期、编号（逗号分开）",
        "condition=value, may be repeated: kind, state, jurisdiction, category, text, due, code "
        "(separated by commas)",
    ),
    "option.plan": ("计划写到哪个文件", "file of the plan"),
    "option.partial": ("办其中能办的；不加则全办或全不办", "do what can be done; else all or none"),
    "option.results": ("结果表写到哪个文件（.csv 或 .xlsx）", "file of the results (.csv, .xlsx)"),
}
