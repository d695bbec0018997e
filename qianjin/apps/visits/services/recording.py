"""记录动词 Writing a visit down: who was there, what was found, what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Role
from qianjin.apps.enterprises import services as enterprises
from qianjin.apps.enterprises.choices import ThreadKind
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.services import files as store
from qianjin.apps.parks.services import next_number

from .. import policies, selectors
from ..choices import Matter, Means, RoundState
from ..models import Finding, LatestContact, QuarterAnswer, Stop, Visit
from ..refusals import (
    AlreadyRequested,
    BadVisit,
    MayNotRecord,
    NotYourRound,
    NotYourVisit,
    RoundCalledOff,
    StopSettled,
)
from .photos import keep_photos, visitors_of
from .traces import trace

HEADS = (Role.DEPUTY_DIRECTOR, Role.SECTION_HEAD)
LONGEST_TEXT = 2000
MOST_FINDINGS = 20
MOST_PHOTOS = 99
AHEAD_MINUTES = 10
"""Clocks of telephones differ a little from ours."""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding as it is handed over: about what, which type of request, the words."""

    matter: str
    text: str
    kind: str = ""


@transaction.atomic
def record_visit(
    *,
    enterprise: Enterprise,
    means: str,
    on_site_at: datetime,
    by: Actor,
    at: datetime,
    visitors: Sequence[int] = (),
    minutes: int = 45,
    others: str = "",
    received_by: str = "",
    findings: Sequence[Found] = (),
    answers: Mapping[int, str] | None = None,
    next_on: date | None = None,
    stop: Stop | None = None,
    files: Iterable[store.Upload] = (),
    sender_key: str = "",
    photos_announced: int = 0,
) -> Visit:
    """
    记走访 Write down one visit or contact; a stop of a round is done with it.

    With a ``sender_key`` this person has sent before, the record already made is returned: what a
    telephone sends twice stands once. ``photos_announced`` is how many photographs will follow
    by ``receive_piece``.

    :raises MayNotRecord: ``by`` makes no visits in this park.
    :raises NotYourRound: the stop is on another officer's round.
    :raises StopSettled: the stop has its record already, or was left out.
    :raises RoundCalledOff: the round of the stop was taken back meanwhile.
    :raises BadVisit: nobody went, it lies ahead, or something cannot be meant.
    :raises BadFile: a photograph is refused; nothing is kept.
    """
    if enterprise.park_id != by.park_id or not policies.may_record(by):
        raise MayNotRecord
    if sender_key and (earlier := _already_sent(by, sender_key)):
        return earlier
    if stop is not None:
        _check_stop(stop, enterprise, by)
    people = list(dict.fromkeys(visitors)) or [by.person_id]
    day = timezone.localdate(on_site_at)
    known = accounts.staff_of(by.park_id, on=day).filter(user_id__in=people)
    roles: dict[int, set[str]] = {}
    for member in known:
        roles.setdefault(member.user_id, set()).add(member.role)
    said = checked(means, on_site_at, at, minutes, findings, set(people) - roles.keys(), next_on)
    serial = next_number(park=enterprise.park, name="visit", period=day.strftime("%Y%m%d"))
    visit = Visit.objects.create(
        park_id=enterprise.park_id,
        number=f"{day:%Y-%m%d}-{serial:03d}",
        enterprise=enterprise,
        stop=stop,
        means=means,
        at=on_site_at,
        minutes=minutes,
        others=" ".join(others.split())[:120],
        with_head=means == Means.VISIT and any(role & set(HEADS) for role in roles.values()),
        received_by=" ".join(received_by.split())[:120],
        next_on=next_on,
        entered_by_id=by.person_id,
        entered_at=at,
        sender_key=sender_key[:64],
        photos_announced=min(photos_announced, MOST_PHOTOS),
    )
    visit.visitors.set(people)
    Finding.objects.bulk_create(
        Finding(
            park_id=visit.park_id,
            visit=visit,
            position=number,
            matter=one.matter,
            kind=one.kind[:4],
            text=one.text,
        )
        for number, one in enumerate(said, start=1)
    )
    _keep_answers(visit, answers or {}, day)
    keep_photos(visit, files, at)
    _count(visit, day)
    enterprises.write_on_thread(
        enterprise=enterprise,
        kind=ThreadKind.VISITED if means == Means.VISIT else ThreadKind.CALLED,
        by=by,
        at=on_site_at,
        text="；".join(one.text for one in said),
        object_kind="visit",
        object_ref=str(visit.pk),
        is_internal=True,
    )
    trace(
        "record",
        row=visit,
        by=by,
        at=at,
        kind="visit",
        label=f"{visit.number} {enterprise.name}",
        detail={"means": means, "visitors": people, "findings": len(said)},
    )
    return visit


