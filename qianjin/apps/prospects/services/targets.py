"""找目标 Registers of firms become ranked targets, are given to callers, and lead into the book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.models import User
from qianjin.apps.audit import services as audit
from qianjin.apps.enterprises.choices import EnterpriseStatus, Sector
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.tables.refusals import BadTable
from qianjin.units import spreadsheet

from .. import checks, planning, policies
from ..choices import Source, TargetState
from ..imports.registers import read_register
from ..models import Campaign, Contact, Organisation, Target
from ..refusals import (
    BadCampaign,
    BadResult,
    CampaignClosed,
    MayNotEnter,
    MayNotGiveAway,
    NotYourTarget,
)
from .writing import firm_named

MOST_ROWS, MOST_TARGETS = 5000, 20_000
WORDS = 400
LOADED = ["credit_code", "industry", "city", "products", "capital_wan", "employees"]
LOADED += ["name_key", "score", "reasons"]


@transaction.atomic
def open_campaign(
    *,
    name: str,
    sector: str,
    by: Actor,
    at: datetime,
    cities: Sequence[str] = (),
    nodes: Sequence[str] = (),
) -> Campaign:
    """
    发起名单行动 Say what is looked for: a sector, nodes of its chain, cities.

    :raises MayNotEnter: this person keeps no prospects.
    :raises BadCampaign: no name, or a sector or node that is none.
    """
    if not policies.may_enter(by, by.park_id):
        raise MayNotEnter
    problems: dict[str, list[str]] = {}
    name = checks.one_line(name)
    if not 2 <= len(name) <= 80:
        problems["name"] = [_("A name of 2 to 80 characters.")]
    if sector not in Sector.values:
        problems["sector"] = [_("“%(value)s” is not one of the choices.") % {"value": sector}]
    if len(planning.chosen_nodes(nodes)) < len(set(nodes)):
        problems["nodes"] = [_("The chain has no such node.")]
    if problems:
        raise BadCampaign(problems)
    row = Campaign.objects.create(
        park_id=by.park_id,
        name=name,
        sector=sector,
        cities=checks.clean({"tags": list(cities)}, ("tags",))["tags"][:20],
        nodes=planning.chosen_nodes(nodes),
        made_by_id=by.person_id,
        made_at=at,
    )
    _trace(row, "campaign.open", by, at, {"sector": sector, "nodes": row.nodes})
    return row


@transaction.atomic
def load_targets(*, campaign: Campaign, data: bytes, by: Actor, at: datetime) -> int:
    """
    导入名录 Read a register into a campaign, whole or not at all, and rank it; firms the campaign
    has already are brought up to date. Says how many are new.

    :raises MayNotEnter: ``by`` is neither who opened the campaign nor a head.
    :raises CampaignClosed: it is over.
    :raises BadTable: the file is no table, or cells are wrong: ``fields["table"]`` names each.
    """
    row = _locked(campaign, by)
    try:
        table = spreadsheet.read_table(data, max_rows=MOST_ROWS + 20)
    except spreadsheet.SpreadsheetError as error:
        raise BadTable({"table": [_(error.sentence) % error.params]}) from error
    register = read_register(table.texts())
    if register.faults:
        raise BadTable({"table": register.faults})
    known = {target.name: target for target in row.targets.all()}
    if len(known) + len(register.firms) > MOST_TARGETS:
        raise BadTable({"table": [_("At most %(most)d firms.") % {"most": MOST_TARGETS}]})
    new: list[Target] = []
    for values in register.firms:
        values = {k: v for k, v in values.items() if v is not None}
        target = known.get(values["name"]) or Target(park_id=row.park_id, campaign=row)
        for field, value in values.items():
            setattr(target, field, value)
        target.name_key = planning.firm_key(target.name)
        if target.pk is None:
            new.append(target)
    _rank(row, [*known.values(), *new])
    Target.objects.bulk_update(
        known.values(),
        LOADED,
        batch_size=500,
    )
    Target.objects.bulk_create(new, batch_size=1000)
    _trace(row, "campaign.load", by, at, {"new": len(new), "known": len(known)})
    return len(new)


@transaction.atomic
def assign_targets(*, campaign: Campaign, caller: User, count: int, by: Actor, at: datetime) -> int:
    """
    分派 Give the best ``count`` targets nobody calls yet to somebody; says how many.

    :raises MayNotGiveAway: ``caller`` is somebody else, and ``by`` is no head.
    :raises MayNotEnter, CampaignClosed: as ``load_targets``.
    """
    row = _locked(campaign, by)
    if caller.pk not in by.people and not policies.keeps_all(by):
        raise MayNotGiveAway
    officer = accounts.officer_of(by.park_id, caller.pk, on=timezone.localdate(at))
    open_ones = row.targets.filter(caller__isnull=True, state=TargetState.OPEN, score__gt=0)
    keys = list(open_ones.order_by("-score", "pk").values_list("pk", flat=True)[: max(count, 0)])
    Target.objects.filter(pk__in=keys).update(caller=officer)
    _trace(row, "campaign.assign", by, at, {"caller": officer.pk, "targets": len(keys)})
    return len(keys)


@transaction.atomic
def note_result(*, target: Target, state: str, words: str, by: Actor, at: datetime) -> Target:
    """
    记结果 What came of calling a firm; whoever calls one nobody had becomes its caller.

    ``adopted`` enters the firm in the book (or finds it there) in the caller's care.

    :raises NotYourTarget: somebody else calls it, and ``by`` is no head.
    :raises CampaignClosed: the campaign is over.
    :raises BadResult: the state is none, or the words are too long.
    """
    row = (
        Target.objects.select_for_update(of=("self",))
        .select_related("campaign", "caller")
        .get(pk=target.pk)
    )
    if not policies.may_enter(by, row.park_id):
        raise MayNotEnter
    if row.caller_id not in (None, *by.people) and not policies.keeps_all(by):
        raise NotYourTarget
    if row.campaign.closed_at is not None:
        raise CampaignClosed
    if state not in TargetState.values or state == TargetState.OPEN:
        wrong = _("“%(value)s” is not one of the choices.") % {"value": state}
        raise BadResult({"state": [wrong]})
    if len(words) > WORDS:
        wrong = _("At most %(limit)d characters fit here.") % {"limit": WORDS}
        raise BadResult({"words": [wrong]})
    row.caller_id = row.caller_id or by.person_id
    row.state, row.words, row.said_at = state, words.strip(), at
    if state == TargetState.ADOPTED and row.organisation is None:
        row.organisation = _adopted(row, by, at)
    row.save()
    _trace(row.campaign, "campaign.result", by, at, {"target": row.name, "state": state})
    return row


@transaction.atomic
def close_campaign(*, campaign: Campaign, by: Actor, at: datetime) -> Campaign:
    """
    结束 Nothing more is called for this list; what came of it stays.

    :raises MayNotEnter, CampaignClosed: as ``load_targets``.
    """
    row = _locked(campaign, by)
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    _trace(row, "campaign.close", by, at, {})
    return row


def _adopted(target: Target, by: Actor, at: datetime) -> Organisation:
    coded = Organisation.objects.filter(
        park_id=target.park_id, credit_code=target.credit_code, merged_into__isnull=True
    ).first()
    if target.credit_code and coded is not None:
        return coded
    caller = target.caller if target.caller_id in by.people or policies.keeps_all(by) else None
    return firm_named(
        name=target.name,
        by=by,
        at=at,
        owner=caller,
        sector=target.campaign.sector,
        city=target.city,
        credit_code=target.credit_code,
        source=Source.REGISTER,
        note=target.products,
    )


def _rank(campaign: Campaign, targets: Sequence[Target]) -> None:
    """Points and reasons against the park as it is today; who is here already gets none."""
    present = Enterprise.objects.filter(park_id=campaign.park_id, merged_into__isnull=True).exclude(
        status=EnterpriseStatus.LEFT
    )
    trades = Counter(code[1:] for code in present.values_list("industry", flat=True) if code)
    here = set(present.values_list("name_key", flat=True))
    known = Counter(
        Contact.objects.filter(
            park_id=campaign.park_id, merged_into__isnull=True, organisation__isnull=False
        ).values_list("organisation__name_key", flat=True)
    )
    wanted = planning.Wanted(
        campaign.sector, frozenset(campaign.nodes), frozenset(campaign.cities), trades, known
    )
    for target in targets:
        if target.name_key in here:
            target.score, target.reasons = 0, [["in_the_park", "", 0]]
            continue
        firm = planning.Firm(
            target.name,
            target.industry,
            target.products,
            target.city,
            target.capital_wan,
            target.employees,
        )
        score, reasons = planning.rank(firm, wanted, key=target.name_key)
        target.score, target.reasons = score, [list(reason) for reason in reasons]


def _locked(campaign: Campaign, by: Actor) -> Campaign:
    row = Campaign.objects.select_for_update().get(pk=campaign.pk)
    may = policies.may_enter(by, row.park_id)
    if not may or not (policies.keeps_all(by) or row.made_by_id in by.people):
        raise MayNotEnter
    if row.closed_at is not None:
        raise CampaignClosed
    return row


def _trace(row: Campaign, verb: str, by: Actor, at: datetime, detail: dict[str, Any]) -> None:
    audit.record(
        park_id=row.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="campaign",
        object_id=row.pk,
        object_label=row.name,
        detail=detail,
    )
