"""登记 The registers: who thanked for what, what was complained of, what was suggested."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.choices import EntryKind, RequestStatus
from qianjin.faces.gate import acts, endpoint, to
from qianjin.faces.gate.forms import blame, words_field
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.ui.shapes import NavItem, ThreadItem
from qianjin.units.refusals import BadInput

from . import words


class LetterForm(forms.Form):
    """感谢信: from whom, and what it says."""

    enterprise = forms.CharField(
        label=_("Enterprise"),
        max_length=120,
        help_text=_("Its full or short name, as in the directory."),
    )
    words = words_field(_("What the letter says"), rows=6)
    signed = forms.CharField(label=_("Signed by"), max_length=80, required=False)

    def __init__(self, *args: Any, park_id: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self._park_id = park_id

    def clean_enterprise(self) -> Any:
        """The enterprise itself."""
        name = self.cleaned_data["enterprise"].strip()
        found, unclear = selectors.enterprises_by_names(self._park_id, [name])
        if unclear:
            sentence = gettext("Not in the directory, or not clear: %(names)s")
            raise forms.ValidationError(sentence % {"names": name})
        return found[0]


@endpoint(Capability.REQUEST_SEE)
def thanks(request: ParkRequest) -> HttpResponse:
    """One page of a register: thanks, or by ``?of=`` complaints or suggestions."""
    of = request.GET.get("of", "")
    of = of if of in selectors.VOICES else ""
    cursor = request.GET.get("cursor", "")
    shown = _voices(request, of, cursor) if of else _thanks(request, cursor)
    part = "#rows" if request.headers.get("HX-Target") == "thanks-rows" else ""
    context = {
        "of": of,
        "tabs": _tabs(of),
        "may_enter": request.actor.may(Capability.REQUEST_RAISE),
        **shown,
    }
    return page(request, "web/desk/thanks.html" + part, context)


def _tabs(of: str) -> list[NavItem]:
    labels = (
        ("", pgettext("register", "Thanks")),
        ("complaint", pgettext("register", "Complaints")),
        ("suggestion", pgettext("register", "Suggestions")),
    )
    return [
        NavItem(label=label, url=f"?of={name}" if name else "?", active=name == of)
        for name, label in labels
    ]


def _thanks(request: ParkRequest, cursor: str) -> dict[str, Any]:
    found = selectors.thanks_page(request.actor, cursor=cursor)
    address = words.addresses(request)
    entries = [
        ThreadItem(
            who=words.joined((row.enterprise, row.by)),
            what=str(EntryKind.THANKED.label),
            at=row.at,
            tone="done",
            said=row.text,
            text=words.joined((row.number, row.title)),
            url=address(row.number) if row.number else "",
            key=f"thanks-{row.id}",
        )
        for row in found.rows
    ]
    return {"entries": entries, "newer": found.newer, "older": found.older}


def _voices(request: ParkRequest, of: str, cursor: str) -> dict[str, Any]:
    found = selectors.voices_page(request.actor, of, at=timezone.now(), cursor=cursor)
    address = words.addresses(request)
    lines = [
        {
            "row": row,
            "url": address(row.number),
            "status": RequestStatus(row.status).label,
            "tone": RequestStatus(row.status).tone,
            "due": words.due_words(row),
            "due_tone": words.due_tone(row),
        }
        for row in found.rows
    ]
    return {"lines": lines, "newer": found.newer, "older": found.older}


@acts(Capability.REQUEST_RAISE)
def enter(request: ParkRequest) -> HttpResponse:
    """登记感谢信."""
    form = LetterForm(request.POST or None, park_id=request.actor.park_id)
    if request.method == "POST" and form.is_valid():
        try:
            services.enter_thanks(by=request.actor, at=timezone.now(), **form.cleaned_data)
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, gettext("The letter stands in the register."))
            return go(request, "web:thanks")
    context = {"form": form, "back": to(request, "web:thanks")}
    return page(request, "web/desk/thanks_new.html", context, 422 if form.errors else 200)
