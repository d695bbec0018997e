"""记录 What was seen, heard and found."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park

from ..choices import Matter, Means
from .rounds import Stop
from .rules import QuarterQuestion


class Visit(models.Model):
    """走访记录 One visit to an enterprise, or one contact by telephone."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="visits", verbose_name=_("park"))
    number = models.CharField(_("number"), max_length=24)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="visits", verbose_name=_("enterprise")
    )
    stop = models.OneToOneField(
        Stop,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="visit",
        verbose_name=_("stop"),
    )
    means = models.CharField(_("visit or contact"), max_length=8, choices=Means.choices)
    at = models.DateTimeField(_("at"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45)
    visitors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="visits", verbose_name=_("visitors")
    )
    others = models.CharField(_("others who came along"), max_length=120, blank=True)
    with_head = models.BooleanField(_("a head was there"), default=False)
    received_by = models.CharField(_("received by"), max_length=120, blank=True)
    next_on = models.DateField(_("next visit"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"))
    sender_key = models.CharField(_("idempotency key"), max_length=64, blank=True)
    photos_announced = models.PositiveSmallIntegerField(_("photographs announced"), default=0)
    version = models.PositiveSmallIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "number"], name="visits_number_once"),
            models.UniqueConstraint(
                fields=["park", "entered_by", "sender_key"],
                condition=~models.Q(sender_key=""),
                name="visits_sender_key_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-at", "-id"], name="visits_newest"),
            models.Index(fields=["enterprise", "-at", "-id"], name="visits_by_enterprise"),
        ]

    def __str__(self) -> str:
        return self.number


class Finding(models.Model):
    """走访发现 One thing heard or seen on a visit; a difficulty may become a request."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="findings", verbose_name=_("visit")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    matter = models.CharField(_("about"), max_length=10, choices=Matter.choices)
    kind = models.CharField(_("type of request"), max_length=4, blank=True)
    text = models.TextField(_("words"))
    request_number = models.CharField(_("request"), max_length=24, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.text[:40]


class QuarterAnswer(models.Model):
    """季度答复 What an enterprise answered to a question of the quarter."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="answers", verbose_name=_("visit")
    )
    question = models.ForeignKey(
        QuarterQuestion, models.PROTECT, related_name="answers", verbose_name=_("question")
    )
    text = models.CharField(_("what was answered"), max_length=400)

    class Meta:
        verbose_name = _("answer of the quarter")
        verbose_name_plural = _("answers of the quarter")
        ordering: ClassVar = ["question__position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "question"], name="visits_answer_once")
        ]

    def __str__(self) -> str:
        return self.text


class VisitPhoto(models.Model):
    """走访照片 A photograph or file of a visit, checked as every attachment is."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="photos", verbose_name=_("visit"))
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("hash"), max_length=64)
    path = models.CharField(_("path"), max_length=200)
    preview = models.CharField(_("path of the preview"), max_length=200, blank=True)
    sender_key = models.CharField(_("idempotency key"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("photograph of a visit")
        verbose_name_plural = _("photographs of a visit")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["visit", "sender_key"],
                condition=~models.Q(sender_key=""),
                name="visits_photo_sent_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PhotoUpload(models.Model):
    """照片上传 A photograph on its way from a telephone, piece after piece."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="uploads", verbose_name=_("visit")
    )
    sender_key = models.CharField(_("idempotency key"), max_length=64)
    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("hash"), max_length=64)
    received = models.PositiveBigIntegerField(_("bytes received"), default=0)
    path = models.CharField(_("path"), max_length=200)
    begun_at = models.DateTimeField(_("begun at"))

    class Meta:
        verbose_name = _("photograph on its way")
        verbose_name_plural = _("photographs on their way")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "sender_key"], name="visits_upload_once")
        ]

    def __str__(self) -> str:
        return self.name


class VisitVersion(models.Model):
    """记录旧版 What a record said before it was corrected."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="versions", verbose_name=_("visit")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("what it said"))
    why = models.CharField(_("corrected because"), max_length=200)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("corrected by")
    )
    replaced_at = models.DateTimeField(_("corrected at"))

    class Meta:
        verbose_name = _("earlier version of a record")
        verbose_name_plural = _("earlier versions of records")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["visit", "number"], name="visits_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.number}"


class LatestContact(models.Model):
    """最近联系 When an enterprise was last seen, heard, and seen by a head; kept by recording."""

    enterprise = models.OneToOneField(
        Enterprise,
        models.CASCADE,
        primary_key=True,
        related_name="latest_contact",
        verbose_name=_("enterprise"),
    )
    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    visited_on = models.DateField(_("visited on"), null=True, blank=True)
    contacted_on = models.DateField(_("contacted on"), null=True, blank=True)
    head_came_on = models.DateField(_("a head came on"), null=True, blank=True)

    class Meta:
        verbose_name = _("latest contact")
        verbose_name_plural = _("latest contacts")
        indexes: ClassVar = [
            models.Index(fields=["park", "visited_on"], name="visits_latest_visited")
        ]

    def __str__(self) -> str:
        return str(self.enterprise_id)
