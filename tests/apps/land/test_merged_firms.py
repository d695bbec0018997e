"""Rights on land follow an enterprise that is merged, and come back."""

from __future__ import annotations

from qianjin.apps.land import services
from qianjin.journeys import merge_enterprises as journey
from tests.factories.accounts import Cast
from tests.factories.land import a_parcel
from tests.factories.parks import NOON


def test_rights_follow_a_merger_and_return_when_it_is_undone(cast: Cast) -> None:
    right = services.add_right(
        parcel=a_parcel(cast), kind="use", enterprise=cast.other, by=cast.acts(cast.hewei), at=NOON
    )
    by = cast.acts(cast.linyue)

    merge = journey.merge_enterprises(kept=cast.chenxi, dropped=cast.other, by=by, at=NOON)
    right.refresh_from_db()
    assert right.enterprise == cast.chenxi
    journey.undo_merge_enterprises(merge=merge, by=by, at=NOON)
    right.refresh_from_db()
    assert right.enterprise == cast.other
