"""路线 Plans, the rounds they become, and their stops."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park

from ..choices import PlanState, RoundState


class RoundPlan(models.Model):
    """
    走访计划 A proposal: who visits whom on which day, until it is accepted and becomes rounds.

    ``wishes`` are what people changed by hand (pins, what is taken out, open requests that raise
    an enterprise's value); ``proposal`` is what the engine made of it, as plain data.
    """

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="round_plans", verbose_name=_("park")
    )
    first_on = models.DateField(_("first day"))
    until_on = models.DateField(_("last day"))
    officers = ArrayField(models.BigIntegerField(), verbose_name=_("officers"))
    own_only = models.BooleanField(_("each visits those in their care only"), default=True)
    seconds = models.PositiveSmallIntegerField(_("seconds of search"), default=3)
    state = models.CharField(
        _("state"), max_length=10, choices=PlanState.choices, default=PlanState.WAITING
    )
    wishes = models.JSONField(_("wishes"), default=dict, blank=True)
    proposal = models.JSONField(_("proposal"), default=dict, blank=True)
    run = models.PositiveIntegerField(_("times worked out"), default=1)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"))
    begun_at = models.DateTimeField(_("working since"), null=True, blank=True)

    class Meta:
        verbose_name = _("plan of rounds")
        verbose_name_plural = _("plans of rounds")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("first_on")), name="visits_plan_span"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["park", "-id"], name="visits_plan_newest")]

    def __str__(self) -> str:
        return f"{self.first_on} - {self.until_on}"


class Round(models.Model):
    """走访路线 What one officer does on one day: the stops in their order."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="rounds", verbose_name=_("park"))
    plan = models.ForeignKey(
        RoundPlan,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("plan"),
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("officer")
    )
    on = models.DateField(_("day"))
    state = models.CharField(
        _("state"), max_length=10, choices=RoundState.choices, default=RoundState.PLANNED
    )
    begin_at = models.DateTimeField(_("leaves the office"))
    end_at = models.DateTimeField(_("back at the office"))
    metres = models.PositiveIntegerField(_("planned way (m)"), default=0)
    begun_at = models.DateTimeField(_("begun at"), null=True, blank=True)
    done_at = models.DateTimeField(_("back at"), null=True, blank=True)
    mileage_km = models.DecimalField(
        _("mileage (km)"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    minutes = models.PositiveSmallIntegerField(_("minutes out"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("round of visits")
        verbose_name_plural = _("rounds of visits")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state=RoundState.DONE)
                | models.Q(done_at__isnull=False, mileage_km__isnull=False),
                name="visits_round_done_when",
            ),
            models.UniqueConstraint(
                fields=["park", "officer", "on"],
                condition=~models.Q(state=RoundState.CALLED_OFF),
                name="visits_round_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-on", "-id"], name="visits_round_newest"),
            models.Index(fields=["park", "officer", "on"], name="visits_round_officer"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.officer_id}"


class Stop(models.Model):
    """停靠点 One enterprise on a round: when it is planned, and what became of it."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    round = models.ForeignKey(
        Round, models.CASCADE, related_name="stops", verbose_name=_("round of visits")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="stops", verbose_name=_("enterprise")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    begin_at = models.DateTimeField(_("planned from"))
    leave_at = models.DateTimeField(_("planned until"))
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    skipped = models.CharField(_("not visited because"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "position"], name="visits_stop_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.position}"
