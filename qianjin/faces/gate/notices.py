"""站内消息 How a notice reads and where it leads, for every face and for the mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from qianjin.apps.accounts import sentences as people
from qianjin.apps.channels import sentences as channels
from qianjin.apps.delivery import sentences as delivery
from qianjin.apps.desk import sentences as desk
from qianjin.apps.drives import sentences as drives
from qianjin.apps.investment import sentences as investment
from qianjin.apps.land import sentences as land
from qianjin.apps.prospects import sentences as prospects
from qianjin.apps.subsidies import sentences as subsidies

if TYPE_CHECKING:
    from qianjin.apps.accounts.models import Notice

SENTENCES = {
    **people.NOTICES,
    **drives.NOTICES,
    **subsidies.NOTICES,
    **land.NOTICES,
    **investment.NOTICES,
    **prospects.NOTICES,
    **delivery.NOTICES,
    **desk.NOTICES,
    **channels.NOTICES,
}
"""Kind of notice -> its sentence, filled from the notice's parameters when it is read."""

ADDRESSES = {
    "request": ("web:request", "portal:request"),
    "absence": ("web:absences", ""),
    "prospects": ("web:prospects", ""),
    "claim": ("web:claim", "portal:claim"),
    "drive": ("web:drive", ""),
    "project": ("web:project", ""),
    "projects": ("web:projects", ""),
    "opinions": ("web:opinions", ""),
    "delivery_plan": ("web:delivery_plan", ""),
    "delivery_step": ("web:delivery_step", ""),
    "bureau_letter": ("web:delivery_letter", ""),
    "boundary_change": ("web:parcel_change", ""),
    "drive_target": ("web:drive_target", "portal:drive"),
}
"""Kind of object -> the page about it on the office's side and on the enterprise's."""


def sentence(notice: Notice) -> str:
    """The notice in the reader's language."""
    return str(SENTENCES[notice.kind]) % notice.params


def address(notice: Notice, park_slug: str, *, is_enterprise: bool) -> str:
    """Where the notice leads; empty when there is no page about it on this side."""
    office, enterprise = ADDRESSES.get(notice.object_kind, ("", ""))
    name = enterprise if is_enterprise else office
    if not name:
        return ""
    args = [park_slug, notice.object_ref] if notice.object_ref else [park_slug]
    return reverse(name, args=args)


def link(notice: Notice, *, is_enterprise: bool) -> str:
    """The whole address of what the notice is about, for a mail."""
    path = address(notice, notice.park.slug, is_enterprise=is_enterprise)
    return f"{settings.SITE_URL.rstrip('/')}{path or f'/{notice.park.slug}/'}"
