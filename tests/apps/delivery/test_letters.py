"""Letters to bureaux: written, sent, received, answered, chased; seen by their unit alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qianjin.apps.accounts.choices import Role
from qianjin.apps.accounts.models import Notice
from qianjin.apps.delivery import selectors, services
from qianjin.apps.delivery.models import Letter, StepNote
from qianjin.apps.delivery.refusals import BadEntry, LetterGone, LetterNotOut, MayNotAnswer
from qianjin.apps.delivery.services.letters import BRACKETS
from qianjin.units.refusals import Missing
from tests.factories.accounts import a_member
from tests.factories.delivery import a_plan, the_step
from tests.factories.parks import NOON, a_unit

DUE = date(2026, 11, 30)


@pytest.fixture
def letter(cast) -> Letter:
    plan = a_plan(cast)
    return services.write_letter(
        plan=plan,
        unit=cast.power,
        steps=[the_step(plan, "D20")],
        subject="关于临时用电的函",
        words="请协助办理临时用电。",
        due_on=DUE,
        by=cast.acts(cast.gumingzhou),
        at=NOON,
    )


def test_letters_are_numbered_by_the_park_without_a_gap(cast, letter: Letter) -> None:
    second = services.write_letter(
        plan=letter.plan, unit=cast.power, steps=[the_step(letter.plan, "D20")], subject="再函",
        words="请复。", due_on=DUE, by=cast.acts(cast.gumingzhou), at=NOON,
    )  # fmt: skip

    left, right = BRACKETS
    assert letter.number.endswith(f"联{left}2026{right}1号")
    assert second.number.endswith(f"联{left}2026{right}2号")


def test_a_draft_is_not_seen_by_the_bureau_a_sent_one_is(cast, letter: Letter) -> None:
    liaison = cast.acts(cast.liaison)
    with pytest.raises(Missing):
        selectors.letter_for(liaison, letter.pk)

    services.send_letter(letter=letter, by=cast.acts(cast.gumingzhou), at=NOON)

    assert selectors.letter_for(liaison, letter.pk) == letter
    notice = Notice.objects.get(user=cast.liaison, kind="delivery.letter")
    assert (notice.object_kind, notice.object_ref) == ("bureau_letter", str(letter.pk))
    assert [one.pk for one in selectors.today_of(liaison, NOON.date()).letters] == [letter.pk]
    with pytest.raises(LetterGone):
        services.send_letter(letter=letter, by=cast.acts(cast.gumingzhou), at=NOON)


def test_the_bureau_receives_and_answers_and_the_step_has_it_on_its_trail(
    cast, letter: Letter
) -> None:
    liaison = cast.acts(cast.liaison)
    services.send_letter(letter=letter, by=cast.acts(cast.gumingzhou), at=NOON)
    services.receive_letter(letter=letter, by=liaison, at=NOON)
    services.receive_letter(letter=letter, by=liaison, at=NOON)
    done = services.answer_letter(
        letter=letter, answer="可于周五接通。", answer_on=date(2026, 11, 27), by=liaison, at=NOON
    )

    assert (done.state, done.received_by) == ("answered", cast.liaison.name)
    told = StepNote.objects.filter(step=the_step(letter.plan, "D20"), kind="letter")
    assert told.count() == 2
    assert "2026-11-27" in told.latest("pk").words
    assert Notice.objects.filter(user=cast.gumingzhou, kind="delivery.answered").count() == 1
    with pytest.raises(LetterNotOut):
        services.answer_letter(letter=letter, answer="再答。", by=liaison, at=NOON)


def test_another_bureau_neither_sees_nor_answers(cast, letter: Letter) -> None:
    services.send_letter(letter=letter, by=cast.acts(cast.gumingzhou), at=NOON)
    other = a_member(cast.park, Role.BUREAU_LIAISON, a_unit(cast.park, "税务局", "bureau"))

    with pytest.raises(Missing):
        selectors.letter_for(cast.acts(other), letter.pk)
    with pytest.raises(MayNotAnswer):
        services.answer_letter(letter=letter, answer="不该我答。", by=cast.acts(other), at=NOON)


def test_whoever_does_not_answer_is_asked_again(cast, letter: Letter) -> None:
    by = cast.acts(cast.gumingzhou)
    with pytest.raises(LetterNotOut):
        services.chase_letter(letter=letter, by=by, at=NOON)
    services.send_letter(letter=letter, by=by, at=NOON)

    chased = services.chase_letter(letter=letter, by=by, at=NOON + timedelta(days=8))

    assert chased.chased == 1
    assert Notice.objects.filter(user=cast.liaison, kind="delivery.chased").count() == 1


def test_a_letter_needs_steps_of_its_plan_words_and_a_day_to_come(cast, letter: Letter) -> None:
    foreign = the_step(a_plan(cast, "别的（演示）"), "D20")
    with pytest.raises(BadEntry) as refused:
        services.write_letter(
            plan=letter.plan, unit=cast.power, steps=[foreign], subject="", words="",
            due_on=date(2026, 11, 1), by=cast.acts(cast.gumingzhou), at=NOON,
        )  # fmt: skip
    assert set(refused.value.fields) == {"subject", "words", "steps", "due_on"}


def test_the_week_of_a_bureau_holds_its_own_steps_alone(cast, letter: Letter) -> None:
    services.send_letter(letter=letter, by=cast.acts(cast.gumingzhou), at=NOON)
    week = selectors.week_of(cast.acts(cast.liaison), NOON.date())
    every = selectors.week_of(cast.acts(cast.gumingzhou), NOON.date())

    assert {row.unit for row in week.begin} <= {cast.power}
    assert len(every.begin) > len(week.begin)
    assert [one.pk for one in week.letters] == [letter.pk]
