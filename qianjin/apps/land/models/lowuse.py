from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park

from ..choices import LowState, Remedy
from .parcels import Parcel

Q = models.Q


class LowUse(models.Model):
    """低效用地 A parcel that the park's rule, or an officer, found ill used, and its remedy."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="low_uses", verbose_name=_("park"))
    parcel = models.ForeignKey(
        Parcel, models.CASCADE, related_name="low_uses", verbose_name=_("parcel")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=LowState.choices, default=LowState.FOUND
    )
    reasons = models.JSONField(_("reasons"), default=list)
    found_on = models.DateField(_("found on"))
    remedy = models.CharField(_("remedy"), max_length=12, choices=Remedy.choices, blank=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer"),
    )
    due_on = models.DateField(_("to be remedied by"), null=True, blank=True)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("low-efficiency land")
        verbose_name_plural = _("low-efficiency land")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["parcel"],
                condition=Q(state__in=["found", "remedying"]),
                name="land_one_open_low_use",
            ),
            models.CheckConstraint(
                condition=~Q(state="remedying") | ~Q(remedy=""), name="land_remedy_is_named"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-id"], name="land_low_newest"),
            models.Index(fields=["park", "state", "-id"], name="land_low_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id} {self.state}"


class LowUseStep(models.Model):
    """整治经过 One step of a remedy."""

    low_use = models.ForeignKey(
        LowUse, models.CASCADE, related_name="steps", verbose_name=_("low-efficiency land")
    )
    at = models.DateTimeField(_("at"))
    by_name = models.CharField(_("by"), max_length=80)
    state = models.CharField(_("state"), max_length=10, choices=LowState.choices)
    words = models.CharField(_("words"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("step of a remedy")
        verbose_name_plural = _("steps of remedies")
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.state
