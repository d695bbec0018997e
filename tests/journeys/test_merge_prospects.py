"""One firm or person that stood twice in the book of prospects: what hangs on them follows."""

from __future__ import annotations

import pytest

from qianjin.apps.investment.models import Touch
from qianjin.apps.prospects.refusals import AlreadyUndone
from qianjin.journeys.merge_prospects import (
    merge_prospect_firms,
    merge_prospect_people,
    undo_merge_prospects,
)
from tests.factories.accounts import Cast
from tests.factories.investment import a_project
from tests.factories.parks import NOON
from tests.factories.prospects import a_prospect, someone


def test_projects_follow_their_firm_and_come_back_but_for_what_came_since(cast: Cast) -> None:
    by = cast.acts(cast.yeting)
    kept, twice = a_prospect(cast, "远帆机载（演示）"), a_prospect(cast, "远帆机载设备（演示）")
    old = a_project(cast, "甲项目（演示）", organisation=twice)

    merge = merge_prospect_firms(kept=kept, dropped=twice, by=by, at=NOON)
    new = a_project(cast, "乙项目（演示）", organisation=kept)
    old.refresh_from_db()
    assert old.organisation == kept
    undo_merge_prospects(merge=merge, by=by, at=NOON)

    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.organisation, new.organisation) == (twice, kept)
    with pytest.raises(AlreadyUndone):
        undo_merge_prospects(merge=merge, by=by, at=NOON)


def test_whom_a_project_knows_and_spoke_with_becomes_the_one_that_stays(cast: Cast) -> None:
    by = cast.acts(cast.yeting)
    kept, twice = someone(cast, "顾以宁"), someone(cast, "顾以宁")
    project = a_project(cast, "丙项目（演示）", contact=twice)
    touch = Touch.objects.create(
        park=cast.park, project=project, kind="call", at=NOON, contact=twice
    )

    merge = merge_prospect_people(kept=kept, dropped=twice, by=by, at=NOON)
    moved = (type(project).objects.get().contact, Touch.objects.get().contact)
    undo_merge_prospects(merge=merge, by=by, at=NOON)

    assert moved == (kept, kept)
    project.refresh_from_db()
    touch.refresh_from_db()
    assert (project.contact, touch.contact) == (twice, twice)
