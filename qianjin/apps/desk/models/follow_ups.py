"""回访 Asking again afterwards: a drawn tenth of what was resolved, and everyone dissatisfied."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park

from ..hands import FollowUpOutcome, FollowUpReason
from .requests import ServiceRequest


class FollowUp(models.Model):
    """回访 One resolved round that is asked about by telephone or visit, and what was said."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="follow_ups", verbose_name=_("request")
    )
    round = models.PositiveSmallIntegerField(_("round"))
    month = models.DateField(_("month"))
    """The first day of the month in which it was resolved."""
    reason = models.CharField(_("why it is asked"), max_length=12, choices=FollowUpReason.choices)
    drawn_at = models.DateTimeField(_("drawn at"))
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=FollowUpOutcome.choices, blank=True
    )
    channel = models.CharField(_("how"), max_length=8, blank=True)
    words = models.TextField(_("words"), blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("done by"),
    )

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "round"], name="desk_follow_up_once"),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by__isnull=True, outcome="")
                | models.Q(done_at__isnull=False, done_by__isnull=False) & ~models.Q(outcome=""),
                name="desk_follow_up_done_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-drawn_at", "-id"], name="desk_follow_up_newest"),
            models.Index(
                fields=["park", "drawn_at", "id"],
                condition=models.Q(done_at__isnull=True),
                name="desk_follow_up_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.month}"
