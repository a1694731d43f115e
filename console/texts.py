"""What the console says beside the engine: Chinese first, English beside it."""

from typing import Any

from console.authoring_words import AUTHORING
from console.bulk_words import BULK
from console.calendar_words import CALENDARS
from console.export_words import EXPORTS
from console.notice_words import NOTICES
from console.record_words import RECORDS
from console.table_words import TABLES
from console.words import HEADS, LABELS, OPTIONS, Texts
from states.words.joining import filling

MISTAKES: Texts = {
    "UnknownVerb": (
        "没有命令“{verb}”。{meant:是不是 {shidian} *？}全部命令：{shidian} --help",
        "there is no command “{verb}”. {meant:Did you mean {shidian} *? }All: {shidian} --help",
    ),
    "VerbMissing": (
        "“{verb}”之后还要一个词：{known}",
        "“{verb}” needs one more word: {known}",
    ),
    "UnknownOption": (
        "没有选项“{option}”。{meant:是不是 *？}可用：{known}",
        "there is no option “{option}”. {meant:Did you mean *? }Known: {known}",
    ),
    "NoGivenTime": (
        "“{verb}”不接受给定的时刻：正式数据库只用真实时间。演示库可以拨钟：{shidian} demo "
        "--advance",
        "“{verb}” takes no given time: a real database runs on real time. In a demonstration:"
        " {shidian} demo --advance",
    ),
    "ValueMissing": (
        "选项 {option} 缺少值；值以“-”开头时写成 {option}=值",
        "option {option} lacks its value; if that begins with “-”, write {option}=VALUE",
    ),
    "ArgumentMissing": (
        "“{shidian} {verb}”缺少 {argument}。用法：{shidian} {verb} --help",
        "“{shidian} {verb}” lacks {argument}. See {shidian} {verb} --help",
    ),
    "GivenTwice": ("选项 {option} 只能给一次", "option {option} may be given only once"),
    "TooMany": (
        "“{shidian} {verb}”不要这些：{words}",
        "“{shidian} {verb}” does not take: {words}",
    ),
    "NotAChoice": (
        "{option} 不能是“{value}”。{meant:是不是 *？}可选：{known}",
        "{option} cannot be “{value}”. {meant:Did you mean *? }Known: {known}",
    ),
    "BadValue": ("{option} 不能是“{value}”", "{option} cannot be “{value}”"),
    "Unreadable": ("命令“{verb}”读不懂：{detail}", "“{verb}” cannot be read: {detail}"),
    "NotUtf8": (
        "第 {place} 个参数“{word}”不是 UTF-8 文字；请把终端设为 UTF-8 再试",
        "argument {place}, “{word}”, is not UTF-8; set the terminal to UTF-8 and try again",
    ),
    "FileFault": (
        "不能读写 {path}：{detail}；未完成，请检查路径和权限",
        "cannot read or write {path}: {detail}; not finished, check the path and its permissions",
    ),
    "BadSetting": ("设置有误：{detail}", "wrong setting: {detail}"),
    "NoActor": (
        "须说明由谁办理：--as 账户，或设 SHIDIAN_ACCOUNT。可选账户：{known}",
        "say who acts: --as ACCOUNT, or set SHIDIAN_ACCOUNT. Accounts: {known}",
    ),
    "NoAccounts": (
        "还没有账户。新建首个账户：{shidian} user add 账户 --role 角色",
        "there is no account yet: {shidian} user add ACCOUNT --role ROLE",
    ),
    "BadPair": (
        "{option} 应写成 {form}，现为“{value}”",
        "{option} is written {form}, not “{value}”",
    ),
    "PairTwice": ("{option} 中“{name}”给了两次", "{option} gives “{name}” twice"),
    "BadVerdict": (
        "--check 的结论应为 pass 或 fail（或 通过、不通过），现为“{value}”",
        "the verdict of --check is pass or fail, not “{value}”",
    ),
    "NoChecklist": (
        "“{move}”没有清单，不能用 --check all",
        "“{move}” has no checklist; --check all does not apply",
    ),
    "BadDay": (
        "{option} 应为日期，如 2026-06-30，现为“{value}”",
        "{option} must be a date such as 2026-06-30, not “{value}”",
    ),
    "BadInstant": (
        "{option} 应为 2026-06-30 或 2026-06-30T17:00，现为“{value}”",
        "{option} must be 2026-06-30 or 2026-06-30T17:00, not “{value}”",
    ),
    "BadCount": (
        "{option} 应为 {low} 到 {high} 之间的整数，现为“{value}”",
        "{option} must be a whole number from {low} to {high}, not “{value}”",
    ),
    "BadCommandId": (
        "--id 应为 1 到 100 个字母、数字或 . _ / : - ，现为“{value}”",
        "--id takes 1 to 100 letters, digits or . _ / : -, not “{value}”",
    ),
    "FileUnreadable": ("读不了文件 {path}：{detail}", "cannot read {path}: {detail}"),
    "FileUnwritable": ("写不了文件 {path}：{detail}", "cannot write {path}: {detail}"),
    "FileNotPlain": (
        "{path} 是管道或设备，不是普通文件；请先存成文件",
        "{path} is a pipe or a device and no regular file; save it as a file first",
    ),
    "FileTooLarge": (
        "文件 {path} 有 {size} MB，超过上限 {limit} MB",
        "{path} has {size} MB; the limit is {limit} MB",
    ),
    "FileChanged": (
        "文件 {path} 在读取时变了，请重试",
        "{path} changed while it was read; try again",
    ),
    "FileEmpty": ("文件 {path} 是空的", "{path} is empty"),
    "BadLine": ("{path} 第 {line} 行：{detail}", "{path}, line {line}: {detail}"),
    "PhraseMissing": (
        "要给期限话，或用 --file 给一个 JSONL 文件",
        "give a phrase, or a JSONL file with --file",
    ),
    "BadPhrase": ("“{phrase}”：{detail}", "“{phrase}”: {detail}"),
    "NotCreatable": (
        "“{kind}”由系统按方案开立，不能手工新建",
        "“{kind}” is opened by the system; it cannot be brought into being by hand",
    ),
    "CodeMissing": ("要给至少一个事项编号", "give at least one case code"),
    "OneOrKind": (
        "给事项编号，或用 --kind 登记一件新事项，不能两者都给或都不给",
        "give case codes, or --kind for a new case: exactly one of the two",
    ),
    "ReasonNeeded": ("要写明理由：--reason 理由", "a reason is needed: --reason TEXT"),
    "SourceNeeded": (
        "登记别处已办的事须写明在哪个系统：--source 国家系统",
        "what happened elsewhere needs its system: --source NAME",
    ),
    "OverrideWithoutReason": (
        "--override 须写明理由：--reason 理由",
        "--override needs a reason: --reason TEXT",
    ),
    "BadAccountOption": (
        "--account 应写成 账户=角色[@范围][:名称]，现为“{value}”",
        "--account is written ACCOUNT=ROLE[@SCOPE][:NAME], not “{value}”",
    ),
    "NotHere": (
        "本安装还没有“{verb}”这一部分（{part}）",
        "this installation lacks the part for “{verb}” ({part})",
    ),
    "AlreadyReal": (
        "{url} 是正式数据库，不能作演示。另给一个：--db sqlite:///var/demo.db",
        "{url} is a real database, not a demonstration. Give another: --db sqlite:///var/demo.db",
    ),
    "DemoInTheWay": (
        "{url} 是演示数据库，不会变成正式的。不再要它：删去这个文件，再执行一次；两个都要：用 --db "
        "sqlite:///另一个文件 建正式的，以后每条命令都带上（或设 SHIDIAN_DATABASE_URL）",
        "{url} is a demonstration and never becomes real. Not wanted any more: delete that file "
        "and try again; to keep both: make the real one with --db sqlite:///FILE and give that "
        "with every command (or set SHIDIAN_DATABASE_URL)",
    ),
    "NoTrial": (
        "“{verb}”不能试办：它办理到期的一切。先看：{shidian} due",
        "“{verb}” cannot be tried: it does whatever is due. Look first: {shidian} due",
    ),
    "NoSuchProgrammeFile": (
        "没有方案文件“{given}”；自带：{known}",
        "there is no programme file “{given}”; shipped: {known}",
    ),
    "RestoreOver": (
        "{url} 已有数据库；确要覆盖加 --replace（原库先留副本）",
        "{url} holds a database; add --replace to replace it (a copy is kept)",
    ),
    "ClockIsSet": (
        "演示库已有，时钟不能重设；向前拨：{shidian} demo --advance 时刻",
        "the demonstration exists; its clock moves forward only: {shidian} demo --advance",
    ),
    "FileNotText": ("文件 {path} 不是 UTF-8 文本", "{path} is no UTF-8 text"),
    "NoSuchName": (
        "没有{what}“{given}”。{meant:是不是 *？}可用：{known}",
        "there is no {what} “{given}”. {meant:Did you mean *? }Known: {known}",
    ),
    "what.kind": ("事项类别", "kind of case"),
    "what.state": ("状态", "state"),
    "what.move": ("动作", "move"),
    "what.rule": ("可例外的规则", "rule that allows an exception"),
    "what.role": ("角色", "role"),
    "what.duty": ("应办", "duty"),
    "what.category": ("领域", "field"),
    "what.jurisdiction": ("地区", "jurisdiction"),
    "SystemActs": (
        "“system”是系统自身，不能由人代替；--as 写自己的账户",
        "“system” is the system itself; nobody acts in its name: --as ACCOUNT",
    ),
    "UnknownParameter": (
        "流程“{flow}”没有参数“{name}”；可用：{known}",
        "flow “{flow}” has no parameter “{name}”; known: {known}",
    ),
    "UnknownFlow": (
        "没有流程“{flow}”。{meant:是不是 *？}可用：{known}",
        "there is no flow “{flow}”. {meant:Did you mean *? }Known: {known}",
    ),
    "AnswerLost": (
        "答复写不出去（{detail}）。事情若在办理，已办成的不会丢失：同一 --id 再发一次即可看到",
        "the answer cannot be written ({detail}); what was done is done: send the same --id again",
    ),
    "Unforeseen": (
        "程序出错，未完成。错误编号 {id}，详情在 {where}",
        "the program failed and did not finish. Error {id}; details in {where}",
    ),
    "UnforeseenUnkept": (
        "程序出错，未完成。错误编号 {id}（详情也写不进日志目录）",
        "the program failed and did not finish. Error {id} (the log folder cannot be written)",
    ),
}

