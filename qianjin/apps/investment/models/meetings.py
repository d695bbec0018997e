from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.models import Park

from ..choices import PlanState
from .projects import Project
from .touches import Touch

Q = models.Q


def person(label: Any, **more: Any) -> Any:
    """Somebody of the office."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=label,
        **more,
    )


class Reception(models.Model):
    """
    接待方案 A visit to the park: who comes, who receives them, by which route, with what.

    ``route``: one stop a line, its time in front. ``meal_yuan``: what a meal may cost a head.
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    project = models.ForeignKey(
        Project, models.CASCADE, related_name="receptions", verbose_name=_("investment project")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PlanState.choices, default=PlanState.PLANNED
    )
    arrives_at = models.DateTimeField(_("arrives at"))
    leaves_at = models.DateTimeField(_("leaves at"))
    guests = models.CharField(_("guests"), max_length=300)
    guest_count = models.PositiveSmallIntegerField(_("how many guests"))
    hosts = models.CharField(_("hosts"), max_length=300)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)
    route = models.TextField(_("route"), blank=True)
    materials = models.TextField(_("materials"), blank=True)
    car = models.CharField(_("car"), max_length=120, blank=True)
    meal = models.CharField(_("meal"), max_length=120, blank=True)
    meal_yuan = models.PositiveIntegerField(_("meal standard (yuan a head)"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)
    touch = models.OneToOneField(
        Touch,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reception",
        verbose_name=_("touch"),
    )
    made_by = person(_("planned by"))
    made_at = models.DateTimeField(_("planned at"))

    class Meta:
        verbose_name = _("reception")
        verbose_name_plural = _("receptions")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(leaves_at__gt=models.F("arrives_at")),
                name="investment_reception_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "arrives_at"], name="investment_receptions_by_day"),
            models.Index(fields=["project", "-arrives_at"], name="investment_receptions_of"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.arrives_at:%Y-%m-%d}"


class Trip(models.Model):
    """外出招商 A journey to other cities: when, who, whom one meets, what it cost and brought."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    title = models.CharField(_("title"), max_length=80)
    state = models.CharField(
        _("state"), max_length=10, choices=PlanState.choices, default=PlanState.PLANNED
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    cities = ArrayField(models.CharField(max_length=8), verbose_name=_("cities"), default=list)
    members = models.CharField(_("members"), max_length=300)
    purpose = models.TextField(_("purpose"), blank=True)
    travel_yuan = models.PositiveIntegerField(_("travel (yuan)"), null=True, blank=True)
    lodging_yuan = models.PositiveIntegerField(_("lodging (yuan)"), null=True, blank=True)
    other_yuan = models.PositiveIntegerField(_("other costs (yuan)"), null=True, blank=True)
    result = models.TextField(_("result"), blank=True)
    leader = person(_("led by"))
    made_at = models.DateTimeField(_("planned at"))
    is_demo = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        verbose_name = _("trip")
        verbose_name_plural = _("trips")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on__gte=models.F("from_on")), name="investment_trip_in_order"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-from_on", "-id"], name="investment_trips_newest"),
        ]

    def __str__(self) -> str:
        return self.title


class TripMeeting(models.Model):
    """外出会面 One meeting of a trip; what it brought becomes a touch of its project."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    trip = models.ForeignKey(Trip, models.CASCADE, related_name="meetings", verbose_name=_("trip"))
    project = models.ForeignKey(
        Project,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="trip_meetings",
        verbose_name=_("investment project"),
    )
    at = models.DateTimeField(_("at"))
    city = models.CharField(_("city"), max_length=8)
    place = models.CharField(_("place"), max_length=120, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    with_whom = models.CharField(_("with whom"), max_length=120)
    topic = models.CharField(_("topic"), max_length=200, blank=True)
    result = models.TextField(_("result"), blank=True)
    touch = models.OneToOneField(
        Touch,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="trip_meeting",
        verbose_name=_("touch"),
    )

    class Meta:
        verbose_name = _("meeting of a trip")
        verbose_name_plural = _("meetings of trips")
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["park", "at"], name="investment_meetings_by_day"),
        ]

    def __str__(self) -> str:
        return self.with_whom


class SiteWalk(models.Model):
    """
    踏勘 The ground walked with an investor: the track of it and the parcels seen.

    ``track``: pairs of longitude and latitude (WGS 84), thinned to what a drawing needs.
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    touch = models.OneToOneField(
        Touch, models.CASCADE, related_name="walk", verbose_name=_("touch")
    )
    track = models.JSONField(_("track"), default=list, blank=True)
    metres = models.PositiveIntegerField(_("length (m)"), default=0)
    minutes = models.PositiveIntegerField(_("minutes"), null=True, blank=True)
    parcels = models.ManyToManyField(Parcel, related_name="+", verbose_name=_("parcels"))

    class Meta:
        verbose_name = _("site walk")
        verbose_name_plural = _("site walks")

    def __str__(self) -> str:
        return f"{self.touch_id}"
