"""The sentences of the checks on what can come about at all, in Chinese and English."""

POSSIBLE_TEXTS: dict[str, tuple[str, str]] = {
    "waits-for-child": (
        "{move}永远办不成：它要等下级“{case}”处于{states}，可“{case}”只能到：{reached}。走法：{way}",
        "{move} can never be made: it waits for a child {case} in {states}, but {case} only gets "
        "to: {reached}. On this way: {way}",
    ),
    "waits-for-parent": (
        "{move}永远办不成：它要等上级“{case}”处于{states}，可“{case}”只能到：{reached}。走法：{way}",
        "{move} can never be made: it waits for its parent {case} in {states}, but {case} only "
        "gets to: {reached}. On this way: {way}",
    ),
    "waits-for-checklist": (
        "{move}永远办不成：它要清单“{checklist}”全部通过，可在它之前没有动作能填这张清单",
        "{move} can never be made: it needs the checklist {checklist} passed, which no move before "
        "it fills",
    ),
    "waits-for-field": (
        "{move}永远办不成：它要看“{field}”，可没有动作填这一项",
        "{move} can never be made: it looks at '{field}', which no move fills",
    ),
    "no-such-choice": (
        "“{field}”没有选项“{name}”；有的是：{choices}",
        "'{field}' has no option '{name}'; it has: {choices}",
    ),
    "zero-times": (
        "{move}永远办不成：它写明至多办 0 次",
        "{move} can never be made: it may be made 0 times",
    ),
    "never-true": (
        "{move}永远办不成：条件“{says}”总不成立",
        "{move} can never be made: its condition never holds ({says})",
    ),
    "quota-nothing": (
        "{move}永远办不成：它要占用名额“{quota}”，而这个名额对谁都是 0",
        "{move} can never be made: it takes the quota {quota}, which is 0 for everybody",
    ),
    "never-lapses": (
        "{move}永远不会发生：到了能发生它的状态，应办“{duty}”总是还没产生或已经办结。走法：{way}",
        "{move} never happens: where it could, the duty {duty} has not arisen yet or is settled. "
        "On this way: {way}",
    ),
    "never-driven": (
        "{move}永远不会发生：它由“{child}”的{driver}带动，而{driver}永远办不成",
        "{move} never happens: it is driven by {driver} of {child}, which can never be made",
    ),
    "never-possible": (
        "{move}没有一种走法办得成：能办它的日子里，事项总不在能办它的状态。走法：{way}",
        "{move} can be made on no way: on the days on which it may be made, no case stands where "
        "it could. On this way: {way}",
    ),
    "never-filled": (
        "{duty}的日子取自“{field}”，可没有动作填这一项；请在动作里写 须填（asks）或 可填（sets）",
        "the day of {duty} comes from '{field}', which no move fills; name it in asks or sets",
    ),
    "counts-from-may-lack": (
        "{duty}从“{field}”算，可这一项不必填，也没有动作一定要它；空着就没有期限，永不逾期。"
        "请写 必填（required），或在动作里写 须填（asks）",
        "{duty} counts from '{field}', which need not be filled and no move asks for; while it is "
        "empty there is no limit, and nothing is ever overdue. Write required or asks",
    ),
    "required-unasked": (
        "{case}由系统产生，必填项“{field}”没有人填；请在动作里写 须填（asks）",
        "{case} is opened by the system, so nobody is asked for the required field '{field}'; name "
        "it in the asks of a move",
    ),
    "out-of-reach": (
        "{role}的范围是{what}，而{case}没有{what}，它永远看不到、也办不了；请在表单里加上",
        "{role} reaches one {what} only, and {case} has no {what}, so it never sees it; add a "
        "field to the form",
    ),
    "no-and-not-empty": (
        "“{field}”可以空着，空着的不是“否”，{rule}对它就不适用；"
        "没有填的也算的，写成不是“是”（fields.{key} != true），否则让动作 须填（asks）它",
        "'{field}' may be left empty, which is not 'no', and then {rule} does not apply; where the "
        "empty count as well write fields.{key} != true, else name it in the asks of a move",
    ),
    "reach-unfilled": (
        "{role}的范围是{what}，而{case}的{what}从来没有人填，它永远看不到、也办不了；"
        "请由人新建（不写 自 的动作），或在动作里写 须填，或让上级有{what}可继承",
        "{role} reaches one {what} only, and nobody ever fills that of {case}, so it never sees "
        "it; let a move without from create the case, name the field in the asks of a move, or "
        "give the parent one to inherit",
    ),
    "no-words": ("文字是空的；请写明给人看的话", "this text is empty; say what people will read"),
    "one-by-chance": (
        "在“{state}”，{first}和{second}在同一时刻自动发生；看不出两者的条件互斥，请核对",
        "in {state}, {first} and {second} fire at the same instant; it cannot be seen that their "
        "conditions exclude each other",
    ),
    "system-circle": (
        "{moves}都由系统自动发生，绕一圈又回到“{state}”，会没完没了",
        "{moves} all happen by themselves and lead back to {state}, so they never come to rest",
    ),
    "window-past": (
        "{until} 就已截止，早于发文日 {issued}",
        "it ends on {until}, before the document was issued on {issued}",
    ),
    "period-past": (
        "期间“{period}”在 {last} 就已结束，早于发文日 {issued}，里面的应办一产生就逾期",
        "the period {period} ended on {last}, before the document was issued on {issued}",
    ),
    "left-behind": (
        "“{duty}”没有办，“{move}”以后到了“{state}”，就再也办不了 {moves}，到事项了结都欠着；"
        "请把“{move}”写进办结（bound-by，办了也算）或免除（waived-by，不用办了），"
        "或让 {moves} 到那时还能办",
        "after {move} a case in {state} never comes to {moves} again, and owes {duty} until it "
        "ends: name {move} under bound-by (it counts too) or waived-by (no longer needed), or let "
        "{moves} be made from there",
    ),
    "settled-too-late": (
        "{duty}没有人来得及办：最早 {turn} 才轮到，而 {moves} 那时都已截止",
        "nobody can settle {duty}: its turn comes on {turn} at the earliest, and {moves} have "
        "closed by then",
    ),
    "owed-out-of-turn": (
        "{role}要办{duty}，可产生以后到不了它能办{moves}的状态",
        "{role} owes {duty}, but after it has arisen nothing leads to where {role} may do {moves}",
    ),
    "recurs-but-once": (
        "{duty}要办不止一次，可办完{moves}就再也办不了第二次；请把它放到逐期产生的下级事项上，"
        "或让动作不改变状态",
        "{duty} is owed more than once, but after {moves} nobody can do it again; put it on a "
        "child opened for each stretch, or let the move keep the state",
    ),
    "needs-once": (
        "{duty}每期都要办，而 {move} 的 {documents} 以前附过的就算有；每次都要新的，请写 须新附"
        "（needs-anew）",
        "{duty} is owed again and again, while {move} takes {documents} from before; if it must be "
        "new each time, write needs-anew",
    ),
    "minima-above-total": (
        "“{quota}”每处至少 {least}，{places} 处合计 {needed}，超过“{total}”的上限 {most}",
        "{quota} asks for at least {least} at each of {places} places, {needed} in all, above the "
        "cap of {most} of {total}",
    ),
    "total-above-caps": (
        "“{total}”至少 {least}，而“{quota}”各处上限加起来只有 {most}",
        "{total} asks for at least {least}, but the caps of {quota} add up to {most}",
    ),
    "least-untaken": (
        "“{quota}”有下限，却没有动作占用它，永远达不到",
        "{quota} has a minimum, but no move takes it, so it is never met",
    ),
    "minimum-shut-out": (
        "“{quota}”要求至少 {least}，可类别为“{kind}”的推荐机关办不了占用它的动作",
        "{quota} asks for at least {least}, but jurisdictions of the kind {kind} may not make the "
        "moves that take it",
    ),
}
