"""django-fsm-2 with django-fsm-log: a guarded transition and its log, committed move by move."""

import sys
from collections.abc import Iterator
from functools import partial
from importlib.metadata import version
from typing import Any

import django
from django.conf import settings
from django.db import connection, models, transaction

from benchmarks.peers.django_settings import configure
from benchmarks.peers.worker import Move, serve, stay_on_one_core

configure(sys.argv[1], "django.contrib.contenttypes", "django.contrib.auth", "django_fsm_log")

from django_fsm import FSMField, transition  # noqa: E402  Django must be set up before
from django_fsm_log.decorators import fsm_log_by  # noqa: E402


def _is_own(pilot: Any, by: Any = None) -> bool:
    return bool(pilot.jurisdiction == "33")


class Pilot(models.Model):
    """A case."""

    class Meta:
        app_label = "bench"

    code = models.CharField(max_length=32, unique=True)
    state = FSMField(default="submitted", protected=True)
    title = models.CharField(max_length=200)
    jurisdiction = models.CharField(max_length=8)

    @fsm_log_by
    @transition(field=state, source="submitted", target="checked", conditions=[_is_own])
    def check(self, by: Any = None) -> None:
        """Pass the check."""


def move(code: str, user: Any) -> None:
    """One move in its own transaction."""
    with transaction.atomic():
        pilot = Pilot.objects.select_for_update().get(code=code)
        pilot.check(by=user)
        pilot.save()


def moves(cases: int) -> Iterator[Move]:
    """The moves of a fresh database of so many cases."""
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Pilot)
    user = User.objects.create(username="zhejiang")
    Pilot.objects.bulk_create(
        Pilot(code=f"ZJ-2026-{n:06}", title=f"合成项目{n}", jurisdiction="33") for n in range(cases)
    )
    for n in range(cases):
        yield partial(move, f"ZJ-2026-{n:06}", user)


if __name__ == "__main__":
    stay_on_one_core()
    assert not settings.DEBUG
    names = ("django", "django-fsm-2", "django-fsm-log")
    serve(moves(int(sys.argv[2])), {"django": django.__version__} | {n: version(n) for n in names})
