"""Every key of a programme file: its Chinese name and what it says, in Chinese and English.

The schema for editors and the tables of docs/programmes.md are made from these texts.
"""

from config.notice_keys import NOTICE_KEYS
from config.template_texts import TEMPLATE_KEYS

Text = tuple[str, str, str]
"""The key in Chinese, what it says in Chinese, what it says in English."""

TITLE: dict[str, Text] = {
    "title": ("名称", "给人看的名称", "the name that people read"),
    "title-en": ("英文名称", "英文界面显示的名称", "the name in English"),
}
CLAUSE: dict[str, Text] = {
    "clause": ("条款", "依据来源文件哪一条，可写多条", "the clauses of the source it rests on")
}

WHEN: dict[str, Text] = {
    "when": ("适用于", "只对满足条件（CEL）的事项", "only cases of which it holds (CEL)")
}

KEY_TEXTS: dict[str, dict[str, Text]] = {
    "Programme": {
        "programme": ("方案", "代号：小写字母、数字、连字符", "its key: a–z, 0–9, hyphens"),
        **TITLE,
        "source": ("来源", "依据的文件", "the document it comes from"),
        "applies": (
            "适用",
            "收到日在哪段日子内的事项用这一版",
            "received when, cases fall under it",
        ),
        "record": ("办理地", "法定动作在本系统还是在别处办", "where the legal acts happen"),
        "record-system": (
            "办理系统",
            "在别处办时，那个系统的名称",
            "the name of that other system",
        ),
        "zone": ("时区", "日期按哪个时区，默认 Asia/Shanghai", "the time zone of its days"),
        "calendar": ("日历", "工作日按哪套日历，默认 china", "the calendar of working days"),
        "conventions": ("约定", "日期怎样算", "how its dates are read"),
        "periods": ("期间", "有名称的一段日子", "named stretches of days"),
        "clauses": ("条款", "来源文件逐条的内容和去向", "the clauses of the source, one by one"),
        "roles": ("角色", "谁办事，看得到多大范围", "who acts, and how far they reach"),
        "jurisdictions": ("辖区", "推荐或主管机关的名单", "the bodies that recommend"),
        "categories": ("领域", "项目分哪些领域", "the fields that cases belong to"),
        "settings": ("设置", "来源没写死、要选定的读法", "open readings and the one chosen"),
        "checklists": ("清单", "逐项核对的清单", "lists of questions with verdicts"),
        "documents": ("材料", "要交的文件", "named slots for files"),
        "document-templates": ("文书", "按 Word 模板写成的文书", "documents made from templates"),
        "cases": ("事项", "各种事项：表单、状态、动作", "kinds of cases"),
        "quotas": ("名额", "跨事项的数目上限、下限", "caps and minimums across cases"),
        "duties": ("应办", "谁在何时前要办什么", "who owes what by when"),
        "rounds": ("阶段", "由流程打开、提醒、关闭的阶段", "stages that a flow opens and closes"),
        "notices": ("通知", "提醒、逾期等通知怎么写", "the words of its notices"),
        "seeds": ("预置", "启用时由系统建立的事项", "cases that the system opens at activation"),
        "forbidden": ("禁止", "来源明令不得组织的做法", "kinds of acts the source forbids"),
    },
    "Source": {
        "document": ("文号", "发文字号", "the document's number"),
        "issued": ("发文日", "发文日期，期限从它起算", "the day it was issued"),
        "title": ("名称", "文件标题", "its title"),
        "issuer": ("发文机关", "谁发的文", "who issued it"),
    },
    "Conventions": {
        "named-day": ("当日", "“某日前”含不含当日，默认含", "whether 前 includes the day named"),
        "rest-day": (
            "遇休息日",
            "期满日是休息日时怎么办，默认不顺延",
            "a last day that is a rest day",
        ),
    },
    "Clause": {
        "says": ("说明", "这一条的内容，用自己的话", "what it says, in your own words"),
        "by": ("落实", "怎样落实，默认由规则", "what becomes of it; default: rules enforce it"),
        "why": ("原因", "没有规则落实时，为什么", "why nothing enforces it"),
    },
    "Period": {
        "days": ("起止", "一句话写两头：2027年—2028年", "both ends at once: 2027年—2028年"),
        "first": ("首日", "第一天（含）", "its first day"),
        "last": ("末日", "最后一天（含）", "its last day"),
        "title": TITLE["title"],
    },
    "Role": {
        **TITLE,
        "scope": ("范围", "看得到、办得到的范围", "how far an account of the role reaches"),
        "read-only": ("只读", "只能看，不能办", "sees, never acts"),
        **CLAUSE,
    },
    "Jurisdictions": {
        "list": ("名单", "用自带的名单：china-provinces", "a shipped list: china-provinces"),
    },
    "Jurisdiction": {
        "name": ("全称", "机关或地区的全称", "its full name"),
        "short": ("简称", "列表里显示的名称", "the name that lists show"),
        "abbr": ("缩写", "编号里用的字母", "the letters used in case codes"),
        "kind": ("类别", "哪一类，名额可按类分设", "its kind; quotas may differ by kind"),
        "note": ("备注", "说明", "a remark"),
    },
    "Category": {
        **TITLE,
        "group": ("分组", "名额按组计，默认 general", "the group that quotas count"),
        "priorities": ("重点", "重点方向，只作展示", "priorities, shown only"),
        **CLAUSE,
    },
    "Setting": {
        "value": ("取值", "选定哪个选项", "the option chosen"),
        "options": ("选项", "可选的读法，各一句话", "the options, a sentence each"),
        "says": ("说明", "为什么要选，默认选了什么", "what is open, and the default"),
        **CLAUSE,
    },
    "Checklist": {
        "title": TITLE["title"],
        "items": ("各项", "逐项列出", "its questions"),
        **CLAUSE,
    },
    "ChecklistItem": {
        "title": TITLE["title"],
        "dated": ("记日期", "须写明哪一天核对的", "the day of the check is needed"),
        "evidence": ("附证据", "须附文件或写明依据", "a file or a remark is needed"),
        **WHEN,
        **CLAUSE,
    },
    "Document": {
        "title": TITLE["title"],
        "shared": ("共用", "一份可用于多件事项", "one file may serve many cases"),
        **CLAUSE,
    },
    "Quota": {
        "title": TITLE["title"],
        "per": ("按", "按什么计：辖区、单位、全方案", "counted per what"),
        "case": ("事项", "只计哪种事项", "the kind of case it counts"),
        "groups": ("分组", "只计哪几组领域，不写就全计", "the groups it counts; none: all"),
        "at-most": ("至多", "上限", "the cap"),
        "caps": ("分类上限", "各类辖区另定的上限，可为 0", "caps by kind of jurisdiction, also 0"),
        "at-least": ("至少", "下限，窗口关闭时看", "the minimum, judged when a window closes"),
        "each": ("每个", "再按什么分：领域", "counted once more in each category"),
        "each-at-most": ("每个至多", "每个领域的上限", "the cap in each"),
        **WHEN,
        **CLAUSE,
    },
    "Round": {
        "title": TITLE["title"],
        "case": ("事项", "哪种事项", "the kind of case"),
        "lists": ("列出", "列出处于哪些状态的", "the states that it lists"),
        "opens": ("开始", "哪天开始", "the day it opens"),
        "closes": ("结束", "哪天结束", "the day it closes"),
        "duties": ("应办", "提醒哪些应办", "the duties it reminds of"),
        "moves": ("动作", "期间自动发生哪些动作", "the system's moves that fire in it"),
        "opens-children": ("带出", "期间带出哪种下级事项", "the child cases that open in it"),
        "releases": ("发布", "成批办理哪些由人决定的动作", "people's moves done for a whole batch"),
        "together": ("一并", "须全部一起办，不能分批", "only for all cases at once"),
        "judges": ("核下限", "结束时核哪些名额的下限", "the quotas whose minimum it judges"),
        **CLAUSE,
    },
    "Applies": {
        "from": ("起", "从哪天收到的起（含）", "received on this day or later"),
        "until": ("止", "到哪天收到的止（含）", "received on this day or before"),
        "by-field": ("收到日取自", "表单里哪个日期项是收到日", "the date field that is that day"),
    },
    "Seed": {
        "case": ("事项", "哪种事项", "the kind of case"),
        "fields": ("各项", "表单项: 内容", "form field: value"),
        **CLAUSE,
    },
    "Forbidden": {
        "kinds": ("性质", "哪几种性质的动作", "the kinds of acts"),
        **CLAUSE,
    },
    "DocumentTemplate": {**TITLE, **TEMPLATE_KEYS, **CLAUSE},
    "CaseKind": {
        **TITLE,
        "code": ("编号", "编号怎样排", "the pattern of its codes"),
        "of": ("属于", "是哪种事项的下级", "the kind it belongs to"),
        "opened": ("产生", "下级事项怎样带出", "how child cases come to be"),
        "form": ("表单", "要填哪些项", "the fields of its form"),
        "states": ("状态", "会处于哪些状态", "its states"),
        "moves": ("动作", "可以办哪些动作", "its moves"),
        "progress": ("进程", "进度条依次显示的状态", "the states of the progress bar"),
    },
    "Opening": {
        "by": ("由", "由上级的哪个动作带出", "the parent's move that opens it"),
        "on": ("日期", "在哪一天带出", "the day on which it opens"),
        "each-year-of": ("逐年", "这段期间每年一件", "one for each year of the period"),
        "each-half-of": ("逐半年", "这段期间每半年一件", "one for each half year of it"),
        "each-quarter-of": ("逐季", "这段期间每季度一件", "one for each quarter of it"),
        "each-month-of": ("逐月", "这段期间每月一件", "one for each month of it"),
        "per": ("按", "没有上级时：全方案一件，或每个辖区一件", "without a parent: for each what"),
        "while": ("处于", "当天上级须处于的状态", "the states the parent must be in"),
        **CLAUSE,
    },
    "FormField": {
        **TITLE,
        "type": ("类型", "填什么样的内容，默认文字", "what may be filled in; default text"),
        "required": ("必填", "新建时必须填", "needed when the case is made"),
        "options": ("选项", "choice 类型的各选项", "the options of a choice"),
        "joint": ("联合承担", "所列单位与承担单位同受约束", "those listed undertake it jointly"),
        "personal": ("个人信息", "不进清单和导出", "kept out of lists and exports"),
        "help": ("填写说明", "怎么填", "how to fill it in"),
    },
    "State": {
        **TITLE,
        "initial": ("起始", "新建时处于此状态，只能有一个", "where a new case stands; exactly one"),
        "end": ("终点", "到此结束：正常或例外", "the life ends here"),
        "public": ("公开", "在对外名单上显示", "shown on the public list"),
    },
    "Move": {
        **TITLE,
        "from": ("自", "从哪些状态；不写就是新建事项", "from which states; none: it makes a case"),
        "to": ("至", "到哪个状态；不变=不改状态", "to which state; same: the state stays"),
        "by": ("由", "哪些角色办，或 system（系统）", "the roles that may do it, or system"),
        "kind": ("性质", "动作的性质，默认决定", "the kind of act; default: decision"),
        "needs": ("须附", "须有哪些材料", "the documents it needs"),
        "sets": ("可填", "可以改哪些表单项", "form fields it may change"),
        **WHEN,
        "needs-when": (
            "须附于",
            "材料: 条件，满足条件才须有",
            "document: condition, needed where it holds",
        ),
        "asks": ("须填", "必须填哪些表单项", "form fields it must be given"),
        "checklist": ("清单", "填哪张清单", "the checklist it fills"),
        "guards": ("把关", "须满足哪些条件", "the conditions it must meet"),
        "takes": ("占用", "占用哪些名额", "the quotas it takes from"),
        "gives-back": ("退还", "退还哪些名额", "the quotas it returns"),
        "reason": ("理由", "要不要写理由，默认可写", "whether a reason is written"),
        "four-eyes": ("双人", "须另一人批准", "a second person must approve"),
        "opens": ("开始", "从哪天起可以办", "the first day it may be done"),
        "until": ("截止", "到哪天为止可以办", "the last day it may be done"),
        "on": ("日期", "系统在这一天自动办", "the day on which the system does it"),
        "after": ("期后", "这一期限过后系统自动办", "the system does it once this limit is past"),
        "lapse-of": (
            "逾期于",
            "这项应办到期未办，系统就自动办（视为同意、视为不同意等）",
            "the system does it once this duty's instant has passed unsettled",
        ),
        "effects": ("带动", "除改状态外还引起什么", "what else it brings about"),
        **CLAUSE,
    },
    "GiveBack": {
        "quotas": ("名额", "退还哪些名额", "the quotas"),
        "until": ("截止", "过了这一天就不退", "after this day nothing is returned"),
    },
    "Guard": {
        "name": ("条件", "条件的名称，见“把关条件”", "its name in the registry"),
        "strength": ("强度", "必须、原则上还是提示", "hard, soft or warn"),
        "with": ("参数", "这个条件的参数", "its parameters"),
        **CLAUSE,
    },
    "Effect": {
        "do": ("做", "引起什么", "what it brings about"),
        "target": ("对象", "对哪个动作、事项或角色", "the move, kind or role meant"),
        "fields": ("各项", "上级的项: 本事项的项", "parent's field: own field"),
        "move-parent": (
            "带动上级",
            "上级随之办哪个动作（由系统）",
            "the parent's move that follows",
        ),
        "set-parent": ("改上级", "把本事项的项写入上级", "own fields copied to the parent"),
        "open": ("带出", "带出哪种下级事项", "the child case that it opens"),
        "notify": ("通知", "通知哪个角色", "the role that is told"),
        "renew": ("重新起算", "哪项应办从此重新起算", "the duty that runs anew from it"),
    },
    "Duty": {
        **TITLE,
        "case": ("事项", "哪种事项上的", "the kind of case it arises on"),
        "opened": ("产生", "何时产生：哪个动作，或事项产生", "what makes it arise"),
        **WHEN,
        "by": ("由", "谁要办", "the roles that owe it"),
        "due": ("期限", "照原文写，或写明规则", "the limit, as the source writes it"),
        "unverified": (
            "待核",
            "期限未见原文：只提醒，不作逾期依据",
            "the limit was not seen in the source: reminded of, never overdue",
        ),
        "day-from": ("日期取自", "期限由哪个日期项定", "the date field that sets its day"),
        "due-by": ("分地期限", "哪些辖区的期限不同", "another limit for some jurisdictions"),
        "counts-from": ("起算", "从什么事起算，默认看期限怎么写", "the event that it runs from"),
        "count": ("计数", "按件数办结，没有自己的事项", "done by a number of cases"),
        "period": ("期间", "在哪段期间内每年、每月…", "the period in which it recurs"),
        "bound-by": ("办结", "办了哪个动作就算办完", "the moves that settle it"),
        "waived-by": ("免除", "办了哪个动作就不用办了", "the moves that waive it"),
        "late": ("逾期", "逾期怎么办，默认仍收", "what lateness means; default: accept"),
        "remind": ("提醒", "提前几天提醒，默认 30、7、1", "days ahead; default 30, 7, 1"),
        "reminders-at-most": ("提醒至多", "每个期限至多提醒几次", "no more reminders than so many"),
        "early": ("提前", "窗口未开就办：仍收或拒收", "before its window opens: accept or refuse"),
        "escalate-to": ("上报", "逾期后告知哪些角色", "the roles told when it is overdue"),
        "escalate": ("逐级上报", "逾期若干天后再告知谁", "who is told later, step by step"),
        "extension": ("延期", "谁可以延期，几次，至多多久", "who may extend it, and how far"),
        "pause": ("中止", "谁可以中止计算期限，因何事由", "who may stop it running, and why"),
        "exempt": ("豁免", "谁可以免除", "who may waive it"),
        **CLAUSE,
    },
}

