"""What the demonstration suggests to a newcomer: Chinese first, English beside it."""

from states.words.joining import Texts, filling

TEXTS: Texts = {
    "todo": ("看看今天有什么要办", "see what waits for you today"),
    "todo.expect": (
        "浙江现有 {owed} 件应办，其中 {overdue} 件已逾期",
        "Zhejiang owes {owed} things now, {overdue} of them overdue",
    ),
    "ninth": ("推荐第九个一般领域项目", "recommend a ninth project of the general fields"),
    "ninth.expect": (
        "被拒：QuotaFull {used}/{cap}（第二条）；状态和名额都不变，拒绝本身留痕",
        "refused: QuotaFull {used}/{cap} (clause 二); nothing changes, the refusal is recorded",
    ),
    "late": ("把时钟拨过截止日，再推荐", "move the clock past the deadline and recommend then"),
    "late.expect": (
        "被拒：TooLate，6月30日24:00 已过（末段）；未推荐的已自动转为“未推荐”",
        "refused: TooLate, 30 June 24:00 has passed (last paragraph); what was not recommended has "
        "lapsed by itself",
    ),
    "november": (
        "把时钟拨到 2027年12月1日，看逾期的年度总结",
        "move the clock to 1 December 2027 and see the late annual summaries",
    ),
    "november.expect": (
        "11月30日24:00 前没有提交的已标为逾期（第五条）；补交照收，注明逾期",
        "not submitted by 30 November 24:00: marked overdue (clause 五); later: accepted, marked",
    ),
    "six": (
        "再拨到 2029年4月，看一个项目走完六个状态",
        "move on to April 2029 and see one pilot's six states",
    ),
    "six.expect": (
        "{case}：推荐、复核、下达、年度总结、自评、宣传推广，每一步的日期、办理人、条款都在",
        "{case}: recommended, reviewed, assigned, annual reporting, self-evaluated, publicized, "
        "each with its day, its actor and its clause",
    ),
    "next": ("把时钟拨到下一个期限", "move the clock to the next deadline"),
    "next.expect": (
        "其他人照常办事，到期的自动办理；浙江的事仍等你办",
        "the others go about their work, what is due happens; Zhejiang still waits for you",
    ),
    "submit": ("补交一份年度总结", "submit an annual summary"),
    "submit.expect": (
        "收下；过了 11月30日24:00 的注明逾期（第五条）",
        "accepted; marked late if 30 November 24:00 has passed (clause 五)",
    ),
    "life": ("看一个项目走过的状态", "see the states that one pilot has passed"),
    "life.expect": (
        "{case} 现为“{state}”：每一步的日期、办理人、条款都在",
        "{case} is “{state}” now: every step with its day, its actor and its clause",
    ),
    "tamper": (
        "绕过系统改一条留痕，再核验",
        "change an entry behind the system's back, then verify",
    ),
    "tamper.expect": (
        "核验指出 {case} 的哪一条被改动，退出码 1",
        "the verification names the entry of {case} that was changed; exit code 1",
    ),
    "tampered": (
        "已绕过系统改动 {case} 第 {seq} 条的办理人：“{before}”改为“{after}”。"
        "现在核验：{shidian} audit verify",
        "the actor of entry {seq} of {case} was changed behind the system's back, from “{before}” "
        "to “{after}”. Now verify: {shidian} audit verify",
    ),
    "account.first": ("浙江经办：登记、推荐、报送", "Zhejiang: registers, recommends, forwards"),
    "account.second": (
        "浙江的第二人：批准例外",
        "the second person in Zhejiang: approves exceptions",
    ),
    "account.committee": ("国家标准委：复核、下达", "the committee: reviews, assigns"),
    "account.auditor": ("审计：什么都能看，什么都不能办", "the auditor: sees all, changes nothing"),
}


def say(key: str, lang: str, **parameters: object) -> str:
    """The text of a key in the language asked for."""
    return TEXTS[key][lang == "en"].format(**filling(parameters, lang))
