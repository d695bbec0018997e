"""阻隔 What lies between parcels and is none: roads, rivers, railways."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park

from ..choices import BarrierRank

Q = models.Q


class Barrier(models.Model):
    """
    道路与河道 A strip of ``width_m`` metres that parts the land on its two sides, or joins it.

    ``line`` is its middle: a 2D MultiLineString in WKB, CGCS2000 longitude and latitude in degrees.
    ``joins``: the land on its two sides may become one site (a lane that can be closed, a ditch
    that can be laid in a pipe). ``ended_on``: it is there no more.
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="barriers", verbose_name=_("park"))
    name = models.CharField(_("name"), max_length=40)
    rank = models.CharField(_("class"), max_length=12, choices=BarrierRank.choices)
    width_m = models.DecimalField(_("width (m)"), max_digits=5, decimal_places=1)
    joins = models.BooleanField(_("may be built over"), default=False)
    line = models.BinaryField(_("line"))
    length_m = models.DecimalField(_("length (m)"), max_digits=10, decimal_places=1)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    made_at = models.DateTimeField(_("entered at"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("road or river")
        verbose_name_plural = _("roads and rivers")
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(width_m__gt=0, width_m__lte=1000), name="land_barrier_has_a_width"
            ),
            models.UniqueConstraint(
                fields=["park", "name"], condition=Q(ended_on=None), name="land_barrier_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
