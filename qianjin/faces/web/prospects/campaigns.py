"""找目标 Registers of firms ranked, given to callers, and what came of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.enterprises.choices import Sector
from qianjin.apps.prospects import policies, selectors, services
from qianjin.apps.prospects.choices import TargetState
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame, storable
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.desk.inbox import XLSX
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import NavItem
from qianjin.units.refusals import BadInput

from . import words

ACCEPT = ".xlsx,.xls,.ods,.csv,.txt"


class CampaignForm(forms.Form):
    """名单行动 What is looked for."""

    name = forms.CharField(label=gettext_lazy("Name of the campaign"), max_length=80)
    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"), choices=Sector.choices, initial=Sector.AUTO
    )
    cities = forms.CharField(
        label=gettext_lazy("Cities preferred"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Several: with a comma between."),
    )
    nodes = forms.MultipleChoiceField(
        label=gettext_lazy("Nodes of the chain to fill"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nodes"].choices = selectors.chain_nodes()  # type: ignore[attr-defined]


class LoadForm(forms.Form):
    """名录 The register."""

    file = forms.FileField(
        label=gettext_lazy("Register of firms"),
        help_text=gettext_lazy(
            "Excel or CSV: firm, industry, city, products, capital, employees; at most 5,000 rows."
        ),
    )


class AssignForm(forms.Form):
    """分派 Whom, and how many of the best."""

    caller = forms.ChoiceField(label=gettext_lazy("Caller"))
    count = forms.IntegerField(
        label=gettext_lazy("How many of the best"), min_value=1, max_value=500, initial=20
    )

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(person.pk), person.name) for person in people]
        self.fields["caller"].choices = named  # type: ignore[attr-defined]


class ResultForm(forms.Form):
    """结果 What came of the call."""

    state = forms.ChoiceField(label=gettext_lazy("What came of the call"))
    words = forms.CharField(
        label=gettext_lazy("What they said"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            choice for choice in TargetState.choices if choice[0] != TargetState.OPEN
        ]


@acts(Capability.PROSPECT_KEEP)
def campaigns(request: ParkRequest) -> HttpResponse:
    """The latest campaigns, and a new one."""
    form = CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        told["cities"] = told["cities"].replace("，", ",").replace("、", ",").split(",")
        try:
            made = services.open_campaign(by=request.actor, at=timezone.now(), **told)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            return go(request, "web:prospect_campaign", made.pk)
    context = {
        "form": form,
        "campaigns": [_counted(row) for row in selectors.campaigns_of(request.actor)],
    }
    return page(request, "web/prospects/campaigns.html", context, 422 if form.errors else 200)


def _counted(row: Any) -> dict[str, Any]:
    told = vars(row)
    return {
        "row": row,
        "sector": Sector(row.sector).label,
        "total": told["total"],
        "states": [
            (state.tone, f"{state.label} {told[state.value]}")
            for state in TargetState
            if told[state.value]
        ],
    }


@acts(Capability.PROSPECT_KEEP, thing="prospect_campaign")
def campaign(request: ParkRequest, pk: int) -> HttpResponse:
    """The targets of a campaign, the best first; load, assign, close."""
    row = selectors.campaign_for(request.actor, pk)
    people = selectors.officers_of(request.actor, on=timezone.localdate())
    assign = AssignForm(None, people=people)
    problems: list[str] = []
    if request.method == "POST":
        assign = AssignForm(request.POST, people=people)
        try:
            if done := _act(request, row, assign, people):
                return done
        except BadInput as refusal:
            problems = [str(line) for lines in refusal.fields.values() for line in lines]
    status = 422 if request.method == "POST" else 200
    return _campaign_page(request, row, assign, problems, status)


def _act(
    request: ParkRequest, row: Any, assign: AssignForm, people: list[Any]
) -> HttpResponse | None:
    """One of the acts of the page; none when the form does not say which."""
    told: dict[str, Any] = {"campaign": row, "by": request.actor, "at": timezone.now()}
    act = request.POST.get("act", "")
    if act == "load" and (file := request.FILES.get("file")):
        many = services.load_targets(data=file.read(), **told)
        messages.success(request, _("%(count)d firms are new on the list.") % {"count": many})
    elif act == "assign" and assign.is_valid():
        caller = next(p for p in people if str(p.pk) == assign.cleaned_data["caller"])
        count = assign.cleaned_data["count"]
        many = services.assign_targets(caller=caller, count=count, **told)
        sentence = _("%(name)s calls %(count)d more.")
        messages.success(request, sentence % {"name": caller.name, "count": many})
    elif act == "close":
        services.close_campaign(**told)
    else:
        return None
    return go(request, "web:prospect_campaign", row.pk)


def _campaign_page(
    request: ParkRequest, row: Any, assign: AssignForm, problems: list[str], status: int
) -> HttpResponse:
    here = to(request, "web:prospect_campaign", row.pk)
    state, mine = request.GET.get("state", ""), request.GET.get("mine") == "on"
    after = request.GET.get("after", "")
    found = selectors.targets_page(row, request.actor, state=state, mine=mine, after=after)
    query = {"state": state} if state in TargetState.values else {}
    query |= {"mine": "on"} if mine else {}
    names = dict(selectors.chain_nodes())
    context = {
        "row": row,
        "sector": Sector(row.sector).label,
        "nodes": [names[code] for code in row.nodes if code in names],
        "problems": problems,
        "accept": ACCEPT,
        "assign": assign,
        "load": LoadForm(),
        "is_open": bool(problems) or not found.rows,
        "may_run": selectors.may_run(request.actor, row) and row.closed_at is None,
        "tabs": _tabs(here, state, mine=mine),
        "targets": [_target(one) for one in found.rows],
        "first": f"{here}?{urlencode(query)}" if after else "",
        "further": f"{here}?{urlencode({**query, 'after': found.further})}"
        if found.further
        else "",
    }
    return page(request, "web/prospects/campaign.html", context, status)


def _tabs(here: str, state: str, *, mine: bool) -> list[NavItem]:
    return [
        NavItem(pgettext("tab", "All"), here, active=not state and not mine),
        NavItem(pgettext("target", "Mine to call"), f"{here}?mine=on", active=mine),
        *(
            NavItem(str(known.label), f"{here}?state={known.value}", active=state == known)
            for known in TargetState
        ),
    ]


def _target(row: Any) -> dict[str, Any]:
    state = TargetState(row.state)
    return {
        "row": row,
        "state": state.label,
        "tone": state.tone,
        "reasons": words.target_reasons(row.reasons),
        "caller": row.caller.name if row.caller else "",
    }


@acts(Capability.PROSPECT_KEEP, thing="prospect_target")
def target(request: ParkRequest, pk: int) -> HttpResponse:
    """One target: why it stands where it stands, and what came of calling it."""
    row = selectors.target_for(request.actor, pk)
    form = ResultForm(request.POST or None, initial={"state": row.state, "words": row.words})
    if request.method == "POST" and form.is_valid():
        told = {"words": storable(form.cleaned_data["words"]), "state": form.cleaned_data["state"]}
        try:
            done = services.note_result(target=row, by=request.actor, at=timezone.now(), **told)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("It is noted what came of it."))
            if done.organisation_id and told["state"] == TargetState.ADOPTED:
                return go(request, "web:prospect_firm", done.organisation_id)
            return go(request, "web:prospect_campaign", done.campaign_id, query="mine=on")
    context = {
        "shown": _target(row),
        "row": row,
        "form": form,
        "may": policies.may_enter(request.actor, row.park_id) and row.campaign.closed_at is None,
    }
    return page(request, "web/prospects/target.html", context, 422 if form.errors else 200)


@endpoint(Capability.PROSPECT_SEE, thing="prospect_campaign")
def export(request: ParkRequest, pk: int) -> FileResponse:
    """The targets with points, reasons, callers and results, as Excel."""
    row = selectors.campaign_for(request.actor, pk)
    table = services.export_targets(
        campaign=row, worded=words.reason_words, by=request.actor, at=timezone.now()
    )
    return FileResponse(table, as_attachment=True, filename=f"{row.name}.xlsx", content_type=XLSX)
