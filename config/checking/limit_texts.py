"""The sentences of the checks on limits, in Chinese and English."""

LIMIT_CHECKS: dict[str, tuple[str, str]] = {
    "counts-from-no-parent": (
        "{case}没有上级事项，期限不能从上级的事起算",
        "{case} has no parent, so its limit cannot run from one",
    ),
    "settled-ring": (
        "{duty}的起算绕了一圈又回到自己",
        "the limit of {duty} runs from its own settlement, in a ring",
    ),
    "hours-from-a-day": (
        "“{phrase}”要有事件的时刻，“{duty}”的起算却只有日期；请从 收到、动作 起算，或改用日",
        "{phrase} needs the time of an event, but {duty} counts from a mere day: count from "
        "received or from a move, or in days",
    ),
    "hours-not-counted": (
        "“{phrase}”算不出：小时、分钟只能从事件的时刻往后数，如 收到后48小时内",
        "{phrase} cannot be counted: hours and minutes only run on from the instant of an event, "
        "as in 收到后48小时内",
    ),
    "moves-no-day": (
        "{duty}没有期限，谈不上延期或中止",
        "{duty} has no day that could be extended or paused",
    ),
    "extends-never": (
        "{duty}延期次数为 0；不许延期就不要写 延期（extension）",
        "{duty} may be extended 0 times; leave extension out",
    ),
    "hours-in-all": (
        "{duty}的累计至多按日子算，不能是小时、分钟；请写 次数（times）和 每次至多（longest）",
        "the in-all of {duty} counts days, not hours or minutes: write times and longest",
    ),
    "pauses-for-nothing": (
        "{duty}没有写可因哪些 事由（for）中止",
        "{duty} names no reason for which it may be paused (for)",
    ),
    "early-without-window": (
        "{duty}的期限没有开始日，谈不上提前；请写成“届满前6个月内”“不少于30日”之类",
        "the limit of {duty} has no first day, so nothing can be too early",
    ),
    "minimum-not-held": (
        "“{phrase}”不到天数也能办：要拦住，请给{duty}写 提前: 拒收（early: refuse）",
        "nothing keeps {duty} from being done before {phrase}: write early: refuse to hold it",
    ),
    "count-without-number": (
        "{duty}按数目计，却没有写至少几件：至少（at-least），或 期限（due）: 每年不少于4期",
        "{duty} is counted but says no number (at-least, or due: 每年不少于4期)",
    ),
    "count-twice": (
        "至少几件写了两次且不一致：{first}、{second}",
        "the number is written twice and differs: {first}, {second}",
    ),
    "count-has-case": (
        "{duty}按数目计，没有自己的事项；请删去 事项（case）和 办结（bound-by）",
        "{duty} is counted and has no case of its own; leave out case and bound-by",
    ),
    "lapse-without-day": (
        "{duty}没有期限，不会逾期，系统也就不会自动办",
        "{duty} has no day that could pass, so the move never happens",
    ),
    "same-day-each-stretch": (
        "{case}每段一件，“{phrase}”却是各件同一天，以后各件一产生就已过期；各段自己的日子不写年份"
        "（11月底前、12月10日20个工作日前），或写 每季度结束后10日内 之类",
        "there is a {case} for each stretch, but “{phrase}” is the same day for all of them, so the"
        " later ones are overdue when they open; for a day of its own stretch leave out the year",
    ),
    "last-cycle-without-day": (
        "{duty}的期间止于 {last}，“{phrase}”在最后一段里没有日子，那一段就没有期限；"
        "要有的，把期间写到那一天以后，或给最后一段另写一项期限",
        "the period of {duty} ends on {last}: its last stretch has no day of “{phrase}”, so there"
        " is no limit in it; let the period end later, or give that stretch a limit of its own",
    ),
    "month-of-the-notice": (
        "“{phrase}”没有写从哪一天看，按发文日 {issued} 所在的月、季算；"
        "从事项产生那天看的，写 起算: 收到（counts-from: received），"
        "从别的日子看的，写那个日期项或动作",
        "“{phrase}” does not say from which day it is read: it is taken from the day of issue, "
        "{issued}; for the day on which the duty arises write counts-from: received, else the "
        "field or move that it is read from",
    ),
    "renews-same-day": (
        "“{move}”让“{duty}”重新起算，它却从“{field}”算，这个动作不改它，日子就不变；"
        "请把 {key} 写进这个动作的 可填（sets）或 须填（asks）",
        "{move} renews {duty}, which counts from {field}; the move does not set that, so the day"
        " stays: write {key} under its sets or asks",
    ),
    "pauses-undeclared": (
        "“{move}”中止或恢复“{duty}”，它却没有写 中止（pause）：谁可以中止、因何事由，写在应办里",
        "{move} pauses or resumes {duty}, which declares no pause: who may, and for which causes",
    ),
    "pauses-without-cause": (
        "“{move}”中止“{duty}”没有写因何事由（for）；可因何事由，写在那项应办的 中止 里",
        "{move} pauses {duty} without saying for what (for); its pause names the causes",
    ),
    "pauses-by-one": (
        "中止“{duty}”须另一人批准，“{move}”却一个人就能办；请给它写 双人（four-eyes）",
        "a second person must approve that {duty} is paused, {move} needs none: write four-eyes",
    ),
    "pauses-what-it-touches": (
        "“{move}”同时办结、免除或产生“{duty}”，中止的只会是别的一项",
        "{move} also settles, waives or opens {duty}: what it pauses is another one, if any",
    ),
    "never-resumed": (
        "“{move}”中止“{duty}”以后，走哪条路都没有动作恢复它；请给接着的动作写 恢复（resume），"
        "不写的只能由人逐件恢复（shidian resume）",
        "after {move} has paused {duty} no move on any way resumes it: write resume among the "
        "effects of a later one, else somebody has to call shidian resume case by case",
    ),
    "two-cycles": (
        "{case}的逐年、逐半年、逐季、逐月（each-…-of）只能写一个",
        "{case}: only one of the keys each-…-of",
    ),
    "per-with-parent": (
        "{case}由上级带出，不能再按辖区；按（per）只用于没有上级的事项",
        "{case} belongs to a parent; per is for kinds that stand by themselves",
    ),
    "judges-no-minimum": (
        "名额“{quota}”没有下限：至少（at-least），无从核",
        "the quota '{quota}' has no minimum to be judged",
    ),
    "judges-a-year": (
        "名额“{quota}”逐年计，下限一年过完才看得出，不由阶段来核；shidian quota 列出哪年没有达到",
        "the quota '{quota}' counts each year anew: whether its minimum was reached is seen when "
        "the year is over, by no round; shidian quota lists the years that fell short",
    ),
    "judges-never": (
        "{round}没有 结束（closes），下限永远不会核",
        "{round} never closes, so no minimum is ever judged",
    ),
    "lapse-and-trigger": (
        "{move}写了 逾期于（lapse-of），就不能再写 日期（on）或 期后（after）",
        "{move} has lapse-of, so neither on nor after",
    ),
    "code-of-two-kinds": (
        "{second}与{first}的编号会相同（{pattern}）；请给{second}另写 编号（code）",
        "the codes of {second} and {first} would be the same ({pattern}): write another code",
    ),
    "code-of-two-places": (
        "{second}与{first}的缩写都是“{letters}”，编号会相同；请改一个",
        "{second} and {first} both have the letters '{letters}', so their codes would be the same",
    ),
    "day-from-event": (
        "“{phrase}”从事项自己的事起算，各件不同；动作和阶段的日子须全方案一样：请写成应办的期限，"
        "或用 提前: 拒收、逾期: 拒收",
        "“{phrase}” runs from an event of each case; here one day for all is needed: make it the"
        " limit of a duty, with early: refuse or late: refuse",
    ),
    "count-for-all": (
        "{duty}数的是全方案合计，不是每个辖区或每个单位各数；要各数的，请写成逐季、按辖区带出的事项",
        "{duty} counts the whole programme together; for a number in each place open a case for"
        " each place and stretch",
    ),
}
