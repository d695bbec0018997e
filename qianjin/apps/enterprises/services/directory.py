from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope
from qianjin.apps.accounts.models import User
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park
from qianjin.units.refusals import Missing

from .. import planning, policies, selectors
from ..checks import FIELDS, clean, problems_of
from ..choices import ThreadKind
from ..models import Enterprise
from ..refusals import (
    BadEnterprise,
    ChangedMeanwhile,
    LooksKnown,
    MayNotAssign,
    MayNotEdit,
    MayNotRegister,
    MergedAway,
)
from . import index
from .thread import write_on_thread


@transaction.atomic
def register(
    *,
    park: Park,
    by: Actor,
    at: datetime,
    name: str,
    officer: User | None = None,
    is_demo: bool = False,
    confirmed: bool = True,
    origin: str = "",
    **fields: Any,
) -> Enterprise:
    """
    入库 Enter an enterprise in the park's directory.

    ``fields`` are those of ``checks.FIELDS``. An officer who keeps only their own enterprises
    becomes responsible for what they enter. ``origin`` (a file's name) marks an import.

    :raises MayNotRegister: ``by`` keeps no enterprises here.
    :raises MayNotAssign: ``by`` names an officer other than themselves without that right.
    :raises BadEnterprise: a field is wrong, or the credit code is already in the directory.
    :raises LooksKnown: ``confirmed`` is false and a like name is already there.
    """
    if park.pk != by.park_id or not policies.may_register(by):
        raise MayNotRegister
    values = clean({"name": name, **fields})
    keeps_all = (
        max(by.scope(Capability.ENTERPRISE_EDIT), by.scope(Capability.ENTERPRISE_IMPORT))
        == Scope.PARK
    )
    officer_id = officer.pk if officer else None
    if not keeps_all:
        if officer_id is not None and officer_id not in by.people:
            raise MayNotAssign
        officer_id = officer_id or by.user_id
    _check(values, by, code=values.get("credit_code", ""))
    if not confirmed:
        _must_look_new(by, values["name"])
    enterprise = Enterprise(
        park=park,
        officer_id=officer_id,
        is_demo=is_demo,
        name_key=planning.name_key(values["name"]),
        **values,
    )
    _save(enterprise, by)
    index.refresh([enterprise])
    write_on_thread(
        enterprise=enterprise,
        by=by,
        at=at,
        text=origin,
        is_internal=True,
        kind=ThreadKind.IMPORTED if origin else ThreadKind.REGISTERED,
    )
    audit.record(
        park_id=park.pk,
        by=by,
        at=at,
        verb="enterprise.register",
        object_kind="enterprise",
        object_id=enterprise.pk,
        object_label=enterprise.name,
        detail={**values, "officer": officer_id, "origin": origin},
    )
    return enterprise


@transaction.atomic
def change(
    *,
    enterprise: Enterprise,
    version: int,
    by: Actor,
    at: datetime,
    confirmed: bool = True,
    **fields: Any,
) -> Enterprise:
    """
    Change what the directory says of an enterprise; equal values change nothing.

    ``version`` is the one the writer has seen. ``officer`` (a person or ``None``) may be among
    the fields.

    :raises MayNotEdit: the enterprise is not in the care of ``by``.
    :raises MayNotAssign: the officer differs and ``by`` may not name one.
    :raises MergedAway: the entry was merged into another.
    :raises ChangedMeanwhile: somebody else changed one of these fields since; ``changes`` says
        what. Changes of other fields do not collide.
    :raises BadEnterprise: a field is wrong, or the credit code is another's.
    :raises LooksKnown: ``confirmed`` is false and the new name is like one already there.
    """
    kept = locked(enterprise)
    if not policies.may_keep(by, kept):
        raise MayNotEdit
    _must_stand(kept)
    new_officer = fields.pop("officer", kept.officer)
    values = clean(fields)
    after = {**values, "officer": new_officer.pk if new_officer else None}
    before = {field: getattr(kept, field) for field in values} | {"officer": kept.officer_id}
    differing = {field: value for field, value in after.items() if value != before[field]}
    for field in _untouched(kept, version, differing):
        del differing[field]
        values.pop(field, None)
        new_officer = kept.officer if field == "officer" else new_officer
    if new_officer != kept.officer and not policies.may_assign(by, kept):
        raise MayNotAssign
    whole = {**{f: getattr(kept, f) for f in FIELDS}, **values}
    _check(whole, by, code=values.get("credit_code", ""), but=kept.pk)
    if not confirmed and "name" in differing:
        _must_look_new(by, values["name"], but=kept.pk)
    if not differing:
        return kept
    for field, value in values.items():
        setattr(kept, field, value)
    kept.officer = new_officer
    kept.name_key = planning.name_key(kept.name)
    kept.version += 1
    _save(kept, by)
    index.refresh([kept])
    old = {field: before[field] for field in differing}
    write_on_thread(
        enterprise=kept,
        kind=ThreadKind.CHANGED,
        by=by,
        at=at,
        text=",".join(differing),
        is_internal=True,
    )
    audit.record(
        park_id=kept.park_id,
        by=by,
        at=at,
        verb="enterprise.change",
        object_kind="enterprise",
        object_id=kept.pk,
        object_label=kept.name,
        detail={"before": old, "after": differing, "version": kept.version},
    )
    return kept


