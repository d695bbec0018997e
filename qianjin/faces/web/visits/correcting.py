"""更正记录 Putting a record right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk.choices import RequestKind
from qianjin.apps.visits import policies, selectors, services
from qianjin.apps.visits.choices import Matter, Means
from qianjin.apps.visits.services.recording import LONGEST_TEXT, Found
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from .forms import DateInput, MomentInput

MOST_VERSIONS = 30000


class CorrectForm(forms.Form):
    """更正: the record as it stands, one further finding, and why."""

    why = forms.CharField(label=gettext_lazy("Corrected because"), max_length=200)
    means = forms.ChoiceField(
        label=gettext_lazy("How"), choices=Means.choices, widget=forms.RadioSelect
    )
    on_site_at = forms.DateTimeField(label=gettext_lazy("When"), widget=MomentInput)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=600)
    received_by = forms.CharField(
        label=gettext_lazy("Received by (name and post)"), max_length=120, required=False
    )
    visitors = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who was there from the office"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Say who was there.")},
    )
    others = forms.CharField(
        label=gettext_lazy("Others who came along"), max_length=120, required=False
    )
    next_on = forms.DateField(label=gettext_lazy("Next visit"), widget=DateInput, required=False)
    new_matter = forms.ChoiceField(
        label=gettext_lazy("One more finding, about"), choices=Matter.choices, required=False
    )
    new_kind = forms.ChoiceField(
        label=gettext_lazy("Type of request"),
        choices=[("", gettext_lazy("Not sorted yet")), *RequestKind.choices],
        required=False,
    )
    new_text = forms.CharField(
        label=gettext_lazy("Its words"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_VERSIONS)

    def __init__(
        self, *args: Any, row: Any, people: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["visitors"].choices = people  # type: ignore[attr-defined]
        self.findings = [one for one in row.findings.all() if not one.request_number]
        self.raised = [one for one in row.findings.all() if one.request_number]
        for one in self.findings:
            self.fields[f"finding_{one.pk}"] = forms.CharField(
                label=Matter(one.matter).label,
                initial=one.text,
                max_length=LONGEST_TEXT,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def found(self) -> list[Any]:
        """The findings that may be reworded."""
        return [self[f"finding_{one.pk}"] for one in self.findings]

    def told(self) -> dict[str, Any]:
        """What is filled in, as ``correct_visit`` takes it."""
        told = self.cleaned_data
        plain = ("why", "means", "on_site_at", "minutes", "received_by", "visitors", "others")
        added = Found(told["new_matter"] or Matter.OPERATION, told["new_text"], told["new_kind"])
        return {
            **{name: told[name] for name in (*plain, "next_on", "version")},
            "words": {one.pk: told[f"finding_{one.pk}"] for one in self.findings},
            "added": [added],
        }


@acts(Capability.VISIT_RECORD, thing="visit")
def visit_correct(request: ParkRequest, pk: int) -> HttpResponse:
    """Correct a record; what it said before stays with it."""
    row = selectors.visit_for(request.actor, pk)
    form = _form(request, row)
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_visit(visit=row, by=request.actor, at=timezone.now(), **form.told())
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The record is corrected; what it said before is kept."))
            return go(request, "web:visit", pk)
    there = [person.pk for person in row.visitors.all()]
    context = {
        "row": row,
        "form": form,
        "may_change": policies.may_change_visit(request.actor, row, there),
    }
    return page(request, "web/visits/correct.html", context, 422 if form.errors else 200)


def _form(request: ParkRequest, row: Any) -> CorrectForm:
    """Whoever was there stays to be chosen, also when they have left the office since."""
    there = list(row.visitors.all())
    staff = selectors.times_of(request.park.pk, on=timezone.localdate(row.at))
    people = {person.pk: person.name for person in there}
    people |= {one.person_id: one.name for one in staff}
    initial = {
        name: getattr(row, name)
        for name in ("means", "minutes", "received_by", "others", "next_on", "version")
    }
    initial |= {
        "on_site_at": timezone.localtime(row.at),
        "visitors": [person.pk for person in there],
    }
    return CorrectForm(request.POST or None, initial=initial, row=row, people=list(people.items()))
