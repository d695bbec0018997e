from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Audience(models.TextChoices):
    """对象 Who may read an article."""

    OFFICE = "office", _("The office only")
    ENTERPRISES = "enterprises", _("Enterprises too")


class ArticleState(models.TextChoices):
    """条目状态 Whether an article is being written, holds, or is withdrawn."""

    DRAFT = "draft", pgettext_lazy("article", "Draft")
    PUBLISHED = "published", pgettext_lazy("article", "Published")
    RETIRED = "retired", pgettext_lazy("article", "Withdrawn")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"draft": "waiting", "published": "done", "retired": "closed"}[self.value]


PLACEHOLDERS = frozenset({"enterprise", "contact", "number", "due"})
"""What a canned reply may leave open; written as {enterprise} and so on."""
