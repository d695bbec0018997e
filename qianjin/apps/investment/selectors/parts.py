"""项目各部分 What hangs on a project; reached through a project one may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability
from qianjin.units.refusals import Missing

from .. import policies
from ..models import (
    AdmissionReview,
    AgreementVersion,
    BookHandOver,
    BureauOpinion,
    Commitment,
    Criterion,
    Negotiation,
    OpenPoint,
    Project,
    Reception,
    Signing,
    SiteWalk,
    Subsidy,
    TalkRound,
    Trip,
    TripMeeting,
)

PAGE = 25


def _one(rows: QuerySet[Any], pk: Any) -> Any:
    """:raises Missing: none of these has such a number."""
    text = str(pk)
    found = rows.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 19 else None
    if found is None:
        raise Missing
    return found


def room_of(project: Project) -> Negotiation | None:
    """The negotiation of a project, with what stands in its room."""
    rows = Negotiation.objects.filter(project=project).select_related("lead", "project")
    return rows.prefetch_related("rounds", "points", "versions").first()


def round_of(project: Project, pk: Any) -> TalkRound:
    """:raises Missing: no such round of this project."""
    rows = TalkRound.objects.filter(negotiation__project=project)
    found: TalkRound = _one(rows.select_related("negotiation__project", "touch"), pk)
    return found


def point_of(project: Project, pk: Any) -> OpenPoint:
    """:raises Missing: no such point of this project."""
    rows = OpenPoint.objects.filter(negotiation__project=project)
    found: OpenPoint = _one(rows.select_related("negotiation__project"), pk)
    return found


def version_of(project: Project, number: Any) -> AgreementVersion:
    """:raises Missing: no such version of this project's agreement."""
    text = str(number)
    rows = AgreementVersion.objects.filter(negotiation__project=project)
    found = rows.filter(number=int(text)).first() if text.isdecimal() and len(text) < 5 else None
    if found is None:
        raise Missing
    return found


def receptions_of(project: Project) -> list[Reception]:
    """The visits planned and paid, the latest first."""
    return list(project.receptions.select_related("made_by").order_by("-arrives_at")[:PAGE])


def reception_of(project: Project, pk: Any) -> Reception:
    """:raises Missing: no such reception of this project."""
    found: Reception = _one(project.receptions.select_related("project", "made_by"), pk)
    return found


def reviews_of(project: Project) -> list[AdmissionReview]:
    """The reviews of a project with scores and opinions, the latest first."""
    rows = project.reviews.select_related("opened_by", "decided_by")
    return list(rows.prefetch_related("scores__criterion", "opinions__unit")[:PAGE])


def review_of(project: Project, pk: Any) -> AdmissionReview:
    """:raises Missing: no such review of this project."""
    found: AdmissionReview = _one(project.reviews.select_related("project"), pk)
    return found


def opinion_of(project: Project, pk: Any) -> BureauOpinion:
    """:raises Missing: no such opinion on this project."""
    rows = BureauOpinion.objects.filter(review__project=project)
    found: BureauOpinion = _one(rows.select_related("unit", "review__project"), pk)
    return found


def commitment_of(project: Project, pk: Any) -> Commitment:
    """:raises Missing: no such commitment of this project."""
    found: Commitment = _one(project.commitments.select_related("project"), pk)
    return found


def subsidy_of(project: Project, pk: Any) -> Subsidy:
    """:raises Missing: no such subsidy of this project."""
    found: Subsidy = _one(project.subsidies.select_related("project"), pk)
    return found


def signing_of(project: Project) -> Signing | None:
    """The signing in force."""
    rows = project.signings.filter(undone_at=None)
    return rows.select_related("project__organisation", "enterprise", "by").first()


def walks_of(project: Project, *, most: int = 3) -> list[SiteWalk]:
    """The latest walks over the ground."""
    rows = SiteWalk.objects.filter(touch__project=project).select_related("touch")
    return list(rows.prefetch_related("parcels").order_by("-touch__at", "-pk")[:most])


