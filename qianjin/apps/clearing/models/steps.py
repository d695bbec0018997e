from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.models import Park, Unit

from ..choices import Online


class StepRule(models.Model):
    """程序设定 The days and the citation of one step as a park has set them."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    code = models.SlugField(_("step"), max_length=24)
    least = models.PositiveSmallIntegerField(_("least days"))
    likely = models.PositiveSmallIntegerField(_("likely days"))
    most = models.PositiveSmallIntegerField(_("most days"))
    law = models.CharField(_("basis"), max_length=300)
    reason = models.CharField(_("reason"), max_length=200)
    changed_by = models.CharField(_("changed by"), max_length=80)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("setting of a step")
        verbose_name_plural = _("settings of steps")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "code"], name="clearing_rule_once"),
            models.CheckConstraint(
                condition=models.Q(least__lte=models.F("likely"), likely__lte=models.F("most")),
                name="clearing_rule_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ParcelStep(models.Model):
    """程序记录 One step of a parcel (in one village where each has its own): when, and online."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    parcel = models.ForeignKey(
        Parcel, models.CASCADE, related_name="steps", verbose_name=_("parcel")
    )
    code = models.SlugField(_("step"), max_length=24)
    village = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("village")
    )
    begun_on = models.DateField(_("begun on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    online = models.CharField(
        _("online"), max_length=6, choices=Online.choices, default=Online.NONE
    )
    online_on = models.DateField(_("online since"), null=True, blank=True)
    document = models.CharField(_("document number"), max_length=80, blank=True)
    words = models.CharField(_("remark"), max_length=400, blank=True)
    by_name = models.CharField(_("entered by"), max_length=80)
    at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("step of a parcel")
        verbose_name_plural = _("steps of parcels")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["parcel", "code", "village"],
                name="clearing_step_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(begun_on=None)
                | models.Q(done_on=None)
                | models.Q(done_on__gte=models.F("begun_on")),
                name="clearing_step_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "parcel"], name="clearing_steps_of_park"),
        ]

    def __str__(self) -> str:
        return self.code


class AwaitedWorks(models.Model):
    """
    配套等待 Works of the park for which a parcel waits, with the days they will be handed over.

    Told by whoever plans the works; ``object_kind`` and ``object_id`` say whose plan it is. Once
    they are done the row stays, for the parcel then waits no more.
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    parcel = models.ForeignKey(
        Parcel, models.CASCADE, related_name="awaited_works", verbose_name=_("parcel")
    )
    object_kind = models.CharField(_("whose plan"), max_length=24)
    object_id = models.BigIntegerField(_("number of the plan"))
    name = models.CharField(_("works"), max_length=80)
    earliest = models.DateField(_("earliest"))
    likely = models.DateField(_("likely"))
    latest = models.DateField(_("latest"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    told_at = models.DateTimeField(_("told at"))

    class Meta:
        verbose_name = _("awaited works of the park")
        verbose_name_plural = _("awaited works of the park")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["parcel", "object_kind", "object_id"], name="clearing_awaited_once"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    earliest__lte=models.F("likely"), likely__lte=models.F("latest")
                ),
                name="clearing_awaited_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["park", "object_kind", "object_id"], name="clearing_awaited_whence"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReadyDate(models.Model):
    """
    就绪日期 When a parcel can be listed: earliest, likely, latest, and what it hangs on.

    Kept by the services and each night. ``blocker`` is the code of a step, ``blocker_unit`` the
    village whose it is, ``awaits`` the works of the park when it hangs on those.
    """

    parcel = models.OneToOneField(
        Parcel, models.CASCADE, primary_key=True, related_name="ready", verbose_name=_("parcel")
    )
    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    earliest = models.DateField(_("earliest"))
    likely = models.DateField(_("likely"))
    latest = models.DateField(_("latest"))
    is_ready = models.BooleanField(_("ready"), default=False)
    last = models.SlugField(_("last step"), max_length=24, blank=True)
    blocker = models.SlugField(_("step it hangs on"), max_length=24, blank=True)
    blocker_unit = models.ForeignKey(
        Unit, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("village")
    )
    awaits = models.CharField(_("works it hangs on"), max_length=80, blank=True)
    counted_on = models.DateField(_("reckoned on"))

    class Meta:
        verbose_name = _("day of readiness")
        verbose_name_plural = _("days of readiness")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    earliest__lte=models.F("likely"), likely__lte=models.F("latest")
                ),
                name="clearing_ready_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "likely", "parcel"], name="clearing_ready_soonest"),
            models.Index(
                fields=["park", "blocker", "likely", "parcel"], name="clearing_ready_by_blocker"
            ),
        ]

    def __str__(self) -> str:
        return self.likely.isoformat()
