from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qianjin.apps.desk.hands import Rung
from qianjin.apps.investment.models import Project
from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.models import FileRow, Park, Unit

from ..choices import Basis, NoteKind, PlanState, ProfileKind, Side, Stage, StepState
from .networks import Network

Q = models.Q


def day(label: object) -> models.DateField:
    """A day that may not be known."""
    return models.DateField(label, null=True, blank=True)  # type: ignore[arg-type]


class Plan(models.Model):
    """
    计划 One project, or works of the park, on the way from its first step to its last.

    What stands under "results" repeats what the round found, for lists; days are planned ones
    until the steps are done.
    """

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="delivery_plans", verbose_name=_("park")
    )
    number = models.CharField(_("number"), max_length=24)
    name = models.CharField(_("name"), max_length=80)
    profile = models.CharField(_("profile"), max_length=10, choices=ProfileKind.choices)
    project = models.ForeignKey(
        Project,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delivery_plans",
        verbose_name=_("investment project"),
    )
    parcels = models.ManyToManyField(
        Parcel, blank=True, related_name="delivery_plans", verbose_name=_("parcels")
    )
    network = models.ForeignKey(
        Network, models.PROTECT, related_name="plans", verbose_name=_("version of the network")
    )
    conditions = ArrayField(
        models.CharField(max_length=16), verbose_name=_("facts"), default=list, blank=True
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("officer")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("section")
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    from_on = models.DateField(_("begins on"))
    state = models.CharField(
        _("state"), max_length=10, choices=PlanState.choices, default=PlanState.ACTIVE
    )
    words = models.CharField(_("remark"), max_length=400, blank=True)
    # results
    listing_on = day(_("transfer notice on"))
    title_on = day(_("land title on"))
    permit_on = day(_("construction permit on"))
    start_on = day(_("construction start on"))
    production_on = day(_("production on"))
    finish_on = day(_("last step ends on"))
    government_days = models.PositiveIntegerField(_("days of government"), default=0)
    enterprise_days = models.PositiveIntegerField(_("days of the enterprise"), default=0)
    likely_on = day(_("start, as likely as not (P50)"))
    promise_on = day(_("start, promised (P80)"))
    planned_at = models.DateTimeField(_("planned at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demonstration"), default=False)
    opened_by = models.CharField(_("opened by"), max_length=80, blank=True)
    opened_at = models.DateTimeField(_("opened at"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("delivery plan")
        verbose_name_plural = _("delivery plans")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "number"], name="delivery_number_once"),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(project__isnull=False) & ~Q(state="stopped"),
                name="delivery_one_of_project",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "state", "start_on", "id"], name="delivery_by_start"),
            models.Index(fields=["park", "-id"], name="delivery_newest"),
            models.Index(fields=["officer", "state"], name="delivery_of_officer"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_works(self) -> bool:
        """Whether the park itself builds."""
        return self.profile == ProfileKind.WORKS

    @property
    def gap(self) -> int | None:
        """Days from the land title to the start of construction, 0 when it starts no later."""
        if self.title_on is None or self.start_on is None:
            return None
        return max((self.start_on - self.title_on).days, 0)


class Forecast(models.Model):
    """把握 How the start of a plan (its end, of works) was seen at a moment: planned, P50, P80."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="forecasts", verbose_name=_("delivery plan")
    )
    at = models.DateTimeField(_("at"))
    start_on = models.DateField(_("construction start on"))
    likely_on = models.DateField(_("start, as likely as not (P50)"))
    promise_on = models.DateField(_("start, promised (P80)"))

    class Meta:
        verbose_name = _("forecast of a plan")
        verbose_name_plural = _("forecasts of plans")
        indexes: ClassVar = [models.Index(fields=["plan", "-id"], name="delivery_forecasts_of")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.promise_on}"


class PlanStep(models.Model):
    """
    事项 One step of a plan: its planned days, what really happened, who carries it.

    ``review_*`` are the pre-review's days, an opinion; ``begun_on`` and ``done_on`` alone are the
    formal ones. ``due_on`` repeats the day it must be done and ``warn_on`` the day from which its
    light is yellow, for lists; ``rung`` is the last rung of the ladder on which somebody was told.
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="steps", verbose_name=_("delivery plan")
    )
    key = models.CharField(_("step"), max_length=12)
    position = models.PositiveSmallIntegerField(_("position"))
    stage = models.CharField(_("part of the way"), max_length=12, choices=Stage.choices)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    unit = models.ForeignKey(
        Unit, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    who = models.CharField(_("who does it"), max_length=120, blank=True)
    side = models.CharField(_("whose time"), max_length=12, choices=Side.choices)
    basis = models.CharField(_("basis"), max_length=12, choices=Basis.choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=StepState.choices, default=StepState.OPEN
    )
    days = models.PositiveSmallIntegerField(_("days of its own"), null=True, blank=True)
    not_before = day(_("not before"))
    starts_on = day(_("fixed to start on"))
    promised_on = day(_("promised by"))
    reason = models.CharField(_("why this date"), max_length=200, blank=True)
    review_from = day(_("pre-review planned from"))
    review_until = day(_("pre-review planned until"))
    start_on = day(_("planned from"))
    end_on = day(_("planned until"))
    due_on = day(_("due on"))
    warn_on = day(_("yellow from"))
    rung = models.CharField(_("rung reached"), max_length=16, choices=Rung.choices, blank=True)
    floats = models.IntegerField(_("days of float"), null=True, blank=True)
    is_critical = models.BooleanField(_("critical"), default=False)
    is_provisional = models.BooleanField(_("rests on an unsettled calendar"), default=False)
    review_begun_on = day(_("pre-review begun on"))
    review_done_on = day(_("pre-review done on"))
    begun_on = day(_("begun on"))
    done_on = day(_("done, formally issued on"))
    document = models.CharField(_("document number"), max_length=80, blank=True)
    online_on = day(_("passed online on"))
    onsite_on = day(_("settled on the spot on"))
    percent = models.PositiveSmallIntegerField(
        _("progress (%)"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("step of a plan")
        verbose_name_plural = _("steps of plans")
        ordering: ClassVar = ["plan", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "key"], name="delivery_step_once"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False),
                name="delivery_done_when",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None)
                | Q(begun_on__isnull=False, done_on__gte=models.F("begun_on")),
                name="delivery_done_after_begun",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["park", "due_on", "id"],
                name="delivery_steps_due",
                condition=~Q(state="done"),
            ),
            models.Index(
                fields=["park", "warn_on", "id"],
                name="delivery_steps_to_remind",
                condition=~Q(state="done") & Q(warn_on__isnull=False),
            ),
            models.Index(
                fields=["park", "start_on", "id"],
                name="delivery_steps_to_begin",
                condition=Q(state="open"),
            ),
            models.Index(fields=["unit", "state", "due_on"], name="delivery_steps_of_unit"),
            models.Index(fields=["owner", "state", "due_on"], name="delivery_steps_of_owner"),
            models.Index(
                fields=["park", "key", "done_on"],
                name="delivery_ledger",
                condition=Q(done_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name_zh

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        english = (get_language() or "").startswith("en")
        return self.name_en if english and self.name_en else self.name_zh


class StepNote(models.Model):
    """事项经过 One line on the trail of a step."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    step = models.ForeignKey(
        PlanStep, models.CASCADE, related_name="notes", verbose_name=_("step of a plan")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=NoteKind.choices)
    words = models.TextField(_("words"))
    by_name = models.CharField(_("by"), max_length=80, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("line on the trail of a step")
        verbose_name_plural = _("lines on the trails of steps")
        indexes: ClassVar = [models.Index(fields=["step", "-id"], name="delivery_notes_of")]

    def __str__(self) -> str:
        return self.words[:40]


class StepFile(FileRow):
    """事项材料 A document of a step, checked as every attachment is."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    step = models.ForeignKey(
        PlanStep, models.CASCADE, related_name="files", verbose_name=_("step of a plan")
    )
    by_name = models.CharField(_("by"), max_length=80)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("file of a step")
        verbose_name_plural = _("files of steps")
        ordering: ClassVar = ["id"]
