"""Red and yellow of letters and steps by the rule of every promise; who is reminded when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qianjin.apps.accounts.models import Notice
from qianjin.apps.delivery import services
from qianjin.apps.delivery.models import Letter, Plan, PlanStep
from qianjin.apps.delivery.services.ladder import rung_of
from qianjin.apps.parks.planning import yellow_on
from tests.factories.delivery import a_plan, the_step
from tests.factories.parks import NOON

MONDAY = date(2026, 11, 23)


@pytest.fixture
def plan(cast) -> Plan:
    row = a_plan(cast)
    row.refresh_from_db()
    return row


@pytest.fixture
def letter(cast, plan: Plan) -> Letter:
    """Sent on Monday, due on Friday."""
    by = cast.acts(cast.gumingzhou)
    made = services.write_letter(
        plan=plan, unit=cast.power, steps=[the_step(plan, "D20")], subject="关于临时用电的函",
        words="请协助。", due_on=MONDAY + timedelta(4), by=by, at=NOON,
    )  # fmt: skip
    return services.send_letter(letter=made, by=by, at=NOON)


def remind(cast, days: int) -> int:
    return services.remind(park=cast.park, at=NOON + timedelta(days=days))


def told(user, kind: str) -> int:
    return Notice.objects.filter(user=user, kind=f"delivery.{kind}").count()


def test_yellow_is_one_working_day_or_a_fifth_whichever_is_first(cast) -> None:
    friday = MONDAY + timedelta(4)

    assert yellow_on(cast.park, MONDAY, friday) == friday
    # Of ten working days two are a fifth: yellow from the morning of the last but one.
    assert yellow_on(cast.park, MONDAY, friday + timedelta(7)) == friday + timedelta(6)
    assert yellow_on(cast.park, friday, MONDAY) == MONDAY


def test_a_promise_gives_each_step_its_yellow_day_before_its_due_day(cast, plan: Plan) -> None:
    services.promise_dates(plan=plan, by=cast.acts(cast.gumingzhou), at=NOON)
    rows = PlanStep.objects.filter(plan=plan, due_on__isnull=False)

    assert rows.exists()
    assert all(row.warn_on is not None and row.warn_on <= row.due_on for row in rows)
    long = the_step(plan, "C01")
    assert long.warn_on is not None
    assert long.due_on is not None
    assert long.start_on is not None
    assert 0.15 < (long.due_on - long.warn_on) / (long.due_on - long.start_on) < 0.25


def test_a_letter_climbs_from_the_officer_to_the_head_to_the_deputy_director(
    cast, letter: Letter
) -> None:
    assert letter.warn_on == MONDAY + timedelta(4)
    assert remind(cast, 3) == 0
    assert remind(cast, 4) == 1
    assert remind(cast, 4) == 0
    assert told(cast.liaison, "letter_soon") == 1
    assert told(cast.gumingzhou, "letter_soon") == 1
    assert remind(cast, 5) == 0, "nobody is reminded on a Saturday"
    assert remind(cast, 7) == 1
    assert told(cast.gumingzhou, "letter_late") == 1
    assert remind(cast, 8) == 1
    letter.refresh_from_db()
    assert letter.rung == "red_director"
    assert remind(cast, 9) == 0


def test_an_answered_letter_reminds_nobody(cast, letter: Letter) -> None:
    services.answer_letter(letter=letter, answer="可以。", by=cast.acts(cast.liaison), at=NOON)

    assert remind(cast, 10) == 0


def test_steps_of_a_plan_are_told_of_together_and_anew_for_another_day(cast, plan: Plan) -> None:
    step = the_step(plan, "P01")
    by = cast.acts(cast.gumingzhou)
    for key in ("P01", "P02"):
        services.set_dates(
            step=the_step(plan, key),
            version=None,
            promised_on=MONDAY,
            reason="承诺",
            by=by,
            at=NOON,
        )
    assert remind(cast, 0) == 1
    assert remind(cast, 1) == 1
    assert told(cast.gumingzhou, "steps_late") == 1
    notice = Notice.objects.get(user=cast.gumingzhou, kind="delivery.steps_late")
    assert notice.params["count"] == 2

    services.set_dates(
        step=the_step(plan, "P01"), version=None, promised_on=MONDAY + timedelta(60),
        reason="延期", by=by, at=NOON,
    )  # fmt: skip
    step.refresh_from_db()
    assert step.rung == ""


def test_the_rung_counts_working_days(cast) -> None:
    friday = MONDAY + timedelta(4)

    assert rung_of(cast.park, friday, friday) == "yellow_officer"
    assert rung_of(cast.park, friday, friday + timedelta(3)) == "red_head"
    assert rung_of(cast.park, friday, friday + timedelta(4)) == "red_director"
