"""专项行动 One task to many enterprises: told once, answered, no more given than there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from qianjin.apps.accounts.models import Notice
from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.drives import selectors, services
from qianjin.apps.drives.models import Allotment, Drive, Resource
from qianjin.apps.drives.refusals import BadDrive, DriveFinished, MayNotRun, NothingLeft
from qianjin.apps.enterprises.models import ThreadEntry
from qianjin.units.refusals import Missing
from tests.factories.accounts import Cast, the_cast
from tests.factories.parks import NOON


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    return the_cast()


@pytest.fixture
def drive(cast: Cast) -> Drive:
    """Two enterprises, three permits of the first batch."""
    return services.start_drive(
        park=cast.park,
        name="复工复产（演示）",
        words="何时复工，需要几间观察房？",
        due_on=date(2027, 2, 10),
        chosen=[cast.chenxi, cast.other],
        resources={"第一批开工许可": 3},
        by=cast.acts(cast.hewei),
        at=NOON,
    )


def test_every_enterprise_chosen_begins_untold(cast: Cast, drive: Drive) -> None:
    assert selectors.counts_of(drive)["not_told"] == 2
    assert AuditEntry.objects.filter(verb="drive.start").count() == 1


def test_an_officer_without_the_right_starts_none(cast: Cast) -> None:
    with pytest.raises(MayNotRun):
        services.start_drive(
            park=cast.park,
            name="摸底",
            words="缺什么？",
            due_on=date(2027, 2, 10),
            chosen=[cast.chenxi],
            by=cast.acts(cast.yeting),
            at=NOON,
        )


def test_without_enterprises_or_words_nothing_is_started(cast: Cast) -> None:
    with pytest.raises(BadDrive) as refused:
        services.start_drive(
            park=cast.park,
            name="摸底",
            words=" ",
            due_on=date(2020, 1, 1),
            chosen=[],
            by=cast.acts(cast.hewei),
            at=NOON,
        )

    assert set(refused.value.fields) == {"words", "due_on", "tier"}


def test_telling_reaches_the_people_of_each_enterprise_once(cast: Cast, drive: Drive) -> None:
    by = cast.acts(cast.hewei)

    first = services.tell(drive=drive, by=by, at=NOON)
    second = services.tell(drive=drive, by=by, at=NOON)

    assert (first, second) == (2, 0)
    assert Notice.objects.filter(user=cast.chenlan, kind="drives.told").count() == 1
    assert ThreadEntry.objects.filter(enterprise=cast.chenxi, kind="drive").count() == 1


def test_an_answer_is_recorded_with_who_entered_it(cast: Cast, drive: Drive) -> None:
    target = drive.targets.get(enterprise=cast.chenxi)

    services.record(
        target=target, state="answered", answer="2月10日", by=cast.acts(cast.linyue), at=NOON
    )

    (row, _other), _next = selectors.targets_page(drive)
    assert (row.state, row.answer, row.changed_by) == ("answered", "2月10日", cast.linyue.name)


def test_answered_without_an_answer_is_refused(cast: Cast, drive: Drive) -> None:
    target = drive.targets.get(enterprise=cast.chenxi)

    with pytest.raises(BadDrive):
        services.record(target=target, state="answered", by=cast.acts(cast.linyue), at=NOON)


def test_no_more_is_given_than_there_is_and_what_is_taken_back_is_there_again(
    cast: Cast, drive: Drive
) -> None:
    permits = Resource.objects.get(drive=drive)
    mine, theirs = drive.targets.order_by("id")
    by = cast.acts(cast.linyue)
    services.record(target=mine, state="done", given={permits.pk: 2}, by=by, at=NOON)

    with pytest.raises(NothingLeft) as refused:
        services.record(target=theirs, state="done", given={permits.pk: 2}, by=by, at=NOON)

    assert str(refused.value) == "第一批开工许可只剩1。"
    theirs.refresh_from_db()
    assert theirs.state == "not_told"
    services.record(target=mine, state="not_needed", given={permits.pk: 0}, by=by, at=NOON)
    services.record(target=theirs, state="done", given={permits.pk: 3}, by=by, at=NOON)
    assert list(Allotment.objects.values_list("target", "amount")) == [(theirs.pk, 3)]


def test_a_resource_of_another_action_is_not_given(cast: Cast, drive: Drive) -> None:
    other = services.start_drive(
        park=cast.park,
        name="芯片摸底（演示）",
        words="缺哪些？",
        due_on=date(2027, 3, 1),
        chosen=[cast.chenxi],
        resources={"周转芯片": 9},
        by=cast.acts(cast.hewei),
        at=NOON,
    )
    chips = Resource.objects.get(drive=other)

    with pytest.raises(BadDrive):
        services.record(
            target=drive.targets.earliest("id"),
            state="done",
            given={chips.pk: 1},
            by=cast.acts(cast.linyue),
            at=NOON,
        )


def test_after_the_end_nothing_is_entered(cast: Cast, drive: Drive) -> None:
    by = cast.acts(cast.hewei)
    services.finish(drive=drive, by=by, at=NOON)

    with pytest.raises(DriveFinished):
        services.record(target=drive.targets.earliest("id"), state="done", by=by, at=NOON)
    with pytest.raises(DriveFinished):
        services.tell(drive=drive, by=by, at=NOON)


def test_the_table_taken_out_holds_every_enterprise(cast: Cast, drive: Drive) -> None:
    found = services.export_drive(drive=drive, by=cast.acts(cast.linyue), at=NOON)

    rows = CalamineWorkbook.from_filelike(found).get_sheet_by_index(0).to_python()
    assert rows[0] == ["企业", "状态", "答复", "更新人", "第一批开工许可"]
    assert {row[0] for row in rows[1:]} == {cast.chenxi.name, cast.other.name}


def test_another_park_sees_none_of_it(cast: Cast, drive: Drive) -> None:
    there = the_cast()

    with pytest.raises(Missing):
        selectors.drive_for(there.acts(there.hewei), drive.pk)
    with pytest.raises(Missing):
        selectors.target_for(there.acts(there.hewei), drive.targets.earliest("id").pk)