@transaction.atomic
def assign(*, enterprise: Enterprise, officer: User | None, by: Actor, at: datetime) -> Enterprise:
    """
    指定服务专员 Name the officer responsible, or nobody; the same officer changes nothing.

    :raises MayNotAssign: ``by`` does not keep the whole directory.
    :raises MergedAway: the entry was merged into another.
    """
    kept = locked(enterprise)
    if not policies.may_assign(by, kept):
        raise MayNotAssign
    _must_stand(kept)
    if kept.officer == officer:
        return kept
    before = kept.officer_id
    kept.officer = officer
    kept.version += 1
    kept.save(update_fields=["officer", "version"])
    write_on_thread(
        enterprise=kept,
        kind=ThreadKind.OFFICER,
        by=by,
        at=at,
        text=officer.name if officer else "",
        is_internal=True,
    )
    audit.record(
        park_id=kept.park_id,
        by=by,
        at=at,
        verb="enterprise.assign",
        object_kind="enterprise",
        object_id=kept.pk,
        object_label=kept.name,
        detail={
            "before": {"officer": before},
            "after": {"officer": officer.pk if officer else None},
            "version": kept.version,
        },
    )
    return kept


def locked(enterprise: Enterprise) -> Enterprise:
    """
    The enterprise as it stands now, held until the transaction ends.

    :raises Missing: it has been removed meanwhile (an import undone).
    """
    kept = (
        Enterprise.objects.select_for_update(of=("self",))
        .select_related("officer", "merged_into")
        .filter(pk=enterprise.pk)
        .first()
    )
    if kept is None:
        raise Missing
    return kept


def _must_stand(enterprise: Enterprise) -> None:
    if enterprise.merged_into is not None:
        raise MergedAway(name=enterprise.merged_into.name)


def _must_look_new(by: Actor, name: str, *, but: int | None = None) -> None:
    if alike := selectors.lookalikes(by, name, but=but):
        raise LooksKnown({"name": [LooksKnown.sentence]}, lookalikes=alike)


def _save(enterprise: Enterprise, by: Actor) -> None:
    """Save; two people entering the same credit code at once are told like anyone else."""
    try:
        with transaction.atomic():
            enterprise.save()
    except IntegrityError:
        _check({}, by, code=enterprise.credit_code, but=enterprise.pk)
        raise


def _taken(by: Actor, code: str, *, but: int | None = None) -> Enterprise | None:
    """Whose code it is already."""
    if not code:
        return None
    others = Enterprise.objects.filter(
        park_id=by.park_id, credit_code=code, merged_into__isnull=True
    )
    return (others.exclude(pk=but) if but is not None else others).first()


def _check(values: Mapping[str, Any], by: Actor, *, code: str = "", but: int | None = None) -> None:
    """
    Refuse fields that are wrong, and a credit code that is somebody else's.

    :raises BadEnterprise: naming the other enterprise (``other``) to whoever may see it.
    """
    problems = problems_of(values)
    other = _taken(by, code, but=but)
    if other is not None and not policies.may_see(by, other):
        problems["credit_code"] = [_("This credit code is already in the directory.")]
        other = None
    elif other is not None:
        problems["credit_code"] = [
            _("This credit code belongs to “%(name)s”.") % {"name": other.name}
        ]
    if problems:
        raise BadEnterprise(problems, other=other)


def _untouched(kept: Enterprise, version: int, mine: Mapping[str, Any]) -> list[str]:
    """
    The fields that differ only because somebody else changed them after ``version``.

    :raises ChangedMeanwhile: a field was changed by both.
    """
    if version == kept.version:
        return []
    theirs = [c for c in selectors.changes_since(kept, version=version) if c["field"] in mine]
    both = [
        {**change, "mine": mine[change["field"]]}
        for change in theirs
        if _plain(mine[change["field"]]) != change["old"]
    ]
    if both:
        raise ChangedMeanwhile(changes=both, version=kept.version)
    return [change["field"] for change in theirs]


def _plain(value: Any) -> Any:
    """A value as the audit trail keeps it."""
    return value.isoformat() if hasattr(value, "isoformat") else value
