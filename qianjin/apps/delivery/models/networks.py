from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park, Unit

Q = models.Q


class Network(models.Model):
    """活动网络 One version of the steps and links of a park; the largest number is in force."""

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="delivery_networks", verbose_name=_("park")
    )
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField(_("steps"))
    words = models.CharField(_("why"), max_length=200, blank=True)
    by_name = models.CharField(_("changed by"), max_length=80, blank=True)
    at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("network of steps")
        verbose_name_plural = _("networks of steps")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "number"], name="delivery_network_once"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Capacity(models.Model):
    """承接能力 How many steps a bureau or an officer can carry at once; without a row: any."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer"),
    )
    cases = models.PositiveSmallIntegerField(_("steps at once"))

    class Meta:
        verbose_name = _("capacity")
        verbose_name_plural = _("capacities")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["park", "unit"],
                condition=Q(unit__isnull=False),
                name="delivery_capacity_unit",
            ),
            models.UniqueConstraint(
                fields=["park", "user"],
                condition=Q(user__isnull=False),
                name="delivery_capacity_user",
            ),
            models.CheckConstraint(
                condition=Q(unit=None, user__isnull=False) | Q(unit__isnull=False, user=None),
                name="delivery_capacity_of_one",
            ),
            models.CheckConstraint(condition=Q(cases__gt=0), name="delivery_capacity_some"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id or self.user_id}: {self.cases}"
