"""The tallies are what a slow count finds, whatever both sides do in whatever order."""

from __future__ import annotations

import importlib
from collections import defaultdict
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from qianjin.apps.desk import services
from qianjin.apps.desk.choices import Stage
from qianjin.apps.desk.models import COUNTERS, ServiceRequest, Tally
from qianjin.journeys.merge_enterprises import merge_enterprises, undo_merge_enterprises
from tests.factories.accounts import Cast
from tests.factories.desk import a_long_case, a_request, a_resolved_request, an_assigned_request
from tests.factories.parks import local

from .test_walk import Walk

Counted = dict[tuple[str, str, str], dict[str, int]]


def counted_slowly(park_id: int) -> Counted:
    """Facet, key, month -> the counters that are not zero, request by request."""
    found: Counted = defaultdict(lambda: defaultdict(int))

    def count(request: ServiceRequest, moment: datetime, name: str, many: int = 1) -> None:
        month = f"{timezone.localtime(moment):%Y-%m}"
        for facet, key in (
            ("unit", request.unit_id or ""),
            ("kind", request.kind),
            ("enterprise", request.enterprise_id),
        ):
            if many:
                found[(facet, str(key), month)][name] += many

    for request in ServiceRequest.objects.filter(park_id=park_id):
        count(request, request.opened_at, "raised")
        for promise in request.promises.all():
            if promise.met_at is None:
                continue
            count(request, promise.due_at, f"met_{promise.stage}")
            if promise.met_at <= promise.due_at:
                count(request, promise.due_at, f"kept_{promise.stage}")
            is_last = promise.stage == Stage.RESOLVE and promise.round == request.round
            if is_last and request.status != "withdrawn":
                count(request, promise.due_at, "settled")
                if request.status in {"resolved", "closed"}:
                    count(request, promise.due_at, "solved")
        for rating in request.ratings.all():
            count(request, rating.at, "rated")
            count(request, rating.at, "stars", rating.score)
            if rating.score >= 3:
                count(request, rating.at, "content")
        waiting = None
        for entry in request.entries.filter(kind__in=["resolved", "reopened"]).order_by("id"):
            if entry.kind == "resolved":
                waiting = entry
                count(request, entry.at, "answers")
            elif waiting is not None:
                count(request, waiting.at, "redone")
    return {cell: dict(counts) for cell, counts in found.items()}


def kept_in_step(park_id: int) -> Counted:
    """The same, read from the tallies."""
    found = {}
    for row in Tally.objects.filter(park_id=park_id):
        counts = {name: getattr(row, name) for name in COUNTERS if getattr(row, name)}
        if counts:
            found[(row.facet, row.key, f"{row.month:%Y-%m}")] = counts
    return found


class CountedWalk(Walk):
    """The walk of one request, with the sorter's hand on type and unit as well."""

    @rule()
    def goes_to_planning(self) -> None:
        self.act(
            services.triage,
            kind="INF",
            level="complex",
            unit=self.cast.planning,
            officer=None,
            by=self.sorter,
        )

    @invariant()
    def the_tallies_are_what_a_slow_count_finds(self) -> None:
        park_id = self.cast.park.pk
        assert kept_in_step(park_id) == counted_slowly(park_id)


@pytest.mark.slow
def test_no_walk_parts_the_tallies_from_a_slow_count(cast: Cast) -> None:
    machine = type("CountedWalkOfTheCast", (CountedWalk,), {"cast": cast})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def some_requests(cast: Cast) -> ServiceRequest:
    """Resolved and rated, reopened, a long case, one nobody sorted, one of another firm."""
    firm = cast.acts(cast.chenlan)
    rated = a_resolved_request(cast, local("2026-10-30 09:00"))
    services.rate(request=rated, score=2, by=firm, at=local("2026-11-02 09:00"))
    reopened = a_resolved_request(cast, local("2026-11-09 09:00"))
    services.reopen(request=reopened, words="没好", by=firm, at=local("2026-11-10 09:00"))
    a_long_case(cast)
    a_request(cast.chenxi, firm, local("2026-11-24 09:00"))
    a_request(cast.other, cast.acts(cast.duzhong), local("2026-11-24 09:00"))
    return rated


def test_counting_anew_gives_the_same_tallies(cast: Cast, some_requests: Any) -> None:
    before = kept_in_step(cast.park.pk)

    services.recount(park=cast.park)

    assert before == kept_in_step(cast.park.pk) == counted_slowly(cast.park.pk)
    assert before[("kind", "SUP", "2026-11")]["redone"] == 1


def test_the_migration_counts_what_was_there_before_it(cast: Cast, some_requests: Any) -> None:
    count = importlib.import_module("qianjin.apps.desk.migrations.0007_monthly_tallies").COUNT
    Tally.objects.all().delete()

    with connection.cursor() as cursor:
        cursor.execute(count)

    assert kept_in_step(cast.park.pk) == counted_slowly(cast.park.pk)


def test_a_merge_of_enterprises_takes_their_figures_along_and_its_undoing_back(
    cast: Cast, some_requests: Any
) -> None:
    before = kept_in_step(cast.park.pk)
    by = cast.acts(cast.linyue)
    at = local("2026-11-25 09:00")

    merge = merge_enterprises(kept=cast.other, dropped=cast.chenxi, by=by, at=at)

    merged = kept_in_step(cast.park.pk)
    assert merged == counted_slowly(cast.park.pk) != before
    assert not any(key == str(cast.chenxi.pk) for _facet, key, _month in merged)
    undo_merge_enterprises(merge=merge, by=by, at=at)
    assert kept_in_step(cast.park.pk) == before


def test_a_request_sorted_to_another_unit_and_type_takes_its_past_along(cast: Cast) -> None:
    request = an_assigned_request(cast)

    services.triage(
        request=request,
        kind="ENV",
        level="ordinary",
        unit=cast.planning,
        by=cast.acts(cast.linyue),
        at=local("2026-11-24 09:00"),
    )

    facts = kept_in_step(cast.park.pk)
    assert ("unit", str(cast.planning.pk), "2026-11") in facts
    assert ("unit", str(cast.investment.pk), "2026-11") not in facts
    assert ("kind", "ENV", "2026-11") in facts
    assert ("kind", "SUP", "2026-11") not in facts
