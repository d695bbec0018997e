from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park

from ..choices import RowKind, SheetPurpose, SheetState
from .drives import Drive


class DriveSheet(models.Model):
    """行动表格 A table that was sent, between its preview and its taking over."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    drive = models.ForeignKey(
        Drive, models.CASCADE, related_name="sheets", verbose_name=_("special action")
    )
    purpose = models.CharField(_("purpose"), max_length=10, choices=SheetPurpose.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=SheetState.choices, default=SheetState.PREVIEW
    )
    file_name = models.CharField(_("file"), max_length=200)
    headings = models.JSONField(_("headings"), default=list)
    columns = models.JSONField(_("columns"), default=dict)
    counts = models.JSONField(_("counts"), default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"))
    done_at = models.DateTimeField(_("taken over at"), null=True, blank=True)

    class Meta:
        verbose_name = _("table of a special action")
        verbose_name_plural = _("tables of special actions")
        indexes: ClassVar = [
            models.Index(fields=["drive", "-id"], name="drives_sheet_newest"),
        ]

    def __str__(self) -> str:
        return self.file_name


class SheetRow(models.Model):
    """表格行 One row of such a table as it stood in the file, and how it was judged."""

    sheet = models.ForeignKey(
        DriveSheet, models.CASCADE, related_name="lines", verbose_name=_("table")
    )
    number = models.PositiveIntegerField(_("row in the file"))
    name = models.CharField(_("name as read"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=RowKind.choices)
    cells = models.JSONField(_("cells"), default=list)
    problems = models.JSONField(_("problems"), default=list)

    class Meta:
        verbose_name = _("row of a table of a special action")
        verbose_name_plural = _("rows of tables of special actions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "number"], name="drives_sheet_row_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["sheet", "kind", "number"], name="drives_sheet_row_kind")
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.number}"
