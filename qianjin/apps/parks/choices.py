from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """单位类别 What kind of unit this is."""

    SECTION = "section", _("Section of the office")
    BUREAU = "bureau", _("Bureau")
    TOWN = "town", _("Town or sub-district")
    VILLAGE = "village", _("Village")


class YearStatus(models.TextChoices):
    """年份状态 Whether the State Council's notice for a year is known."""

    OFFICIAL = "official", _("Official")
    PROVISIONAL = "provisional", _("Provisional")