ANSWERS: Texts = {
    "help.title": (
        "shidian：按法定期限办理行政方案。用法：{shidian} 命令 …",
        "shidian: administrative programmes with legal deadlines. Use: {shidian} COMMAND …",
    ),
    "help.usage": ("用法：{usage}", "usage: {usage}"),
    "help.example": ("例：{example}", "example: {example}"),
    "help.more": (
        "一个命令的用法：{shidian} 命令 --help。英文：--lang en。供程序读取：--json",
        "one command: {shidian} COMMAND --help. In Chinese: --lang zh. For programs: --json",
    ),
    "demo": ("【演示】", "[demonstration] "),
    "simulation": ("【模拟】", "[simulation] "),
    "dry-run": ("试办（未写入任何内容）：", "dry run (nothing was written): "),
    "waited": ("已等 {days} 天", "waited {days} days"),
    "waited.day": ("已等 1 天", "waited 1 day"),
    "waited.today": ("今天开始等", "since today"),
    "provisional": ("（暂定）", " (provisional)"),
    "unverified": ("（待核）", " (unverified)"),
    "internal": ("（内部 {day}）", " (internal {day})"),
    "no-limit": ("未定期限", "no time limit"),
    "opens": ("{day} 起", "from {day}"),
    "done": (
        "已办“{move}”：{case}，现为“{state}”（第 {seq} 条，{at}）",
        "done “{move}”: {case} is now “{state}” (entry {seq}, {at})",
    ),
    "recorded": (
        "已登记“{move}”：{case}，现为“{state}”（第 {seq} 条，{at}）",
        "recorded “{move}”: {case} is now “{state}” (entry {seq}, {at})",
    ),
    "waiting": (
        "“{move}”须由另一人批准，尚未办理。申请编号 {request}；批准：{shidian} approve {request}",
        "“{move}” waits for a second person. Request {request}: {shidian} approve {request}",
    ),
    "next": ("下一步：{who} — {moves}（{due}）", "next: {who} — {moves} ({due})"),
    "next.due": ("{day} 截止", "by {day}"),
    "next.by-itself": ("{day} 自动", "by itself on {day}"),
    "next.ended": ("已办结，没有下一步", "ended; nothing follows"),
    "flag": ("注意：{flag}", "note: {flag}"),
    "batch.refused": (
        "{count} 件中有 {refused} 件不能办，全部未办",
        "{refused} of {count} cannot be done; none was done",
    ),
    "unannounced": ("（尚未公布）", " (not announced)"),
    "retracted": ("已撤回申请 {request}", "request {request} was retracted"),
    "requests.none": ("没有待批准的申请", "no request waits"),
    "requests.mine": (
        "其中 {count} 件可由你批准：{shidian} approve 申请（成批的写批号，一次批准整批）",
        "{count} of them can be approved by you: {shidian} approve REQUEST (a batch by its name)",
    ),
    "request.waiting": ("待批准", "waiting"),
    "request.approved": ("已批准", "approved"),
    "request.rejected": ("未批准", "rejected"),
    "request.expired": ("已过期", "expired"),
    "request.withdrawn": ("已撤回", "retracted"),
    "rejected": ("已驳回申请 {request}", "request {request} was rejected"),
    "noted": ("已记下（第 {seq} 条）", "noted (entry {seq})"),
    "todo.none": ("没有等你办理的事", "nothing waits for you"),
    "todo.mine": ("等你办理 {count} 项", "{count} wait for you"),
    "todo.more": (
        "只列出前 {shown} 项；多列一些：--limit {most}",
        "only the first {shown} are listed; for more: --limit {most}",
    ),
    "todo.requests": ("等你批准", "waiting for your approval"),
    "list.none": ("没有符合条件的事项", "no case matches"),
    "table.left-out": (
        "终端不够宽，未列：{columns}。全列：--wide",
        "not enough room, left out: {columns}; all of it: --wide",
    ),
    "table.under": ("{title}：{cell}", "{title}: {cell}"),
    "list.more": (
        "共 {total} 件，显示 {shown} 件；下一页：--page {page}",
        "{shown} of {total} shown; the next page: --page {page}",
    ),
    "list.total": ("共 {total} 件", "{total} in all"),
    "list.others": (
        "这里只列出“{kind}”；其他类别用 --kind 看：{kinds}",
        "only {kind} is listed; see others with --kind: {kinds}",
    ),
    "due.none": ("没有到期的应办事项", "nothing falls due"),
    "quota.none": ("没有名额规定", "no quota"),
    "entry.record": ("登记（记于 {day}）", "recorded ({day})"),
    "flags.more": ("另 {count} 项", "{count} more"),
    "entry.approved": ("{name} 批准", "approved by {name}"),
    "entry.late": ("逾期", "late"),
    "history.none": ("那时还没有留痕", "no entry by then"),
    "asof.head": (
        "{code} 在 {at}：{state}",
        "{code} at {at}: {state}",
    ),
    "asof.unborn": ("{code} 在 {at} 尚不存在", "{code} did not exist at {at}"),
    "sweep.done": (
        "巡查至 {at}：新标逾期 {overdue}，自动动作 {moved}，新开 {opened}，提醒 {reminded}，"
        "申请过期 {expired}",
        "swept as of {at}: overdue {overdue}, moves {moved}, opened {opened},"
        " reminders {reminded}, requests expired {expired}",
    ),
    "sweep.none": ("无", "none"),
    "user.added": ("账户 {account}：{role}", "account {account}: {role}"),
    "user.delegated": (
        "{since} 至 {until}（含），{account} 代 {principal} 办理：{roles}",
        "from {since} until {until}, {account} acts on behalf of {principal}: {roles}",
    ),
    "user.on-behalf": (
        "代 {principal} {role}（{since} 至 {until}）",
        "{role} on behalf of {principal} ({since} to {until})",
    ),
    "user.recalled": (
        "{account} 不再代 {principal} 办理",
        "{account} no longer acts on behalf of {principal}",
    ),
    "user.closed": ("账户 {account} 已停用", "account {account} is closed"),
    "user.none": ("还没有账户", "no account yet"),
    "closed": ("已停用", "closed"),
    "init.done": (
        "正式数据库：{url}。已启用方案 {programme}（{title}）",
        "real database: {url}. Active programme: {programme} ({title})",
    ),
    "init.register": (
        "以往项目名册：{register} 项（不完整，仅供核对）",
        "register of earlier projects: {register} (not complete; for comparison only)",
    ),
    "init.plan": (
        "将在 {url} 建正式数据库，启用“{title}”，账户：{accounts}（未写入任何内容）",
        "would make {url} with “{title}”, accounts: {accounts} (nothing was written)",
    ),
    "init.accounts": (
        "还没有账户：{shidian} user add 账户 --role 角色（{roles}）",
        "no account yet: {shidian} user add ACCOUNT --role ROLE ({roles})",
    ),
    "demo.made": (
        "演示数据库：{url}。一切数据均为虚构演示",
        "demonstration: {url}. All data are invented",
    ),
    "demo.some-accounts": (
        "账户：{accounts} …… 共 {count} 个（{shidian} user list）",
        "accounts: {accounts} … {count} in all ({shidian} user list)",
    ),
    "demo.clock": ("演示时钟：{at}", "the demonstration's clock: {at}"),
    "demo.next": ("下一个期限：{on} {title}（{phrase}）", "the next day: {on} {title} ({phrase})"),
    "demo.accounts": ("账户：{accounts}", "accounts: {accounts}"),
    "activated": (
        "已启用 {programme} 第 {version} 版；在办事项仍按原版本",
        "{programme} version {version} is active; running cases keep theirs",
    ),
    "allowed": (
        "角色 {role} 可以使用本库；{tables} 只能读、只能加。以后用它的地址启动",
        "{role} may use this database; {tables} it may only read and add. Start with its address",
    ),
    "check.ok": ("{path}：没有问题", "{path}: no problem"),
    "check.bad": (
        "{path}：{errors} 个错误，{warnings} 个提示",
        "{path}: {errors} errors, {warnings} warnings",
    ),
    "check.may": ("只有提示，可以启用；请逐条看一眼", "warnings only: it may be activated"),
    "clause.head": ("{clause}  {says}", "{clause}  {says}"),
    "clause.none": ("软件无法落实：{why}", "software cannot: {why}"),
    "clause.recorded": ("只作记录", "kept as a record"),
    "clause.principle": ("原则，供显示与统计", "a principle, shown or measured"),
    "clause.reading": ("可选读法：{title}（{place}）", "open reading: {title} ({place})"),
    "clause.test": ("由测试证明：{test}", "proved by {test}"),
    "clause.unused": ("（没有规则引用）", "(no rule cites it)"),
    "when.certain": ("确定", "certain"),
    "when.convention": ("按约定", "by convention"),
    "when.ambiguous": ("有歧义", "ambiguous"),
    "when.unknown": ("算不出", "cannot be computed"),
    "when.rule": ("依据：{rule}", "rule: {rule}"),
    "when.window": ("自 {start} 至 {end}", "from {start} to {end}"),
    "when.open-end": ("（不定）", "(open)"),
    "when.other": ("也可读作 {dates}：{rule}", "other reading {dates}: {rule}"),
    "when.none": ("没有日期", "no date"),
    "status.paused": ("中止中，还剩 {n} {unit}", "paused, {n} {unit} left"),
    "entry.moved": ("{duty}：{before} → {day}", "{duty}: {before} → {day}"),
    "limit.moved": (
        "“{duty}”的期限由 {before} 改为 {day}",
        "“{duty}” was due on {before}, now {day}",
    ),
    "limit.paused": (
        "“{duty}”{how}；恢复：{shidian} resume {case} {name} --reason 理由",
        "“{duty}” is {how}; {shidian} resume {case} {name} --reason WHY counts on",
    ),
    "limit.waived": ("“{duty}”已豁免，不再要求办理", "“{duty}” is waived and asked of nobody"),
    "unit.days": ("日", "days"),
    "unit.working-days": ("个工作日", "working days"),
    "unit.hours": ("小时", "hours"),
    "internal.set": (
        "{place}“{what}”内部截止日定为 {day}（只作提醒，不改法定期限）",
        "{place}: internal day of “{what}” is {day} (it reminds; the legal day stays)",
    ),
    "audit.ok": ("核验通过：没有发现问题", "verified: nothing wrong was found"),
    "audit.broken": ("核验不通过：{count} 处", "verification failed: {count} findings"),
    "audit.log.none": ("没有留痕", "no entry"),
    "audit.refused.none": ("没有被拒的办理", "no refusal"),
    "audit.more": ("显示 {shown} 条；更早的：--page {page}", "{shown} shown; older: --page {page}"),
    "checkpoint.made": ("检查点已写入 {path}", "checkpoint written to {path}"),
    "backup.made": (
        "已备份到 {path}（留痕 {entries} 条，{size} KB）",
        "backed up to {path} ({entries} entries, {size} KB)",
    ),
    "restored": (
        "已核验并恢复到 {url}（留痕 {entries} 条）",
        "verified and restored to {url} ({entries} entries)",
    ),
    "restored.kept": ("原数据库留在 {path}", "the replaced database is kept at {path}"),
    "restored.lost": ("较检查点缺少：{what}", "missing against the checkpoint: {what}"),
    "upgraded": ("数据库 {url}：{before} → {after}", "database {url}: {before} → {after}"),
    "upgrade.none": ("数据库 {url} 已是本版本", "database {url} is of this version already"),
    "run.there": ("流程 {flow} 已由服务运行（{run}）", "flow {flow} was run by the server ({run})"),
    "run.here": (
        "流程 {flow} 已在本进程内运行（{run}；服务未启动）",
        "flow {flow} was run in this process ({run}; no server)",
    ),
    "schedule.real-clock": (
        "“下次”按机器的真实时钟，期限巡查的“上次”按演示时钟（现在是 {now}）。"
        "演示库里到期的事在拨钟时办：{shidian} demo --advance next",
        "“next” is by the machine's real clock, “last” of the sweep by the demonstration's ({now}"
        " now). What is due there happens as its clock is moved: {shidian} demo --advance next",
    ),
    "schedule.asleep": (
        "服务未启动，以上不会按时运行。启动：{shidian} up；只巡查一次期限：{shidian} sweep",
        "no server runs, so nothing of this will happen by itself: {shidian} up, or {shidian} "
        "sweep",
    ),
    "swept.start": ("启动时", "at the start"),
    "swept.timer": ("定时", "by the timer"),
    "swept.page": ("打开页面时", "for a page"),
    "swept.advance": ("拨动演示时钟时", "as the clock moved on"),
    "swept.cli": ("手工", "by hand"),
    "swept.flow": ("流程", "by a flow"),
    "swept.synthetic": ("演示数据", "for the demonstration"),
    "swept.python": ("程序", "by a program"),
    "runs.none": ("还没有运行记录", "no run yet"),
    "up.starting": ("正在启动……", "starting …"),
}

_ALL: dict[str, tuple[str, str]] = {
    **MISTAKES,
    **HEADS,
    **LABELS,
    **ANSWERS,
    **OPTIONS,
    **AUTHORING,
    **BULK,
    **CALENDARS,
    **TABLES,
    **RECORDS,
    **EXPORTS,
    **NOTICES,
}


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"


class _Hint(str):
    """A word that may be missing: `{meant:Did you mean *?}` says nothing without it."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        if not form:
            return str(self)
        return form.replace("*", str(self)) if self else ""


def say(key: str, lang: str, **parameters: Any) -> str:
    """The sentence of a key; empty if there is none."""
    texts = _ALL.get(key)
    if texts is None:
        return ""
    if "what" in parameters:
        parameters["what"] = say(f"what.{parameters['what']}", lang) or parameters["what"]
    if "meant" in parameters:
        parameters["meant"] = _Hint(parameters["meant"])
    return texts[lang == "en"].format_map(_Blank(filling(parameters, lang)))


def known_keys() -> set[str]:
    """Every key that has a sentence."""
    return set(_ALL)
