"""代企业提出 A person on the telephone: the enterprise, its words, a number at once."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts import services as people
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.choices import RequestKind, Source
from qianjin.apps.enterprises import selectors as enterprises
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.files import limits
from qianjin.faces.gate.forms import FilesField, blame, words_field
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput, Missing

from .suggest import said

DRAFT = "request.new"
FEW_WORDS = 6
"""Shorter texts are like everything."""
SOURCES = [choice for choice in Source.choices if choice[0] not in (Source.PORTAL, Source.IMPORT)]


class NewForm(forms.Form):
    """What an officer writes down while somebody speaks."""

    enterprise = forms.IntegerField(
        label=_("Enterprise"),
        error_messages={
            "required": _("Choose the enterprise."),
            "invalid": _("Choose the enterprise."),
        },
    )
    firm = forms.CharField(label=_("Name of the enterprise"), required=False, max_length=80)
    contact = forms.IntegerField(label=_("Who is asking"), required=False)
    source = forms.ChoiceField(
        label=_("How it came"), widget=forms.RadioSelect, choices=SOURCES, initial=Source.PHONE
    )
    words = words_field(
        _("What it is about, in the words of the enterprise"),
        rows=6,
        hint=_("What has happened, since when, what is needed by when."),
    )
    kind = forms.ChoiceField(
        label=_("Type"), required=False, choices=[("", _("Not sorted yet")), *RequestKind.choices]
    )
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    files = FilesField()  # type: ignore[assignment]
    different = forms.BooleanField(
        label=_("It is another matter: enter it all the same"), required=False
    )


@acts("request.raise")
def new(request: ParkRequest) -> HttpResponse:
    """The form; its POST raises the request for the enterprise."""
    if request.method != "POST":
        initial = {"enterprise": request.GET.get("enterprise"), "source": Source.PHONE}
        return _show(request, NewForm(initial=initial), _firm(request, initial["enterprise"]))
    form = NewForm(request.POST, request.FILES)
    firm = _firm(request, request.POST.get("enterprise"))
    if not form.is_valid() or firm is None:
        if firm is None and "enterprise" not in form.errors:
            form.add_error("enterprise", gettext("Choose the enterprise."))
        return _show(request, form, firm, 422)
    like = _like(request, form, firm)
    if like:
        return _show(request, form, firm, 409, alike=like)
    # Undone again when the request is refused; afterwards others would wait for it.
    people.forget_draft(by=request.actor, key=DRAFT)
    try:
        made = _raise(request, form.cleaned_data, firm)
    except BadInput as refusal:
        blame(form, refusal)
        return _show(request, form, firm, 422)
    return _made(request, made)


def _firm(request: ParkRequest, key: Any) -> Any | None:
    """The enterprise chosen, with its people; ``None`` for none, or none of this park."""
    try:
        firm = enterprises.get_enterprise_for(request.actor, int(key or 0))
    except enterprises.MovedTo as moved:
        return moved.enterprise
    except (Missing, ValueError):
        return None
    return firm


def _like(request: ParkRequest, form: NewForm, firm: Any) -> list[Any]:
    given = form.cleaned_data
    if given["different"] or len(given["words"]) < FEW_WORDS:
        return []
    return selectors.alike_open(request.actor, firm.pk, given["words"])


def _raise(request: ParkRequest, given: dict[str, Any], firm: Any) -> Any:
    contact = None
    if given["contact"]:
        contact = enterprises.contacts_of(firm).filter(pk=given["contact"]).first()
    return services.raise_request(
        enterprise=firm,
        contact=contact,
        words=given["words"],
        kind=given["kind"],
        place=given["place"],
        source=given["source"],
        files=given["files"],
        by=request.actor,
        at=timezone.now(),
    )


def _made(request: ParkRequest, made: Any) -> HttpResponse:
    """To the new request; who may not see it because another section will handle it, to 今日."""
    said = gettext("Entered as %(number)s. Tell the caller this number.")
    messages.success(request, said % {"number": made.number})
    if selectors.visible_numbers(request.actor, [made.number]):
        address = to(request, "web:request", made.number) + "?done=new"
    else:
        address = f"/{request.actor.park_slug}/"
    if request.headers.get("HX-Request"):
        response = HttpResponse()
        response["HX-Redirect"] = address
        return response
    return HttpResponse(status=303, headers={"Location": address})


def _show(
    request: ParkRequest, form: NewForm, firm: Any | None, status: int = 200, **more: Any
) -> HttpResponse:
    is_answer = request.method == "POST" and request.headers.get("HX-Request")
    context = {
        "form": form,
        "firm": firm,
        "contacts": list(enterprises.contacts_of(firm)) if firm else [],
        "limits": limits(),
        "draft": DRAFT,
        "kept": "" if request.method == "POST" else _kept(request),
        "lost_files": bool(request.FILES) and not is_answer,
        **more,
    }
    if firm is None and request.method == "POST":
        context["firms"] = enterprises.suggestions(request.actor, request.POST.get("firm", ""))
    part = "#answer" if is_answer else ""
    return page(request, "web/desk/request_new.html" + part, context, status=status)


def _kept(request: ParkRequest) -> str:
    draft = accounts.draft_of(request.actor, DRAFT)
    if draft is None:
        return ""
    kept = {"at": draft.saved_at.isoformat(), "fields": draft.data}
    return json.dumps(kept, ensure_ascii=False)


@endpoint("request.raise")
def firms(request: ParkRequest) -> HttpResponse:
    """While one types: the enterprises that may be meant; one chosen, the people who may ask."""
    chosen = _firm(request, request.GET.get("enterprise"))
    context: dict[str, Any] = {"firm": chosen}
    if chosen is not None:
        context["contacts"] = list(enterprises.contacts_of(chosen))
    else:
        words = request.GET.get("firm", "").strip()[:80]
        context["firms"] = enterprises.suggestions(request.actor, words) if words else []
        context["searched"] = words
    return page(request, "web/desk/request_new.html#firm", context)


@acts("request.raise", repeatable=True)
def alike(request: ParkRequest) -> HttpResponse:
    """While one writes: which open requests of the enterprise speak of the same."""
    if request.method != "POST":
        return go(request, "web:request_new")
    firm = _firm(request, request.POST.get("enterprise"))
    words = request.POST.get("words", "").strip()[:5000]
    found = []
    if firm is not None and len(words) >= FEW_WORDS:
        found = selectors.alike_open(request.actor, firm.pk, words)
    past = said(request, words, firm.pk if firm else 0, fillable=("kind",))
    context = {"alike": found, "early": True, **past}
    return page(request, "web/desk/request_new.html#answer", context)
