"""共性问题 Common causes: the list, one of them, telling and answering everyone concerned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.choices import Act, RequestStatus
from qianjin.faces.gate import acts, endpoint
from qianjin.faces.gate.forms import blame, words_field
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput

from . import words
from .act_frame import Doing, run
from .part_lines import part_lines
from .request_forms import ActForm

CANDIDATES = 20
NAMES = 10_000
"""Most characters of a pasted list of enterprises."""


class MembersForm(forms.Form):
    """Whom it concerns: requests that say the same, and enterprises that have not asked."""

    requests = forms.MultipleChoiceField(
        label=_("Requests with the same cause"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    concerned = forms.CharField(
        label=_("Enterprises that have not asked but are concerned"),
        required=False,
        max_length=NAMES,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One name a line, full or short, as in the directory. They are told too."),
    )

    def __init__(self, *args: Any, request: ParkRequest, row: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._actor = request.actor
        text = f"{row.title} {row.body}"
        found = selectors.alike_elsewhere(
            request.actor, text, at=timezone.now(), besides=row.pk, most=CANDIDATES
        )
        field: Any = self.fields["requests"]
        field.choices = [(hit.number, f"{hit.enterprise}：{hit.title}") for hit in found]

    def clean(self) -> dict[str, Any]:
        """Hand the requests and enterprises themselves on; name those that are not found."""
        given: dict[str, Any] = super().clean() or {}
        numbers = given.get("requests", [])
        given["requests"] = selectors.open_by_numbers(self._actor, numbers)
        names = [line.strip() for line in given.get("concerned", "").splitlines() if line.strip()]
        found, unknown = selectors.enterprises_by_names(self._actor.park_id, names)
        given["concerned"] = found
        if unknown:
            listed = "、".join(unknown[:10])
            sentence = gettext("Not in the directory, or not clear: %(names)s")
            self.add_error("concerned", sentence % {"names": listed})
        return given


class OpenForm(ActForm, MembersForm):
    """归为共性问题."""

    title = forms.CharField(label=_("What the cause is"), max_length=120)
    for_chain = forms.BooleanField(required=False)
    field_order = ("title", "for_chain", "requests", "concerned")

    def __init__(self, *args: Any, request: ParkRequest, row: Any, **more: Any) -> None:
        super().__init__(*args, request=request, row=row, **more)
        teams = {team.sector: team.unit for team in selectors.chain_teams_of(row.park_id)}
        unit = teams.get(row.enterprise.sector)
        if unit is None:
            del self.fields["for_chain"]
            return
        label = gettext("It concerns the whole chain (%(chain)s): its team leads, %(unit)s")
        chain = row.enterprise.get_sector_display()
        self.fields["for_chain"].label = label % {"chain": chain, "unit": unit.name}


class WordsForm(forms.Form):
    """统一告知."""

    words = words_field(_("What everyone concerned reads"), rows=4)


class AnswerForm(WordsForm):
    """统一答复."""

    def __init__(self, *args: Any, waits_for: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        if waits_for:
            label = gettext("Still at their parts: %(units)s. Why not wait for them?")
            names = "、".join(waits_for)
            self.fields["parts_reason"] = words_field(label % {"units": names}, rows=2)


def _open_form(request: ParkRequest, row: Any, data: Any = None, files: Any = None) -> OpenForm:
    begun = {} if data is not None else {"title": row.title}
    form = OpenForm(data, files, initial=begun, request=request, row=row)
    if data is None:
        offered: Any = form.fields["requests"]
        form.initial["requests"] = [number for number, _label in offered.choices]
    return form


def _open(request: ParkRequest, row: Any, given: dict[str, Any]) -> None:
    given.pop("version", None)
    services.open_cause(request=row, by=request.actor, at=timezone.now(), **given)


OPEN = Doing(
    Act.CAUSE,
    _open_form,
    _open,
    pgettext_lazy("button", "Group them"),
    _("Grouped. One answer now reaches everyone concerned."),
)


@acts(Capability.CAUSE_KEEP, thing="request")
def open_(request: ParkRequest, number: str) -> HttpResponse:
    """归为共性问题."""
    return run(request, number, OPEN)


@endpoint(Capability.REQUEST_SEE)
def causes(request: ParkRequest) -> HttpResponse:
    """Every common cause one may see, newest first."""
    rows, newer, older = selectors.causes_page(request.actor, cursor=request.GET.get("cursor", ""))
    part = "#rows" if request.headers.get("HX-Target") == "cause-rows" else ""
    context = {"rows": rows, "newer": newer, "older": older}
    return page(request, "web/desk/causes.html" + part, context)


@endpoint(Capability.REQUEST_SEE, thing="cause")
def cause(request: ParkRequest, pk: int) -> HttpResponse:
    """One cause: its lead, who helps, everyone concerned."""
    return _page(request, selectors.cause_for(request.actor, pk))


def _page(
    request: ParkRequest, row: Any, refused: dict[str, forms.Form] | None = None
) -> HttpResponse:
    detail = selectors.cause_detail(request.actor, row, at=timezone.now())
    open_parts = [part.unit for part in detail.parts if part.is_open]
    fresh: dict[str, forms.Form] = {}
    if detail.can_answer:
        fresh |= {"tell": WordsForm(), "answer": AnswerForm(waits_for=open_parts)}
    if detail.can_keep:
        fresh["add"] = MembersForm(request=request, row=row.main)
    address = words.addresses(request)
    context = {
        "cause": row,
        "detail": detail,
        "main_url": address(row.main.number),
        "members": [
            {
                "row": member,
                "url": address(member.number) if member.number else "",
                "status": RequestStatus(member.status).label if member.status else "",
                "tone": RequestStatus(member.status).tone if member.status else "",
                "can_leave": detail.can_keep and member.number and not member.is_main,
            }
            for member in detail.members
        ],
        "parts": part_lines(request, detail.parts),
        "forms": fresh | (refused or {}),
    }
    return page(request, "web/desk/cause.html", context, 422 if refused else 200)


def _do(
    request: ParkRequest,
    row: Any,
    name: str,
    form: forms.Form,
    do: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    """Do what one of the page's forms says, or show the page with what is wrong."""
    if form.is_valid():
        try:
            said = do(form.cleaned_data)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, said)
            return go(request, "web:cause", row.pk)
    return _page(request, row, {name: form})


