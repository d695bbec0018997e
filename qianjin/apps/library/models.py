from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park, Unit

from .choices import ArticleState, Audience


class Article(models.Model):
    """知识条目 A good answer that is kept, with who last saw that it still holds.

    ``kinds`` are types of requests by their codes; the desk, which lies above, names them.
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"))
    kinds = ArrayField(
        models.CharField(max_length=4),
        verbose_name=_("types of requests"),
        default=list,
        blank=True,
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("section that keeps it"),
    )
    audience = models.CharField(
        _("who may read it"), max_length=12, choices=Audience.choices, default=Audience.OFFICE
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ArticleState.choices, default=ArticleState.DRAFT
    )
    source_number = models.CharField(_("request it came from"), max_length=24, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    changed_at = models.DateTimeField(_("changed at"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("last checked by"),
    )
    checked_at = models.DateTimeField(_("last checked at"))
    version = models.PositiveIntegerField(_("version"), default=1)
    words = models.TextField(_("searchable text"))
    bigrams = SearchVectorField(_("bigrams"), null=True)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes: ClassVar = [
            models.Index(fields=["park", "state", "-id"], name="library_by_state"),
            models.Index(fields=["park", "state", "checked_at"], name="library_by_check"),
            GinIndex(fields=["bigrams"], name="library_bigrams"),
        ]

    def __str__(self) -> str:
        return self.title


class CannedReply(models.Model):
    """常用语 Words that are written again and again, with what differs left open."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("section that uses it"),
    )
    name = models.CharField(_("name"), max_length=40)
    text = models.TextField(_("text"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("canned reply")
        verbose_name_plural = _("canned replies")
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["park", "unit", "name"],
                name="library_canned_name_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LibrarySettings(models.Model):
    """资料设置 After how many days an article needs to be checked again."""

    park = models.OneToOneField(
        Park, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("park")
    )
    stale_days = models.PositiveSmallIntegerField(_("days until a check is due"), default=180)

    class Meta:
        verbose_name = _("settings of the library")
        verbose_name_plural = _("settings of the library")

    def __str__(self) -> str:
        return str(self.park_id)