def _already_sent(by: Actor, sender_key: str) -> Visit | None:
    """What was recorded under this key, after waiting for whoever is at it at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))",
            [f"visit {sender_key}", by.person_id],
        )
    return Visit.objects.filter(
        park_id=by.park_id, entered_by_id=by.person_id, sender_key=sender_key[:64]
    ).first()


def _check_stop(stop: Stop, enterprise: Enterprise, by: Actor) -> None:
    row = Stop.objects.select_for_update(of=("self",)).select_related("round").get(pk=stop.pk)
    if row.enterprise_id != enterprise.pk or not policies.may_go(by, row.round):
        raise NotYourRound
    if row.round.state == RoundState.CALLED_OFF:
        raise RoundCalledOff
    if row.skipped or Visit.objects.filter(stop=row).exists():
        raise StopSettled


def checked(
    means: str,
    on_site_at: datetime,
    at: datetime,
    minutes: int,
    findings: Sequence[Found],
    strangers: set[int],
    next_on: date | None,
    problems: dict[str, list[str]] | None = None,
) -> list[Found]:
    """
    The findings as they are kept, once everything can be meant.

    :raises BadVisit: with these problems and those found already.
    """
    problems = problems or {}
    if means not in Means.values:
        problems["means"] = [_("Was it a visit, or a contact by telephone?")]
    if (on_site_at - at).total_seconds() > AHEAD_MINUTES * 60:
        problems["on_site_at"] = [_("A visit that lies ahead cannot be recorded yet.")]
    if not 1 <= minutes <= 600:
        problems["minutes"] = [_("Between one minute and ten hours, please.")]
    if strangers:
        problems["visitors"] = [_("Only people of the office are visitors; name others in words.")]
    if next_on is not None and next_on < timezone.localdate(on_site_at):
        problems["next_on"] = [_("The next visit lies before this one.")]
    said = [Found(f.matter, f.text.strip(), f.kind) for f in findings if f.text.strip()]
    if len(said) > MOST_FINDINGS or any(
        f.matter not in Matter.values or len(f.text) > LONGEST_TEXT for f in said
    ):
        problems["findings"] = [_("At most 20 findings of at most 2,000 characters.")]
    if problems:
        raise BadVisit(problems)
    return said


def _keep_answers(visit: Visit, answers: Mapping[int, str], day: date) -> None:
    """What was asked that day is kept, also when the question was withdrawn before it came in."""
    year, quarter = selectors.quarter_of(day)
    every = selectors.questions_of(visit.park_id, year=year, quarter=quarter, only_asked=False)
    asked = {row.pk: row for row in every}
    given = [
        QuarterAnswer(
            park_id=visit.park_id,
            visit=visit,
            question=asked[key],
            text=" ".join(text.split())[:400],
        )
        for key, text in answers.items()
        if key in asked and text.strip()
    ]
    QuarterAnswer.objects.bulk_create(given)


COUNTED = """
INSERT INTO visits_latestcontact (enterprise_id, park_id, visited_on, contacted_on, head_came_on)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (enterprise_id) DO UPDATE SET
  visited_on = GREATEST(visits_latestcontact.visited_on, excluded.visited_on),
  contacted_on = GREATEST(visits_latestcontact.contacted_on, excluded.contacted_on),
  head_came_on = GREATEST(visits_latestcontact.head_came_on, excluded.head_came_on)
"""


def _count(visit: Visit, day: date) -> None:
    """A record of an earlier day does not set an enterprise back."""
    visited = day if visit.means == Means.VISIT else None
    came = day if visit.with_head else None
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [visit.enterprise_id, visit.park_id, visited, day, came])


def recount(*, enterprise: Enterprise) -> None:
    """重算 Count anew when an enterprise was last seen: its records have moved in a merge."""
    rows = Visit.objects.filter(enterprise=enterprise).aggregate(
        visited=Max("at", filter=Q(means=Means.VISIT)),
        contacted=Max("at"),
        came=Max("at", filter=Q(with_head=True)),
    )
    days = {name: timezone.localdate(moment) if moment else None for name, moment in rows.items()}
    LatestContact.objects.update_or_create(
        enterprise=enterprise,
        defaults={
            "park_id": enterprise.park_id,
            "visited_on": days["visited"],
            "contacted_on": days["contacted"],
            "head_came_on": days["came"],
        },
    )


@transaction.atomic
def link_request(*, finding: Finding, number: str, by: Actor, at: datetime) -> Finding:
    """
    挂诉求 Note which request a finding has become.

    :raises NotYourVisit: ``by`` was not there and did not write it.
    :raises AlreadyRequested: it has become one already.
    """
    row = Finding.objects.select_for_update(of=("self",)).select_related("visit").get(pk=finding.pk)
    if not policies.may_change_visit(by, row.visit, visitors_of(row.visit)):
        raise NotYourVisit
    if row.request_number:
        raise AlreadyRequested
    row.request_number = number
    row.save(update_fields=["request_number"])
    trace("request", row=row.visit, by=by, at=at, kind="visit", detail={"request": number})
    return row
