"""地面 Where enterprises stand, who can go when, and how long the ways are."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park

ON_EARTH = models.Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90)


class Place(models.Model):
    """企业位置 Where an enterprise is, and when and for whom its door is open."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="places", verbose_name=_("park"))
    enterprise = models.OneToOneField(
        Enterprise, models.CASCADE, related_name="place", verbose_name=_("enterprise")
    )
    lon = models.FloatField(_("longitude"))
    lat = models.FloatField(_("latitude"))
    opens = models.CharField(_("receives from"), max_length=5, blank=True)
    closes = models.CharField(_("receives until"), max_length=5, blank=True)
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("receives on"), default=list, blank=True
    )
    needs = ArrayField(
        models.CharField(max_length=16), verbose_name=_("asks for"), default=list, blank=True
    )
    minutes = models.PositiveSmallIntegerField(_("minutes of a visit"), null=True, blank=True)
    set_by = models.CharField(_("entered by"), max_length=80, blank=True)
    set_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints: ClassVar = [
            models.CheckConstraint(condition=ON_EARTH, name="visits_place_on_earth")
        ]

    def __str__(self) -> str:
        return f"{self.lon:.5f}, {self.lat:.5f}"


class Availability(models.Model):
    """外勤时间 When an officer can be out, and what they bring; without a row, every half day."""

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="availabilities", verbose_name=_("park")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="availabilities",
        verbose_name=_("officer"),
    )
    half_days = ArrayField(
        models.CharField(max_length=3), verbose_name=_("half days"), default=list, blank=True
    )
    skills = ArrayField(
        models.CharField(max_length=16), verbose_name=_("skills"), default=list, blank=True
    )

    class Meta:
        verbose_name = _("time for visits")
        verbose_name_plural = _("times for visits")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "person"], name="visits_availability_once")
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class TravelSettings(models.Model):
    """出行设置 Where rounds begin and end, and how a straight line becomes a way."""

    park = models.OneToOneField(Park, models.CASCADE, related_name="travel", verbose_name=_("park"))
    lon = models.FloatField(_("longitude of the office"))
    lat = models.FloatField(_("latitude of the office"))
    road_factor = models.FloatField(_("road factor"), default=1.35)
    speed_kmh = models.FloatField(_("average speed (km/h)"), default=30)

    class Meta:
        verbose_name = _("travel settings")
        constraints: ClassVar = [
            models.CheckConstraint(condition=ON_EARTH, name="visits_office_on_earth"),
            models.CheckConstraint(
                condition=models.Q(road_factor__gte=1, speed_kmh__gt=0), name="visits_travel_sane"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lon:.5f}, {self.lat:.5f}"


class TravelMatrix(models.Model):
    """出行矩阵 Ways and times between all places, as a road router measured them."""

    park = models.OneToOneField(
        Park, models.CASCADE, related_name="travel_matrix", verbose_name=_("park")
    )
    points = models.JSONField(_("places"))
    """``[enterprise, longitude, latitude]`` row by row; the office is enterprise 0."""
    metres = models.BinaryField(_("ways (m)"))
    """Row after row, each number four bytes, little end first."""
    minutes = models.BinaryField(_("times (min)"))
    name = models.CharField(_("file"), max_length=200)
    set_by = models.CharField(_("entered by"), max_length=80)
    set_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("travel matrix")
        verbose_name_plural = _("travel matrices")

    def __str__(self) -> str:
        return self.name
