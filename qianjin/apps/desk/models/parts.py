"""协办 What other units do for a request beside its lead, each with a clock of its own."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park, Unit

from ..hands import OPEN_PARTS, PartStatus
from .requests import ServiceRequest


class Part(models.Model):
    """协办 What one unit beside the lead is to do, by when, and what it answered."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="parts", verbose_name=_("request")
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("co-handling unit")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer"),
    )
    task = models.TextField(_("what is asked for"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
        help_text=_("Nobody where a rule asked."),
    )
    asked_at = models.DateTimeField(_("asked at"))
    days = models.PositiveSmallIntegerField(_("working days"), validators=[MinValueValidator(1)])
    due_at = models.DateTimeField(_("due"))
    warn_at = models.DateTimeField(_("yellow from"))
    paused_minutes = models.PositiveIntegerField(_("paused working minutes"), default=0)
    extended_minutes = models.PositiveIntegerField(_("extended working minutes"), default=0)
    is_provisional = models.BooleanField(_("provisional"), default=False)
    status = models.CharField(
        _("status"), max_length=10, choices=PartStatus.choices, default=PartStatus.ASKED
    )
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    met_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    rung = models.CharField(_("reminded of"), max_length=16, blank=True)

    class Meta:
        verbose_name = _("part of a co-handler")
        verbose_name_plural = _("parts of co-handlers")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "unit"],
                condition=models.Q(status__in=[str(s) for s in OPEN_PARTS]),
                name="desk_part_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(status=PartStatus.ANSWERED, met_at__isnull=False)
                | ~models.Q(status=PartStatus.ANSWERED) & models.Q(met_at__isnull=True),
                name="desk_part_answered_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["park", "unit", "due_at", "id"],
                condition=models.Q(status__in=[str(s) for s in OPEN_PARTS]),
                name="desk_part_open_by_unit",
            ),
            models.Index(
                fields=["park", "warn_at"],
                condition=models.Q(status__in=[str(s) for s in OPEN_PARTS]),
                name="desk_part_open_by_warn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.unit_id}"
