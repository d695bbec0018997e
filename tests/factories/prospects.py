"""Prospect firms and the people there."""

from __future__ import annotations

from typing import Any

from qianjin.apps.accounts.models import User
from qianjin.apps.prospects import services
from qianjin.apps.prospects.models import Contact, Organisation

from .accounts import Cast
from .parks import NOON


def a_prospect(
    cast: Cast, name: str = "远帆汽车部件有限公司（演示）", by: User | None = None, **values: Any
) -> Organisation:
    """A firm in the care of the sector specialist."""
    return services.write_organisation(
        by=cast.acts(by or cast.yeting), at=NOON, name=name, is_demo=True, **values
    )


def someone(
    cast: Cast,
    name: str = "陆小明",
    firm: Organisation | None = None,
    by: User | None = None,
    **values: Any,
) -> Contact:
    """A contact in the care of the sector specialist."""
    return services.write_contact(
        by=cast.acts(by or cast.yeting),
        at=NOON,
        name=name,
        organisation=firm,
        is_demo=True,
        **values,
    )
