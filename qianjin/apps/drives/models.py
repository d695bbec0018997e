from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park

from .choices import TargetState


class Drive(models.Model):
    """专项行动 One question or task to many enterprises, with a day by which it is to be done."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="drives", verbose_name=_("park"))
    name = models.CharField(_("name"), max_length=80)
    words = models.TextField(_("question or task"))
    due_on = models.DateField(_("to be done by"))
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("started by")
    )
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("special action")
        verbose_name_plural = _("special actions")
        indexes: ClassVar = [
            models.Index(fields=["park", "-started_at", "-id"], name="drives_newest")
        ]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """行动对象 One enterprise in a special action: its state and what it answered."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    drive = models.ForeignKey(
        Drive, models.CASCADE, related_name="targets", verbose_name=_("special action")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="+", verbose_name=_("enterprise")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=TargetState.choices, default=TargetState.NOT_TOLD
    )
    answer = models.TextField(_("answer"), blank=True)
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)
    changed_by = models.CharField(_("changed by"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("enterprise in a special action")
        verbose_name_plural = _("enterprises in special actions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["drive", "enterprise"], name="drives_target_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["drive", "state", "id"], name="drives_target_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.drive_id} {self.enterprise_id}"


class Resource(models.Model):
    """共享资源 What a special action has to allot: permits of the first batch, rooms, chips."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    drive = models.ForeignKey(
        Drive, models.CASCADE, related_name="resources", verbose_name=_("special action")
    )
    name = models.CharField(_("name"), max_length=60)
    capacity = models.PositiveIntegerField(_("capacity"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("shared resource")
        verbose_name_plural = _("shared resources")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["drive", "name"], name="drives_resource_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Allotment(models.Model):
    """分配 How much of a shared resource one enterprise has been given."""

    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="allotments", verbose_name=_("shared resource")
    )
    target = models.ForeignKey(
        Target, models.CASCADE, related_name="allotments", verbose_name=_("enterprise")
    )
    amount = models.PositiveIntegerField(_("amount"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("allotment")
        verbose_name_plural = _("allotments")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resource", "target"], name="drives_allotment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.amount}"
