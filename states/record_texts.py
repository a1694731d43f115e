"""What a user reads about facts recorded from another system, in Chinese and English."""

from collections.abc import Mapping

RECORDS: Mapping[str, tuple[str, str]] = {
    "BalanceStale": (
        "{case} 在申请之后已由别的途径建立，与申请中的一件同名同单位",
        "{case} came in by another way since; it has the title and unit of one in the request",
    ),
    "BalanceStale.remedy": (
        "驳回这份申请，再导入一次：已有的自动略过",
        "reject the request and import the table again: what is here is left out",
    ),
    "BeforeProgramme": (
        "发生于 {at}，早于文件印发之日 {issued}，请核对",
        "happened at {at}, before the document was issued on {issued}: please check",
    ),
    "BeforeEarlier": (
        "发生于 {at}，早于前一条“{earlier}”的 {before}，请核对先后",
        "happened at {at}, before the entry ahead of it, “{earlier}” at {before}: please check",
    ),
}
