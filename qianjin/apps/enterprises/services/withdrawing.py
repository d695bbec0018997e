"""撤出 An entry that was made by mistake, or whose ground has gone: taken out, if unused."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit

from .. import policies
from ..choices import ThreadKind
from ..models import Enterprise, ThreadEntry
from ..refusals import InUse, MayNotEdit

BEGINNING = (ThreadKind.REGISTERED, ThreadKind.SIGNED)


@transaction.atomic
def withdraw(*, enterprise: Enterprise, by: Actor, at: datetime) -> None:
    """
    撤出企业 Take an entry out of the directory to which nothing has been added since it was made.

    :raises MayNotEdit: it is not in the care of ``by``.
    :raises InUse: it was changed, called upon, or something refers to it.
    """
    row = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    if not policies.may_keep(by, row):
        raise MayNotEdit
    lines = ThreadEntry.objects.filter(enterprise=row).exclude(kind__in=BEGINNING)
    if row.version != 1 or lines.exists() or _is_referred(row):
        raise InUse(name=row.name)
    key, name = row.pk, row.name
    row.delete()
    audit.record(
        park_id=row.park_id,
        by=by,
        at=at,
        verb="enterprise.withdraw",
        object_kind="enterprise",
        object_id=key,
        object_label=name,
    )


def _is_referred(row: Enterprise) -> bool:
    """Whether anything but its own first lines points to it."""
    return any(
        relation.related_model._base_manager.filter(  # noqa: SLF001
            **{relation.field.name: row}
        ).exists()
        for relation in Enterprise._meta.related_objects  # noqa: SLF001
        if relation.related_model is not ThreadEntry
    )
