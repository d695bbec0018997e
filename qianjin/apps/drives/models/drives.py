from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park, Unit

from ..choices import TargetState, Via


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
    told_at = models.DateTimeField(_("first told at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    closing = models.TextField(_("closing words"), blank=True)

    class Meta:
        verbose_name = _("special action")
        verbose_name_plural = _("special actions")
        indexes: ClassVar = [
            models.Index(fields=["park", "-started_at", "-id"], name="drives_newest"),
            models.Index(fields=["park", "-id"], name="drives_by_number"),
            models.Index(
                fields=["park", "due_on"],
                condition=models.Q(finished_at__isnull=True),
                name="drives_running",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """行动对象 One enterprise in a special action: its officer, its state, its answer."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    drive = models.ForeignKey(
        Drive, models.CASCADE, related_name="targets", verbose_name=_("special action")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="+", verbose_name=_("enterprise")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer"),
    )
    unit = models.ForeignKey(
        Unit,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("section of the officer"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=TargetState.choices, default=TargetState.NOT_TOLD
    )
    answer = models.TextField(_("answer"), blank=True)
    remark = models.TextField(_("remark of the office"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    via = models.CharField(_("way of the answer"), max_length=10, choices=Via.choices, blank=True)
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)
    changed_by = models.CharField(_("changed by"), max_length=80, blank=True)
    reminded_on = models.DateField(_("last reminded on"), null=True, blank=True)
    request_number = models.CharField(_("request made of it"), max_length=24, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("enterprise in a special action")
        verbose_name_plural = _("enterprises in special actions")
        constraints: ClassVar = [
            # Checked at the end of a statement: a merge exchanges two enterprises in one.
            models.UniqueConstraint(
                fields=["drive", "enterprise"],
                name="drives_target_once",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["drive", "id"], name="drives_target_in_order"),
            models.Index(fields=["drive", "state", "id"], name="drives_target_by_state"),
            models.Index(fields=["drive", "officer", "id"], name="drives_target_by_officer"),
            models.Index(fields=["drive", "unit", "id"], name="drives_target_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.drive_id} {self.enterprise_id}"
