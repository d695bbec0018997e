from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park

from ..choices import Order, Rank
from .drives import Drive, Target
from .questions import Question


class Resource(models.Model):
    """共享资源 What a special action has to allot: permits of the first batch, rooms, chips."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    drive = models.ForeignKey(
        Drive, models.CASCADE, related_name="resources", verbose_name=_("special action")
    )
    name = models.CharField(_("name"), max_length=60)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    order = models.CharField(_("order"), max_length=10, choices=Order.choices, default=Order.EVENLY)
    is_whole = models.BooleanField(_("all or nothing"), default=False)
    by_tier = models.BooleanField(_("anchors and key enterprises first"), default=False)
    asks = models.ForeignKey(
        Question,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("question that says how many"),
    )
    asks_day = models.ForeignKey(
        Question,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("question that says which day"),
    )
    allotted_at = models.DateTimeField(_("allotted by the rule at"), null=True, blank=True)

    class Meta:
        verbose_name = _("shared resource")
        verbose_name_plural = _("shared resources")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["drive", "name"], name="drives_resource_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Slot(models.Model):
    """份额 A portion of a resource: a batch, or the rooms of one day; filled in this order."""

    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="slots", verbose_name=_("shared resource")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    label = models.CharField(_("label"), max_length=40, blank=True)
    day = models.DateField(_("day"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("capacity"), validators=[MinValueValidator(1)])
    taken = models.PositiveIntegerField(_("taken"), default=0)

    class Meta:
        verbose_name = _("portion of a resource")
        verbose_name_plural = _("portions of resources")
        ordering: ClassVar = ["resource", "position", "id"]
        constraints: ClassVar = [
            # Whatever a service does, the database gives no place twice.
            models.CheckConstraint(
                condition=models.Q(taken__lte=models.F("capacity")), name="drives_slot_not_over"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.label}"


class ResourceClaim(models.Model):
    """资源申请 How many of a resource one enterprise wants, since when, in which class."""

    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="claims", verbose_name=_("shared resource")
    )
    target = models.ForeignKey(
        Target, models.CASCADE, related_name="claims", verbose_name=_("enterprise")
    )
    wanted = models.PositiveIntegerField(_("wanted"))
    day = models.DateField(_("only on"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked at"))
    rank = models.PositiveSmallIntegerField(_("priority"), choices=Rank.choices, default=Rank.USUAL)
    rank_words = models.CharField(_("reason of the priority"), max_length=120, blank=True)
    held = models.PositiveIntegerField(_("held"), default=0)
    reasons = models.JSONField(_("reasons"), default=list)
    place = models.PositiveIntegerField(_("place in the queue"), null=True, blank=True)

    class Meta:
        verbose_name = _("claim on a resource")
        verbose_name_plural = _("claims on resources")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resource", "target"], name="drives_claim_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["resource", "place", "id"], name="drives_claim_queue")
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.target_id} {self.wanted}"


class Allotment(models.Model):
    """分配 How much of a portion one enterprise has been given."""

    slot = models.ForeignKey(
        Slot, models.CASCADE, related_name="allotments", verbose_name=_("portion of a resource")
    )
    target = models.ForeignKey(
        Target, models.CASCADE, related_name="allotments", verbose_name=_("enterprise")
    )
    amount = models.PositiveIntegerField(_("amount"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("allotment")
        verbose_name_plural = _("allotments")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["slot", "target"], name="drives_allotment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.slot_id} {self.amount}"
