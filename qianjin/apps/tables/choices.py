from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TableState(models.TextChoices):
    """导入状态 Where an uploaded table stands."""

    PREVIEW = "preview", _("Preview")
    DONE = "done", _("Taken over")
    UNDONE = "undone", _("Undone")
    ABANDONED = "abandoned", _("Abandoned")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"preview": "at_risk", "done": "done"}.get(self.value, "closed")
