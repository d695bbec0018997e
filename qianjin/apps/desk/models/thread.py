"""经过 The steps of a request: entries, files, ratings, thanks and reminders."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import FileRow, Park

from ..choices import EntryKind, RatingReason, Side
from ..hands import Rung
from .requests import Promise, ServiceRequest


class Entry(models.Model):
    """经过 One step in the thread of a request; ``is_internal`` ones stay in the office."""

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="+", verbose_name=_("park"), db_index=False
    )
    request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="entries", verbose_name=_("request")
    )
    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind.choices)
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    by_name = models.CharField(_("by"), max_length=80, blank=True)
    text = models.TextField(_("text"), blank=True)
    data = models.JSONField(_("data"), default=dict)
    is_internal = models.BooleanField(_("internal"), default=False)
    version = models.PositiveIntegerField(_("version of the request after it"), default=1)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["request", "id"], name="desk_entry_order"),
            models.Index(fields=["park", "at"], name="desk_entry_newest"),
        ]

    def __str__(self) -> str:
        return self.kind


class Attachment(FileRow):
    """附件 A file sent with an entry; checked by content, always served as a download."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="attachments", verbose_name=_("request")
    )
    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="attachments", verbose_name=_("entry")
    )

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering: ClassVar = ["id"]


class Rating(models.Model):
    """满意度评价 What the enterprise says of one round, 1 to 5 with reasons."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="ratings", verbose_name=_("request")
    )
    round = models.PositiveSmallIntegerField(_("round"))
    score = models.PositiveSmallIntegerField(
        _("score"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    reasons = ArrayField(
        models.CharField(max_length=12, choices=RatingReason.choices),
        verbose_name=_("reasons"),
        default=list,
        blank=True,
    )
    words = models.TextField(_("words"), blank=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "round"], name="desk_rating_once"),
            models.CheckConstraint(
                condition=models.Q(score__gte=1, score__lte=5), name="desk_rating_range"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["park", "-at"], name="desk_rating_newest")]

    def __str__(self) -> str:
        return str(self.score)


class Thanks(models.Model):
    """感谢 A word or letter of thanks, with the request it speaks of where there is one."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="thanks", verbose_name=_("park"))
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="thanks", verbose_name=_("enterprise")
    )
    request = models.ForeignKey(
        ServiceRequest,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="thanks",
        verbose_name=_("request"),
    )
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    by_name = models.CharField(_("by"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("thanks")
        verbose_name_plural = _("thanks")
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["park", "-at", "-id"], name="desk_thanks_newest")]

    def __str__(self) -> str:
        return self.text[:40]


class Reminder(models.Model):
    """催办 One rung of the ladder reached by one promise; each rung is climbed once."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    promise = models.ForeignKey(
        Promise, models.CASCADE, related_name="reminders", verbose_name=_("promise")
    )
    rung = models.CharField(_("rung"), max_length=16, choices=Rung.choices)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["promise", "rung"], name="desk_reminder_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["park", "at"], name="desk_reminder_newest")]

    def __str__(self) -> str:
        return self.rung
