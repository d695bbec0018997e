"""勘测文件 A file of boundaries: sent, looked at, repaired by clicks, and proposed."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park
from qianjin.apps.parks.services import files as store
from qianjin.apps.parks.services.files import Upload

from .. import policies, selectors
from ..choices import ChangeKind, SurveyState
from ..models import BoundaryChange, Parcel, SurveyFile
from ..planning import BadShape, shape_of, told_repair
from ..refusals import (
    BadParcel,
    BadSurvey,
    MayNotKeepParcels,
    SurveyChangedSince,
    SurveySettled,
)
from . import fields
from .changing import Proposed, propose_change
from .filing import SURVEYS
from .shaping import SENTENCES

HINTS = ("zone", "encoding", "swapped", "degrees")
SAID = ("village", "origin", "accuracy_m")
MOST_ROUNDS = 30


@transaction.atomic
def send_survey(
    *, park: Park, file: Upload | None, by: Actor, at: datetime, **said: Any
) -> SurveyFile:
    """
    传勘测文件 Keep a file that can be read; nothing of it is in the book yet.

    ``said``: any of ``HINTS`` (what a person says of the file) and ``SAID``.

    :raises MayNotKeepParcels: this person proposes nothing here.
    :raises BadSurvey: it cannot be read: ``findings`` say where and why; or a field is wrong.
    """
    if not policies.may_keep(by, park.pk):
        raise MayNotKeepParcels
    if file is None:
        raise BadSurvey({"file": [_("Choose a file first.")]})
    limit = selectors.SURVEY_BYTES
    if (file.size or 0) > limit:
        sentence = _("%(name)s is larger than %(limit)s MB.")
        raise BadSurvey({"file": [sentence % {"name": file.name, "limit": limit >> 20}]})
    file.seek(0)
    content = file.read(limit + 1)
    row = SurveyFile(
        park=park,
        name=store.bare_name(file.name or "file"),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        sent_by_id=by.person_id,
        sent_at=at,
        **_said(park.pk, said),
    )
    selectors.read_content(row, content)
    row.path = _kept(park.pk, content, at)
    row.save()
    _trace(row, "survey.send", by, at, {"size": row.size, "sha256": row.sha256})
    return row


@transaction.atomic
def say_of_survey(
    *, survey: SurveyFile, version: int | None, by: Actor, at: datetime, **said: Any
) -> SurveyFile:
    """
    说明文件 Read it otherwise: another zone, encoding or order of the columns; repairs begin anew.

    :raises MayNotKeepParcels, SurveySettled, SurveyChangedSince: see ``_open``.
    :raises BadSurvey: it cannot be read so.
    """
    row = _open(survey, by, version)
    for name, value in _said(row.park_id, said).items():
        setattr(row, name, value)
    if any(name in said for name in HINTS):
        row.repairs = []
    selectors.read_survey(row)
    row.version += 1
    row.save()
    _trace(row, "survey.say", by, at, {name: getattr(row, name) for name in HINTS})
    return row


@transaction.atomic
def repair_survey(
    *, survey: SurveyFile, version: int | None, places: Sequence[int], by: Actor, at: datetime
) -> SurveyFile:
    """
    修复 Make the repairs of some findings, by their place in the list; the file stays as it came.

    :raises MayNotKeepParcels, SurveySettled, SurveyChangedSince: see ``_open``.
    :raises BadSurvey: a finding offers none, or they do not go together.
    """
    row = _open(survey, by, version)
    found = selectors.read_survey(row).findings
    chosen = [found[place].repair for place in places if 0 <= place < len(found)]
    if not chosen or len(chosen) < len(places) or None in chosen or len(row.repairs) >= MOST_ROUNDS:
        raise BadSurvey({"repairs": [_("Choose findings that offer a repair.")]})
    made = list(dict.fromkeys(one for one in chosen if one is not None))
    row.repairs = [*row.repairs, [told_repair(one) for one in made]]
    selectors.read_survey(row)
    row.version += 1
    row.save(update_fields=["repairs", "version"])
    _trace(row, "survey.repair", by, at, {"repairs": row.repairs[-1]})
    return row


@transaction.atomic
def undo_repairs(*, survey: SurveyFile, by: Actor, at: datetime) -> SurveyFile:
    """
    撤销修复 Take the last round of repairs back.

    :raises MayNotKeepParcels, SurveySettled: see ``_open``.
    """
    row = _open(survey, by, None)
    if row.repairs:
        row.repairs = row.repairs[:-1]
        row.version += 1
        row.save(update_fields=["repairs", "version"])
        _trace(row, "survey.undo", by, at, {"left": len(row.repairs)})
    return row


@transaction.atomic
def drop_survey(*, survey: SurveyFile, by: Actor, at: datetime) -> SurveyFile:
    """
    放弃 Nothing of it is taken.

    :raises MayNotKeepParcels, SurveySettled: see ``_open``.
    """
    row = _open(survey, by, None)
    row.state = SurveyState.DROPPED
    row.save(update_fields=["state"])
    _trace(row, "survey.drop", by, at, {})
    return row


@dataclass(frozen=True, slots=True)
class _Sorted:
    new: list[Proposed]
    redrawn: list[tuple[Parcel, Proposed]]


@transaction.atomic
def propose_survey(
    *,
    survey: SurveyFile,
    version: int | None,
    places: Sequence[int],
    reason: str,
    by: Actor,
    at: datetime,
) -> list[BoundaryChange]:
    """
    提交审核 Propose parcels of the file, by their place in it.

    One whose number stands in the book redraws that parcel, any other is new: two changes at most.

    :raises MayNotKeepParcels, SurveySettled, SurveyChangedSince: see ``_open``.
    :raises BadSurvey: none chosen, errors left in one that is, or a datum other than CGCS2000.
    :raises BadChange: what ``propose_change`` finds.
    """
    row = _open(survey, by, version)
    found = selectors.read_survey(row)
    wanted = sorted(set(places))
    if not wanted or not all(0 <= place < len(found.parcels) for place in wanted):
        raise BadSurvey({"parcels": [_("Choose parcels of the file.")]})
    broken = {one.parcel for one in found.errors}
    named = [
        found.parcels[place].name or found.parcels[place].code or f"#{place + 1}"
        for place in wanted
        if place in broken or -1 in broken
    ]
    if named:
        sentence = _("Errors are left; mend them first: %(names)s.")
        raise BadSurvey({"parcels": [sentence % {"names": "、".join(named[:10])}]})
    sorted_ = _sort(row, found, wanted)
    changes = []
    if sorted_.new:
        changes.append(_proposed(row, ChangeKind.NEW, [], sorted_.new, reason, by, at))
    if sorted_.redrawn:
        old, new = [one for one, _p in sorted_.redrawn], [one for _p, one in sorted_.redrawn]
        changes.append(_proposed(row, ChangeKind.BOUNDARY, old, new, reason, by, at))
    row.state = SurveyState.PROPOSED
    row.version += 1
    row.save(update_fields=["state", "version"])
    row.changes.set(changes)
    _trace(row, "survey.propose", by, at, {"changes": [one.pk for one in changes]})
    return changes


def _proposed(
    row: SurveyFile, kind: str, old: Sequence[Parcel], new: Sequence[Proposed], reason: str,
    by: Actor, at: datetime,
) -> BoundaryChange:  # fmt: skip
    return propose_change(
        park=row.park,
        kind=kind,
        before=old,
        after=new,
        reason=reason,
        source=row.name,
        by=by,
        at=at,
    )


def _sort(row: SurveyFile, found: Any, wanted: Sequence[int]) -> _Sorted:
    codes = [found.parcels[place].code for place in wanted]
    known = {
        parcel.number: parcel
        for parcel in Parcel.objects.filter(park_id=row.park_id, number__in=codes, closed_on=None)
    }
    new: list[Proposed] = []
    redrawn: list[tuple[Parcel, Proposed]] = []
    for place in wanted:
        parcel = found.parcels[place]
        try:
            shape = shape_of(parcel)
        except BadShape as error:
            raise BadSurvey({"parcels": [str(SENTENCES[error.code])]}) from error
        more: dict[str, Any] = {
            "name": parcel.name[:80],
            "use_code": parcel.land_class[:12],
            "use_name": parcel.use[:40],
            "accuracy_m": row.accuracy_m,
            "area_stated": _square_metres(parcel.stated),
        }
        old = known.get(parcel.code)
        if old is None:
            more["village"] = row.village
        one = Proposed(shape, parcel.code, row.origin, more)
        if old is None:
            new.append(one)
        else:
            redrawn.append((old, one))
    return _Sorted(new, redrawn)


def _square_metres(stated: Any) -> Decimal | None:
    """The stated area as the book keeps it; one that is none is left out."""
    if stated is None or not 0 < stated.square_metres < 1e11:
        return None
    return Decimal(repr(stated.square_metres)).quantize(Decimal("0.01")) or None


def _open(survey: SurveyFile, by: Actor, version: int | None) -> SurveyFile:
    """
    The file, held until the act is over.

    :raises MayNotKeepParcels: not this person's to work on.
    :raises SurveySettled: proposed or dropped.
    :raises SurveyChangedSince: ``version`` is not the present one.
    """
    rows = SurveyFile.objects.select_for_update(of=("self",)).select_related("park", "village")
    row = rows.get(pk=survey.pk)
    if not policies.may_keep(by, row.park_id):
        raise MayNotKeepParcels
    if row.state != SurveyState.OPEN:
        raise SurveySettled
    if version is not None and version != row.version:
        raise SurveyChangedSince
    return row


def _said(park_id: int, said: dict[str, Any]) -> dict[str, Any]:
    try:
        kept = fields.cleaned(park_id, {name: said[name] for name in SAID if name in said})
    except BadParcel as error:
        raise BadSurvey(error.fields) from error
    for name in HINTS:
        if name in said:
            kept[name] = said[name]
    if kept.get("zone") and not selectors.is_zone(kept["zone"]):
        sentence = _("A zone of China: 25 to 45 (3 degrees) or 13 to 23 (6 degrees).")
        raise BadSurvey({"zone": [sentence]})
    for name in ("encoding", "degrees"):
        if name in kept:
            kept[name] = str(kept[name] or "")
    return kept


def _kept(park_id: int, content: bytes, at: datetime) -> str:
    folder = Path(str(park_id)) / f"{SURVEYS}{at:%Y}" / f"{at:%m}"
    (Path(store.MEDIA) / folder).mkdir(parents=True, exist_ok=True)
    path = folder / uuid.uuid4().hex
    (Path(store.MEDIA) / path).write_bytes(content)
    return str(path)


def _trace(row: SurveyFile, verb: str, by: Actor, at: datetime, detail: dict[str, Any]) -> None:
    audit.record(
        park_id=row.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="survey",
        object_id=row.pk,
        object_label=row.name,
        detail=detail,
    )
