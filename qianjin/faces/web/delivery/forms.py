"""Forms of delivery: plans, steps, dates, letters, what would be if."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qianjin.apps.delivery.choices import Condition, ProfileKind
from qianjin.faces.gate.forms import FilesField, words_field
from qianjin.faces.web.desk.forms import DateInput, IdField

PEOPLE_HINT = _("Bureaux hold their own steps; this is who keeps the whole together.")


def day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """A day by the browser's own calendar."""
    return forms.DateField(label=label, required=required, widget=DateInput, help_text=help_text)


def line(label: Any, most: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """One line of text."""
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text)


def number(label: Any, *, least: int, most: int, help_text: Any = "") -> forms.IntegerField:
    """A whole number that may be left empty."""
    return forms.IntegerField(
        label=label, required=False, min_value=least, max_value=most, help_text=help_text
    )


def chosen(field: forms.Field, rows: Sequence[Any], empty: Any = "—") -> None:
    """Offer rows by their names."""
    field.widget.choices = [("", empty), *((row.pk, row.name) for row in rows)]


class PlanForm(forms.Form):
    """计划 A plan: of what, by which profile, with which facts."""

    name = line(pgettext_lazy("plan", "Name"), 80)
    profile = forms.ChoiceField(label=pgettext_lazy("plan", "Profile"), choices=ProfileKind.choices)
    project = IdField(label=_("Investment project"))
    parcels = line(
        _("Parcels, by their numbers"),
        400,
        required=False,
        help_text=_("Of works of the park: the parcels that wait for them."),
    )
    officer = IdField(label=pgettext_lazy("plan", "In whose care"), help_text=PEOPLE_HINT)
    from_on = day(
        pgettext_lazy("plan", "Begins on"), help_text=_("Nothing is planned before this day.")
    )
    weight = number(
        pgettext_lazy("plan", "Weight"),
        least=1,
        most=9,
        help_text=_("1 to 9: how much a day of this plan counts among the others."),
    )
    conditions = forms.MultipleChoiceField(
        label=_("Facts that make further steps necessary"),
        choices=Condition.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = words_field(_("Remark"), rows=2, required=False)

    def __init__(
        self,
        *args: Any,
        people: Sequence[Any] = (),
        projects: Sequence[Any] = (),
        is_new: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen(self.fields["officer"], people, _("myself"))
        chosen(self.fields["project"], projects)
        if not is_new:
            for name in ("project", "from_on"):
                del self.fields[name]
            self.fields["version"] = forms.IntegerField(
                required=False, min_value=0, widget=forms.HiddenInput
            )


class EndForm(forms.Form):
    """How a plan ended."""

    words = words_field(_("How it ended, or why it is stopped"), rows=2)
    is_stopped = forms.BooleanField(label=_("Stopped before its end"), required=False)


class EnterForm(forms.Form):
    """What happened to a step."""

    review_begun_on = day(_("Pre-review begun on"))
    review_done_on = day(
        _("Pre-review done on"), help_text=_("An opinion. It never counts as the approval.")
    )
    begun_on = day(_("Begun on"))
    done_on = day(_("Done, formally issued on"))
    document = line(_("Document number"), 80, required=False)
    online_on = day(_("Passed online on"), help_text=_("in the authorities' own systems"))
    onsite_on = day(_("Settled on the spot on"), help_text=_("in town, village or bureau"))
    percent = number(_("Progress (%)"), least=0, most=100)
    owner = IdField(label=pgettext_lazy("step", "Who carries it"))
    words = words_field(_("What happened, in words"), rows=2, required=False)
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen(self.fields["owner"], people)


class DatesForm(forms.Form):
    """Dates typed for a step."""

    not_before = day(_("Not before"))
    starts_on = day(_("Fixed to start on"))
    promised_on = day(_("Promised by"))
    days = number(
        _("Days it takes"), least=0, most=2000, help_text=_("Empty: as the network says.")
    )
    reason = line(_("Why"), 200, required=False)
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class NoteForm(forms.Form):
    """A line on the trail of a step, with files or without."""

    words = words_field(_("Note"), rows=2, required=False)
    files = FilesField()  # type: ignore[assignment]


class WhatForm(forms.Form):
    """假设 What would be different."""

    step = IdField(label=pgettext_lazy("what if", "Step"))
    later = number(_("begins so many days later"), least=-2000, most=2000)
    takes = number(_("takes so many days"), least=0, most=2000)
    unit = IdField(label=pgettext_lazy("what if", "Bureau"))
    fewer = number(_("carries so many cases fewer"), least=1, most=500)
    custom = forms.ChoiceField(label=pgettext_lazy("what if", "Custom given up"), required=False)

    def __init__(
        self,
        *args: Any,
        steps: Sequence[Any] = (),
        units: Sequence[Any] = (),
        customs: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen(self.fields["step"], steps)
        chosen(self.fields["unit"], units)
        if customs:
            self.fields["custom"].choices = [("", "—"), *customs]  # type: ignore[attr-defined]
        else:
            # A plan that keeps no custom cannot give one up.
            del self.fields["custom"]


class LetterForm(forms.Form):
    """工作联系单 A letter to a bureau."""

    unit = IdField(label=_("To the unit"))
    subject = line(_("Subject"), 80)
    words = words_field(_("What is asked"), rows=7)
    due_on = day(_("Answer by"), required=True)
    steps = forms.MultipleChoiceField(
        label=_("Steps it is about"), required=True, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, units: Sequence[Any] = (), steps: Sequence[Any] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen(self.fields["unit"], units)
        self.fields["steps"].choices = [(str(row.pk), row.name) for row in steps]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What a bureau answers."""

    answer = words_field(_("Answer"), rows=4)
    answer_on = day(_("Done by"), help_text=_("The day by which it will be done, if one is known."))
    files = FilesField()  # type: ignore[assignment]


class LinkForm(forms.Form):
    """What a bureau answers by the link of a letter."""

    name = line(_("Your name"), 40)
    answer = words_field(_("Answer"), rows=4)
    answer_on = day(_("Done by"), help_text=_("The day by which it will be done, if one is known."))
