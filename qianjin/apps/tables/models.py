from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park

from .choices import TableState


class KeptTable(models.Model):
    """导入表 An uploaded table between its preview and its taking over.

    ``sheet`` are the rows as read, ``columns`` says which column is what and which of the rows
    that stand in the book already are brought up to date (``chosen``, by their numbers),
    ``judged`` has one entry per row as ``judged.Judged`` says, ``made`` is what undoing
    takes back.
    """

    right: ClassVar[str]
    """Who may take such a table over; with the reach of the park, everybody's."""
    kind: ClassVar[str]
    verbs: ClassVar[str]
    """How the trail calls it, and what is done with it."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    file_name = models.CharField(_("file"), max_length=200)
    sheet = models.JSONField(_("rows as read"), default=list)
    columns = models.JSONField(_("columns"), default=dict)
    judged = models.JSONField(_("judgement"), default=list)
    counts = models.JSONField(_("counts"), default=dict)
    made = models.JSONField(_("what was made"), default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=TableState.choices, default=TableState.PREVIEW
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"))
    done_at = models.DateTimeField(_("taken over at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name
