from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.land.choices import LandSector
from qianjin.apps.parks.models import Park

from ..choices import NeedState, SearchState

Q = models.Q


class SiteNeed(models.Model):
    """
    用地需求 What a project asks of its site; empty fields ask nothing. Limits are never traded.

    ``standing`` is the size in 亩 of a standing question of the park ("what can we offer today for
    200 亩?"); such a need belongs to nobody.
    """

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="site_needs", verbose_name=_("park")
    )
    name = models.CharField(_("name"), max_length=80)
    standing = models.PositiveIntegerField(_("standing question (mu)"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=NeedState.choices, default=NeedState.OPEN
    )
    mu_min = models.DecimalField(_("area from (mu)"), max_digits=10, decimal_places=2)
    mu_max = models.DecimalField(_("area to (mu)"), max_digits=10, decimal_places=2)
    sector = models.CharField(
        _("industry platform"), max_length=10, choices=LandSector.choices, blank=True
    )
    use_name = models.CharField(_("use"), max_length=40, blank=True)
    far = models.DecimalField(
        _("floor area ratio"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    height_m = models.DecimalField(
        _("height of the buildings (m)"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    power_kva = models.DecimalField(
        _("power (kVA)"), max_digits=10, decimal_places=1, null=True, blank=True
    )
    water_tpd = models.DecimalField(
        _("water (t a day)"), max_digits=10, decimal_places=1, null=True, blank=True
    )
    frontage_m = models.DecimalField(
        _("road frontage (m)"), max_digits=8, decimal_places=1, null=True, blank=True
    )
    near_lon = models.FloatField(_("near: longitude"), null=True, blank=True)
    near_lat = models.FloatField(_("near: latitude"), null=True, blank=True)
    near_km = models.DecimalField(
        _("near: at most (km)"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    away_lon = models.FloatField(_("away from: longitude"), null=True, blank=True)
    away_lat = models.FloatField(_("away from: latitude"), null=True, blank=True)
    away_km = models.DecimalField(
        _("away from: at least (km)"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    ready_by = models.DateField(_("ready by"), null=True, blank=True)
    budget_wan = models.DecimalField(
        _("budget for land (10,000 yuan)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    max_parcels = models.PositiveSmallIntegerField(_("at most so many parcels"), default=10)
    weight_month = models.DecimalField(
        _("a month later weighs (10,000 yuan)"), max_digits=10, decimal_places=2, default=0
    )
    weight_edge = models.DecimalField(
        _("100 m of outline weigh (10,000 yuan)"), max_digits=10, decimal_places=2, default=0
    )
    weight_owner = models.DecimalField(
        _("an owner more weighs (10,000 yuan)"), max_digits=10, decimal_places=2, default=0
    )
    words = models.CharField(_("remark"), max_length=400, blank=True)
    chosen = ArrayField(
        models.BigIntegerField(), verbose_name=_("parcels chosen"), default=list, blank=True
    )
    chosen_ready = models.DateField(_("likely ready when chosen"), null=True, blank=True)
    chosen_on = models.DateField(_("chosen on"), null=True, blank=True)
    chosen_by = models.CharField(_("chosen by"), max_length=80, blank=True)
    is_demo = models.BooleanField(_("demonstration"), default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    made_at = models.DateTimeField(_("entered at"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("need of land")
        verbose_name_plural = _("needs of land")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(mu_min__gt=0, mu_max__gte=models.F("mu_min")),
                name="clearing_need_band",
            ),
            models.UniqueConstraint(
                fields=["park", "standing"],
                condition=Q(standing__isnull=False),
                name="clearing_standing_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-id"], name="clearing_needs_newest"),
            models.Index(fields=["park", "state", "-id"], name="clearing_needs_by_state"),
        ]

    def __str__(self) -> str:
        return self.name


class SiteSearch(models.Model):
    """
    选址 The latest search for a need: asked, worked out, and on which state of the land.

    ``layer`` is the version of the land it was made on, ``on`` the day; a need changed, land
    changed or a new day make it stale. ``answer`` is what the engine found, as plain data.
    """

    need = models.OneToOneField(
        SiteNeed, models.CASCADE, primary_key=True, related_name="search", verbose_name=_("need")
    )
    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    state = models.CharField(
        _("state"), max_length=10, choices=SearchState.choices, default=SearchState.WAITING
    )
    run = models.PositiveIntegerField(_("times searched"), default=1)
    need_version = models.PositiveIntegerField(_("version of the need"), default=1)
    layer = models.PositiveBigIntegerField(_("version of the land"), default=0)
    on = models.DateField(_("day"))
    parcels = models.PositiveIntegerField(_("parcels looked at"), default=0)
    asked_at = models.DateTimeField(_("asked at"))
    begun_at = models.DateTimeField(_("begun at"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    answer = models.JSONField(_("answer"), default=dict, blank=True)

    class Meta:
        verbose_name = _("search for sites")
        verbose_name_plural = _("searches for sites")

    def __str__(self) -> str:
        return f"{self.need_id} {self.run}"
