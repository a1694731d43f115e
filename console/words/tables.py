"""What the console says about tables that come in and go out: Chinese first, English beside it."""

from states.words.joining import Texts

TABLES: Texts = {
    "SheetSuffix": (
        "文件 {path} 的后缀须是：{known}",
        "the suffix of {path} must be one of {known}",
    ),
    "TableSuffix": (
        "{path} 不是 .xlsx 或 .csv 文件；请在表格软件里“另存为”.xlsx",
        "{path} is no .xlsx or .csv file; save it as .xlsx",
    ),
    "TableTooLarge": (
        "{path} 太大（展开后超过 {limit} MB）；请删去图片，或分成几个文件",
        "{path} is too large (over {limit} MB unpacked); drop pictures, or split it",
    ),
    "TableTooLong": (
        "{path} 的行列太多：至多 {rows} 行、{columns} 列；请删去多余的空行空列",
        "{path} has too many rows or columns: at most {rows} and {columns}",
    ),
    "TableBroken": (
        "{path} 读不出来（{detail}）；请用表格软件打开后另存一份",
        "{path} cannot be read ({detail}); open it in a spreadsheet and save it anew",
    ),
    "TableLocked": (
        "{path} 有密码保护，或是旧的 .xls 格式；请打开后去掉密码，另存为 .xlsx",
        "{path} is protected by a password or an old .xls; save it as .xlsx without a password",
    ),
    "TableMacros": (
        "{path} 含有宏，不读；请另存为不带宏的 .xlsx",
        "{path} holds macros and is not read; save it as .xlsx without macros",
    ),
    "NoSheet": ("{path} 里没有可见的工作表", "{path} has no visible sheet"),
    "NotCommas": (
        "{path} 的各列不是用逗号分开的；请另存为“CSV UTF-8（逗号分隔）”或 .xlsx",
        "the columns of {path} are not separated by commas; save it as CSV UTF-8 or .xlsx",
    ),
    "HeadingTwice": (
        "{path} 的表头“{heading}”出现了两次（{cells}）；请留下该读的一列",
        "{path} has the heading “{heading}” twice ({cells}); keep the one to be read",
    ),
    "TableEmpty": ("{path} 的表头下面没有内容", "{path} holds no row under its heading"),
    "HeadingMissing": (
        "{path} 的前 20 行里找不到表头，缺这些列：{missing}。叫法不同的用 --map 列=字段；"
        "取一份空表：{shidian} export --template {template} -o 空表.xlsx",
        "no row of {path} is a heading; these columns are missing: {missing}. If they are called "
        "otherwise: --map HEADING=FIELD. An empty table: {shidian} export --template "
        "{template} -o FILE.xlsx",
    ),
    "what.view": ("清单", "list"),
    "cell.formula": (
        "是公式；请复制后“选择性粘贴为数值”",
        "is a formula; paste it as a value",
    ),
    "cell.digits": (
        "是数字格式，位数会丢失；请把单元格设为“文本”后重新输入",
        "is a number and has lost digits; make the cell text and type it again",
    ),
    "cell.error": ("是错误值（如 #N/A）；请填上内容", "is an error such as #N/A; fill it in"),
    "cell.across": (
        "与左边的单元格横向合并，不知归哪一列；请取消合并",
        "is merged with the cell on its left: to which column does it belong? Unmerge them",
    ),
    "cell.swallowed": (
        "一格里含有好几行，像是少了一个引号",
        "holds several rows: a quotation mark seems to be missing",
    ),
    "row.hidden": (
        "这一行是隐藏行；要导入就取消隐藏，不导入就删去",
        "the row is hidden; show it to import it, or delete it",
    ),
    "cell.kind": ("不是文字、数字或日期", "is no text, number or date"),
    "import.gb18030": (
        "文件不是 UTF-8，按 GB 18030（简体中文）读取；请核对名称有没有乱码",
        "the file is not UTF-8; it was read as GB 18030: check the names",
    ),
    "import.sheets": (
        "只读了第一张表“{sheet}”；没有读：{others}",
        "only the first sheet, “{sheet}”, was read; not read: {others}",
    ),
    "import.unknown": ("这些列不认得，没有读：{columns}", "columns that nobody knows: {columns}"),
    "import.meant": (
        "每行作为一件“{kind}”读；其他类别用 --kind：{kinds}",
        "each row is taken for a {kind}; for others --kind: {kinds}",
    ),
    "import.notes": ("这些行是表下的说明，没有读：{lines}", "remarks under the table: {lines}"),
    "import.done": (
        "新建 {new} 件，此前已有 {known} 件，有问题 {wrong} 行，未办 {left} 行",
        "{new} new, {known} known already, {wrong} rows with problems, {left} not done",
    ),
    "import.asked": (
        "待批准 {waits} 件，此前已有 {known} 件，有问题 {wrong} 行，未办 {left} 行",
        "{waits} wait for approval, {known} known already, {wrong} rows with problems, {left} not "
        "done",
    ),
    "import.waits": ("待批准", "waits"),
    "import.usual": ("多数行都有的标记：{flags}", "noted against most rows: {flags}"),
    "import.twice": ("与第 {line} 行是同一件", "is the same case as row {line}"),
    "import.new": ("可建", "new"),
    "import.wrong": ("有问题", "problem"),
    "import.left": ("未办", "not done"),
    "import.none": (
        "有问题的行改好之前，一件也没有建。先建其余的：加 --partial；"
        "标出问题的表：--errors 问题.xlsx",
        "nothing is done until the rows with problems are mended. To do the others: --partial; a "
        "table with the problems marked: --errors problems.xlsx",
    ),
    "import.differs": (
        "同名同单位的一行此前已导入，这次的内容不同；已建的不改，要改请用相应的动作",
        "a row of this title and unit was imported before with other values; it is not changed",
    ),
    "import.elsewise": (
        "{case} 与这一行同名同单位，内容不同；已有的不改，要改请用相应的动作",
        "{case} has this title and unit and other values; it is not changed",
    ),
    "import.marked": ("标出问题的表：{path}", "table with the problems marked: {path}"),
    "export.done": ("已写入 {path}", "written to {path}"),
    "head.line": ("行", "row"),
    "head.credit-code": ("统一社会信用代码", "credit code"),
    "head.days-left": ("剩余天数", "days left"),
    "head.working-days-left": ("剩余工作日", "working days left"),
    "template.1": ("带 * 的列必填。一行一件，表头不要改。", "Columns with * must be filled in."),
    "template.2": (
        "日期写成 2026-06-30；代码列是文本格式，请勿改成数字。",
        "Dates as 2026-06-30; codes stay text.",
    ),
    "template.3": (
        "不要写公式；合并的单元格按每行都有同一内容读。",
        "No formulas; a merged cell counts for each of its rows.",
    ),
    "template.4": (
        "导入：{shidian} import 本文件 --kind {kind}；先加 --dry-run 看结果。"
        "同一行再导入不会重复。",
        "Import: {shidian} import FILE --kind {kind}; try --dry-run first. The same row is never "
        "imported twice.",
    ),
    "option.errors": ("把有问题的格子标红写到哪个 .xlsx", ".xlsx in which to mark what is wrong"),
    "option.template": ("事项类别：写一份空表", "kind of case: an empty table"),
    "option.output": ("写到哪个文件", "file to write"),
    "option.ics": ("另存为日历文件（.ics）", "also as a calendar file (.ics)"),
}
