"""订阅 The secret address under which an officer's rounds or projects stand in a calendar."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park

from ..choices import FeedKind


class CalendarFeed(models.Model):
    """日历订阅 A secret address of one person in one park; kept as a hash, taken back at will."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("officer")
    )
    kind = models.CharField(
        _("what it shows"), max_length=8, choices=FeedKind.choices, default=FeedKind.ROUNDS
    )
    token_hash = models.CharField(_("token"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["park", "person", "kind"],
                condition=models.Q(revoked_at__isnull=True),
                name="visits_feed_once_a_kind",
            )
        ]

    def __str__(self) -> str:
        return str(self.person_id)
