"""The schedules that prefect.yaml declares, and when each comes round next."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from console import places
from console.crontab import next_time
from states.history import stamp


@dataclass(frozen=True, slots=True)
class Planned:
    """One schedule of a flow. `next` and `last` are by the machine's clock, but the last sweep by
    that of the office."""

    flow: str
    title: str
    slug: str
    cron: str
    next: str | None
    last: str | None

    def as_json(self) -> dict[str, Any]:
        """`schedule --json`."""
        return asdict(self)


def planned(last: Mapping[str, str]) -> Iterator[Planned]:
    """Every schedule in the file's order; a flow without one is listed too."""
    from ruamel.yaml import YAML

    now = datetime.now(UTC)
    file = places.ROOT / "prefect.yaml"
    for one in YAML(typ="safe").load(file.read_text(encoding="utf-8"))["deployments"]:
        flow = str(one["entrypoint"]).rsplit(".", 1)[-1]
        ran = last.get(flow)
        for each in one.get("schedules") or [{}]:
            cron = str(each.get("cron", ""))
            coming = next_time(cron, ZoneInfo(each["timezone"]), now) if cron else None
            shown = stamp(coming) if coming else None
            yield Planned(flow, one["name"], each.get("slug", ""), cron, shown, ran)
