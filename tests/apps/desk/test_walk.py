"""A random walk: whatever both sides do in whatever order, what must hold always holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit.selectors import verify
from qianjin.apps.desk import services
from qianjin.apps.desk.choices import OPEN_STATES
from qianjin.apps.desk.models import Entry, Promise, Rating, Reminder, ServiceRequest
from qianjin.apps.parks.planning import Amount, Unit, calendar_of
from qianjin.units.refusals import Refusal
from tests.factories.accounts import Cast
from tests.factories.desk import a_request
from tests.factories.parks import local

START = local("2026-02-11 16:00")
"""A Wednesday; the Saturday after it is a make-up day, and a nine-day holiday follows."""

steps = st.sampled_from([1, 17, 45, 95, 300, 1440, 4320, 9000])


class Walk(RuleBasedStateMachine):
    """One request between 陈岚 and 叶汀; every act may be refused, and then changes nothing."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.scope = transaction.atomic()
        self.scope.__enter__()
        self.now = START
        self.paused = 0

    def teardown(self) -> None:
        assert verify(self.cast.park.pk) == []
        transaction.set_rollback(True)
        self.scope.__exit__(None, None, None)

    @initialize()
    def raised(self) -> None:
        self.firm, self.officer, self.sorter = (
            self.cast.acts(who) for who in (self.cast.chenlan, self.cast.yeting, self.cast.linyue)
        )
        self.request = a_request(self.cast.chenxi, self.firm, self.now)
        self.calendar = calendar_of(self.cast.park)

    @property
    def row(self) -> ServiceRequest:
        return ServiceRequest.objects.get(pk=self.request.pk)

    def act(self, verb: Any, **fields: Any) -> bool:
        """Do it, or be refused with nothing changed."""
        before = self.row
        try:
            verb(request=self.request, at=self.now, **fields)
        except Refusal:
            assert self.row.version == before.version
            return False
        if before.paused_at and not self.row.paused_at:
            self.paused += self.calendar.working_minutes(before.paused_at, self.now)
        if self.row.round > before.round:
            self.paused = 0
        return True

    @rule(minutes=steps)
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(level=st.sampled_from(["", "simple", "complex"]), has_officer=st.booleans())
    def triage(self, level: str, has_officer: bool) -> None:
        officer = self.cast.yeting if has_officer else None
        self.act(
            services.triage,
            kind="SUP",
            level=level,
            unit=self.cast.investment,
            officer=officer,
            by=self.sorter,
        )

    @rule(channel=st.sampled_from(["", "phone"]))
    def accept(self, channel: str) -> None:
        self.act(services.accept, by=self.officer, channel=channel)

    @rule()
    def contact(self) -> None:
        self.act(services.contact, by=self.officer, channel="wechat")

    @rule(is_plan=st.booleans())
    def reply(self, is_plan: bool) -> None:
        was_long = "long_case" in {self.row.status, self.row.resume_status}

        if self.act(services.reply, words="答复", by=self.officer, is_plan=is_plan) and was_long:
            assert self.row.status == "long_case"

    @rule()
    def ask(self) -> None:
        self.act(services.ask_material, words="补件", by=self.officer)

    @rule()
    def supply(self) -> None:
        self.act(services.supply_material, words="给", by=self.firm)

    @rule()
    def go_on(self) -> None:
        self.act(services.go_on_without, by=self.officer)

    @rule()
    def talk(self) -> None:
        self.act(services.write_message, words="问", by=self.firm)
        self.act(services.note, words="记", by=self.officer)

    @rule(days=st.integers(0, 20))
    def lengthen(self, days: int) -> None:
        ahead = {"milestone": "会审", "milestone_on": timezone.localdate(self.now)}
        ahead["milestone_on"] += timedelta(days=days)
        verb = (
            services.answer_interim if self.row.status == "long_case" else services.make_long_case
        )
        self.act(verb, words="进展", by=self.officer, **ahead)

    @rule()
    def resolve(self) -> None:
        self.act(services.resolve, words="办好", by=self.officer)

    @precondition(lambda self: self.row.status in {"resolved", "closed"})
    @rule(score=st.integers(1, 5))
    def rate(self, score: int) -> None:
        self.act(services.rate, score=score, by=self.firm)

    @precondition(lambda self: self.row.status in {"resolved", "closed"})
    @rule()
    def reopen(self) -> None:
        self.act(services.reopen, words="没好", by=self.firm)

    @precondition(lambda self: self.row.version > 7)
    @rule()
    def withdraw(self) -> None:
        self.act(services.withdraw, by=self.firm)

    @rule()
    def clock(self) -> None:
        services.climb(park_id=self.cast.park.pk, at=self.now)
        self.act(services.archive, by=Actor.clock(self.cast.park.pk))

    @invariant()
    def the_next_promise_is_the_first_unmet_one(self) -> None:
        row = self.row
        unmet = list(row.promises.filter(round=row.round, met_at=None).order_by("due_at"))
        if row.paused_at or not unmet:
            assert (row.next_stage, row.next_due_at, row.warn_at) == ("", None, None)
        else:
            assert row.next_due_at == unmet[0].due_at
            assert (row.next_stage, row.warn_at) in {(p.stage, p.warn_at) for p in unmet}

    @invariant()
    def an_open_request_has_a_promise_and_a_finished_one_has_none(self) -> None:
        row = self.row
        unmet = row.promises.filter(round=row.round, met_at=None).exists()
        assert unmet == (row.status in OPEN_STATES)
        assert (row.paused_at is not None) == (row.status == "need_info")
        assert bool(row.resume_status) == (row.status == "need_info")
        assert (row.status == "long_case") <= bool(row.milestone)

    @invariant()
    def every_due_time_is_what_the_calendar_says(self) -> None:
        for promise in self.row.promises.all():
            due = self.due_of(promise)
            assert promise.due_at == due, promise
            assert promise.start_at <= promise.warn_at <= promise.due_at

    def due_of(self, promise: Promise) -> datetime:
        return self.calendar.due(
            promise.start_at,
            Amount(promise.amount, Unit(promise.unit)),
            paused_minutes=promise.paused_minutes,
        )

    @invariant()
    def pauses_add_up(self) -> None:
        row = self.row
        first = row.promises.filter(round=row.round, stage="resolve").first()
        if first and first.met_at is None:
            assert first.paused_minutes == self.paused

    @invariant()
    def the_thread_grows_step_by_step(self) -> None:
        versions = list(
            Entry.objects.filter(request=self.request).values_list("version", flat=True)
        )
        assert versions == list(range(1, self.row.version + 1))

    @invariant()
    def each_rung_is_climbed_once_and_each_round_rated_once(self) -> None:
        rungs = list(Reminder.objects.values_list("promise_id", "rung"))
        assert len(rungs) == len(set(rungs))
        rounds = list(Rating.objects.values_list("round", flat=True))
        assert len(rounds) == len(set(rounds))
        row = self.row
        now = Rating.objects.filter(round=row.round).first()
        assert row.score == (now.score if now else None)


@pytest.mark.slow
def test_no_walk_breaks_what_must_hold(cast) -> None:
    machine = type("WalkOfTheCast", (Walk,), {"cast": cast})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
