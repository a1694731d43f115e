"""The one parameter of each flow: what an operator fills in, with Chinese titles, unknown keys
forbidden (Prefect itself would accept them and the run would crash later)."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from flows.errors import BadOrder
from states.clock import aware

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _read_day(value: Any) -> Any:
    if isinstance(value, str) and _DAY.fullmatch(value.strip()):
        return date.fromisoformat(value.strip())
    return value


def _with_zone(value: datetime | date | None) -> datetime | date | None:
    return aware(value, "as_of") if isinstance(value, datetime) else value


AsOf = Annotated[
    datetime | date | None,
    BeforeValidator(_read_day),
    AfterValidator(_with_zone),
]
"""An aware instant, or a day (its end). A naive instant is refused: it does not say which."""


class Order(BaseModel):
    """What every flow may be told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    programme: str | None = Field(
        None,
        title="方案",
        description="方案的标识，如 national-pilots-2026；留空则办理每个声明了这一阶段的方案",
    )
    as_of: AsOf = Field(
        None,
        title="截至",
        description="办到哪一时刻为止：带时区的时刻，或一个日子（算到当日24:00）；"
        "留空为现在。只决定哪些到期，不改记录时间；不得晚于现在",
    )

    def until(self) -> str | None:
        """`as_of` as an ISO text; None for the present."""
        return self.as_of.isoformat() if self.as_of else None


class Release(BaseModel):
    """A batch that people have decided and the flow performs in the name of an account."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    actor: str = Field(title="办理账户", description="以哪个账户的名义办理；权限按该账户判断")
    move: str = Field(title="动作", description="如 assign（下达）、publicize（宣传推广）")
    cases: tuple[str, ...] = Field(
        title="事项编号", description="这一批的编号", min_length=1, max_length=5000
    )
    reason: str = Field(title="理由或依据", description="如下达文件的文号", min_length=1)
    batch: str | None = Field(
        None,
        title="批次号",
        description="同一批次号再次办理不会重复；留空用本次运行的编号",
        pattern=r"^[A-Za-z0-9._-]{1,80}$",
    )


class RoundOrder(Order):
    """For a round that opens, lists, reminds, moves and closes by time alone."""


class ReleasingOrder(Order):
    """For a round that may also release a batch."""

    release: Release | None = Field(
        None, title="下达或公布的一批", description="留空则只列出等待办理的事项"
    )
    dry_run: bool = Field(
        False, title="只试办", description="只列出这一批中每件能否办理及原因，什么也不写"
    )


class NamedOrder(ReleasingOrder):
    """For any round that a programme declares."""

    round: str = Field(title="阶段", description="方案 rounds 中声明的名称")


class SweepOrder(Order):
    """For a sweep over everything that is due."""

    occasion: str = Field(
        "",
        title="缘由",
        description="为何此时巡查，如“6月30日截止后”；只供查看",
        max_length=100,
    )


class CheckOrder(BaseModel):
    """For a check of the whole record."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scope: Literal["all"] = Field("all", title="范围", description="全部留痕")


ROUND_NOW = RoundOrder()
RELEASING_NOW = ReleasingOrder()
SWEEP_NOW = SweepOrder()
CHECK_NOW = CheckOrder()
"""What a flow is told when it is told nothing."""


def batch_of(order: Order, programmes: Sequence[str]) -> dict[str, Any] | None:
    """The batch to release as plain values; None without one.

    Raises BadOrder if several programmes could be meant."""
    if not isinstance(order, ReleasingOrder) or order.release is None:
        return None
    if len(programmes) != 1:
        raise BadOrder("which-programme", known=list(programmes) or "—")
    return order.release.model_dump(mode="json")
