"""What the act `quota` does, with django-fsm-2, django-fsm-log and the models of Django.

Who acts, the case, its duties and the quota are read; three conditions guard the transition; a duty
is settled and another opened, the quota taken, the committee told, the log chained by a digest and
the answer kept for the same command again. Every rule is written into the code, none looked up.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.metadata import version
from typing import Any

import django
from django.conf import settings
from django.db import connection, models, transaction

from benchmarks.peers.django_settings import configure
from benchmarks.peers.worker import Move, serve, stay_on_one_core

configure(sys.argv[1], "django.contrib.contenttypes", "django.contrib.auth", "django_fsm_log")

from django.contrib.auth.models import User  # noqa: E402  Django must be set up before
from django_fsm import FSMField, transition  # noqa: E402
from django_fsm_log.decorators import fsm_log_by, fsm_log_description  # noqa: E402
from django_fsm_log.models import StateLog  # noqa: E402

ROOM = 1_000_000
LIMIT = timedelta(days=28)


class Grant(models.Model):
    """The role of an account, and how far it reaches."""

    class Meta:
        app_label = "bench"

    user = models.ForeignKey(User, models.PROTECT)
    role = models.CharField(max_length=32)
    jurisdiction = models.CharField(max_length=8)


class Quota(models.Model):
    """How many cases there may be, and how many there are."""

    class Meta:
        app_label = "bench"

    bucket = models.CharField(max_length=64, primary_key=True)
    cap = models.IntegerField()
    used = models.IntegerField(default=0)


def _is_own(pilot: Any) -> bool:
    return bool(pilot.grant.role == "province" and pilot.grant.jurisdiction == pilot.jurisdiction)


def _has_room(pilot: Any) -> bool:
    return bool(pilot.quota.used < pilot.quota.cap)


def _is_named(pilot: Any) -> bool:
    return bool(pilot.title and pilot.unit_code)


class Pilot(models.Model):
    """A case. A condition is given nothing but the case, so it carries who acts and the quota."""

    class Meta:
        app_label = "bench"

    grant: Grant
    quota: Quota
    code = models.CharField(max_length=32, unique=True)
    state = FSMField(default="applied", protected=True, db_index=True)
    title = models.CharField(max_length=200)
    jurisdiction = models.CharField(max_length=8)
    unit_code = models.CharField(max_length=18, db_index=True)
    head = models.CharField(max_length=64, default="0" * 64)

    @fsm_log_by
    @fsm_log_description
    @transition(
        field=state,
        source="applied",
        target="recommended",
        conditions=[_is_own, _has_room, _is_named],
    )
    def recommend(self, by: Any, description: str) -> None:
        """Recommend it; the description is the digest that chains the log."""
        self.head = description


class Duty(models.Model):
    """What is owed by when."""

    class Meta:
        app_label = "bench"
        indexes = (models.Index(fields=["status", "due_at"]),)

    pilot = models.ForeignKey(Pilot, models.PROTECT)
    duty = models.CharField(max_length=32)
    due_at = models.DateTimeField()
    status = models.CharField(max_length=8, default="open")
    settled_at = models.DateTimeField(null=True)


class Outbox(models.Model):
    """What somebody is to be told."""

    class Meta:
        app_label = "bench"

    key = models.CharField(max_length=128, unique=True)
    recipient = models.CharField(max_length=32)
    pilot = models.ForeignKey(Pilot, models.PROTECT)
    body = models.TextField()
    sent_at = models.DateTimeField(null=True, db_index=True)


class Answered(models.Model):
    """The answer to a command, for the same command again."""

    class Meta:
        app_label = "bench"

    command = models.CharField(max_length=64, primary_key=True)
    digest = models.CharField(max_length=64)
    receipt = models.TextField()


MODELS = (Grant, Quota, Pilot, Duty, Outbox, Answered)


def recommend(code: str, command: str, user: Any) -> None:
    """One recommendation in its own transaction. Raises ValueError for a command done before."""
    asked = hashlib.sha256(f"{command}/{code}/{user.pk}".encode()).hexdigest()
    with transaction.atomic():
        if Answered.objects.filter(command=command).exists():
            raise ValueError(command)
        pilot = Pilot.objects.select_for_update().get(code=code)
        pilot.grant = Grant.objects.get(user=user)
        duty = Duty.objects.get(pilot=pilot, status="open")
        pilot.quota = Quota.objects.select_for_update().get(bucket="general")
        now = datetime.now(UTC)
        if now >= duty.due_at:
            raise ValueError(code)
        entry = [pilot.head, code, "recommend", user.pk, now.isoformat(), {"settles": duty.duty}]
        head = hashlib.sha256(json.dumps(entry).encode()).hexdigest()
        pilot.recommend(by=user, description=head)
        pilot.save(update_fields=["state", "head"])
        Quota.objects.filter(bucket="general").update(used=models.F("used") + 1)
        Duty.objects.filter(pk=duty.pk).update(status="met", settled_at=now)
        Duty.objects.create(pilot=pilot, duty="review", due_at=now + LIMIT)
        body = f"{pilot.title} ({code}) 已推荐"
        Outbox.objects.create(
            key=f"{command}/committee", recipient="committee", pilot=pilot, body=body
        )
        receipt = json.dumps({"case": code, "hash": head, "next": ["review"]})
        Answered.objects.create(command=command, digest=asked, receipt=receipt)


def moves(cases: int) -> Iterator[Move]:
    """The moves of a fresh database of so many cases."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
    user = User.objects.create(username="zhejiang")
    Grant.objects.create(user=user, role="province", jurisdiction="33")
    Quota.objects.create(bucket="general", cap=ROOM)
    pilots = Pilot.objects.bulk_create(
        Pilot(code=f"ZJ-2026-{n:06}", title=f"合成项目{n}", jurisdiction="33", unit_code=f"{n:018}")
        for n in range(cases)
    )
    due_at = datetime.now(UTC) + LIMIT
    Duty.objects.bulk_create(
        Duty(pilot=pilot, duty="recommendation", due_at=due_at) for pilot in pilots
    )
    for n in range(cases):
        yield partial(recommend, f"ZJ-2026-{n:06}", f"recommend/{n}", user)


def _is_whole() -> bool:
    """Whether the last moves left everything that they should."""
    done = Pilot.objects.filter(state="recommended").count()
    return done == StateLog.objects.count() == Outbox.objects.count() == Answered.objects.count()


if __name__ == "__main__":
    stay_on_one_core()
    assert not settings.DEBUG
    names = ("django", "django-fsm-2", "django-fsm-log")
    serve(moves(int(sys.argv[2])), {"django": django.__version__} | {n: version(n) for n in names})
    assert _is_whole()
