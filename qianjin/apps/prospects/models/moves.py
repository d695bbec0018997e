from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.parks.models import Park
from qianjin.apps.tables.models import KeptTable


class ContactTable(KeptTable):
    """名片导入 A table of people."""

    right = Capability.PROSPECT_KEEP
    kind = "prospect_import"
    verbs = "prospects"

    class Meta:
        verbose_name = _("import of contacts")
        verbose_name_plural = _("imports of contacts")
        ordering: ClassVar = ["-id"]


class Handover(models.Model):
    """移交 The book of one officer given to another; ``moved`` are the numbers of its rows."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("from")
    )
    taker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("to")
    )
    moved = models.JSONField(_("what moved"), default=dict)
    words = models.CharField(_("reason"), max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(undone_by__isnull=True, undone_at__isnull=True)
                | models.Q(undone_by__isnull=False, undone_at__isnull=False),
                name="prospects_handover_undone",
            ),
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("taker")), name="prospects_handover_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} > {self.taker_id}"
