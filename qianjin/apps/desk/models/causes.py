"""共性问题 One cause behind the requests of several enterprises: one answer, many told."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park

from .requests import ServiceRequest


class Cause(models.Model):
    """共性问题 What several enterprises suffer from; the lead of ``main`` answers for all."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="causes", verbose_name=_("park"))
    title = models.CharField(_("title"), max_length=120)
    main = models.OneToOneField(
        ServiceRequest,
        models.PROTECT,
        related_name="leads_cause",
        verbose_name=_("leading request"),
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("common cause")
        verbose_name_plural = _("common causes")
        indexes: ClassVar = [
            models.Index(fields=["park", "-opened_at", "-id"], name="desk_cause_newest"),
            models.Index(
                fields=["park", "opened_at"],
                condition=models.Q(answered_at__isnull=True),
                name="desk_cause_open",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CauseMember(models.Model):
    """涉及企业 An enterprise a cause concerns, with its request where it has asked."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    cause = models.ForeignKey(
        Cause, models.CASCADE, related_name="members", verbose_name=_("common cause")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="+", verbose_name=_("enterprise")
    )
    request = models.OneToOneField(
        ServiceRequest,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="in_cause",
        verbose_name=_("request"),
    )
    joined_at = models.DateTimeField(_("since"))
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)

    class Meta:
        verbose_name = _("enterprise concerned")
        verbose_name_plural = _("enterprises concerned")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cause", "enterprise"],
                condition=models.Q(request__isnull=True),
                name="desk_cause_enterprise_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cause_id} {self.enterprise_id}"
