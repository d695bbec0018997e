from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class TargetState(models.TextChoices):
    """行动状态 Where one enterprise stands in a special action."""

    NOT_TOLD = "not_told", pgettext_lazy("drive", "Not yet told")
    TOLD = "told", pgettext_lazy("drive", "Told")
    ANSWERED = "answered", pgettext_lazy("drive", "Answered")
    DONE = "done", pgettext_lazy("drive", "Done")
    NOT_NEEDED = "not_needed", pgettext_lazy("drive", "Not needed")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "not_told": "at_risk",
            "told": "waiting",
            "answered": "active",
            "done": "done",
            "not_needed": "closed",
        }[self.value]
