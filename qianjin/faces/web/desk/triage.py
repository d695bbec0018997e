"""分类交办 Type, aim, level, lead unit and officer, with what the park's duties suggest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qianjin.apps.accounts import selectors as accounts
from qianjin.apps.accounts.choices import Capability
from qianjin.apps.accounts.grants import scope_of
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.choices import SUBKINDS, Act, Aim, Level, RequestKind
from qianjin.apps.parks import selectors as parks
from qianjin.apps.parks.choices import UnitKind
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import words_field
from qianjin.faces.gate.requests import ParkRequest
from qianjin.ui.shapes import Change

from .act_frame import Doing, run
from .request_forms import ActForm

Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Options under one heading; ``of`` is the value of another field they belong to."""

    label: str
    of: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the duties say about a type: who usually leads it, and under which aim it falls."""

    kind: str
    kind_name: str
    unit: str
    unit_name: str
    aim: str


class TriageForm(ActForm):
    """分类交办. Its selects are drawn by groups, so that one follows the other."""

    kind = forms.ChoiceField(label=_("Type"), widget=forms.RadioSelect, choices=RequestKind.choices)
    subkind = forms.ChoiceField(
        label=_("Sub-type"),
        required=False,
        choices=[("", ""), *((c, n) for group in SUBKINDS.values() for c, n in group)],
    )
    aim = forms.ChoiceField(
        label=_("Which of the three services"),
        required=False,
        widget=forms.RadioSelect,
        choices=Aim.choices,
    )
    level = forms.ChoiceField(label=_("Level"), widget=forms.RadioSelect, choices=Level.choices)
    unit = forms.TypedChoiceField(
        label=_("Lead unit"), required=False, coerce=int, empty_value=None
    )
    officer = forms.TypedChoiceField(
        label=pgettext_lazy("request", "Officer"), required=False, coerce=int, empty_value=None
    )
    title = forms.CharField(label=_("Title in lists"), max_length=120, required=False)
    words = words_field(
        _("To whoever handles it"),
        required=False,
        rows=3,
        help_text=_("The enterprise does not see it."),
    )

    def __init__(
        self,
        *args: Any,
        units: Sequence[Any],
        staff: Sequence[Any],
        duties: Sequence[Any],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.units = {unit.pk: unit for unit in units}
        self.people = {row.user_id: row.user for row in staff}
        self.unit_groups = _by_kind(units)
        self.officer_groups = _by_unit(staff)
        self.subkind_groups = [
            Group(str(RequestKind(kind).label), kind, tuple((c, str(n)) for c, n in group))
            for kind, group in SUBKINDS.items()
        ]
        self.suggestions = [_suggestion(duty) for duty in duties]
        self._offer("unit", [(pk, unit.name) for pk, unit in self.units.items()])
        self._offer("officer", [(pk, person.name) for pk, person in self.people.items()])

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", ""), *choices]

    def clean(self) -> dict[str, Any]:
        """Hand the units and people themselves on."""
        given: dict[str, Any] = super().clean() or {}
        given["unit"] = self.units.get(given.get("unit"))
        given["officer"] = self.people.get(given.get("officer"))
        return given


def _by_kind(units: Sequence[Any]) -> list[Group]:
    return [
        Group(str(kind.label), "", tuple((str(u.pk), u.name) for u in units if u.kind == kind))
        for kind in UnitKind
        if any(u.kind == kind for u in units)
    ]


def _by_unit(staff: Sequence[Any]) -> list[Group]:
    """The people of each unit; those of the whole office stand under no unit."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in staff:
        key = (row.unit.name, str(row.unit_id)) if row.unit else (gettext("Whole office"), "")
        found.setdefault(key, {})[str(row.user_id)] = row.user.name
    return [Group(name, pk, tuple(people.items())) for (name, pk), people in found.items()]


def _suggestion(duty: Any) -> Suggestion:
    return Suggestion(
        kind=duty.kind,
        kind_name=str(RequestKind(duty.kind).label),
        unit=str(duty.unit_id),
        unit_name=duty.unit.name,
        aim=duty.aim,
    )


def _form(request: ParkRequest, row: Any, data: Any = None, files: Any = None) -> TriageForm:
    park_id = request.actor.park_id
    duties = list(selectors.duties_of(park_id))
    usual = next((duty for duty in duties if duty.kind == row.kind), None)
    return TriageForm(
        data,
        files,
        units=list(parks.units_of(park_id)),
        staff=[
            held
            for held in accounts.staff_of(park_id, on=timezone.localdate())
            if scope_of(held.role, Capability.REQUEST_HANDLE)
        ],
        duties=duties,
        initial={
            "kind": row.kind,
            "subkind": row.subkind,
            "aim": row.aim or (usual.aim if usual else ""),
            "level": row.level or Level.ORDINARY,
            "unit": row.unit_id or (usual.unit_id if usual else None),
            "officer": row.officer_id,
            "title": row.title,
        },
    )


def _do(request: ParkRequest, row: Any, given: dict[str, Any]) -> None:
    services.triage(request=row, by=request.actor, at=timezone.now(), **given)


def _compare(row: Any, form: TriageForm) -> list[Change]:
    """Where the two choices differ."""
    mine = form.cleaned_data
    pairs = (
        (
            form.fields["kind"].label,
            _label(RequestKind, mine["kind"]),
            _label(RequestKind, row.kind),
        ),
        (form.fields["level"].label, _label(Level, mine["level"]), _label(Level, row.level)),
        (form.fields["aim"].label, _label(Aim, mine["aim"]), _label(Aim, row.aim)),
        (form.fields["unit"].label, _name(mine["unit"]), _name(row.unit)),
        (form.fields["officer"].label, _name(mine["officer"]), _name(row.officer)),
    )
    return [Change(str(label), mine, theirs) for label, mine, theirs in pairs if mine != theirs]


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value else ""


def _name(thing: Any) -> str:
    return str(thing.name) if thing else ""


TRIAGE = Doing(
    Act.TRIAGE,
    _form,
    _do,
    pgettext_lazy("button", "Assign it"),
    _("Sorted and assigned."),
    template="web/desk/request_triage.html",
    compare=_compare,
)


@acts("request.triage", thing="request")
def triage(request: ParkRequest, number: str) -> HttpResponse:
    """分类交办."""
    return run(request, number, TRIAGE)
