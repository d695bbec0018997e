"""外勤提问 What an officer takes along: the rounds of the coming days, and whom they look after."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Prefetch, Q

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.apps.enterprises.choices import EnterpriseStatus
from qianjin.apps.enterprises.models import Contact, Enterprise, ThreadEntry

from ..choices import RoundState
from ..models import QuarterQuestion, Round
from .rounds import visible_rounds, with_stops
from .visits import quarter_of

DAYS_AHEAD = 7
MOST_ROUNDS = 8
MOST_FIRMS = 300
LINES = 5


def field_rounds(actor: Actor, *, on: date) -> list[Round]:
    """One's own rounds of today and the coming days, and those one stands in for."""
    rows = visible_rounds(actor).filter(
        officer__in=actor.people, on__range=(on, on + timedelta(days=DAYS_AHEAD))
    )
    rows = with_stops(rows.exclude(state=RoundState.CALLED_OFF))
    return list(rows.order_by("on", "pk")[:MOST_ROUNDS])


def field_firms(actor: Actor, also: Collection[int] = ()) -> list[Enterprise]:
    """The enterprises in one's care and those of one's rounds, with whom to call there."""
    contacts = Contact.objects.filter(left_on=None).order_by("-is_primary", "pk")
    rows = enterprises.enterprises_visible_to(actor).filter(
        Q(pk__in=also)
        | Q(officer_id__in=actor.people, status=EnterpriseStatus.OPERATING, merged_into=None)
    )
    rows = rows.select_related("place").prefetch_related(
        Prefetch("contacts", queryset=contacts, to_attr="to_call")
    )
    return sorted(
        rows.order_by("name_order", "pk")[:MOST_FIRMS], key=lambda one: one.pk not in also
    )


def field_lines(
    actor: Actor, firms: Collection[int], *, each: int = LINES
) -> dict[int, list[ThreadEntry]]:
    """The latest lines of the threads of these enterprises, the newest first."""
    return enterprises.latest_lines(actor, firms, each=each)


def questions_around(park_id: int, *, on: date) -> list[QuarterQuestion]:
    """What is asked this quarter, and in the next one when it is near."""
    quarters = {quarter_of(on), quarter_of(on + timedelta(days=DAYS_AHEAD))}
    wanted = Q()
    for year, quarter in quarters:
        wanted |= Q(year=year, quarter=quarter)
    return list(QuarterQuestion.objects.filter(wanted, park_id=park_id, is_active=True))