@acts(Capability.REQUEST_HANDLE, thing="cause")
def tell(request: ParkRequest, pk: int) -> HttpResponse:
    """统一告知."""
    row = selectors.cause_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:cause", pk)

    def do(given: dict[str, Any]) -> str:
        n = services.tell_cause(cause=row, by=request.actor, at=timezone.now(), **given)
        return ngettext("%(n)d enterprise told.", "%(n)d enterprises told.", n) % {"n": n}

    return _do(request, row, "tell", WordsForm(request.POST), do)


@acts(Capability.REQUEST_HANDLE, thing="cause")
def answer(request: ParkRequest, pk: int) -> HttpResponse:
    """统一答复办结."""
    row = selectors.cause_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:cause", pk)

    def do(given: dict[str, Any]) -> str:
        n = services.answer_cause(cause=row, by=request.actor, at=timezone.now(), **given)
        return ngettext("%(n)d request resolved.", "%(n)d requests resolved.", n) % {"n": n}

    waits_for = selectors.open_part_names(row.main)
    return _do(request, row, "answer", AnswerForm(request.POST, waits_for=waits_for), do)


@acts(Capability.CAUSE_KEEP, thing="cause")
def add(request: ParkRequest, pk: int) -> HttpResponse:
    """Add requests or enterprises."""
    row = selectors.cause_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:cause", pk)

    def do(given: dict[str, Any]) -> str:
        n = services.join_cause(cause=row, by=request.actor, at=timezone.now(), **given)
        return ngettext("%(n)d added.", "%(n)d added.", n) % {"n": n}

    return _do(request, row, "add", MembersForm(request.POST, request=request, row=row.main), do)


@acts(Capability.CAUSE_KEEP, thing="cause")
def take_out(request: ParkRequest, pk: int) -> HttpResponse:
    """移出: the request goes on by itself."""
    row = selectors.cause_for(request.actor, pk)
    if request.method == "POST":
        number = request.POST.get("number", "")
        services.leave_cause(cause=row, number=number, by=request.actor, at=timezone.now())
        messages.success(request, gettext("Taken out; it goes on by itself."))
    return go(request, "web:cause", pk)
