"""道路与河道 What parts parcels: the list, and entering, changing and ending one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.land import selectors, services
from qianjin.apps.land.choices import BarrierRank
from qianjin.apps.land.refusals import BarrierChangedSince
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import Cell, Column, TableRow
from qianjin.units.refusals import BadInput

from . import words
from .forms import amount


class BarrierForm(forms.Form):
    """登记道路或河道"""

    name = forms.CharField(label=gettext_lazy("Name of the road or river"), max_length=40)
    rank = forms.ChoiceField(label=gettext_lazy("Class"), choices=BarrierRank.choices)
    width_m = amount(gettext_lazy("Width from side to side (m)"), 1, required=True)
    joins = forms.BooleanField(
        label=gettext_lazy("The land on its two sides may become one site"),
        required=False,
        help_text=gettext_lazy(
            "For a lane that can be closed or a ditch that can be laid in a pipe; all others part."
        ),
    )
    line = forms.CharField(
        label=gettext_lazy("Middle line"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "GeoJSON in degrees, or a point a line: easting,northing in metres of the park's zone;"
            " or measure it on the map and enter it from there."
        ),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """What the services take."""
        given = dict(self.cleaned_data)
        del given["version"]
        return {**given, "text": given.pop("line")}


@endpoint(Capability.PARCEL_SEE)
def barriers(request: ParkRequest) -> HttpResponse:
    """Every road and river that is there, by name."""
    may_edit = request.actor.may(Capability.PARCEL_EDIT)
    context = {
        "tabs": words.tabs(request, "barriers"),
        "may_edit": may_edit,
        "columns": [
            Column(_("Name of the road or river"), main=True),
            Column(_("Class"), nowrap=True),
            Column(_("Width"), align="end", nowrap=True),
            Column(_("Length"), align="end", nowrap=True, phone=False),
            Column(pgettext("barrier", "Effect"), nowrap=True),
        ],
        "rows": [_row(request, one, may_edit) for one in selectors.barriers_for(request.actor)],
    }
    return page(request, "web/land/barriers.html", context)


def _row(request: ParkRequest, one: Any, may_edit: bool) -> TableRow:
    rank = BarrierRank(one.rank)
    effect = pgettext("barrier", "May be joined") if one.joins else pgettext("barrier", "Parts")
    return TableRow(
        [
            Cell(one.name, url=to(request, "web:barrier", one.pk) if may_edit else ""),
            Cell(str(rank.label), tone=rank.tone),
            Cell(f"{one.width_m.normalize():f} m"),
            Cell(f"{one.length_m:,.0f} m"),
            Cell(effect, tone="done" if one.joins else "waiting"),
        ]
    )


@acts(Capability.PARCEL_EDIT)
def barrier_new(request: ParkRequest) -> HttpResponse:
    """Enter a road or river; the map hands over a measured line."""
    form = BarrierForm(
        request.POST if request.method == "POST" else None,
        initial={"line": request.GET.get("line", "")[:200_000], "rank": BarrierRank.BRANCH},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.add_barrier(
                park=request.park, by=request.actor, at=timezone.now(), **form.values()
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("Entered; the search for sites goes by it from now on."))
            return go(request, "web:barriers")
    return _page(request, form, None)


@acts(Capability.PARCEL_EDIT, thing="barrier")
def barrier(request: ParkRequest, pk: int) -> HttpResponse:
    """Change a road or river, or end it."""
    one = selectors.barrier_for(request.actor, pk)
    if request.method == "POST" and "end" in request.POST:
        today = timezone.localdate()
        services.end_barrier(barrier=one, ended_on=today, by=request.actor, at=timezone.now())
        messages.success(request, _("It is there no more."))
        return go(request, "web:barriers")
    known = {name: getattr(one, name) for name in ("name", "rank", "width_m", "joins", "version")}
    form = BarrierForm(
        request.POST if request.method == "POST" else None,
        initial={**known, "line": selectors.barrier_line(one)},
    )
    if request.method == "POST" and form.is_valid():
        return _changed(request, form, one)
    return _page(request, form, one)


def _changed(request: ParkRequest, form: BarrierForm, one: Any) -> HttpResponse:
    version = form.cleaned_data["version"] or 0
    try:
        services.change_barrier(
            barrier=one, version=version, by=request.actor, at=timezone.now(), **form.values()
        )
    except BadInput as refusal:
        blame(form, refusal)
    except BarrierChangedSince as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, one, 409)
    else:
        messages.success(request, _("Entered; the search for sites goes by it from now on."))
        return go(request, "web:barriers")
    return _page(request, form, one)


def _page(request: ParkRequest, form: BarrierForm, one: Any, status: int = 200) -> HttpResponse:
    status = 422 if form.errors and status == 200 else status
    return page(request, "web/land/barrier.html", {"form": form, "one": one}, status)
