"""补数据 What is missing to judge an enterprise: figures of a year, qualifications."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.enterprises import policies as directory
from qianjin.apps.enterprises import services as enterprises
from qianjin.apps.enterprises.models import Enterprise

from ..choices import QualificationKind
from ..models import Qualification
from ..refusals import BadClaim, MayNotFile


@transaction.atomic
def state_qualification(
    *,
    enterprise: Enterprise,
    kind: str,
    holds: bool,
    by: Actor,
    at: datetime,
    valid_until: date | None = None,
) -> Qualification:
    """
    登记资质 Say that an enterprise has a label (until when), or that it has not.

    An enterprise's own word is marked so; what the office has entered it does not overwrite.

    :raises MayNotFile: neither its own people nor who keeps its entry.
    :raises BadClaim: no such qualification.
    """
    is_own = by.is_enterprise
    if not _may_state(by, enterprise):
        raise MayNotFile
    if kind not in QualificationKind.values:
        raise BadClaim({"kind": [_("There is no such qualification.")]})
    Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    row = Qualification.objects.filter(enterprise=enterprise, kind=kind).first()
    if row is not None and is_own and not row.is_own_word:
        return row
    until = valid_until if holds else None
    if row is not None and (row.holds, row.valid_until, row.is_own_word) == (holds, until, is_own):
        return row
    before = {"holds": row.holds, "until": str(row.valid_until or "")} if row else {}
    row = row or Qualification(park_id=enterprise.park_id, enterprise=enterprise, kind=kind)
    row.holds, row.valid_until, row.is_own_word = holds, until, is_own
    row.stated_by, row.stated_at = by.name[:80], at
    row.save()
    audit.record(
        park_id=enterprise.park_id,
        by=by,
        at=at,
        verb="enterprise.qualification",
        object_kind="enterprise",
        object_id=enterprise.pk,
        object_label=enterprise.name,
        detail={
            "kind": kind,
            "before": before,
            "after": {"holds": holds, "until": str(until or "")},
        },
    )
    return row


def _may_state(by: Actor, enterprise: Enterprise) -> bool:
    if by.is_enterprise:
        return enterprise.park_id == by.park_id and enterprise.pk in by.enterprise_ids
    return directory.may_keep(by, enterprise)


@transaction.atomic
def fill_in(
    *,
    enterprise: Enterprise,
    year: int,
    by: Actor,
    at: datetime,
    figures: Mapping[str, Decimal | int | None] | None = None,
    qualifications: Mapping[str, tuple[bool, date | None]] | None = None,
) -> None:
    """
    补齐认定数据 Figures of a year and qualifications in one act.

    ``figures`` as in ``enterprises.set_figures``; ``qualifications``: kind -> (has it, until). An
    enterprise fills in only what the office does not know yet.

    :raises MayNotEdit, MayNotFile: not this person's to say.
    :raises BadFigures, BadClaim: something is wrong; nothing is kept.
    """
    told = {name: value for name, value in (figures or {}).items() if value is not None}
    if told:
        enter = enterprises.fill_figures if by.is_enterprise else enterprises.set_figures
        enter(enterprise=enterprise, year=year, by=by, at=at, **told)
    for kind, (holds, until) in sorted((qualifications or {}).items()):
        state_qualification(
            enterprise=enterprise, kind=kind, holds=holds, valid_until=until, by=by, at=at
        )