BY: Text = ("由", "哪些角色办", "the roles that may do it")
FOUR_EYES: Text = ("双人", "须另一人批准", "a second person must approve")

KEY_TEXTS |= NOTICE_KEYS | {
    "CountsFrom": {
        "event": ("事件", "发文或收到", "the day issued or received"),
        "field": ("表单项", "本事项的日期项", "a date of the case's form"),
        "parent-field": ("上级表单项", "上级事项的日期项", "a date of the parent's form"),
        "move": ("动作", "本事项的哪个动作办理之日", "an earlier move of the case"),
        "parent": ("上级动作", "上级事项的哪个动作办理之日", "a move of the parent"),
        "settled": ("办结", "本事项哪项应办办结之日", "when another duty of the case is done"),
        "day": ("日期", "写明的一天，或 {末日于: 期间}", "a day, or {last-day-of: PERIOD}"),
    },
    "Extension": {
        "by": BY,
        "times": ("次数", "至多几次，默认一次", "how often at most; default 1"),
        "longest": ("每次至多", "每次至多多久：15个工作日", "at most so long each time"),
        "longest-by": ("分地至多", "哪些辖区不同", "another length for some jurisdictions"),
        "in-all": ("累计至多", "各次加起来至多多久", "at most so long together"),
        "order": ("文号", "要不要写文号", "whether a document number is needed"),
        "four-eyes": FOUR_EYES,
        **CLAUSE,
    },
    "Pausing": {
        "by": BY,
        "for": ("事由", "可因哪些事由中止", "the reasons for which it may stop"),
        **CLAUSE,
    },
    "Exemption": {"by": BY, "four-eyes": FOUR_EYES, **CLAUSE},
    "Counting": {
        "cases": ("事项", "数哪种事项", "the kind of case that is counted"),
        "in": ("处于", "处于哪些状态才算", "the states in which one counts"),
        "day": ("日期项", "哪个日期项是发生日", "the date field that says when"),
        "at-least": ("至少", "至少几件", "at least so many"),
        "at-most": ("至多", "至多几件，超出只提示", "at most so many; more is flagged"),
        "each": ("每个", "每年、半年、季度、月，或全期", "in each year, half, quarter, month"),
    },
    "Length": {
        "n": ("数目", "多少", "how many"),
        "unit": ("单位", "日、工作日、月、年", "days, working-days, months, years"),
        "phrase": ("原文", "原文怎么写", "the words of the file"),
    },
}

GUARD_TEXTS: dict[str, Text] = {
    "list": ("清单", "哪张清单", "which checklist"),
    "levels": ("级别", "哪一级的以往项目", "which level of earlier projects"),
    "within-years": ("年内", "只看最近几年的", "only those of the last years"),
    "field": ("表单项", "哪一项", "which form field"),
    "one-of": ("之一", "须为其中之一", "the values allowed"),
    "kind": ("事项", "哪种下级事项", "which kind of child case"),
    "states": ("状态", "哪些状态", "which states"),
    "categories": ("领域", "哪些领域", "which categories"),
    "programmes": ("方案", "看哪些方案，不写只看本方案", "which programmes; none: this one"),
    "moves": ("动作", "哪些动作", "which moves"),
    "kinds": ("事项种类", "看哪些种类的事项", "which kinds of cases"),
    "at-most": ("至多", "至多几个", "at most so many"),
    "at-least": ("至少", "至少几个", "at least so many"),
    "says": ("说明", "不满足时给人看的话", "what people read when it fails"),
    "cel": ("算式", "CEL 条件", "a condition in CEL"),
    "move": ("动作", "数哪个动作", "the move that is counted"),
    "times": ("次数", "至多几次", "at most how often"),
}
