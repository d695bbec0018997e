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
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from typer.testing import CliRunner

from qianjin.apps.desk import services
from qianjin.apps.desk.choices import Stage
from qianjin.apps.desk.models import COUNTERS, Return, ServiceRequest, Tally
from qianjin.faces.cli.main import app
from qianjin.journeys.merge_enterprises import merge_enterprises, undo_merge_enterprises
from tests.factories.accounts import Cast
from tests.factories.desk import a_long_case, a_request, a_resolved_request, an_assigned_request
from tests.factories.parks import local

from .test_walk import Walk

Counted = dict[tuple[str, str, str], dict[str, int]]


def counted_slowly(park_id: int) -> Counted:
    """Facet, key, month -> the counters that are not zero, request by request."""
    found: Counted = defaultdict(lambda: defaultdict(int))

    def count(
        request: ServiceRequest, moment: datetime, name: str, many: int = 1, unit: object = None
    ) -> None:
        month = f"{timezone.localtime(moment):%Y-%m}"
        for facet, key in (
            ("unit", unit or request.unit_id or ""),
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
        came: dict[int, datetime] = {}
        if request.unit_id:
            came[request.unit_id] = request.assigned_at or request.opened_at
        back = Return.objects.filter(request=request, part=None)
        for given_back in back:
            unit = given_back.unit_id
            came[unit] = min(came.get(unit, given_back.asked_at), given_back.asked_at)
        for unit, moment in came.items():
            count(request, moment, "received", unit=unit)
            is_back = any(given_back.unit_id == unit for given_back in back)
            count(request, moment, "returned", int(is_back), unit=unit)
        for part in request.parts.all():
            count(request, part.asked_at, "received", unit=part.unit_id)
            is_back = part.returns.exists()
            count(request, part.asked_at, "returned", int(is_back), unit=part.unit_id)
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

    @rule()
    def gives_back(self) -> None:
        self.act(
            services.return_request,
            reason="not_ours",
            words="不属本单位职责",
            proposed=self.cast.planning,
            by=self.officer,
        )

    @rule(is_granted=st.booleans())
    def rules(self, is_granted: bool) -> None:
        for waits in Return.objects.filter(request=self.request, status="asked"):
            self.act(
                lambda request, **told: services.rule_return(**told),
                returned=waits,
                is_granted=is_granted,
                words="裁定",
                by=self.sorter,
            )

    @rule()
    def asks_for_help(self) -> None:
        self.act(services.share, units=[self.cast.power], words="请协助", by=self.officer)

    @rule()
    def helper_gives_back(self) -> None:
        for part in self.row.parts.filter(status__in=["asked", "taken"]):
            self.act(
                lambda request, **told: services.return_part(**told),
                part=part,
                reason="not_ours",
                words="不是我们",
                by=self.cast.acts(self.cast.liaison),
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

    assert services.recount(park=cast.park) == 0

    assert before == kept_in_step(cast.park.pk) == counted_slowly(cast.park.pk)
    assert before[("kind", "SUP", "2026-11")]["redone"] == 1


def test_the_migration_counts_what_was_there_before_it(cast: Cast, some_requests: Any) -> None:
    Tally.objects.all().delete()

    with connection.cursor() as cursor:
        for name in ("0007_monthly_tallies", "0010_tallied_returns"):
            cursor.execute(importlib.import_module(f"qianjin.apps.desk.migrations.{name}").COUNT)

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
    assert not any((f, k) == ("enterprise", str(cast.chenxi.pk)) for f, k, _month in merged)
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


def test_what_a_unit_gave_back_stays_counted_with_it_when_another_has_it(cast: Cast) -> None:
    request = an_assigned_request(cast)
    part_of_power = services.share(
        request=request,
        units=[cast.power],
        words="请核实线路",
        by=cast.acts(cast.zhouheng),
        at=local("2026-11-23 10:00"),
    )[0]
    services.return_part(
        part=part_of_power,
        reason="not_ours",
        words="不属供电线路",
        by=cast.acts(cast.liaison),
        at=local("2026-11-23 10:30"),
    )
    returned = services.return_request(
        request=request,
        reason="not_ours",
        words="属规划建设",
        proposed=cast.planning,
        by=cast.acts(cast.zhouheng),
        at=local("2026-11-23 11:00"),
    )

    services.rule_return(
        returned=returned,
        is_granted=True,
        by=cast.acts(cast.linyue),
        at=local("2026-11-23 14:00"),
    )

    facts = kept_in_step(cast.park.pk)
    hands = {
        key: (counts["received"], counts.get("returned", 0))
        for (facet, key, _month), counts in facts.items()
        if facet == "unit"
    }
    assert hands == {
        str(cast.investment.pk): (1, 1),
        str(cast.power.pk): (1, 1),
        str(cast.planning.pk): (1, 0),
    }
    assert facts[("kind", request.kind, "2026-11")]["received"] == 3
    assert facts == counted_slowly(cast.park.pk)


def test_a_recount_says_how_many_cells_were_wrong_and_mends_them(
    cast: Cast, some_requests: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QIANJIN_ROLE", "app")
    right = kept_in_step(cast.park.pk)
    spoilt = Tally.objects.filter(facet="kind").first()
    assert spoilt is not None
    Tally.objects.filter(pk=spoilt.pk).update(raised=99)

    assert run_recount(cast, "--check") == 1
    assert kept_in_step(cast.park.pk) != right
    assert run_recount(cast) == 0
    assert kept_in_step(cast.park.pk) == right
    assert run_recount(cast, "--check") == 0


def run_recount(cast: Cast, *more: str) -> int:
    return CliRunner().invoke(app, ["recount", "--park", cast.park.slug, *more]).exit_code
