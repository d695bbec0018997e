"""更正动词 Correcting a record; what it said before is kept with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises import services as enterprises
from qianjin.apps.enterprises.choices import ThreadKind

from .. import policies
from ..choices import Means
from ..models import Finding, Visit, VisitVersion
from ..refusals import CorrectedMeanwhile, NotYourVisit
from .photos import visitors_of
from .recording import HEADS, Found, checked, recount
from .traces import trace

PLAIN = ("means", "at", "minutes", "others", "received_by", "next_on")


@transaction.atomic
def correct_visit(
    *,
    visit: Visit,
    version: int,
    why: str,
    means: str,
    on_site_at: datetime,
    minutes: int,
    visitors: Sequence[int],
    by: Actor,
    at: datetime,
    others: str = "",
    received_by: str = "",
    next_on: date | None = None,
    words: Mapping[int, str] | None = None,
    added: Sequence[Found] = (),
) -> Visit:
    """
    更正记录 Put a record right; what it said is kept as a version, and coverage is counted anew.

    ``words`` are the findings by key as they shall read; an empty one is taken out. A finding
    that has become a request stays as the enterprise was told.

    :raises NotYourVisit: ``by`` was not there and did not write it.
    :raises CorrectedMeanwhile: somebody corrected it since ``version`` was read.
    :raises BadVisit: no reason is given, or something cannot be meant.
    """
    row = (
        Visit.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=visit.pk)
    )
    before = visitors_of(row)
    if not policies.may_change_visit(by, row, before):
        raise NotYourVisit
    if row.version != version:
        raise CorrectedMeanwhile
    people = list(dict.fromkeys(visitors))
    kept, said = _reworded(row, words or {}, added)
    roles = _roles(row, people, timezone.localdate(on_site_at))
    strangers = set(people) - roles.keys() - before
    problems = {} if " ".join(why.split()) else {"why": [_("Please say why.")]}
    problems |= {} if people else {"visitors": [_("Say who was there.")]}
    checked(means, on_site_at, at, minutes, said, strangers, next_on, problems)
    VisitVersion.objects.create(
        park_id=row.park_id,
        visit=row,
        number=row.version,
        content=_content(row),
        why=" ".join(why.split())[:200],
        replaced_by_id=by.person_id,
        replaced_at=at,
    )
    given = {
        "means": means,
        "at": on_site_at,
        "minutes": minutes,
        "others": " ".join(others.split())[:120],
        "received_by": " ".join(received_by.split())[:120],
        "next_on": next_on,
    }
    changed = [name for name in PLAIN if getattr(row, name) != given[name]]
    for name, value in given.items():
        setattr(row, name, value)
    row.with_head = means == Means.VISIT and any(role & set(HEADS) for role in roles.values())
    row.version += 1
    row.save(update_fields=[*given, "with_head", "version"])
    row.visitors.set(people)
    changed += ["visitors"] if set(people) != before else []
    changed += ["findings"] if _write(row, kept, added) else []
    recount(enterprise=row.enterprise)
    enterprises.reword_on_thread(
        enterprise=row.enterprise,
        object_kind="visit",
        object_ref=str(row.pk),
        kind=ThreadKind.VISITED if means == Means.VISIT else ThreadKind.CALLED,
        at=on_site_at,
        text="；".join(one.text for one in said),
    )
    detail = {"why": why[:200], "changed": changed, "version": version}
    trace("correct", row=row, by=by, at=at, kind="visit", detail=detail)
    return row


def _roles(row: Visit, people: Sequence[int], day: date) -> dict[int, set[str]]:
    roles: dict[int, set[str]] = {}
    for member in accounts.staff_of(row.park_id, on=day).filter(user_id__in=people):
        roles.setdefault(member.user_id, set()).add(member.role)
    return roles


def _reworded(
    row: Visit, words: Mapping[int, str], added: Sequence[Found]
) -> tuple[list[tuple[Finding, str]], list[Found]]:
    """Each finding with what it shall say, and all of them as they will stand."""
    pairs = []
    for finding in row.findings.all():
        text = words.get(finding.pk, finding.text).strip()
        pairs.append((finding, finding.text if finding.request_number else text))
    standing = [Found(one.matter, text, one.kind) for one, text in pairs if text]
    return pairs, [*standing, *(one for one in added if one.text.strip())]


def _write(row: Visit, pairs: Sequence[tuple[Finding, str]], added: Sequence[Found]) -> bool:
    changed = [(one, text) for one, text in pairs if text != one.text]
    for finding, text in changed:
        if text:
            finding.text = text
            finding.save(update_fields=["text"])
        else:
            finding.delete()
    new = [one for one in added if one.text.strip()]
    begin = max((one.position for one, _text in pairs), default=0) + 1
    Finding.objects.bulk_create(
        Finding(
            park_id=row.park_id,
            visit=row,
            position=number,
            matter=one.matter,
            kind=one.kind[:4],
            text=one.text.strip(),
        )
        for number, one in enumerate(new, start=begin)
    )
    return bool(changed or new)


def _content(row: Visit) -> dict[str, Any]:
    """The record as it stands, in words that need no other row."""
    return {
        "means": row.means,
        "at": row.at.isoformat(),
        "minutes": row.minutes,
        "visitors": [person.name for person in row.visitors.all()],
        "others": row.others,
        "received_by": row.received_by,
        "next_on": row.next_on.isoformat() if row.next_on else "",
        "findings": [
            {
                "matter": one.matter,
                "kind": one.kind,
                "text": one.text,
                "request": one.request_number,
            }
            for one in row.findings.all()
        ],
    }
