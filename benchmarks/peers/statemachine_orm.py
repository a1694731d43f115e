"""python-statemachine on the Django ORM: a machine a loaded row and a log row, move by move."""

import sys
from collections.abc import Iterator
from functools import partial
from importlib.metadata import version

from django.db import connection, models, transaction
from statemachine import State, StateMachine

from benchmarks.peers.django_settings import configure
from benchmarks.peers.worker import Move, serve, stay_on_one_core

configure(sys.argv[1], "django.contrib.contenttypes")


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


class PilotMachine(StateMachine):
    """The declared transitions."""

    submitted = State(initial=True)
    checked = State(final=True)
    check = submitted.to(checked, cond="is_own")

    def is_own(self) -> bool:
        """The guard."""
        return self.model.jurisdiction == "33"

    def after_check(self, source: State, target: State) -> None:
        """Save and log."""
        self.model.save()
        Log.objects.create(pilot=self.model, source=source.id, target=target.id, actor="zhejiang")


def move(code: str) -> None:
    """One move in its own transaction."""
    with transaction.atomic():
        pilot = Pilot.objects.select_for_update().get(code=code)
        PilotMachine(pilot, state_field="state").check()


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
    names = ("django", "python-statemachine")
    serve(moves(int(sys.argv[2])), {name: version(name) for name in names})
