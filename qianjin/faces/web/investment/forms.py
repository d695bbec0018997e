"""Forms of projects: filters, the project itself, touches, next steps, moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianjin.apps.enterprises.choices import Sector
from qianjin.apps.investment.choices import (
    QUICK_KINDS,
    LostReason,
    Meaning,
    Source,
)
from qianjin.apps.investment.selectors import SORTS, TABS, Filters, Furniture
from qianjin.faces.gate.forms import FilesField, words_field
from qianjin.faces.web.desk.forms import DateInput, IdField
from qianjin.units.cities import cities
from qianjin.units.money import NoAmount, read_wan, write_wan

from . import words

Choices = list[tuple[Any, Any]]
LARGEST = 2**62


class MoneyField(forms.CharField):
    """Money as an office writes it: 850万, 22.4亿元; a bare number is in 万元."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            max_length=40,
            widget=forms.TextInput(attrs={"placeholder": gettext_lazy("850万, 22.4亿")}),
        )

    def prepare_value(self, value: Any) -> Any:
        return write_wan(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_wan(text)
        except NoAmount as error:
            sentence = _("Write an amount such as 850万 or 22.4亿; a bare number is in 万元.")
            raise forms.ValidationError(sentence) from error


class NumberField(forms.DecimalField):
    """A number that may be unknown; shown without the zeros behind it."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal) and value.is_finite():
            return f"{value.normalize():f}"
        return value

    def __init__(self, label: Any, places: int) -> None:
        super().__init__(
            label=label,
            required=False,
            max_digits=12,
            decimal_places=places,
            min_value=0,
            widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any", "min": "0"}),
        )


def city_choices() -> Choices:
    """Every city of the table."""
    return [("", "—"), *((city.code, words.city_name(city.code)) for city in cities())]


class FilterForm(forms.Form):
    """筛选 What the list is narrowed to; anything that cannot be read narrows nothing."""

    words = forms.CharField(max_length=80, required=False)
    pipeline = IdField(label=gettext_lazy("Pipeline"))
    stage = IdField(label=gettext_lazy("Stage"))
    sector = forms.ChoiceField(label=gettext_lazy("Sector"), required=False)
    source = forms.ChoiceField(label=gettext_lazy("Source"), required=False)
    city = forms.ChoiceField(label=gettext_lazy("City of origin"), required=False)
    owner = IdField(label=pgettext_lazy("project", "Owner"))
    reason = forms.ChoiceField(label=gettext_lazy("Reason of the loss"), required=False)
    organisation = IdField(widget=forms.HiddenInput)
    sort = forms.ChoiceField(required=False, choices=[(name, name) for name in SORTS])

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        pipelines: Iterable[Any] = (),
        furniture: Furniture | None = None,
    ) -> None:
        super().__init__(data)
        fields: Any = self.fields
        known = list(pipelines)
        fields["pipeline"].widget.choices = [
            ("", _("All pipelines")),
            *((one.pk, one.name) for one in known),
        ]
        several = len(known) > 1
        fields["stage"].widget.choices = [
            ("", _("All stages")),
            *(
                (stage.pk, f"{one.name} · {stage.name}" if several else stage.name)
                for one in known
                for stage in one.stages.all()
            ),
        ]
        fields["sector"].choices = [("", _("All sectors")), *words.sector_choices()]
        fields["source"].choices = [("", "—"), *Source.choices]
        fields["city"].choices = city_choices()
        fields["reason"].choices = [("", "—"), *LostReason.choices]
        if furniture is not None:
            fields["owner"].widget.choices = [("", _("Every officer")), *furniture.people]

    def filters(self, tab: str) -> Filters:
        """The readable filters, as the selectors take them."""
        self.is_valid()
        given = self.cleaned_data
        return Filters(
            tab=tab if tab in TABS else "open",
            words=given.get("words") or "",
            pipeline=given.get("pipeline"),
            stage=given.get("stage"),
            owner=given.get("owner"),
            organisation=given.get("organisation"),
            sector=given.get("sector") or "",
            source=given.get("source") or "",
            city=given.get("city") or "",
            reason=given.get("reason") or "",
            sort=given.get("sort") or "newest",
        )


class ProjectForm(forms.Form):
    """项目 What is known of a project."""

    name = forms.CharField(label=gettext_lazy("Name of the project"), max_length=80)
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("A firm, institute or fund; one not yet known is entered."),
    )
    pipeline = forms.ChoiceField(label=gettext_lazy("Pipeline"))
    sector = forms.ChoiceField(label=gettext_lazy("Sector"), choices=Sector.choices)
    source = forms.ChoiceField(label=gettext_lazy("Source"), choices=Source.choices)
    source_words = forms.CharField(
        label=gettext_lazy("Source, in words"), max_length=120, required=False
    )
    city = forms.ChoiceField(label=gettext_lazy("City of origin"), required=False)
    about = words_field(gettext_lazy("What it is about"), rows=3, required=False)
    investment_wan = MoneyField(gettext_lazy("Total investment"))
    fixed_wan = MoneyField(gettext_lazy("Fixed assets"))
    land_mu = NumberField(gettext_lazy("Land needed (mu)"), 2)
    power_kva = NumberField(gettext_lazy("Power (kVA)"), 1)
    output_wan = MoneyField(gettext_lazy("Output a year"))
    tax_wan = MoneyField(gettext_lazy("Tax a year"))
    jobs = forms.IntegerField(label=gettext_lazy("Jobs"), required=False, min_value=0)
    chain_node = forms.CharField(
        label=gettext_lazy("Node of the chain"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"list": "chain-nodes"}),
    )
    rivals = forms.CharField(label=gettext_lazy("Competing places"), max_length=200, required=False)
    park_watches = words_field(gettext_lazy("What the park watches"), rows=3, required=False)
    firm_needs = words_field(gettext_lazy("What the enterprise needs"), rows=3, required=False)
    common_ground = words_field(gettext_lazy("Common ground"), rows=3, required=False)
    obstacles = words_field(gettext_lazy("Obstacles"), rows=2, required=False)
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        max_length=260,
        required=False,
        help_text=gettext_lazy("Words with a comma between them."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, pipelines: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["pipeline"].choices = [(one.code, one.name) for one in pipelines]
        fields["city"].choices = city_choices()

    def values(self) -> dict[str, Any]:
        """What the services take, without organisation and pipeline."""
        given = dict(self.cleaned_data)
        for name in ("organisation", "pipeline", "version"):
            given.pop(name, None)
        tags = given["tags"].replace("，", ",").replace("、", ",").split(",")
        return {**given, "tags": tags}

    @staticmethod
    def initial_of(row: Any) -> dict[str, Any]:
        """A project as the form shows it."""
        names = [name for name in ProjectForm.base_fields if name not in _MADE]
        return {
            **{name: getattr(row, name) for name in names},
            "pipeline": row.pipeline.code,
            "organisation": row.organisation.name if row.organisation else "",
            "tags": ", ".join(row.tags),
        }


_MADE = ("organisation", "pipeline", "tags")


class StepForm(forms.Form):
    """下一步 What is done next, when, by whom."""

    next_step = forms.CharField(
        label=gettext_lazy("Next step"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Send the draft agreement")}),
    )
    next_on = forms.DateField(label=gettext_lazy("On"), required=False, widget=DateInput())
    next_by = IdField(label=pgettext_lazy("next step", "By"))

    def __init__(self, *args: Any, people: Choices = (), **kwargs: Any) -> None:  # type: ignore[assignment]
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["next_by"].widget.choices = [("", _("the owner")), *people]


class TouchForm(StepForm):
    """对接 What was said, and what comes next."""

    kind = forms.ChoiceField(
        label=gettext_lazy("How"), choices=[(kind.value, kind.label) for kind in QUICK_KINDS]
    )
    with_whom = forms.CharField(
        label=gettext_lazy("With whom"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("With whom")}),
    )
    words = words_field(gettext_lazy("What was said"), rows=3, hint=gettext_lazy("What was said"))
    happened_at = forms.DateTimeField(
        label=gettext_lazy("When"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=gettext_lazy("Left empty: now."),
    )
    files = FilesField()  # type: ignore[assignment]
    field_order = ("kind", "with_whom", "words", "happened_at", "files")


class MoveForm(forms.Form):
    """推进 To which stage, with which words."""

    stage = IdField(label=gettext_lazy("To the stage"))
    words = words_field(gettext_lazy("Words"), rows=2, required=False)

    def __init__(self, *args: Any, stages: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["stage"].widget.choices = [(stage.pk, stage.name) for stage in stages]
        fields["stage"].required = True


class LoseForm(forms.Form):
    """流失 Why, and when one asks again."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason of the loss"),
        choices=LostReason.choices,
        widget=forms.RadioSelect,
    )
    words = words_field(gettext_lazy("What happened"), rows=3, required=False)
    revive_on = forms.DateField(
        label=gettext_lazy("Ask again on"),
        required=False,
        widget=DateInput(),
        help_text=gettext_lazy("Years ahead, if need be: on that day it stands on Today."),
    )


class ReviveForm(forms.Form):
    """重启 Now, or on another day."""

    words = words_field(gettext_lazy("Words"), rows=2, required=False)
    revive_on = forms.DateField(
        label=gettext_lazy("Ask again on"), required=False, widget=DateInput()
    )


class StageForm(forms.Form):
    """阶段 Its names, its place, when it is cold."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=24, required=False)
    name_zh = forms.CharField(label=gettext_lazy("Chinese name"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=80, required=False)
    position = forms.IntegerField(label=gettext_lazy("Place"), min_value=1, max_value=48)
    cold_days = forms.IntegerField(
        label=gettext_lazy("Cold after days without a touch"),
        required=False,
        min_value=1,
        max_value=3650,
        help_text=gettext_lazy("Left empty: never."),
    )
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False)


def movable(row: Any) -> list[Any]:
    """The stages one may bring a project to by hand."""
    wanted = (
        {Meaning.OPEN} if row.stage.meaning == Meaning.OPEN else {Meaning.SIGNED, Meaning.AFTER}
    )
    return [
        stage
        for stage in row.pipeline.stages.all()
        if stage.is_active and stage.meaning in wanted and stage.pk != row.stage_id
    ]
