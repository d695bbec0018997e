"""建议项 What earlier decisions may suggest of a new request."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TriageTarget(models.TextChoices):
    """建议项 One choice of whoever sorts requests."""

    KIND = "kind", _("Type")
    SUBKIND = "subkind", _("Sub-type")
    UNIT = "unit", _("Lead unit")
    LEVEL = "level", _("Level")
