"""Sentences about decisions that are announced later, requests, and who stands in for whom."""

ANNOUNCING: dict[str, tuple[str, str]] = {
    "BeingDecided": (
        "{case} 正在审核办理，结果公布之前不能办理",
        "{case} is being decided; nothing can be done on it until the result is announced",
    ),
    "MayNotAnnounce": (
        "公布决定由{who}办理；账户 {account} 不能公布",
        "decisions are announced by {who}; account {account} may not",
    ),
    "NothingToAnnounce": (
        "{case} 没有待公布的决定",
        "{case} has no decision that waits to be announced",
    ),
    "AnnouncedWith": (
        "{case} 随 {root} 一并公布",
        "{case} is announced together with {root}",
    ),
    "RequestOver": ("申请 {request} 已办结（{status}）", "request {request} is over ({status})"),
    "AlreadyAsked": (
        "{account} 已就同一动作提出申请 {request}，尚待批准",
        "{account} has asked for the same already: request {request} waits",
    ),
    "RequestExpired": ("申请 {request} 已过有效期", "request {request} has expired"),
    "SelfApproval": (
        "{account} 是申请人，不能自己批准",
        "{account} made the request and may not approve it",
    ),
    "MayNotApprove": (
        "{account} 无权批准；须由{who}中的另一人批准",
        "{account} may not approve; another account of {who} must",
    ),
    "RequestOfAnother": (
        "申请 {request} 是 {actor} 提出的，只有本人能撤回；{account} 可批准或不批准",
        "request {request} is {actor}'s, who alone may retract it; {account} may approve or reject",
    ),
    "SelfDelegation": ("不能委托给自己", "nobody delegates to himself"),
    "NothingToDelegate": (
        "账户 {account} 没有可委托的角色 {role}；只读角色和受托得来的角色不能再委托",
        "{account} holds no role {role} to delegate; read-only and delegated ones cannot be",
    ),
    "MayNotDelegate": (
        "{account} 只能委托自己的角色；替别人安排须由管得到其全部范围的人办理",
        "{account} may delegate only its own roles; for others, one whose reach covers theirs must",
    ),
    "DelegationPast": (
        "委托的日子不对：自 {since} 至 {until}，须先始后止且尚未过去",
        "no delegation runs from {since} until {until}: it must begin before it ends, not yet past",
    ),
    "DelegatedAlready": (
        "{account} 在这段时间已受 {principal} 委托（{role}）",
        "{account} already stands in for {principal} ({role}) then",
    ),
    "NoDelegation": (
        "{principal} 没有委托 {account}，或已经结束",
        "{principal} has not delegated to {account}, or it has ended",
    ),
}