@dataclass(frozen=True, slots=True)
class PartsState:
    """Where the parts of a project stand, for the ways to them."""

    signing_at: datetime | None
    receptions: int
    review: str
    commitments: int


def state_of(project: Project) -> PartsState:
    """Where the parts of a project stand; one query."""
    latest = AdmissionReview.objects.filter(project=OuterRef("pk")).order_by("-pk")
    received = Reception.objects.filter(project=OuterRef("pk")).order_by().values("project")
    promised = Commitment.objects.filter(project=OuterRef("pk")).order_by().values("project")
    row = (
        Project.objects.filter(pk=project.pk)
        .values_list("negotiation__signing_at")
        .annotate(
            received=Subquery(received.annotate(many=Count("pk")).values("many")),
            review=Subquery(latest.values("state")[:1]),
            promised=Subquery(promised.annotate(many=Count("pk")).values("many")),
        )
        .get()
    )
    return PartsState(row[0], row[1] or 0, row[2] or "", row[3] or 0)


# ------------------------------------------------------------------ doors of their own


def opinions_for(actor: Actor, *, is_open: bool | None = None) -> list[BureauOpinion]:
    """The opinions this person sees: those to give first, by their due time."""
    rows = BureauOpinion.objects.filter(policies.opinions_seen(actor))
    if is_open is not None:
        rows = rows.filter(answered_at__isnull=is_open)
    order = "due_at" if is_open else "-answered_at"
    return list(rows.select_related("unit", "review__project").order_by(order, "pk")[:PAGE])


def opinion_for(actor: Actor, pk: int) -> BureauOpinion:
    """:raises Missing: absent, of another park, or another bureau's."""
    rows = BureauOpinion.objects.filter(policies.opinions_seen(actor))
    found: BureauOpinion = _one(
        rows.select_related("unit", "review__project__organisation", "review__project__owner"), pk
    )
    return found


def criteria_of(park_id: int) -> list[Criterion]:
    """All criteria of the park."""
    return list(Criterion.objects.filter(park_id=park_id))


def criterion_for(actor: Actor, pk: Any) -> Criterion:
    """:raises Missing: no such criterion in this park."""
    found: Criterion = _one(Criterion.objects.filter(park_id=actor.park_id), pk)
    return found


def trips_for(actor: Actor, *, before: int = 0) -> tuple[list[Trip], int]:
    """One page of trips, the latest first, and the number that continues it."""
    rows = _trips(actor).order_by("-from_on", "-pk")
    if before:
        edge = rows.filter(pk=before).first()
        if edge is not None:
            rows = rows.filter(from_on__lte=edge.from_on).exclude(
                from_on=edge.from_on, pk__gte=edge.pk
            )
    found = list(rows.select_related("leader").prefetch_related("meetings")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0


def trip_for(actor: Actor, pk: Any) -> Trip:
    """:raises Missing: absent, of another park, or not this person's to see."""
    rows = _trips(actor).select_related("leader").prefetch_related("meetings__project")
    found: Trip = _one(rows, pk)
    return found


def meeting_of(trip: Trip, pk: Any) -> TripMeeting:
    """:raises Missing: no such meeting of this trip."""
    found: TripMeeting = _one(trip.meetings.select_related("trip", "project"), pk)
    return found


def _trips(actor: Actor) -> QuerySet[Trip]:
    rows = Trip.objects.filter(park_id=actor.park_id)
    return rows if actor.may(Capability.PROJECT_SEE) else rows.none()


def handovers_for(actor: Actor) -> list[BookHandOver]:
    """What was handed over, the latest first."""
    if not actor.may(Capability.PROJECT_SEE):
        return []
    rows = BookHandOver.objects.filter(park_id=actor.park_id)
    return list(rows.select_related("giver", "taker", "by")[:PAGE])


def handover_for(actor: Actor, pk: Any) -> BookHandOver:
    """:raises Missing: no such handover in this park."""
    found: BookHandOver = _one(BookHandOver.objects.filter(park_id=actor.park_id), pk)
    return found
