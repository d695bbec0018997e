"""Jobs live in the database: they appear with the act that asks for them, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from qianjin.apps.accounts.models import Notice
from qianjin.apps.desk import services as desk
from qianjin.apps.desk import tasks
from qianjin.apps.desk.models import Reminder, ServiceRequest
from qianjin.apps.parks.models import Park
from tests.factories.accounts import Cast, the_cast
from tests.factories.desk import a_request
from tests.factories.parks import NOON

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What a task of the tests has done; the worker knows it while the test runs."""
    words: list[str] = []

    @app.task(name="tests.say", queue="tests")
    def say(word: str) -> None:
        if word == "fail":
            raise RuntimeError(word)
        words.append(word)

    # The worker's thread must not keep a connection to a database that goes with the tests.
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    yield words
    del app.tasks["tests.say"]
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def say(word: str) -> None:
    """Ask for the job, in the transaction of the moment."""
    app.tasks["tests.say"].defer(word=word)


def work() -> None:
    """
    Let a worker do what waits, as ``qianjin worker`` would, and end.

    In a thread of its own: one in which a browser was driven keeps a running event loop.
    """
    with ThreadPoolExecutor(max_workers=1) as worker:
        worker.submit(_work).result()
        # Its connection would keep the tests' database from being dropped.
        worker.submit(connections.close_all).result()


def _work() -> None:
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector):
        app.run_worker(
            queues=["tests"], wait=False, listen_notify=False, install_signal_handlers=False
        )


def jobs(**facts: object) -> int:
    """How many jobs of the tests there are."""
    return ProcrastinateJob.objects.filter(task_name="tests.say", **facts).count()


class TestAJob:
    def test_runs_after_its_act_is_committed_and_not_before(self, done: list[str]) -> None:
        with transaction.atomic():
            say("committed")
            work()
            assert done == []

        work()

        assert done == ["committed"]

    def test_is_gone_with_an_act_that_was_rolled_back(self, done: list[str]) -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            say("rolled back")
            raise ZeroDivisionError

        work()

        assert done == []
        assert jobs() == 0

    def test_that_fails_is_kept_as_failed_and_stops_no_other(self, done: list[str]) -> None:
        for word in ("fail", "second", "third"):
            say(word)

        work()

        assert done == ["second", "third"]
        assert jobs(status="failed") == 1


def test_every_schedule_of_the_park_is_known_to_the_worker() -> None:
    # Asked of a worker's own loading, as autodiscovery finds them.
    known = {task.name.rpartition("tasks.")[2] for task in app.tasks.values()}

    assert {
        "climb_ladder",
        "recompute_due_times",
        "leave_digests",
        "archive_resolved",
        "sweep_files",
        "mail_notices",
        "forget_keys",
        "forget_drafts",
        "forget_invitations",
    } <= known
    scheduled = {key[0].rpartition("tasks.")[2] for key in app.periodic_registry.periodic_tasks}
    assert {"climb_ladder", "recompute_due_times", "leave_digests", "mail_notices"} <= scheduled


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def three_requests(cast: Cast, at: datetime = NOON) -> list[ServiceRequest]:
    by = cast.acts(cast.chenlan)
    return [
        a_request(cast.chenxi, by, at, words=words)
        for words in ("临时用电增容", "厂区门口积水", "招工信息发布")
    ]


def failing_for(request: ServiceRequest, act: Callable[..., object]) -> Callable[..., object]:
    """The same act, but with a fault that meets one request only."""

    def faulty(first: object, *rest: object, **named: object) -> object:
        met = getattr(first, "request", first)
        if getattr(met, "pk", None) == request.pk:
            raise RuntimeError("one row is broken")
        return act(first, *rest, **named)

    return faulty


class TestOneFailingRow:
    def test_leaves_the_other_reminders_alone(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, *others = three_requests(cast)
        ladder = desk.ladder
        monkeypatch.setattr(ladder, "_climb_one", failing_for(first, ladder._climb_one))

        desk.climb(park_id=cast.park.pk, at=NOON + timedelta(days=9))

        reminded = set(Reminder.objects.values_list("promise__request_id", flat=True))
        assert reminded == {request.pk for request in others}

    def test_leaves_the_other_due_times_alone(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, *others = three_requests(cast)
        Park.objects.filter(pk=cast.park.pk).update(calendar_version=7)
        park = Park.objects.get(pk=cast.park.pk)
        promises = desk.promises
        monkeypatch.setattr(promises, "_recompute_one", failing_for(first, promises._recompute_one))

        desk.recompute(park=park, at=NOON)

        known = ServiceRequest.objects.filter(calendar_version=7)
        assert set(known.values_list("pk", flat=True)) == {request.pk for request in others}

    def test_leaves_the_others_to_be_archived(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, *others = three_requests(cast)
        officer, asker = cast.acts(cast.linyue), cast.acts(cast.chenlan)
        for request in (first, *others):
            desk.accept(request=request, by=officer, at=NOON, words="已联系。")
            desk.resolve(request=request, by=officer, at=NOON, words="已办结。")
            desk.rate(request=request, score=5, by=asker, at=NOON)

        def archive(*, request: ServiceRequest, **named: Any) -> None:
            if request.pk == first.pk:
                raise RuntimeError("one row is broken")
            real(request=request, **named)

        real = desk.archive
        monkeypatch.setattr(tasks.services, "archive", archive)
        tasks.archive_resolved(timestamp=0)

        closed = ServiceRequest.objects.filter(status="closed").values_list("pk", flat=True)
        assert set(closed) == {request.pk for request in others}


def test_a_park_that_fails_leaves_the_schedules_of_the_others_alone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = Park.objects.create(
        slug="second", name_zh="第二园", name_en="Second", opened_on=cast.park.opened_on
    )
    seen = []

    def climb(*, park_id: int, at: datetime) -> None:
        seen.append(park_id)
        if park_id == cast.park.pk:
            raise RuntimeError("this park is broken")

    monkeypatch.setattr(tasks.services, "climb", climb)

    tasks.climb_ladder(timestamp=0)

    assert set(seen) == {cast.park.pk, second.pk}


class TestTheDigest:
    def leave(self, tick: datetime) -> int:
        tasks.leave_digests(timestamp=int(tick.timestamp()))
        return Notice.objects.filter(kind="desk.digest").count()

    def test_is_left_by_the_tick_of_a_quarter_to_six_however_late_it_runs(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monday = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)  # 17:40 in Hangzhou
        request = three_requests(cast)[0]
        ServiceRequest.objects.filter(pk=request.pk).update(officer=cast.zhouheng)
        monkeypatch.setattr(tasks.timezone, "now", lambda: monday + timedelta(minutes=17))

        assert self.leave(monday - timedelta(minutes=10)) == 0
        assert self.leave(monday) == 1
        assert self.leave(monday + timedelta(minutes=10)) == 1
