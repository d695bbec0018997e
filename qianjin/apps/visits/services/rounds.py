"""路线动词 Going on a round: begun, followed stop by stop, ended with its mileage and hours."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor

from .. import policies
from ..choices import RoundState
from ..models import Round, Stop
from ..refusals import BadVisit, MayNotPlan, NotPlanned, NotUnderWay, NotYourRound, StopSettled
from .traces import trace

MOST_KM = 999
MOST_MINUTES = 1440


def _locked(row: Round, by: Actor) -> Round:
    if not policies.may_go(by, row):
        raise NotYourRound
    return Round.objects.select_for_update().get(pk=row.pk)


@transaction.atomic
def begin_round(*, round: Round, by: Actor, at: datetime) -> Round:
    """
    出发 Begin a round.

    :raises NotYourRound: it is another officer's.
    :raises NotPlanned: it has begun already, or was called off.
    """
    row = _locked(round, by)
    if row.state != RoundState.PLANNED:
        raise NotPlanned
    row.state, row.begun_at = RoundState.UNDER_WAY, at
    row.save(update_fields=["state", "begun_at"])
    trace("round.begin", row=row, by=by, at=at, kind="round")
    return row


@transaction.atomic
def arrive(*, stop: Stop, by: Actor, at: datetime) -> Stop:
    """
    到达 Note when one has come to a stop; the first one begins the round.

    :raises NotYourRound: it is another officer's.
    :raises NotUnderWay: the round is over or called off.
    :raises StopSettled: one has arrived, recorded the visit, or left it out already.
    """
    row = _locked(stop.round, by)
    if row.state == RoundState.PLANNED:
        row = begin_round(round=row, by=by, at=at)
    if row.state != RoundState.UNDER_WAY:
        raise NotUnderWay
    here = _open_stop(stop)
    if here.arrived_at is not None:
        raise StopSettled
    here.arrived_at = at
    here.save(update_fields=["arrived_at"])
    trace("stop.arrive", row=here, by=by, at=at, kind="stop", label=here.enterprise.name)
    return here


@transaction.atomic
def skip(*, stop: Stop, why: str, by: Actor, at: datetime) -> Stop:
    """
    略过 Leave a stop out, and say why; the enterprise stays due.

    :raises NotYourRound: it is another officer's.
    :raises StopSettled: the visit has been recorded, or it was left out already.
    :raises BadVisit: no reason is given.
    """
    _locked(stop.round, by)
    words = " ".join(why.split())[:200]
    if not words:
        raise BadVisit({"why": [_("Please say why.")]})
    here = _open_stop(stop)
    here.skipped = words
    here.save(update_fields=["skipped"])
    trace(
        "stop.skip",
        row=here,
        by=by,
        at=at,
        kind="stop",
        label=here.enterprise.name,
        detail={"why": words},
    )
    return here


def _open_stop(stop: Stop) -> Stop:
    here = (
        Stop.objects.select_for_update(of=("self",))
        .select_related("enterprise", "visit")
        .get(pk=stop.pk)
    )
    if here.skipped or hasattr(here, "visit"):
        raise StopSettled
    return here


@transaction.atomic
def end_round(
    *,
    round: Round,
    mileage_km: Decimal,
    minutes: int,
    by: Actor,
    at: datetime,
    note: str = "",
) -> Round:
    """
    收工 End a round with the kilometres driven and the minutes it took.

    :raises NotYourRound: it is another officer's.
    :raises NotUnderWay: it has not begun, or is over.
    :raises BadVisit: kilometres or minutes that cannot be.
    """
    row = _locked(round, by)
    if row.state != RoundState.UNDER_WAY:
        raise NotUnderWay
    problems = {}
    if not 0 <= mileage_km <= MOST_KM:
        problems["mileage_km"] = [_("Between 0 and 999 kilometres, please.")]
    if not 0 < minutes <= MOST_MINUTES:
        problems["minutes"] = [_("Between one minute and a day, please.")]
    if problems:
        raise BadVisit(problems)
    row.state, row.done_at = RoundState.DONE, at
    row.mileage_km, row.minutes, row.note = mileage_km, minutes, note.strip()[:400]
    row.save(update_fields=["state", "done_at", "mileage_km", "minutes", "note"])
    detail = {"km": str(mileage_km), "minutes": minutes}
    trace("round.end", row=row, by=by, at=at, kind="round", detail=detail)
    return row


@transaction.atomic
def call_off(*, round: Round, by: Actor, at: datetime) -> Round:
    """
    取消路线 Take a planned round back; its enterprises can be planned again.

    :raises MayNotPlan: it is another officer's, and ``by`` does not plan for all.
    :raises NotPlanned: it has begun already, or was called off.
    """
    if not policies.may_call_off(by, round):
        raise MayNotPlan
    row = Round.objects.select_for_update().get(pk=round.pk)
    if row.state != RoundState.PLANNED:
        raise NotPlanned
    row.state = RoundState.CALLED_OFF
    row.save(update_fields=["state"])
    trace("round.call_off", row=row, by=by, at=at, kind="round")
    return row
