from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park

from ..choices import MapSource

Q = models.Q


class MapBackground(models.Model):
    """
    底图 What a park's map draws under its parcels.

    ``key`` goes with Tianditu, ``address`` names tiles (with ``{z}``, ``{x}``, ``{y}``), ``file`` a
    PMTiles file in the folder ``maps`` of the installation. ``is_gcj02``: the background is drawn
    on GCJ-02, so the parcels are drawn there too.
    """

    park = models.OneToOneField(
        Park, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("park")
    )
    source = models.CharField(
        _("background"), max_length=10, choices=MapSource.choices, default=MapSource.NONE
    )
    key = models.CharField(_("key"), max_length=80, blank=True)
    address = models.CharField(_("address of the tiles"), max_length=300, blank=True)
    file = models.CharField(_("file"), max_length=120, blank=True)
    attribution = models.CharField(_("whose map it is"), max_length=120, blank=True)
    nearest = models.PositiveSmallIntegerField(_("last zoom"), default=18)
    is_gcj02 = models.BooleanField(_("drawn on GCJ-02"), default=False)
    version = models.PositiveIntegerField(_("version"), default=0)

    class Meta:
        verbose_name = _("background of the map")
        verbose_name_plural = _("backgrounds of maps")
        constraints = (
            models.CheckConstraint(
                condition=~Q(source="tianditu") | ~Q(key=""), name="land_tianditu_has_a_key"
            ),
            models.CheckConstraint(
                condition=~Q(source="address") | ~Q(address=""), name="land_tiles_have_an_address"
            ),
            models.CheckConstraint(
                condition=~Q(source="file") | ~Q(file=""), name="land_file_has_a_name"
            ),
        )

    def __str__(self) -> str:
        return self.source
