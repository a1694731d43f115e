"""Verbs about cases: one, many, as tables; what is owed on them and what is told of them."""

from console.cli.verb import Verb

OF_CASES: dict[str, dict[str, Verb]] = {
    "daily": {
        "todo": Verb(
            "asking:todo",
            ("等我办理的事，按期限先后", "what waits for me, by deadline"),
            ("todo --as zhejiang", ""),
        ),
        "list": Verb(
            "asking:list_cases",
            ("列出事项，可按状态、地区、领域筛选", "list cases, by state, jurisdiction, field"),
            ("list --jurisdiction 浙江 --due overdue", "list --due 30 --lang en"),
        ),
        "show": Verb(
            "asking:show",
            ("一件事项的全貌：状态、应办、下一步", "one case: state, duties, what comes next"),
            ("show ZJ-2026-001", ""),
        ),
        "history": Verb(
            "asking:history",
            ("一件事项的留痕，可回看某一时刻", "the history of a case, also as of a moment"),
            ("history ZJ-2026-001 --as-of 2026-06-30", ""),
        ),
        "do": Verb(
            "acting:do",
            (
                "办理一个动作，一件或多件（多件全办或全不办）",
                "make a move on one or several cases (all or none)",
            ),
            (
                "do recommend ZJ-2026-001 --file official-letter=推荐函.pdf"
                " --check all=pass@2026-06-20:已查",
                "do withdraw ZJ-2026-001 --reason 'asked by the unit' --lang en",
            ),
        ),
        "new": Verb(
            "acting:new",
            ("新建一件事项", "bring a case into being"),
            (
                "new pilot --set title=智慧养老试点 --set category=民政专项"
                ' --set unit="某养老服务中心 913300001000000844"',
                "",
            ),
        ),
        "approve": Verb(
            "acting:approve",
            ("批准另一人的申请并即办理", "approve another person's request, which performs it"),
            (
                "approve 申请编号 --reason 情况属实",
                "approve REQUEST --reason agreed",
            ),
        ),
        "reject": Verb(
            "acting:reject",
            ("不批准另一人的申请", "reject another person's request"),
            ("reject 申请编号 --reason 理由", "reject REQUEST --reason why"),
        ),
        "retract": Verb(
            "requesting:retract",
            ("撤回自己提出、还在等批准的申请", "take back one's own request that still waits"),
            ("retract 申请编号", "retract REQUEST"),
        ),
        "requests": Verb(
            "requesting:requests",
            ("待批准的申请：谁、办什么、到何时", "requests that wait: who, what, until when"),
            ("requests --as committee", ""),
        ),
        "announce": Verb(
            "acting:announce",
            ("公布已作出、另行公布的决定", "make known decisions that were taken before"),
            ("announce ZJ-2026-001 --as committee", ""),
        ),
        "note": Verb(
            "acting:note",
            ("给事项加一条指导意见或备注，不要求任何人办理", "a remark on a case; asks nothing"),
            ("note ZJ-2026-001 已电话指导报送要求", ""),
        ),
        "due": Verb(
            "asking:due",
            ("近期到期与已逾期的应办事项", "duties falling due, and overdue ones"),
            ("due --days 30", ""),
        ),
        "quota": Verb(
            "asking:quota",
            ("名额：上限、已用、余额", "quotas: cap, used, left"),
            ("quota --as zhejiang", ""),
        ),
        "calendar show": Verb(
            "calendars:show",
            ("一件事项直到方案结束的全部应办", "all duties of a case to the end of the programme"),
            ("calendar show ZJ-2026-001", ""),
        ),
        "calendar internal": Verb(
            "calendars:internal",
            (
                "定本地区较早的内部截止日，只作提醒；--revoke 撤销",
                "set an earlier internal day for a jurisdiction; it only reminds",
            ),
            ("calendar internal recommendation 2026-06-15 --as zhejiang", ""),
        ),
        "calendar list": Verb(
            "calendars:list_years",
            (
                "工作日历：哪些年已公布、依据什么文号，哪些年是推算",
                "working days: which years are published, by which document",
            ),
            ("calendar list", ""),
        ),
        "calendar import": Verb(
            "calendars:import_",
            (
                "导入公布的一年放假安排，重算暂定期限；先用 --dry-run 看变化",
                "take a published year and count provisional days again; --dry-run shows first",
            ),
            ("calendar import 2027.yaml --dry-run --as committee", ""),
        ),
        "calendar feed": Verb(
            "calendars:feed",
            (
                "给一个账户生成日历订阅地址，可撤销",
                "an address under which a calendar program follows an account's duties",
            ),
            ("calendar feed zhejiang --as zhejiang", ""),
        ),
    },
    "bulk": {
        "bulk": Verb(
            "bulk:bulk",
            (
                "批量办理先作计划：逐件核对，列出名额变化，还不办",
                "plan a move on many cases: a verdict for each, nothing done yet",
            ),
            (
                "bulk check --where 事项=annual-summary --where 状态=submitted --plan 计划.json",
                "bulk review --where state=recommended --plan plan.json --lang en",
            ),
        ),
        "apply": Verb(
            "bulk:apply",
            ("办理一份计划，全办或只办能办的", "perform a plan: all of it, or what can be done"),
            ("apply 计划.json --results 结果.xlsx", "apply plan.json --partial"),
        ),
    },
    "data": {
        "record": Verb(
            "acting:record",
            ("登记在别处已办的事实，不作决定", "record a fact that happened in another system"),
            (
                "record recommend ZJ-2026-001 --occurred 2026-06-28"
                " --source 国家系统 --reference 回执号",
                "",
            ),
        ),
        "import": Verb(
            "imports:import_",
            (
                "按一张表新建事项，逐行给结论；同样的行再导入不会重复",
                "a case for each row of a table, with a verdict; the same row is taken once",
            ),
            ("import 推荐汇总表.xlsx --errors 问题.xlsx --as zhejiang", ""),
        ),
        "register import": Verb(
            "registering:import_",
            (
                "往以往试点名册里加行（CSV）；已有的不重复，先用 --dry-run 看加几行",
                "add rows to the register of earlier pilots (CSV); none twice",
            ),
            ("register import 本省往年.csv --dry-run --as committee", ""),
        ),
        "reconcile": Verb(
            "reconciling:reconcile",
            (
                "拿别的系统导出的表与本系统核对，逐件给出怎么改；不改任何数据",
                "another system's table against ours, with the act that mends each; read-only",
            ),
            (
                "reconcile 导出.xlsx --map 单位=承担单位 -o 差异.xlsx --as zhejiang",
                "reconcile exported.xlsx --lang en --as zhejiang",
            ),
        ),
        "export": Verb(
            "exporting:export",
            (
                "写成文件：空表、清单、案卷、统计（Excel、Word、CSV、日历），推荐函等文书（Word）",
                "write a file: empty table, list, dossier, figures, or a document in Word",
            ),
            (
                "export --document 推荐函 --where 状态=推荐 -o 推荐函.docx --as zhejiang",
                "export --view overdue -o overdue.xlsx --lang en",
            ),
        ),
        "stats": Verb(
            "figures:stats",
            (
                "统计：件数、进度、按期率、停留天数、逾期多久；--burden 看对单位的要求",
                "figures: counts, funnel, in time, days in a state, overdue; --burden",
            ),
            ("stats --as-of 2026-06-30", "stats --burden --lang en"),
        ),
        "extend": Verb(
            "limits:extend",
            ("把一项应办的期限延到较晚的一天", "move the day of a duty to a later one"),
            (
                "extend TS-2026-001-X1 核查 --to 2026-07-31 --order 市监延〔2026〕3号"
                " --reason 须委托检验",
                "",
            ),
        ),
        "pause": Verb(
            "limits:pause",
            ("中止计算一项应办的期限", "stop counting the limit of a duty"),
            ("pause TS-2026-001-T1 调解 --for 检验检测 --reason 委托检验", ""),
        ),
        "resume": Verb(
            "limits:resume",
            ("恢复计算，接着数剩下的", "count on what was left of a paused limit"),
            ("resume TS-2026-001-T1 调解 --reason 检验完毕", ""),
        ),
        "exempt": Verb(
            "limits:exempt",
            ("豁免一项应办，不再要求办理", "waive a duty"),
            ("exempt ZJ-2026-001 中期检查 --reason 不可抗力", ""),
        ),
        "remind": Verb(
            "reminding:remind",
            (
                "提醒到期将近的应办并发送通知；--preview 先看会发什么",
                "remind of what falls due and send; --preview: what would go to whom",
            ),
            ("remind --preview --days 30 --as committee", ""),
        ),
        "outbox": Verb(
            "reminding:outbox",
            (
                "通知：待发、暂缓、已送出、没有送达；给编号看全文",
                "messages: planned, held, sent, failed; with a key its text",
            ),
            ("outbox --standing failed --as committee", ""),
        ),
        "outbox resend": Verb(
            "reminding:resend",
            ("把一份通知再发一次，编号不变", "send a message again under the same key"),
            ("outbox resend 2026-11-23/zhejiang/1 --as committee", ""),
        ),
        "sweep": Verb(
            "timing:sweep",
            ("办理一切到期应办：标逾期、自动动作、提醒", "do everything that is due by now"),
            ("sweep", ""),
        ),
    },
}
