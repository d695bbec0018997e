"""并件、拆件、关联 Two requests made one, one made several, and how requests hang together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.choices import Act, RequestKind
from qianjin.apps.desk.hands import LinkKind
from qianjin.apps.desk.refusals import BadRequest
from qianjin.apps.parks import selectors as parks
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import words_field
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go
from qianjin.units.refusals import Missing

from .act_frame import Doing, go_back, run
from .request_forms import ActForm

PIECES = 3
"""So many may be split off at once on the screen; further ones in a second go."""
WAYS = (
    ("related", False, pgettext_lazy("link", "It is related to that one")),
    ("blocks", True, pgettext_lazy("link", "It has to wait for that one")),
    ("blocks", False, pgettext_lazy("link", "That one has to wait for it")),
    ("follows", False, pgettext_lazy("link", "It follows from that one")),
    ("follows", True, pgettext_lazy("link", "That one follows from it")),
)
"""Kind, whether the other request is the source, and how it reads."""


class OtherForm(ActForm):
    """Which other request: one of those offered, or any by its number."""

    other = forms.ChoiceField(label=_("Which request"), required=False, widget=forms.RadioSelect)
    number = forms.CharField(
        label=_("Or its number"),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"placeholder": "2026-1123-001"}),
        error_messages={"required": _("Choose a request, or give its number.")},
    )

    def __init__(self, *args: Any, offered: Iterable[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["other"]
        field.choices = [
            (one.number, f"{one.number} {one.title}（{one.enterprise}）") for one in offered
        ]
        if not field.choices:
            del self.fields["other"]
            self.fields["number"].label = _("Its number")
            self.fields["number"].required = True

    def clean(self) -> dict[str, Any]:
        """One way of saying it is enough; a number that is typed goes before a choice."""
        given: dict[str, Any] = super().clean() or {}
        typed, chosen = given.pop("number", "").strip(), given.pop("other", "")
        given["other"] = typed or chosen
        if not given["other"] and not self.errors:
            self.add_error("number", _("Choose a request, or give its number."))
        return given


class MergeForm(OtherForm):
    """两件并一件."""

    words = words_field(
        _("Why they are one"), rows=2, required=False, help_text=_("The enterprise reads it.")
    )


class LinkForm(OtherForm):
    """关联."""

    kind = forms.TypedChoiceField(
        label=_("How the two hang together"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[(n, label) for n, (_kind, _turned, label) in enumerate(WAYS)],
        initial=0,
    )
    field_order = ("kind", "other", "number")


class SplitForm(ActForm):
    """一件拆多件: what is split off, and what the rest is called."""

    def __init__(self, *args: Any, units: list[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self._units = {unit.pk: unit for unit in units}
        every_unit = [("", "—"), *((unit.pk, unit.name) for unit in units)]
        every_kind = [("", gettext("As the whole")), *RequestKind.choices]
        for n in range(1, PIECES + 1):
            label = gettext("Matter %(n)s to split off") % {"n": n}
            self.fields[f"words_{n}"] = words_field(label, rows=3, required=n == 1)
            self.fields[f"kind_{n}"] = forms.ChoiceField(
                label=gettext("Type of matter %(n)s") % {"n": n}, required=False, choices=every_kind
            )
            self.fields[f"unit_{n}"] = forms.TypedChoiceField(
                label=gettext("Lead unit of matter %(n)s") % {"n": n},
                required=False,
                coerce=int,
                empty_value=None,
                choices=every_unit,
            )
        self.fields["title"] = forms.CharField(
            label=_("What is left is called"), max_length=120, required=False
        )

    def clean(self) -> dict[str, Any]:
        """The pieces themselves; a unit or a type without words is a mistake."""
        given: dict[str, Any] = super().clean() or {}
        pieces = []
        for n in range(1, PIECES + 1):
            said, kind = given.pop(f"words_{n}", ""), given.pop(f"kind_{n}", "")
            unit = self._units.get(given.pop(f"unit_{n}", None))
            if said:
                pieces.append(services.Piece(words=said, kind=kind, unit=unit))
            elif (kind or unit) and f"words_{n}" not in self.errors:
                self.add_error(f"words_{n}", _("Please write something."))
        given["pieces"] = pieces
        return given


def _named(request: ParkRequest, number: str) -> Any:
    """
    The request somebody named.

    :raises BadRequest: there is none of this number that one may see.
    """
    try:
        return selectors.get_request_for(request.actor, number)
    except Missing as refusal:
        sentence = gettext("No request has the number %(number)s.")
        raise BadRequest({"number": [sentence % {"number": number}]}) from refusal


def _merge_form(request: ParkRequest, row: Any, data: Any = None, files: Any = None) -> MergeForm:
    return MergeForm(data, files, offered=selectors.to_merge_with(request.actor, row))


def _merge(request: ParkRequest, row: Any, given: dict[str, Any]) -> None:
    other = _named(request, given.pop("other"))
    services.merge(request=row, other=other, by=request.actor, at=timezone.now(), **given)


def _link_form(request: ParkRequest, row: Any, data: Any = None, files: Any = None) -> LinkForm:
    offered = selectors.to_link_with(request.actor, row, at=timezone.now())
    return LinkForm(data, files, offered=offered)


def _link(request: ParkRequest, row: Any, given: dict[str, Any]) -> None:
    other = _named(request, given["other"])
    kind, is_turned, _label = WAYS[given["kind"]]
    source, target = (other, row) if is_turned else (row, other)
    services.relate(request=source, other=target, kind=kind, by=request.actor, at=timezone.now())


def _split_form(request: ParkRequest, row: Any, data: Any = None, files: Any = None) -> SplitForm:
    begun = {} if data is not None else {"title": row.title}
    return SplitForm(data, files, initial=begun, units=list(parks.units_of(row.park_id)))


def _split(request: ParkRequest, row: Any, given: dict[str, Any]) -> None:
    services.split(request=row, by=request.actor, at=timezone.now(), **given)


MERGE = Doing(
    Act.MERGE,
    _merge_form,
    _merge,
    pgettext_lazy("button", "Merge the two"),
    _("One request now: the earlier one goes on, and who asked in the later one is told."),
)
SPLIT = Doing(
    Act.SPLIT,
    _split_form,
    _split,
    pgettext_lazy("button", "Split it"),
    _("Split. Each has a number and a clock of its own; the enterprise has been told."),
)
LINK = Doing(
    Act.LINK,
    _link_form,
    _link,
    pgettext_lazy("button", "Link them"),
    _("Linked. It stands on the pages of both."),
)


@acts(Capability.REQUEST_TRIAGE, thing="request")
def merge(request: ParkRequest, number: str) -> HttpResponse:
    """两件并一件."""
    return run(request, number, MERGE)


@acts(Capability.REQUEST_TRIAGE, thing="request")
def split(request: ParkRequest, number: str) -> HttpResponse:
    """一件拆多件."""
    return run(request, number, SPLIT)


@acts(Capability.REQUEST_HANDLE, thing="request")
def link(request: ParkRequest, number: str) -> HttpResponse:
    """关联."""
    return run(request, number, LINK)


@acts(Capability.REQUEST_HANDLE, thing="link")
def undo(request: ParkRequest, pk: int) -> HttpResponse:
    """取消关联、撤销并件."""
    row = selectors.link_for(request.actor, pk)
    if request.method != "POST":
        return go(request, "web:request", row.source.number)
    is_merger = row.kind == LinkKind.MERGED
    verb: Any = services.unmerge if is_merger else services.unrelate
    verb(link=row, by=request.actor, at=timezone.now())
    return go_back(request, row.source, str(_("Undone.")))
