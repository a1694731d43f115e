"""What the console says of a wrong command line, or a fault of its own."""

from states.words.joining import Texts

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
    "NoAccount": (
        "“{verb}”不分账户，没有 --as；去掉它即可。可用：{known}",
        "“{verb}” is the same for every account and takes no --as; leave it out. Known: {known}",
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
    "FolderGone": (
        "当前所在的文件夹已不在（被删去或移走）；未完成，请换到别的文件夹再试",
        "the current folder is gone (deleted or moved away); not finished, change to another one",
    ),
    "NoMemory": (
        "内存不够；未完成，请关掉别的程序或放宽内存限制后再试",
        "there is not enough memory; not finished, close other programs or allow more of it",
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
    "BadYear": (
        "{option} 的年份应在 {low} 到 {high} 之间，现为“{value}”",
        "the year of {option} must lie between {low} and {high}, not “{value}”",
    ),
    "StillToCome": (
        "{option} 应是已经过去的时刻，现为“{value}”；现在是 {now}",
        "{option} must be in the past, not “{value}”; it is {now}",
    ),
    "NotForeseen": (
        "--as-of 应在 {today} 起的 {days} 天之内，现为“{value}”",
        "--as-of must be within {days} days from {today}, not “{value}”",
    ),
    "EndsBeforeItBegins": (
        "--to {last} 早于 --from {first}",
        "--to {last} is before --from {first}",
    ),
    "NotWhole": (
        "{option} 应为整数，现为“{value}”",
        "{option} must be a whole number, not “{value}”",
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
    "KindInSeveral": (
        "不止一个方案有“{kind}”这类事项：{programmes}。写明是哪一个，如 --programme {example}",
        "more than one programme has the kind “{kind}”: {programmes}. Say which one, for example"
        " --programme {example}",
    ),
    "SeveralProgrammes": (
        "这里有不止一个方案：{programmes}。写明是哪一个，如 --programme {example}",
        "there is more than one programme: {programmes}. Say which one, for example --programme"
        " {example}",
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
    "NoCheckpoint": (
        "文件 {path} 不是检查点；检查点由 {shidian} audit checkpoint --out 写出",
        "{path} is no checkpoint; {shidian} audit checkpoint --out writes one",
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
