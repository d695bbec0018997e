"""答复表单 The form of a special action's own questions, the same on both sides of the counter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianjin.apps.drives.choices import NO, YES, QuestionKind
from qianjin.apps.drives.selectors import AnswerRow
from qianjin.units.refusals import BadInput

from .forms import FilesField, words_field

LONGEST = 2000


def key_in(posted: Any, name: str) -> int:
    """
    The number of something that a body names.

    :raises BadInput: it names nothing; whether the number is there, a selector says.
    """
    text = posted.get(name, "")
    if not text.isdecimal() or len(text) > 18:
        raise BadInput({name: [_("This is needed.")]})
    return int(text)


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AnswersForm(forms.Form):
    """One field for each question; what a value must be, the service says."""

    words = words_field(pgettext_lazy("drive", "Other remarks"), rows=3, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, rows: Sequence[AnswerRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        if not self.rows:
            self.fields["words"].label = gettext_lazy("Answer")
            self.fields["words"].required = True
        asked = {
            f"q{row.question.pk}": _field(place, row) for place, row in enumerate(self.rows, 1)
        }
        self.fields = {**asked, **self.fields}

    @classmethod
    def said(cls, rows: Sequence[AnswerRow], words: str, version: int) -> dict[str, Any]:
        """What stands there now, as the form's first values."""
        initial: dict[str, Any] = {"words": words, "seen": version}
        for row in rows:
            initial[f"q{row.question.pk}"] = _value(row)
        return initial

    def questions(self) -> list[Any]:
        """The fields of the questions, bound, in order."""
        return [self[f"q{row.question.pk}"] for row in self.rows]

    def answers(self) -> dict[int, Any]:
        """Question -> value, without files."""
        return {
            row.question.pk: self.cleaned_data.get(f"q{row.question.pk}")
            for row in self.rows
            if row.question.kind != QuestionKind.FILE
        }

    def uploads(self) -> dict[int, list[Any]]:
        """Question -> files that were sent."""
        return {
            row.question.pk: self.cleaned_data.get(f"q{row.question.pk}") or []
            for row in self.rows
            if row.question.kind == QuestionKind.FILE
        }


def _field(place: int, row: AnswerRow) -> forms.Field:
    question, kind = row.question, QuestionKind(row.question.kind)
    unit = f"（{question.unit}）" if question.unit else ""
    named: dict[str, Any] = {
        "label": f"{place}. {question.text}{unit}",
        "required": question.is_required,
        "error_messages": {"required": _("Please answer this.")},
    }
    options = [(option, option) for option in question.options]
    if kind == QuestionKind.CHOICE:
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **named)
    if kind == QuestionKind.SEVERAL:
        return forms.MultipleChoiceField(
            choices=options, widget=forms.CheckboxSelectMultiple, **named
        )
    if kind == QuestionKind.YES_NO:
        both = [(YES, _("Yes")), (NO, _("No"))]
        return forms.ChoiceField(choices=both, widget=forms.RadioSelect, **named)
    if kind == QuestionKind.FILE:
        field = FilesField()
        field.label = named["label"]
        # Files that were sent before count: the service knows, the form does not.
        field.help_text = _sent_before(row)
        return field
    widget: forms.Widget = forms.Textarea(attrs={"rows": 2})
    if kind == QuestionKind.DATE:
        widget = DayInput()
    elif kind == QuestionKind.NUMBER:
        step = "1" if question.is_whole else "any"
        widget = forms.NumberInput(attrs={"min": 0, "step": step, "inputmode": "decimal"})
    return forms.CharField(max_length=LONGEST, widget=widget, **named)


def _sent_before(row: AnswerRow) -> str:
    if not row.files:
        return ""
    names = _(", ").join(file.name for file in row.files)
    return _("Sent already: %(names)s") % {"names": names}


def _value(row: AnswerRow) -> Any:
    answer = row.answer
    if answer is None:
        return None
    if row.question.kind == QuestionKind.NUMBER:
        return format(answer.number.normalize(), "f") if answer.number is not None else None
    if row.question.kind == QuestionKind.DATE:
        return answer.day
    if row.question.kind == QuestionKind.SEVERAL:
        return answer.chosen
    if row.question.kind in (QuestionKind.CHOICE, QuestionKind.YES_NO):
        return answer.chosen[0] if answer.chosen else None
    return answer.text
