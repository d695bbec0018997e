"""What officers fill in when they do something with a request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qianjin.apps.desk.choices import Channel
from qianjin.apps.desk.hands import ReturnReason
from qianjin.faces.gate.forms import FilesField, words_field

NO_CONTACT_YET = ("", pgettext_lazy("channel", "Not yet"))


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ActForm(forms.Form):
    """What every act carries: the version of the request its writer looked at."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class AnswerForm(ActForm):
    """答复、方案、办结: words to the enterprise, with files."""

    words = words_field(
        _("What the enterprise reads"),
        rows=7,
        hint=_("What has been done, what happens next, whom to ask."),
    )
    files = FilesField()  # type: ignore[assignment]


class ResolveForm(AnswerForm):
    """办结, and why one does not wait for co-handlers who are still at their parts."""

    def __init__(self, *args: Any, waits_for: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        if waits_for:
            names = pgettext("between two names", ", ").join(waits_for)
            self.fields["parts_reason"] = words_field(
                gettext("Still at their parts: %(units)s. Why not wait for them?")
                % {"units": names},
                rows=2,
                help_text=_("The enterprise does not see it."),
            )


class ShareForm(ActForm):
    """请协办: whom, what, and within how many working days."""

    units = forms.TypedMultipleChoiceField(
        label=_("Which units"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    words = words_field(
        _("What they are to do"),
        rows=4,
        help_text=_("The enterprise sees which unit helps and until when, not these words."),
    )
    days = forms.IntegerField(label=_("Within how many working days"), min_value=1, max_value=60)

    def __init__(self, *args: Any, units: Sequence[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self._units = {unit.pk: unit for unit in units}
        field: Any = self.fields["units"]
        field.choices = [(unit.pk, unit.name) for unit in units]

    def clean(self) -> dict[str, Any]:
        """Hand the units themselves on."""
        given: dict[str, Any] = super().clean() or {}
        given["units"] = [self._units[pk] for pk in given.get("units", ())]
        return given


class ReturnForm(ActForm):
    """退单: why, in words too, and who should have it."""

    reason = forms.ChoiceField(
        label=_("Why it is returned"),
        widget=forms.RadioSelect,
        choices=ReturnReason.choices,
        error_messages={"required": _("Give the reason.")},
    )
    words = words_field(_("What the dispatcher should know"), rows=4)
    proposed = forms.TypedChoiceField(
        label=_("Who should have it"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, units: Sequence[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self._units = {unit.pk: unit for unit in units}
        field: Any = self.fields["proposed"]
        field.choices = [("", "—"), *((unit.pk, unit.name) for unit in units)]

    def clean(self) -> dict[str, Any]:
        """Hand the unit itself on."""
        given: dict[str, Any] = super().clean() or {}
        given["proposed"] = self._units.get(given.get("proposed"))
        return given


class ExtendForm(ActForm):
    """申请延期."""

    words = words_field(
        _("Why it takes longer"), rows=4, help_text=_("The enterprise reads it when it is granted.")
    )
    until_on = forms.DateField(label=_("Until when"), widget=DateInput)


class ChaseForm(ActForm):
    """催办、督办."""

    words = words_field(
        _("To whoever handles it"),
        rows=3,
        help_text=_("Once it is late, the head and the deputy directors hear of it too."),
    )


class AskMaterialForm(ActForm):
    """请企业补件."""

    words = words_field(
        _("What is missing"),
        rows=5,
        hint=_("Name every paper or figure, and how it can be sent."),
        help_text=_("The clocks stand still until the material is here."),
    )


class SupplyForm(ActForm):
    """代收补件: what came by telephone, WeChat or on paper."""

    words = words_field(_("What was received"), required=False)
    files = FilesField()  # type: ignore[assignment]


class GoOnForm(ActForm):
    """恢复计时."""

    words = words_field(_("Why it goes on without the material"), required=False, rows=3)


class NoteForm(ActForm):
    """内部备注."""

    words = words_field(
        _("Note for the office"), rows=5, help_text=_("The enterprise does not see it.")
    )
    files = FilesField()  # type: ignore[assignment]


class AcceptForm(ActForm):
    """受理, and how one got in touch if one did."""

    channel = forms.ChoiceField(
        label=_("Have you been in touch with the enterprise?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[*Channel.choices, NO_CONTACT_YET],
        help_text=_("Getting in touch keeps the promise to respond."),
    )
    words = words_field(_("What was said"), required=False, rows=3)


class ContactForm(ActForm):
    """首次联系."""

    channel = forms.ChoiceField(
        label=_("How did you get in touch?"),
        widget=forms.RadioSelect,
        choices=Channel.choices,
        error_messages={"required": _("Say how you got in touch.")},
    )
    words = words_field(_("What was said"), required=False, rows=4)


class MilestoneForm(ActForm):
    """下一节点."""

    milestone = forms.CharField(
        label=_("Next milestone"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("For instance: transformer installed")}),
    )
    milestone_on = forms.DateField(label=_("Until when"), widget=DateInput)


class LongCaseForm(MilestoneForm):
    """转长办件、滚动答复: words to the enterprise and the next milestone."""

    words = words_field(_("What the enterprise reads"), rows=6)
    field_order = ("words", "milestone", "milestone_on")


class ArchiveForm(ActForm):
    """归档: nothing to say."""
