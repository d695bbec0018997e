from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qianjin.apps.land.models import Parcel
from qianjin.apps.parks.models import FileRow, Park, Unit

from ..choices import ListingState, PaperKind, PaperState

Q = models.Q


class Listing(models.Model):
    """挂牌 One parcel on its way to be granted: dossier, notice, listing, result."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="listings", verbose_name=_("park"))
    parcel = models.ForeignKey(
        Parcel, models.PROTECT, related_name="listings", verbose_name=_("parcel")
    )
    project = models.CharField(_("for the project"), max_length=80, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ListingState.choices, default=ListingState.PREPARING
    )
    aim_on = models.DateField(_("notice aimed at"), null=True, blank=True)
    notice_number = models.CharField(_("number of the notice"), max_length=80, blank=True)
    price_wan = models.DecimalField(
        _("starting price (10,000 yuan)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    notice_on = models.DateField(_("notice given on"), null=True, blank=True)
    listed_on = models.DateField(_("listed from"), null=True, blank=True)
    until_on = models.DateField(_("listed until"), null=True, blank=True)
    result_on = models.DateField(_("result on"), null=True, blank=True)
    winner = models.CharField(_("granted to"), max_length=120, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened at"))
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["parcel"],
                condition=Q(state__in=["preparing", "noticed", "listed"]),
                name="clearing_listed_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="listed")
                | Q(notice_on__isnull=False, listed_on__isnull=False, until_on__isnull=False),
                name="clearing_listed_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-id"], name="clearing_listing_newest"),
            models.Index(fields=["park", "state", "-id"], name="clearing_listing_state"),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id}"


class ListingPaper(models.Model):
    """组件材料 One document, or the answer of one bureau, of a dossier."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="papers", verbose_name=_("listing")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=10, choices=PaperKind.choices)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    unit = models.ForeignKey(
        Unit, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PaperState.choices, default=PaperState.OPEN
    )
    asked_on = models.DateField(_("asked for on"), null=True, blank=True)
    due_on = models.DateField(_("expected on"), null=True, blank=True)
    came_on = models.DateField(_("came on"), null=True, blank=True)
    document = models.CharField(_("document number"), max_length=80, blank=True)
    words = models.CharField(_("remark"), max_length=400, blank=True)
    by_name = models.CharField(_("changed by"), max_length=80, blank=True)
    at = models.DateTimeField(_("changed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("paper of a dossier")
        verbose_name_plural = _("papers of dossiers")
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "position"], name="clearing_paper_once"),
            models.CheckConstraint(
                condition=~Q(state="there") | Q(came_on__isnull=False),
                name="clearing_paper_came_when",
            ),
        ]

    def __str__(self) -> str:
        return self.name_zh

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        english = (get_language() or "").startswith("en")
        return self.name_en if english and self.name_en else self.name_zh


class PaperFile(FileRow):
    """组件文件 A file of a paper, checked as every attachment is."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    paper = models.ForeignKey(
        ListingPaper, models.CASCADE, related_name="files", verbose_name=_("paper of a dossier")
    )
    by_name = models.CharField(_("by"), max_length=80)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("file of a paper")
        verbose_name_plural = _("files of papers")
        ordering: ClassVar = ["id"]
