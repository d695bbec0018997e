"""签约 A project is signed, and the signing undone; what stands around it the journey does."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises.models import Enterprise

from ..choices import ADMITTED, Meaning
from ..models import AdmissionReview, Move, Project, Signing
from ..refusals import AlreadySigned, BadProject, MovedOn, NotAdmitted, NotSigned, ProjectLost
from .fields import day_problem, plain
from .moving import go_to
from .traces import held, today_of, trace


@transaction.atomic
def sign(
    *,
    project: Project,
    signed_on: date,
    by: Actor,
    at: datetime,
    enterprise: Enterprise | None = None,
    is_new_enterprise: bool = False,
    need_ref: int | None = None,
    agreement_number: str = "",
    words: str = "",
) -> Signing:
    """
    签约 Bring a project to its signing. Where a review was held, it must have admitted it.

    :raises MayNotKeepProject: not in this person's care.
    :raises AlreadySigned, ProjectLost, NotAdmitted: signed; lost; under review or refused.
    :raises BadProject: a day to come, or an enterprise of another park.
    """
    row = held(project, by)
    check_signable(row)
    problems = day_problem(signed_on, "signed_on")
    if signed_on > today_of(at):
        problems["signed_on"] = [_("This day is still to come.")]
    if enterprise is not None and enterprise.park_id != row.park_id:
        problems["enterprise"] = [_("Choose one from the list.")]
    if problems:
        raise BadProject(problems)
    made = Signing.objects.create(
        park_id=row.park_id,
        project=row,
        signed_on=signed_on,
        agreement_number=plain(agreement_number)[:60],
        words=plain(words)[:400],
        before=row.stage,
        enterprise=enterprise,
        is_new_enterprise=is_new_enterprise,
        need_ref=need_ref,
        by_id=by.person_id,
        at=at,
    )
    row.signed_on, row.enterprise = signed_on, enterprise
    signing = row.pipeline.stages.get(meaning=Meaning.SIGNED)
    told = {"signed_on": signed_on, "enterprise": enterprise.pk if enterprise else None}
    go_to(row, signing, by=by, at=at, words=made.words, detail=told)
    return made


def check_signable(row: Project) -> None:
    """:raises AlreadySigned, ProjectLost, NotAdmitted: it cannot be signed as it stands."""
    if row.stage.meaning in (Meaning.SIGNED, Meaning.AFTER):
        raise AlreadySigned
    if row.stage.meaning == Meaning.LOST:
        raise ProjectLost
    latest = AdmissionReview.objects.filter(project=row).order_by("-pk").first()
    if latest is not None and latest.state not in ADMITTED:
        raise NotAdmitted


@transaction.atomic
def take_back_signing(*, signing: Signing, by: Actor, at: datetime) -> Project:
    """
    撤销签约 Back to where it stood before, as long as nothing has moved since.

    :raises MayNotKeepProject: not in this person's care.
    :raises NotSigned: undone already; ``MovedOn``: the project went on from its signing.
    """
    row = held(signing.project, by)
    kept = (
        Signing.objects.select_for_update(of=("self",)).select_related("before").get(pk=signing.pk)
    )
    if kept.undone_at is not None:
        raise NotSigned
    if (
        row.stage.meaning != Meaning.SIGNED
        or Move.objects.filter(project=row, at__gt=kept.at, after__meaning=Meaning.AFTER).exists()
    ):
        raise MovedOn
    kept.undone_by_id, kept.undone_at = by.person_id, at
    # What was entered with the signing goes with it; the trail keeps which it was.
    kept.enterprise = None if kept.is_new_enterprise else kept.enterprise
    kept.save(update_fields=["undone_by", "undone_at", "enterprise"])
    row.signed_on, row.enterprise = None, None
    go_to(row, kept.before, by=by, at=at, words=_("The signing was taken back."))
    trace(row, "unsign", by, at, {"signing": kept.pk})
    return row
