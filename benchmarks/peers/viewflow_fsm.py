"""viewflow.fsm on the Django ORM: a guarded transition and a log row, committed move by move."""

import sys
from collections.abc import Iterator
from functools import partial
from importlib.metadata import version
from typing import Any

from django.db import connection, models, transaction

from benchmarks.peers.django_settings import configure
from benchmarks.peers.worker import Move, serve, stay_on_one_core

configure(sys.argv[1], "django.contrib.contenttypes", "django.contrib.auth")

from viewflow import fsm  # noqa: E402  Django must be set up before


class Pilot(models.Model):
    """A case."""

    class Meta:
        app_label = "bench"

    code = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=32, default="submitted")
    title = models.CharField(max_length=200)
    jurisdiction = models.CharField(max_length=8)


class Log(models.Model):
    """An entry of the history."""

    class Meta:
        app_label = "bench"

    pilot = models.ForeignKey(Pilot, models.PROTECT)
    source = models.CharField(max_length=32)
    target = models.CharField(max_length=32)
    actor = models.CharField(max_length=32)
    at = models.DateTimeField(auto_now_add=True)


class PilotFlow:
    """The declared transitions."""

    state = fsm.State(("submitted", "checked"), default="submitted")

    def __init__(self, pilot: Pilot) -> None:
        self.pilot = pilot

    @state.getter()
    def _get(self) -> str:
        return str(self.pilot.state)

    @state.setter()
    def _set(self, value: str) -> None:
        self.pilot.state = value

    @state.on_success()
    def _saved(self, _descriptor: Any, source: str, target: str, **_more: Any) -> None:
        self.pilot.save()
        Log.objects.create(pilot=self.pilot, source=source, target=target, actor="zhejiang")

    @state.transition(
        source="submitted",
        target="checked",
        conditions=[lambda flow: flow.pilot.jurisdiction == "33"],
    )
    def check(self) -> None:
        """Pass the check."""


def move(code: str) -> None:
    """One move in its own transaction."""
    with transaction.atomic():
        PilotFlow(Pilot.objects.select_for_update().get(code=code)).check()


def moves(cases: int) -> Iterator[Move]:
    """The moves of a fresh database of so many cases."""
    with connection.schema_editor() as editor:
        editor.create_model(Pilot)
        editor.create_model(Log)
    Pilot.objects.bulk_create(
        Pilot(code=f"ZJ-2026-{n:06}", title=f"合成项目{n}", jurisdiction="33") for n in range(cases)
    )
    for n in range(cases):
        yield partial(move, f"ZJ-2026-{n:06}")


if __name__ == "__main__":
    stay_on_one_core()
    names = ("django", "django-viewflow")
    serve(moves(int(sys.argv[2])), {name: version(name) for name in names})
