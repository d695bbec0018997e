"""名单导出 The targets of a campaign as Excel."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.audit import services as audit
from qianjin.units.spreadsheet import Column, write_table

from .. import selectors
from ..choices import TargetState
from ..models import Campaign
from ..refusals import MayNotExport


@transaction.atomic
def export_targets(
    *,
    campaign: Campaign,
    worded: Callable[[Sequence[Sequence[Any]]], str],
    by: Actor,
    at: datetime,
) -> IO[bytes]:
    """
    导出名单 Every target, the best first; ``worded`` puts reasons into the reader's words.

    :raises MayNotExport: this person sees no prospects.
    """
    if not by.may(Capability.PROSPECT_SEE) or campaign.park_id != by.park_id:
        raise MayNotExport
    titles = (_("Firm"), _("Credit code"), _("Industry"), _("City"), _("Products and scope"))
    columns = [
        *(Column(title) for title in titles),
        Column(_("Registered capital (10,000 yuan)"), kind="number"),
        Column(_("Employees"), kind="number"),
        Column(_("Fit"), kind="number"),
        *(Column(title) for title in (_("Why"), _("Caller"), _("State"), _("What they said"))),
    ]
    rows = (
        [
            row.name,
            row.credit_code,
            row.industry,
            row.city,
            row.products,
            row.capital_wan,
            row.employees,
            row.score,
            worded(row.reasons),
            row.caller.name if row.caller else "",
            str(TargetState(row.state).label),
            row.words,
        ]
        for row in selectors.exported_targets(campaign)
    )
    out = io.BytesIO()
    count = write_table(out, columns, rows, sheet=_("Targets"))
    out.seek(0)
    audit.record(
        park_id=campaign.park_id,
        by=by,
        at=at,
        verb="campaign.export",
        object_kind="campaign",
        object_id=campaign.pk,
        object_label=campaign.name,
        detail={"rows": count},
    )
    return out
