"""阶段设置 The pipelines and stages of the park, for whoever sets them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.investment import selectors, services
from qianjin.apps.investment.choices import Meaning
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from .forms import StageForm


@acts(Capability.PROJECT_RULES)
def stages(request: ParkRequest) -> HttpResponse:
    """All stages; a POST adds one to a pipeline."""
    form = StageForm(request.POST or None, initial={"is_active": True})
    if request.method == "POST" and form.is_valid():
        pipeline = selectors.pipeline_for(request.actor, request.POST.get("pipeline", ""))
        given = dict(form.cleaned_data) | {"is_active": True}
        try:
            services.add_stage(pipeline=pipeline, by=request.actor, at=timezone.now(), **given)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The stage is added."))
            return go(request, "web:project_stages")
    pipelines = selectors.pipelines_of(request.actor.park_id)
    context = {"form": form, "pipelines": [(one, _rows(one)) for one in pipelines]}
    return page(request, "web/investment/stages.html", context, 422 if form.errors else 200)


def _rows(pipeline: Any) -> list[dict[str, Any]]:
    return [{"stage": s, "meaning": Meaning(s.meaning)} for s in pipeline.stages.all()]


@acts(Capability.PROJECT_RULES, thing="project_stage")
def stage(request: ParkRequest, pk: int) -> HttpResponse:
    """Change one stage."""
    row = selectors.stage_for(request.actor, pk)
    known = {name: getattr(row, name) for name in StageForm.base_fields}
    form = StageForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        given = {n: v for n, v in form.cleaned_data.items() if n != "code"}
        try:
            services.change_stage(stage=row, by=request.actor, at=timezone.now(), **given)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The stage is changed."))
            return go(request, "web:project_stages")
    context = {"stage": row, "form": form, "meaning": Meaning(row.meaning)}
    return page(request, "web/investment/stage.html", context, 422 if form.errors else 200)
