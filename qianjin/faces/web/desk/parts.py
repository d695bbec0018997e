"""协办 What a co-handler does with its part: take it, answer for it, return it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qianjin.apps.desk import selectors, services
from qianjin.apps.parks import selectors as parks
from qianjin.faces.gate import acts, to
from qianjin.faces.gate.forms import FilesField, blame, words_field
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page
from qianjin.units.refusals import BadInput

from .act_frame import about, go_back
from .request import is_drawer
from .request_forms import DateInput, ReturnForm


class TakeForm(forms.Form):
    """接协办: nothing to say."""


class AnswerForm(forms.Form):
    """协办答复: words for the lead, with files."""

    words = words_field(
        _("What the lead reads"), rows=6, help_text=_("The enterprise does not see it.")
    )
    files = FilesField()  # type: ignore[assignment]


class ExtendForm(forms.Form):
    """协办申请延期."""

    words = words_field(_("Why it takes longer"), rows=4, help_text=_("The lead reads it."))
    until_on = forms.DateField(label=_("Until when"), widget=DateInput)


@dataclass(frozen=True, slots=True)
class PartDoing:
    """What is particular about one act on a part."""

    url_name: str
    label: Any
    button: Any
    done: Any
    form: Callable[..., forms.Form]
    """Makes the form from (part, data, files)."""
    do: Callable[..., Any]


def _plain(kind: type[forms.Form]) -> Callable[..., forms.Form]:
    """A maker of forms that need nothing of the part."""
    return lambda _part, *given: kind(*given)


def _return_form(part: Any, *given: Any) -> ReturnForm:
    units = [unit for unit in parks.units_of(part.park_id) if unit.pk != part.unit_id]
    form = ReturnForm(*given, units=units)
    del form.fields["version"]
    return form


TAKE = PartDoing(
    "web:part_take",
    pgettext_lazy("act", "Take it on"),
    pgettext_lazy("button", "Take it on"),
    _("It is your part now."),
    _plain(TakeForm),
    services.take_part,
)
ANSWER = PartDoing(
    "web:part_answer",
    pgettext_lazy("act", "Answer for the part"),
    pgettext_lazy("button", "Send it to the lead"),
    _("The lead has your answer."),
    _plain(AnswerForm),
    services.answer_part,
)


RETURN = PartDoing(
    "web:part_return",
    pgettext_lazy("act", "Return it"),
    pgettext_lazy("button", "Return it"),
    _("The dispatcher rules on it; until then it stays with you."),
    _return_form,
    services.return_part,
)


EXTEND = PartDoing(
    "web:part_extend",
    pgettext_lazy("act", "Ask for more time"),
    pgettext_lazy("button", "Ask for more time"),
    _("The lead rules on it; until then the time you were given stands."),
    _plain(ExtendForm),
    services.ask_part_extension,
)


def run(request: ParkRequest, pk: int, doing: PartDoing) -> HttpResponse:
    """Show the form of an act on a part, or do what it says."""
    part = selectors.part_for(request.actor, pk)
    if request.method != "POST":
        return _show(request, part, doing, doing.form(part))
    form = doing.form(part, request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, part, doing, form, 422)
    try:
        doing.do(part=part, by=request.actor, at=timezone.now(), **form.cleaned_data)
    except BadInput as refusal:
        blame(form, refusal)
        return _show(request, part, doing, form, 422)
    return go_back(request, part.request, str(doing.done))


def _show(
    request: ParkRequest, part: Any, doing: PartDoing, form: forms.Form, status: int = 200
) -> HttpResponse:
    is_answer = request.method == "POST" and request.headers.get("HX-Request")
    context = {
        **about(request, part.request),
        "act": {"label": doing.label},
        "part": part,
        "button": doing.button,
        "url": to(request, doing.url_name, part.pk),
        "form": form,
        "is_posted": request.method == "POST",
        "lost_files": bool(request.FILES) and not is_answer,
    }
    piece = "#answer" if is_answer else "#act" if is_drawer(request) else ""
    return page(request, "web/desk/request_act.html" + piece, context, status=status)


@acts("request.handle", thing="part")
def take(request: ParkRequest, pk: int) -> HttpResponse:
    """接协办."""
    return run(request, pk, TAKE)


@acts("request.handle", thing="part")
def answer(request: ParkRequest, pk: int) -> HttpResponse:
    """协办答复."""
    return run(request, pk, ANSWER)


@acts("request.handle", thing="part")
def give_back(request: ParkRequest, pk: int) -> HttpResponse:
    """协办退单, within a working day of being asked."""
    return run(request, pk, RETURN)


@acts("request.handle", thing="part")
def extend(request: ParkRequest, pk: int) -> HttpResponse:
    """协办申请延期, a working day before it is due."""
    return run(request, pk, EXTEND)
