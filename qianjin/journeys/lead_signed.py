"""
签约 A project is signed: its enterprise is entered, its need of land searched, people are told.

The plan of its delivery is drafted too, where it wants land. The signing is one act and is undone
as one: what else begins with it hangs on the project and is added in ``lead_signed`` and
``lead_unsigned``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as people
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Role
from qianjin.apps.channels import services as channels
from qianjin.apps.channels.choices import Topic
from qianjin.apps.clearing import services as sites
from qianjin.apps.clearing.choices import NeedState
from qianjin.apps.clearing.models import SiteNeed
from qianjin.apps.delivery import services as delivery
from qianjin.apps.delivery.choices import PlanState, ProfileKind
from qianjin.apps.delivery.models import Plan
from qianjin.apps.enterprises import services as enterprises
from qianjin.apps.enterprises.choices import EnterpriseStatus, Sector, ThreadKind
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.investment import services as investment
from qianjin.apps.investment.models import Project, Signing
from qianjin.apps.investment.refusals import BadProject
from qianjin.apps.land.choices import LandSector
from qianjin.apps.prospects import services as prospects
from qianjin.units.money import write_wan

BAND = Decimal("1.15")
"""A need of so much land may be met by a site up to this much larger."""
PLATFORMS = {
    Sector.AUTO: LandSector.AUTO,
    Sector.AVIATION: LandSector.AVIATION,
    Sector.SPACE: LandSector.AVIATION,
}
HEARERS = (Role.DEPUTY_DIRECTOR, Role.SECTION_HEAD)


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signing left: its row, the enterprise; need of land and plan where there are some."""

    signing: Signing
    enterprise: Enterprise
    need: SiteNeed | None
    plan: Plan | None


@transaction.atomic
def lead_signed(
    *,
    project: Project,
    signed_on: date,
    by: Actor,
    at: datetime,
    enterprise: Enterprise | None = None,
    agreement_number: str = "",
    words: str = "",
    wants_site: bool = True,
    wants_plan: bool = True,
    credit_code: str = "",
) -> Signed:
    """
    项目签约 Sign a project, and do what a signing brings with it.

    ``enterprise``: one of the park's directory; without it the project's organisation is entered
    there (or found by its name). ``wants_site``: its need of land goes to the search for sites.
    ``wants_plan``: its delivery is planned as 拿地即开工, with acquisition until somebody says that
    the land is cleared.

    :raises MayNotKeepProject, AlreadySigned, ProjectLost, NotAdmitted, BadProject: as ``sign``.
    :raises MayNotRegister, BadEnterprise, HasLanded: as the directory and the book.
    """
    investment.check_signable(project)
    firm, is_new = _enterprise(project, enterprise, credit_code, by=by, at=at)
    need = _need(project, by=by, at=at) if wants_site else None
    signing = investment.sign(
        project=project,
        signed_on=signed_on,
        enterprise=firm,
        is_new_enterprise=is_new,
        need_ref=need.pk if need else None,
        agreement_number=agreement_number,
        words=words,
        by=by,
        at=at,
    )
    if project.organisation is not None and project.organisation.enterprise_id is None:
        prospects.landed(organisation=project.organisation, enterprise=firm, by=by, at=at)
    enterprises.write_on_thread(
        enterprise=firm,
        kind=ThreadKind.SIGNED,
        by=by,
        at=at,
        text=project.name,
        object_kind="project",
        object_ref=str(project.pk),
    )
    plan = _plan(project, by=by, at=at) if wants_plan else None
    _tell(project, signed_on, by=by, at=at)
    return Signed(signing, firm, need, plan)


