"""裁定 What one side asks for and another rules on: returns to the dispatcher, extensions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park, Unit

from ..hands import ReturnReason, RulingStatus
from .parts import Part
from .requests import Promise, ServiceRequest


def ruled_whole(name: str) -> models.CheckConstraint:
    """Who ruled and when belong together, and to every ruling but an open one."""
    return models.CheckConstraint(
        condition=models.Q(status=RulingStatus.ASKED, ruled_by__isnull=True, ruled_at__isnull=True)
        | ~models.Q(status=RulingStatus.ASKED)
        & models.Q(ruled_by__isnull=False, ruled_at__isnull=False),
        name=name,
    )


class Ruling(models.Model):
    """裁定 What was asked for about a request, by whom, and what was ruled."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="%(class)ss", verbose_name=_("request")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=_("unit that asks")
    )
    words = models.TextField(_("ground"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    status = models.CharField(
        _("status"),
        max_length=8,
        choices=RulingStatus.choices,
        default=RulingStatus.ASKED,
    )
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ruled by"),
    )
    ruled_at = models.DateTimeField(_("ruled at"), null=True, blank=True)
    ruling = models.TextField(_("words of the ruling"), blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.request_id} {self.status}"


class Return(Ruling):
    """退单 A unit gives a request, or its part of one, back as not its duty."""

    part = models.ForeignKey(
        Part,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="returns",
        verbose_name=_("part of a co-handler"),
    )
    reason = models.CharField(_("reason"), max_length=12, choices=ReturnReason.choices)
    proposed = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed owner"),
    )

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        constraints: ClassVar = [
            ruled_whole("desk_return_ruled_whole"),
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(status=RulingStatus.ASKED, part__isnull=True),
                name="desk_return_of_lead_once",
            ),
            models.UniqueConstraint(
                fields=["part"],
                condition=models.Q(status=RulingStatus.ASKED),
                name="desk_return_of_part_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-asked_at", "-id"], name="desk_return_newest"),
            models.Index(
                fields=["park", "asked_at"],
                condition=models.Q(status=RulingStatus.ASKED),
                name="desk_return_waiting",
            ),
        ]


class Extension(Ruling):
    """延期申请 More time asked for in good time: to resolve, by the lead; or for a part, of it."""

    promise = models.ForeignKey(
        Promise,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="extensions",
        verbose_name=_("promise"),
    )
    part = models.ForeignKey(
        Part,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="extensions",
        verbose_name=_("part of a co-handler"),
    )
    until_on = models.DateField(_("new day"))
    before_at = models.DateTimeField(_("due before it"))
    after_at = models.DateTimeField(_("due after it"))

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        constraints: ClassVar = [
            ruled_whole("desk_extension_ruled_whole"),
            models.CheckConstraint(
                condition=models.Q(after_at__gt=models.F("before_at")),
                name="desk_extension_is_later",
            ),
            models.UniqueConstraint(
                fields=["promise"],
                condition=models.Q(status=RulingStatus.ASKED),
                name="desk_extension_waits_once",
            ),
            models.UniqueConstraint(
                fields=["part"],
                condition=models.Q(status=RulingStatus.ASKED),
                name="desk_extension_of_part_once",
            ),
            models.CheckConstraint(
                condition=models.Q(promise__isnull=False, part__isnull=True)
                | models.Q(promise__isnull=True, part__isnull=False),
                name="desk_extension_of_one",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-asked_at", "-id"], name="desk_extension_newest"),
            models.Index(
                fields=["park", "asked_at"],
                condition=models.Q(status=RulingStatus.ASKED),
                name="desk_extension_waiting",
            ),
        ]
