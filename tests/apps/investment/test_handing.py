"""移交 A whole book into other hands, one entry in the trail, undone as one."""

from __future__ import annotations

from datetime import date

import pytest

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.investment import services
from qianjin.apps.investment.models import Project
from qianjin.apps.investment.refusals import BadHandOver, HandedOn, MayNotKeepProject
from tests.factories.accounts import Cast
from tests.factories.investment import a_project
from tests.factories.parks import NOON


@pytest.fixture
def book(cast: Cast) -> list[Project]:
    rows = [a_project(cast, f"第{n}号项目（演示）") for n in range(3)]
    by = cast.acts(cast.yeting)
    services.plan_step(project=rows[0], next_step="拜访", next_on=date(2026, 12, 1), by=by, at=NOON)
    services.lose(project=rows[2], reason="funds", by=by, at=NOON)
    return rows


def owners() -> list[str]:
    return list(Project.objects.order_by("pk").values_list("owner__name", flat=True))


def test_takes_all_that_is_not_over_with_its_next_steps(cast: Cast, book: list[Project]) -> None:
    made = services.hand_over(
        park=cast.park,
        giver=cast.yeting,
        taker=cast.zhouheng,
        by=cast.acts(cast.zhouheng),
        at=NOON,
        words="调岗",
    )

    yeting, zhouheng = cast.yeting.name, cast.zhouheng.name
    assert owners() == [zhouheng, zhouheng, yeting]
    assert Project.objects.get(pk=book[0].pk).next_by == cast.zhouheng
    assert AuditEntry.objects.filter(verb="project.hand_over").count() == 1

    services.take_back_hand_over(handover=made, by=cast.acts(cast.zhouheng), at=NOON)

    assert owners() == [yeting] * 3
    assert Project.objects.get(pk=book[0].pk).next_by == cast.yeting
    with pytest.raises(HandedOn):
        services.take_back_hand_over(handover=made, by=cast.acts(cast.zhouheng), at=NOON)


def test_stays_once_a_project_is_in_third_hands(cast: Cast, book: list[Project]) -> None:
    made = services.hand_over(
        park=cast.park,
        giver=cast.yeting,
        taker=cast.zhouheng,
        by=cast.acts(cast.hewei),
        at=NOON,
    )
    Project.objects.filter(pk=book[1].pk).update(owner=cast.hewei)

    with pytest.raises(HandedOn):
        services.take_back_hand_over(handover=made, by=cast.acts(cast.hewei), at=NOON)


def test_is_not_for_another_section_nor_to_nobody(cast: Cast, book: list[Project]) -> None:
    with pytest.raises(MayNotKeepProject):
        services.hand_over(
            park=cast.park,
            giver=cast.yeting,
            taker=cast.zhouheng,
            by=cast.acts(cast.gumingzhou),
            at=NOON,
        )
    for taker in (cast.yeting, cast.chenlan):
        with pytest.raises(BadHandOver):
            services.hand_over(
                park=cast.park, giver=cast.yeting, taker=taker, by=cast.acts(cast.hewei), at=NOON
            )
