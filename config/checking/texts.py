"""The sentences of the static checks on a whole programme, in Chinese and English."""

CHECK_TEXTS: dict[str, tuple[str, str]] = {
    "bad-name": (
        "名称“{name}”只能由文字、数字和连字符组成，不以数字开头，不超过40字",
        "the name '{name}' must be letters, digits and hyphens, not starting with a digit",
    ),
    "reserved-name": (
        "“{name}”是系统自用的名称，请换一个",
        "'{name}' is a name that the system uses itself; choose another",
    ),
    "no-day": (
        "“{phrase}”不能确定到一天，此处需要能算出某一天的写法",
        "'{phrase}' does not lead to one day, which is needed here",
    ),
    "ambiguous-phrase": ("“{phrase}”有不止一种读法，请写明", "'{phrase}' can be read in two ways"),
    "read-only-acts": (
        "{role}是只读角色，不能办理或承担事项",
        "the role {role} is read-only and can neither act nor owe",
    ),
    "idle-role": ("{role}在本方案中无事可办", "the role {role} has nothing to do"),
    "window-empty": (
        "窗口不会打开：{opens} 开始，{until} 就已截止",
        "the window never opens: it begins on {opens} and ends on {until}",
    ),
    "round-lists-end": ("{state}已是终点，不必列出", "{state} is an end; there is nothing to list"),
    "round-releases-system": (
        "{move}由系统自动发生，不能由人分批发布",
        "{move} is the system's and cannot be released by people",
    ),
    "forbidden-kind": (
        "{move}属于{what}，{document}第{cited}条明令不得组织",
        "{move} is of a kind ({what}) that {document} ({cited}) forbids",
    ),
    "clause-uncited": (
        "条款“{name}”没有任何规则引用；如只作记录或属原则，请写 落实: 记录 或 落实: 原则"
        "（by: recorded、principle）",
        "no rule cites clause '{name}'; if so, say by: recorded or principle",
    ),
    "clause-without-why": (
        "条款“{name}”没有规则落实，请用 原因（why）说明",
        "clause '{name}' is not enforced; say why",
    ),
    "no-normal-end": (
        "{case}的终点都是例外：算办成的那个写“终点: 正常”；不写，simulate 不知往哪里走",
        "every end of {case} is exceptional: say of one 'end: normal'; else simulate does not know "
        "where to go",
    ),
    "own-parent": ("{case}成了自己的上级", "{case} is its own parent"),
    "starts-elsewhere": (
        "新建事项须从起始状态“{initial}”开始",
        "a new case must begin in the initial state {initial}",
    ),
    "announced-shows": (
        "{move}另行公布，{part} 却会先让人看出它的决定",
        "{move} is announced later, but its {part} would tell of it before",
    ),
    "announcer-untold": (
        "{role}公布前并不知情，不能由其公布；应由办理的角色或管全方案的角色公布",
        "{role} does not know of it before, and so cannot announce it",
    ),
    "opened-without-parent": (
        "只有下级事项，写明 属于（of），才能由上级带出",
        "only a kind that belongs to another (of) can be opened by it",
    ),
    "opened-how": (
        "请二选一：由（by）哪个动作带出，或在哪个 日期（on）带出",
        "say either by which move or on which day it is opened",
    ),
    "never-created": (
        "{case}没有任何途径产生：缺少不写 自（from）的动作，也不由别的事项带出",
        "nothing ever creates {case}: no move without 'from', and no other case opens it",
    ),
    "seed-of-child": (
        "预置事项须是独立的事项，{case}是别的事项的下级",
        "a seeded case must stand on its own; {case} belongs to another kind",
    ),
    "seed-field-missing": (
        "预置事项缺少必填项“{field}”",
        "the seeded case lacks the required field {field}",
    ),
    "seed-value": (
        "预置事项的“{field}”不能是“{value}”",
        "'{value}' cannot be the {field} of a seeded case",
    ),
    "unverified-binds": (
        "{duty}的期限待核，不能拒收或失效；请写 逾期: 仍收（late: accept）",
        "the limit of {duty} is unverified and can neither refuse nor lapse; say late: accept",
    ),
    "code-pattern": (
        "编号“{pattern}”里只能用 {{jurisdiction}}、{{year}}、{{opened}}、{{number:03}}、"
        "{{parent}}、{{period}}",
        "the code '{pattern}' may only use {{jurisdiction}}, {{year}}, {{opened}}, {{number:03}}, "
        "{{parent}}, {{period}}",
    ),
    "code-not-unique": (
        "编号“{pattern}”会重复：须含 {{number}}；"
        "下级事项须含 {{parent}}，逐年、逐半年、逐季、逐月产生的再含 {{period}}",
        "the code '{pattern}' will repeat: it needs {{number}}; a child needs {{parent}}, "
        "and {{period}} if there is one for each year, half, quarter or month",
    ),
    "unreachable": (
        "到不了“{state}”：没有动作通向它；能到的只有：{reached}",
        "{state} cannot be reached; what can: {reached}",
    ),
    "end-left": (
        "“{state}”是终点，却还能{moves}",
        "{state} is an end, yet these moves leave it: {moves}",
    ),
    "no-way-out": (
        "“{state}”不是终点，却没有出路：{way}",
        "{state} is no end, yet nothing leads out of it: {way}",
    ),
    "no-end": (
        "从“{state}”永远到不了终点：{way}，之后只在 {states} 之间打转",
        "{state} never leads to an end: {way}, then round and round in {states}",
    ),
    "too-late-to-reach": (
        "{move}最迟 {until}，可最早 {entered} 才到“{state}”",
        "{move} ends on {until}, but {state} is entered on {entered} at the earliest",
    ),
    "two-at-once": (
        "在“{state}”同一时刻会自动发生两个动作：{first}、{second}",
        "in {state} two automatic moves would fire at the same instant: {first}, {second}",
    ),
    "due-together": (
        "两个自动动作会同时发生：{first}、{second}。走法：{way}",
        "two automatic moves fall together: {first}, {second}. On this way: {way}",
    ),
    "stuck-by-count": (
        "事项会停在“{state}”再也办不完：{moves}的次数已用完。走法：{way}",
        "a case gets stuck in {state}: {moves} may not be made again. On this way: {way}",
    ),
    "stuck-by-time": (
        "事项会停在“{state}”再也办不完：此后没有人能办，系统也不会办。走法：{way}",
        "a case gets stuck in {state}: nobody can act any more, nor does the system. On this way: "
        "{way}",
    ),
    "explored-part": (
        "{case}的走法太多，只核对了前 {most} 步；此外的走法没有核对",
        "{case} has too many ways; only the first {most} steps were looked at",
    ),
    "nobody-acts": ("{move}没有写由谁办理", "nobody is named who may do {move}"),
    "stays-from-nowhere": (
        "{move}不改变状态，须写明在哪些状态下办理：自（from）",
        "{move} keeps the state, so 'from' must say which",
    ),
    "trigger-needs-system": (
        "{move}写了自动发生的日子：日期（on）或 期后（after），就须写 由: 系统（by: system）",
        "{move} has a day on which it happens, so it must be by: system",
    ),
    "system-and-people": (
        "{move}或由系统自动发生，或由人办理，不能两者都写",
        "{move} is either the system's or people's, not both",
    ),
    "system-creates": (
        "{move}：系统不会凭空新建事项",
        "{move}: the system creates no case by itself",
    ),
    "two-triggers": (
        "{move}同时写了 日期（on）和 期后（after），请留一个",
        "{move} has both 'on' and 'after'; keep one",
    ),
    "no-trigger": (
        "{move}由系统办理，却没有写何时发生：日期（on）、期后（after）、逾期于（lapse-of），或由下级事项带动",
        "{move} is the system's, but nothing triggers it "
        "(on, after, lapse-of, or a child's move-parent)",
    ),
    "system-cannot-give": (
        "{move}由系统自动发生，无人能提供 {part}",
        "{move} is the system's; nobody can give its {part}",
    ),
    "no-parent": ("{move}：这种事项没有上级", "{move}: this kind of case has no parent"),
    "opens-stranger": (
        "{case}不是{parent}的下级事项：没有写 属于（of）",
        "{case} does not belong to {parent} (of)",
    ),
    "types-differ": (
        "“{first}”与上级的“{second}”类型不同",
        "'{first}' and the parent's '{second}' differ in type",
    ),
    "moves-parent-of-people": (
        "{move}由人办理，不能由下级事项带动；请写 由: 系统（by: system）",
        "{move} is for people; to be moved by a child it must be by: system",
    ),
    "duty-of-nobody": (
        "{duty}没有写明谁来办：由（by），或怎样算办完：办结（bound-by）",
        "{duty} does not say who owes it (by) or what settles it (bound-by)",
    ),
    "bound-by-system": (
        "{duty}只能由人办完，{move}却是系统自动发生的",
        "{duty} is owed by people, but {move} is the system's",
    ),
    "owed-by-unable": (
        "{role}要办，却无权办理：{moves}",
        "{role} owes it but may do none of: {moves}",
    ),
    "never-settled": (
        "{duty}永远办不完：从“{state}”出发到不了能办 {moves} 的状态（只能到 {reached}）",
        "{duty} can never be settled: from {state} nothing leads to {moves} (only to {reached})",
    ),
    "recurs-for-ever": (
        "“{phrase}”会没完没了；请用 期间（period）写明在哪段期间内",
        "'{phrase}' recurs for ever; name its period",
    ),
    "day-from-no-date": ("“{field}”不是日期", "'{field}' is not a date"),
    "due-before-issue": (
        "期限 {due} 早于发文日 {issued}",
        "it is due on {due}, before the document was issued on {issued}",
    ),
    "due-before-opening": (
        "期限 {due} 早于开始日：{move}最早 {opens} 才能办",
        "it is due on {due}, but {move} opens on {opens} at the earliest",
    ),
    "no-lapse": (
        "{duty}逾期失效，却没有由系统在同一期限之后发生的动作：期后（after）",
        "{duty} lapses, but no move of the system happens after the same limit",
    ),
    "notice-text": (
        "“{text}”填不了：花括号里只能写一个变量名，花括号本身写两个",
        "'{text}' cannot be filled in: only a name may stand in braces; write a brace twice",
    ),
    "notice-variable": (
        "这种通知里没有变量“{name}”；可用：{choices}",
        "this sort of notice has no variable '{name}'; known: {choices}",
    ),
    "notice-aside": (
        "这种通知用不着“{name}”",
        "'{name}' means nothing for this sort of notice",
    ),
    "reminds-without-day": (
        "{duty}没有期限，提醒天数无从算起",
        "{duty} has no day to be reminded of",
    ),
    "quota-empty": ("{quota}没有写数目", "{quota} has no number"),
    "quota-each": (
        "{quota}的 每个（each）与 每个至多（each-at-most）须同时写",
        "{quota} needs both each and each-at-most",
    ),
    "each-above-all": (
        "单项上限 {each} 大于合计上限 {all}",
        "the cap of each ({each}) is above the cap of all ({all})",
    ),
    "least-above-most": (
        "至少 {least} 大于至多 {most}，不可能满足",
        "at least {least} is above at most {most}",
    ),
    "never-full": (
        "合计上限 {most} 用不满：各项加起来最多 {reachable}",
        "the cap of {most} is never reached: all together at most {reachable}",
    ),
    "caps-per": (
        "{quota}不按推荐机关计，不能按机关类别分设上限",
        "{quota} is not counted per jurisdiction, so it has no caps by kind",
    ),
    "quota-cannot-count": (
        "{case}的表单里没有名额所依据的{what}",
        "the form of {case} lacks what the quota counts by: {what}",
    ),
    "year-from-no-date": (
        "“{field}”不是日期或年份，不能按它逐年计",
        "'{field}' is neither a date nor a year, so no year can be taken from it",
    ),
    "year-may-lack": (
        "“{move}”时“{field}”可能还空着，就不知道计在哪一年：表单里写“必填”，或列入这一步的“须填”",
        "'{field}' may still be empty at '{move}', so the year is not known: make it required in "
        "the form, or let the move ask for it",
    ),
    "least-of-units": (
        "{quota}按单位逐年计，没有名单可以看出哪个单位还没有：去掉“至少”",
        "{quota} counts each unit's year anew, and no list says which unit has none yet: leave out "
        "at-least",
    ),
    "quota-of-other": (
        "{case}用了只计{other}的名额",
        "{case} takes a quota that counts only {other}",
    ),
    "gives-what-none-takes": (
        "退还的名额“{quota}”没有动作占用过",
        "no move takes the quota '{quota}' that is given back",
    ),
    "quota-untaken": ("没有动作占用名额“{quota}”", "no move takes the quota '{quota}'"),
    "choice-options": (
        "“{field}”：选项（options）只用于、也必须用于“选择”（choice）类型",
        "'{field}': options belong to the type choice, and only to it",
    ),
    "default-no-date": (
        "“{field}”不是日期，不能默认填当日（default: today）；把它的类型写成日期，或去掉默认",
        "'{field}' is no date and cannot be the day of the act by default: make its type date, or "
        "leave default out",
    ),
    "second-of-a-unit": (
        "{move}须另一人批准，有权的只有{roles}：每个单位都要有两个账户，只有一个就永远批不了",
        "{move} waits for a second person, and only {roles} may: each unit then needs two accounts,"
        " for with one nobody can approve",
    ),
    "personal-shown": (
        "{field}在每个清单里都显示，不能是个人信息；不宜公开的请另设一项",
        "{field} is shown in every list and cannot be personal; give it a field of its own",
    ),
    "personal-copied": (
        "“{first}”是个人信息，抄到“{second}”就不保密了；请把后者也写成个人信息",
        "{first} is personal and {second}, to which it is copied, is not; say personal there too",
    ),
    "public-personal": (
        "{field}是个人信息，不能上对外名单",
        "{field} is personal and cannot be on a public list",
    ),
    "public-nothing": (
        "{case}写了名单显示哪些项，却没有一个状态在名单上；请写 状态（states），"
        "或在状态里写 公开: 是（public: yes）",
        "{case} says what the public list shows, but no state is on it: name states, or write"
        " public: yes in a state",
    ),
    "unit-type": (
        "表单项 unit 须是“单位”或“个人”类型",
        "'unit' must be of type organisation or person",
    ),
    "joint-type": (
        "“{field}”：联合承担须是“多个单位”类型，且表单里有承担单位（unit）",
        "'{field}': joint units must be of type organisations, beside a field 'unit'",
    ),
    "recused-type": (
        "“{field}”不能写明须回避的人：须是文字或单位类型",
        "'{field}' cannot name who must stand aside: it must hold text or organisations",
    ),
    "joint-units-empty": (
        "联合家数须写明至多（at-most）或至少（at-least）几家",
        "joint-units needs at-most or at-least",
    ),
    "own-unit-only": (
        "“{move}”只由承担单位自己的角色办，又不许本单位的人办，没有人能办；"
        "请在 由（by）里写别的角色",
        "only the unit's own roles make {move}, which no person of the unit may; name another role",
    ),
    "one-of-type": (
        "同类表单项只能有一个，已有“{first}”",
        "there can be only one field of this type, and '{first}' is it",
    ),
    "guard-needs-field": (
        "把关条件“{guard_zh}”要看“{type_zh}”类型的表单项，这种事项没有",
        "the guard {guard} needs a field of type {type}, which this kind lacks",
    ),
    "checklist-never-filled": (
        "没有动作填写清单“{checklist}”，这一条件永远通不过",
        "no move fills the checklist '{checklist}', so this guard never passes",
    ),
    "item-twice": (
        "清单项“{name}”在两张清单里重名；结论按名称保存，请改名",
        "the item '{name}' stands in two checklists; verdicts are kept by name, so rename one",
    ),
    "item-is-document": (
        "清单项“{name}”与材料重名，请改名",
        "the item '{name}' has the name of a document; rename one",
    ),
    "document-unused": ("没有动作需要材料“{document}”", "no move needs the document '{document}'"),
    "checklist-unused": (
        "没有动作填写清单“{checklist}”",
        "no move fills the checklist '{checklist}'",
    ),
}