def _enterprise(
    project: Project, chosen: Enterprise | None, code: str, *, by: Actor, at: datetime
) -> tuple[Enterprise, bool]:
    """The enterprise the project becomes, and whether it was entered just now."""
    known = chosen or (project.organisation.enterprise if project.organisation else None)
    if known is not None:
        return known, False
    if project.organisation is None:
        raise BadProject({"enterprise": [_("Say which enterprise it becomes.")]})
    name = project.organisation.name
    rows = Enterprise.objects.filter(park_id=project.park_id, name=name, merged_into=None)
    found = rows.order_by("pk").first()
    if found is not None:
        return found, False
    made = enterprises.register(
        park=project.park,
        name=name,
        credit_code=code or project.organisation.credit_code,
        sector=project.sector,
        status=EnterpriseStatus.BUILDING,
        officer=project.owner,
        is_demo=project.is_demo,
        by=by,
        at=at,
    )
    return made, True


def _need(project: Project, *, by: Actor, at: datetime) -> SiteNeed | None:
    """The need of land as a standing question to the search; none where no land is wanted."""
    if not project.land_mu or not by.may(Capability.SITE_SEARCH):
        return None
    return sites.add_need(
        park=project.park,
        name=project.name[:80],
        mu_min=project.land_mu,
        mu_max=(project.land_mu * BAND).quantize(Decimal("0.01")),
        sector=PLATFORMS.get(Sector(project.sector), ""),
        power_kva=project.power_kva,
        words=project.number,
        is_demo=project.is_demo,
        by=by,
        at=at,
    )


def _plan(project: Project, *, by: Actor, at: datetime) -> Plan | None:
    """The plan of its delivery; none where no land is wanted or there is one already."""
    there = Plan.objects.filter(project=project).exclude(state=PlanState.STOPPED)
    if not project.land_mu or not by.may(Capability.DELIVERY_KEEP) or there.exists():
        return None
    return delivery.open_plan(
        park=project.park,
        name=project.name[:80],
        profile=ProfileKind.ZERO_GAP,
        project=project,
        officer=project.owner,
        words=_("Drafted with the signing."),
        is_demo=project.is_demo,
        by=by,
        at=at,
    )


def _tell(project: Project, signed_on: date, *, by: Actor, at: datetime) -> None:
    """The owner, the directors and heads; the groups whose robots tell of signings."""
    heads = people.people_with(project.park_id, *HEARERS, on=signed_on)
    investment.tell(
        project,
        "signed",
        [project.owner_id, *(head.pk for head in heads)],
        by=by,
        at=at,
        tone="done",
        on=str(signed_on),
    )
    amount = write_wan(project.investment_wan) or "—"
    channels.announce(
        park_id=project.park_id,
        topic=Topic.SIGNED,
        unit_id=project.unit_id,
        object_ref=str(project.pk),
        params={"name": project.name, "amount": amount, "number": project.number},
        at=at,
    )


@transaction.atomic
def lead_unsigned(*, signing: Signing, by: Actor, at: datetime) -> Project:
    """
    撤销签约 Take a signing back with all it brought: the need is closed, the enterprise taken out.

    :raises MayNotKeepProject, NotSigned, MovedOn: as ``take_back_signing``.
    :raises InUse: work has been built on the enterprise that was entered.
    """
    firm, is_new = signing.enterprise, signing.is_new_enterprise
    row = investment.take_back_signing(signing=signing, by=by, at=at)
    organisation = row.organisation
    if organisation is not None and firm is not None and organisation.enterprise_id == firm.pk:
        prospects.landed(organisation=organisation, enterprise=None, by=by, at=at)
    rows = SiteNeed.objects.filter(park_id=row.park_id)
    need = rows.filter(pk=signing.need_ref).first() if signing.need_ref else None
    if need is not None and need.state == NeedState.OPEN:
        sites.settle_need(
            need=need, is_met=False, words=_("The signing was taken back."), by=by, at=at
        )
    plans = Plan.objects.filter(project=row, opened_at=signing.at, state=PlanState.ACTIVE)
    for plan in plans:
        delivery.discard_plan(plan=plan, words=_("The signing was taken back."), by=by, at=at)
    if is_new and firm is not None:
        enterprises.withdraw(enterprise=firm, by=by, at=at)
    return row
