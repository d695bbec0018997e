"""What a telephone sends, read: a record as the form of the office has it, a piece of a file."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.enterprises import selectors as enterprises
from qianjin.apps.visits import selectors
from qianjin.apps.visits.refusals import BadVisit, SomebodyElse
from qianjin.apps.visits.services.photos import Piece
from qianjin.faces.gate.forms import storable
from qianjin.faces.gate.requests import ParkRequest
from qianjin.units.refusals import Missing

from .forms import DIFFICULTIES, VisitForm

LATEST_PERSON = 10**15


class FieldForm(VisitForm):
    """外勤记录: the record of the office, and which difficulties become requests at once."""

    person = forms.IntegerField(max_value=LATEST_PERSON)
    photos = forms.IntegerField(min_value=0, max_value=99, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, DIFFICULTIES + 1):
            self.fields[f"raise_{number}"] = forms.BooleanField(required=False)

    def raised(self) -> set[str]:
        """The words of the difficulties that become requests."""
        told = self.cleaned_data
        numbers = range(1, DIFFICULTIES + 1)
        return {told[f"difficulty_{n}"] for n in numbers if told[f"raise_{n}"]} - {""}


def said_of(request: ParkRequest) -> dict[str, Any]:
    """
    A record as ``visit_from_field`` takes it.

    Who may be named and what was asked is taken from the day of the visit, not from that of the
    sending: a record of the last evening of a quarter loses no answer.

    :raises BadVisit: with the fields that cannot be meant.
    :raises SomebodyElse: written by another person than the one signed in.
    :raises Missing: no such enterprise or stop for this person.
    """
    key = request.headers.get("Idempotency-Key", "")
    stop = _stop(request)
    firm = stop.enterprise if stop is not None else _firm(request)
    day = _day(request)
    year, quarter = selectors.quarter_of(day)
    form = FieldForm(
        request.POST,
        people=[(one.person_id, one.name) for one in selectors.times_of(request.park.pk, on=day)],
        questions=selectors.questions_of(
            request.park.pk, year=year, quarter=quarter, only_asked=False
        ),
    )
    if not form.is_valid():
        raise BadVisit({_label(form, name): found for name, found in form.errors.items()})
    told = form.cleaned_data
    if told["person"] != request.actor.person_id:
        raise SomebodyElse
    plain = ("means", "on_site_at", "minutes", "received_by", "visitors", "others", "next_on")
    return {
        "enterprise": firm,
        "stop": stop,
        "sender_key": key,
        "raised": form.raised(),
        "findings": form.findings(),
        "answers": form.answers(),
        "photos_announced": told["photos"] or 0,
        **{name: told[name] for name in plain},
    }


def _label(form: FieldForm, name: str) -> str:
    return name if name in form.fields else "__all__"


def _day(request: ParkRequest) -> Any:
    field = forms.DateTimeField()
    try:
        return timezone.localdate(field.clean(request.POST.get("on_site_at", "")))
    except (forms.ValidationError, OverflowError, ValueError):
        return timezone.localdate()


def _stop(request: ParkRequest) -> Any | None:
    key = request.POST.get("stop", "")
    return selectors.stop_for(request.actor, int(key[:15])) if key.isdecimal() else None


def _firm(request: ParkRequest) -> Any:
    key = request.POST.get("enterprise", "")
    if not key.isdecimal():
        raise Missing
    try:
        return enterprises.get_enterprise_for(request.actor, int(key[:15]))
    except enterprises.MovedTo as moved:
        return moved.enterprise


def piece_of(request: ParkRequest) -> Piece:
    """
    A piece of a photograph from the headers ``Upload-*`` and the body.

    :raises BadVisit: a number among them is none.
    """
    head = request.headers
    try:
        size, offset = (_number(head.get(f"Upload-{name}", "")) for name in ("Size", "Offset"))
    except ValueError as error:
        raise BadVisit({"files": [_("A piece of a photograph does not fit the whole.")]}) from error
    return Piece(
        sender_key=head.get("Upload-Key", ""),
        name=storable(unquote(head.get("Upload-Name", "")))[-200:],
        size=size,
        sha256=head.get("Upload-Sha256", ""),
        offset=offset,
        body=request.body,
    )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise ValueError(text)
    return int(text)
