from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qianjin.apps.enterprises.models import Contact, Enterprise
from qianjin.apps.parks.models import Park, Unit, WorkingCalendar

from .choices import (
    OPEN_STATES,
    Aim,
    AmountUnit,
    EntryKind,
    Level,
    RatingReason,
    RequestKind,
    RequestStatus,
    Rung,
    Side,
    Source,
    Stage,
)

OPEN = models.Q(status__in=[str(s) for s in OPEN_STATES])


class PromiseProfile(models.Model):
    """时限配置 One reading of "135", or another park's promise, as data."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="profiles", verbose_name=_("park"))
    code = models.SlugField(_("code"), max_length=30)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    is_inference = models.BooleanField(_("inference, to be calibrated by the park"), default=False)
    on_miss = models.CharField(_("when it cannot be kept"), max_length=200, blank=True)
    calendar = models.ForeignKey(
        WorkingCalendar, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("working calendar"),
    )

    class Meta:
        verbose_name = _("promise profile")
        verbose_name_plural = _("promise profiles")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "code"], name="desk_profile_code_once"),
        ]

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        english = (get_language() or "").startswith("en")
        return self.name_en if english and self.name_en else self.name_zh

    def __str__(self) -> str:
        return self.name


class PromiseStage(models.Model):
    """阶段时限 How long a profile gives for one stage, for every level or for one."""

    profile = models.ForeignKey(
        PromiseProfile, models.CASCADE, related_name="stages", verbose_name=_("profile")
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, blank=True)
    amount = models.PositiveSmallIntegerField(_("amount"), validators=[MinValueValidator(1)])
    unit = models.CharField(_("counted in"), max_length=2, choices=AmountUnit.choices)

    class Meta:
        verbose_name = _("promise stage")
        verbose_name_plural = _("promise stages")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["profile", "stage", "level"], name="desk_stage_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.amount}{self.unit}"


class PromiseChoice(models.Model):
    """时限选择 Which profile holds for a type and a level; both empty is the park's default."""

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="promise_choices", verbose_name=_("park")
    )
    kind = models.CharField(_("type"), max_length=4, choices=RequestKind.choices, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, blank=True)
    profile = models.ForeignKey(
        PromiseProfile, models.PROTECT, related_name="choices", verbose_name=_("profile")
    )

    class Meta:
        verbose_name = _("choice of promise")
        verbose_name_plural = _("choices of promise")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "kind", "level"], name="desk_choice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.level}"


