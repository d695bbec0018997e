"""履约 The register of a project's agreement; its signing, and taking that back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.apps.investment import policies, selectors, services
from qianjin.apps.investment.choices import (
    COMMITMENT_UNITS,
    DAYS_PROMISED,
    STANDARD_LAND,
    CommitmentKind,
    CommitmentSource,
    Fulfilment,
    Meaning,
)
from qianjin.apps.investment.refusals import BadProject, MayNotKeepProject
from qianjin.faces.gate import acts, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.journeys.lead_signed import lead_signed, lead_unsigned
from qianjin.ui.wording import day
from qianjin.units.refusals import BadInput

from .posting import NOTHING, Act, post
from .room_forms import CommitmentForm, PaymentForm, ResultForm, SignForm, SubsidyForm
from .tables import part_urls
from .words import money


@acts(Capability.PROJECT_SEE, thing="project")
def promises(request: ParkRequest, pk: int) -> HttpResponse:
    """What both sides have promised, and what became of it."""
    row = selectors.project_for(request.actor, pk)
    may_keep = policies.may_keep(request.actor, row)
    posted = NOTHING
    if request.method == "POST":
        if not may_keep:
            raise MayNotKeepProject
        posted = post(request, _acts(request, row))
        if posted.done:
            return go(request, "web:project_promises", pk)
    today = timezone.localdate()
    found = selectors.commitments_of(row, on=today)
    context = {
        "p": row,
        "exports": part_urls(request, pk, "promises", "subsidies"),
        "may_keep": may_keep,
        "rows": [_commitment(one) for one in found],
        "lacking": _lacking(found),
        "subsidies": [_subsidy(one) for one in selectors.subsidies_of(row)],
        "commit_form": posted.shown("commit", CommitmentForm(auto_id="id_commit_%s")),
        "report_form": posted.shown("report", ResultForm(initial={"year": today.year - 1})),
        "reporting": request.POST.get("key") if posted.name == "report" else "",
        "subsidy_form": posted.shown("subsidy", SubsidyForm(auto_id="id_subsidy_%s")),
        "pay_form": posted.shown(
            "pay", PaymentForm(initial={"paid_on": today}, auto_id="id_pay_%s")
        ),
        "paying": request.POST.get("key") if posted.name == "pay" else "",
    }
    return page(request, "web/investment/promises.html", context, 422 if posted.form else 200)


def _acts(request: ParkRequest, row: Any) -> dict[str, Act]:
    who: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    key = request.POST.get("key", "")

    def report(form: Any) -> Any:
        one = selectors.commitment_of(row, key)
        return services.report_year(commitment=one, **form.cleaned_data, **who)

    def drop(form: Any) -> Any:
        return services.drop_commitment(commitment=selectors.commitment_of(row, key), **who)

    def pay(form: Any) -> Any:
        one = selectors.subsidy_of(row, key)
        return services.pay_subsidy(subsidy=one, **form.cleaned_data, **who)

    return {
        "commit": Act(
            lambda d, f: CommitmentForm(d),
            lambda form: services.commit(project=row, **form.cleaned_data, **who),
        ),
        "report": Act(lambda d, f: ResultForm(d), report),
        "drop": Act(lambda d, f: Form(d), drop),
        "subsidy": Act(
            lambda d, f: SubsidyForm(d),
            lambda form: services.promise_subsidy(project=row, **form.cleaned_data, **who),
        ),
        "pay": Act(lambda d, f: PaymentForm(d), pay),
    }


def _commitment(one: Any) -> dict[str, Any]:
    row = one.commitment
    kind = CommitmentKind(row.kind)
    return {
        "row": row,
        "label": kind.label,
        "is_standard": kind in STANDARD_LAND,
        "is_day": kind in DAYS_PROMISED,
        "promised": day(row.due_on) if kind in DAYS_PROMISED else _number(row.amount),
        "unit": COMMITMENT_UNITS.get(kind, ""),
        "from": row.due_on.year,
        "source": CommitmentSource(row.source).label,
        "years": [
            {
                "cell": cell,
                "told": day(cell.happened_on) if cell.happened_on else _number(cell.amount),
                "state": Fulfilment(cell.state),
            }
            for cell in one.years
        ],
        "is_broken": one.is_broken,
    }


def _number(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.normalize():,f}"


def _lacking(found: Any) -> list[str]:
    """The indicators of standard land that nobody has promised yet, once one is."""
    kinds = {one.commitment.kind for one in found}
    if not kinds & set(STANDARD_LAND):
        return []
    return [str(kind.label) for kind in STANDARD_LAND if kind not in kinds]


def _subsidy(one: Any) -> dict[str, Any]:
    left = (one.amount_wan or Decimal(0)) - one.paid_wan
    return {
        "row": one,
        "promised": money(one.amount_wan),
        "paid": money(one.paid_wan) if one.paid_wan else "",
        "left": money(left) if left else "",
        "is_open": bool(left),
        "due": day(one.due_on) if one.due_on else "",
        "paid_on": day(one.paid_on) if one.paid_on else "",
    }


@acts(Capability.PROJECT_KEEP, thing="project")
def sign(request: ParkRequest, pk: int) -> HttpResponse:
    """Sign the project with all a signing brings; once signed, take it back as one."""
    row = selectors.project_for(request.actor, pk)
    if not policies.may_keep(request.actor, row):
        raise MayNotKeepProject
    signing = selectors.signing_of(row)
    if request.method == "POST" and request.POST.get("undo"):
        return _unsign(request, row, signing)
    initial = {"signed_on": timezone.localdate(), "wants_site": bool(row.land_mu)}
    if row.organisation:
        initial["credit_code"] = row.organisation.credit_code
    form = SignForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _sign(request, row, form)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("“%(name)s” is signed.") % {"name": row.name})
            return go(request, "web:project", pk)
    context = {
        "p": row,
        "form": form,
        "signing": signing,
        "may_undo": signing is not None and row.stage.meaning == Meaning.SIGNED,
        "site_url": to(request, "web:site", signing.need_ref)
        if signing and signing.need_ref
        else "",
    }
    return page(request, "web/investment/sign.html", context, 422 if form.errors else 200)


def _sign(request: ParkRequest, row: Any, form: SignForm) -> None:
    given = dict(form.cleaned_data)
    name = given.pop("enterprise").strip()
    chosen = None
    if name:
        rows = enterprises.enterprises_visible_to(request.actor).filter(name=name)
        chosen = rows.order_by("pk").first()
        if chosen is None:
            told = _("No enterprise of the directory has this name.")
            raise BadProject({"enterprise": [told]})
    lead_signed(project=row, enterprise=chosen, by=request.actor, at=timezone.now(), **given)


def _unsign(request: ParkRequest, row: Any, signing: Any) -> HttpResponse:
    if signing is not None:
        lead_unsigned(signing=signing, by=request.actor, at=timezone.now())
        messages.success(request, _("The signing is taken back, with all it brought."))
    return go(request, "web:project", row.pk)