class Duty(models.Model):
    """职责 Which unit usually leads requests of a type."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="duties", verbose_name=_("park"))
    kind = models.CharField(_("type"), max_length=4, choices=RequestKind.choices)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="duties", verbose_name=_("unit"))
    aim = models.CharField(_("aim"), max_length=10, choices=Aim.choices, blank=True)

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "kind"], name="desk_duty_once"),
        ]

    def __str__(self) -> str:
        return self.kind


class ServiceRequest(models.Model):
    """诉求 A matter an enterprise brings to the park, from the first word to the rating.

    ``next_stage``, ``next_due_at`` and ``warn_at`` repeat the first unmet promise, so that lists
    are ordered and coloured by an index; all three are empty while the clock is paused or done.
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="requests", verbose_name=_("park"))
    number = models.CharField(_("number"), max_length=24)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="requests", verbose_name=_("enterprise")
    )
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="requests",
        verbose_name=_("contact"),
    )
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("words"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Source.choices)
    kind = models.CharField(_("type"), max_length=4, choices=RequestKind.choices, blank=True)
    subkind = models.CharField(_("sub-type"), max_length=14, blank=True)
    aim = models.CharField(_("aim"), max_length=10, choices=Aim.choices, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=RequestStatus.choices, default=RequestStatus.SUBMITTED
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="requests",
        verbose_name=_("lead unit"),
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("officer"),
    )
    first_contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("first to receive it"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("entered by"),
    )
    profile = models.ForeignKey(
        PromiseProfile, models.PROTECT, related_name="requests", verbose_name=_("promise")
    )
    opened_at = models.DateTimeField(_("raised at"))
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    next_stage = models.CharField(
        _("next promise"), max_length=10, choices=Stage.choices, blank=True
    )
    next_due_at = models.DateTimeField(_("next due"), null=True, blank=True)
    warn_at = models.DateTimeField(_("yellow from"), null=True, blank=True)
    paused_at = models.DateTimeField(_("paused since"), null=True, blank=True)
    resume_status = models.CharField(_("state before the pause"), max_length=12, blank=True)
    milestone = models.CharField(_("next milestone"), max_length=200, blank=True)
    milestone_on = models.DateField(_("milestone due"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("archived at"), null=True, blank=True)
    score = models.PositiveSmallIntegerField(_("latest rating"), null=True, blank=True)
    calendar_version = models.PositiveIntegerField(_("version of the calendar"), default=1)
    sender_key = models.CharField(_("idempotency key"), max_length=64, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("service request")
        verbose_name_plural = _("service requests")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "number"], name="desk_number_once"),
            models.UniqueConstraint(
                fields=["park", "sender_key"],
                condition=~models.Q(sender_key=""),
                name="desk_sender_key_once",
            ),
            models.CheckConstraint(
                condition=models.Q(next_due_at__isnull=True, warn_at__isnull=True, next_stage="")
                | models.Q(next_due_at__isnull=False, warn_at__isnull=False)
                & ~models.Q(next_stage=""),
                name="desk_next_promise_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=RequestStatus.RESOLVED)
                | models.Q(resolved_at__isnull=False),
                name="desk_resolved_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-opened_at", "-id"], name="desk_newest"),
            models.Index(fields=["park", "kind", "-opened_at", "-id"], name="desk_by_kind"),
            models.Index(fields=["park", "unit", "-opened_at", "-id"], name="desk_by_unit"),
            models.Index(fields=["park", "officer", "-opened_at", "-id"], name="desk_by_officer"),
            models.Index(fields=["park", "status", "-opened_at", "-id"], name="desk_by_status"),
            models.Index(fields=["park", "level", "-opened_at", "-id"], name="desk_by_level"),
            models.Index(fields=["park", "score", "-opened_at", "-id"], name="desk_by_score"),
            models.Index(fields=["enterprise", "-opened_at", "-id"], name="desk_by_enterprise"),
            models.Index(fields=["park", "resolved_at"], name="desk_by_resolved"),
            models.Index(
                fields=["park", "next_due_at", "id"], condition=OPEN, name="desk_open_by_due"
            ),
            models.Index(
                fields=["park", "unit", "next_due_at", "id"],
                condition=OPEN,
                name="desk_open_by_unit_due",
            ),
            models.Index(
                fields=["park", "officer", "next_due_at", "id"],
                condition=OPEN,
                name="desk_open_by_officer_due",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RequestText(models.Model):
    """检索文本 Everything the office may search in a request, with its bigrams."""

    request = models.OneToOneField(
        ServiceRequest, models.CASCADE, primary_key=True, related_name="text",
        verbose_name=_("request"),
    )
    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    words = models.TextField(_("searchable text"))
    bigrams = SearchVectorField(_("bigrams"), null=True)

    class Meta:
        verbose_name = _("searchable text")
        indexes: ClassVar = [GinIndex(fields=["bigrams"], name="desk_text_bigrams")]

    def __str__(self) -> str:
        return str(self.pk)


class Promise(models.Model):
    """承诺 One clock of a request: what was promised, and when it was kept."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="promises", verbose_name=_("request")
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    position = models.PositiveSmallIntegerField(_("position"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices)
    amount = models.PositiveSmallIntegerField(_("amount"))
    unit = models.CharField(_("counted in"), max_length=2, choices=AmountUnit.choices)
    start_at = models.DateTimeField(_("starts"))
    due_at = models.DateTimeField(_("due"))
    warn_at = models.DateTimeField(_("yellow from"))
    paused_minutes = models.PositiveIntegerField(_("paused working minutes"), default=0)
    met_at = models.DateTimeField(_("met at"), null=True, blank=True)
    is_provisional = models.BooleanField(_("provisional"), default=False)

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering: ClassVar = ["round", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "round", "position"], name="desk_promise_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "stage", "due_at"], name="desk_promise_due"),
            models.Index(
                fields=["park", "due_at"],
                condition=models.Q(met_at__isnull=True),
                name="desk_promise_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.stage}"


class Entry(models.Model):
    """经过 One step in the thread of a request; ``is_internal`` ones stay in the office."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="entries", verbose_name=_("request")
    )
    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind.choices)
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("by"),
    )
    by_name = models.CharField(_("by"), max_length=80, blank=True)
    text = models.TextField(_("text"), blank=True)
    data = models.JSONField(_("data"), default=dict)
    is_internal = models.BooleanField(_("internal"), default=False)
    version = models.PositiveIntegerField(_("version of the request after it"), default=1)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["request", "id"], name="desk_entry_order"),
            models.Index(fields=["park", "at"], name="desk_entry_newest"),
        ]

    def __str__(self) -> str:
        return self.kind


class Attachment(models.Model):
    """附件 A file sent with an entry; checked by content, always served as a download."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="attachments", verbose_name=_("request")
    )
    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="attachments", verbose_name=_("entry")
    )
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("hash"), max_length=64)
    path = models.CharField(_("path"), max_length=200)
    preview = models.CharField(_("path of the preview"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name


class Rating(models.Model):
    """满意度评价 What the enterprise says of one round, 1 to 5 with reasons."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="ratings", verbose_name=_("request")
    )
    round = models.PositiveSmallIntegerField(_("round"))
    score = models.PositiveSmallIntegerField(
        _("score"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    reasons = ArrayField(
        models.CharField(max_length=12, choices=RatingReason.choices), verbose_name=_("reasons"),
        default=list, blank=True,
    )
    words = models.TextField(_("words"), blank=True)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "round"], name="desk_rating_once"),
            models.CheckConstraint(
                condition=models.Q(score__gte=1, score__lte=5), name="desk_rating_range"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["park", "-at"], name="desk_rating_newest")]

    def __str__(self) -> str:
        return str(self.score)


class Thanks(models.Model):
    """感谢 A word or letter of thanks, with the request it speaks of where there is one."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="thanks", verbose_name=_("park"))
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="thanks", verbose_name=_("enterprise")
    )
    request = models.ForeignKey(
        ServiceRequest, models.CASCADE, null=True, blank=True, related_name="thanks",
        verbose_name=_("request"),
    )
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("by"),
    )
    by_name = models.CharField(_("by"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("thanks")
        verbose_name_plural = _("thanks")
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["park", "-at", "-id"], name="desk_thanks_newest")]

    def __str__(self) -> str:
        return self.text[:40]


class Reminder(models.Model):
    """催办 One rung of the ladder reached by one promise; each rung is climbed once."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    promise = models.ForeignKey(
        Promise, models.CASCADE, related_name="reminders", verbose_name=_("promise")
    )
    rung = models.CharField(_("rung"), max_length=16, choices=Rung.choices)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["promise", "rung"], name="desk_reminder_once"),
        ]

    def __str__(self) -> str:
        return self.rung
