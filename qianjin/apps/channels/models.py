from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.accounts.choices import Role
from qianjin.apps.desk.choices import Level, RequestKind
from qianjin.apps.desk.models import ServiceRequest
from qianjin.apps.enterprises.choices import Tier
from qianjin.apps.parks.models import Park, Unit

from .choices import DeliveryState, Hours, LetterState, Pace, Topic, Vendor


class Robot(models.Model):
    """群机器人 A webhook of a group; address and secret are encrypted and never shown again."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="robots", verbose_name=_("park"))
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("section or unit"),
    )
    vendor = models.CharField(_("kind"), max_length=10, choices=Vendor.choices)
    name = models.CharField(_("name"), max_length=40)
    host = models.CharField(_("host"), max_length=120)
    sealed_address = models.TextField(_("address, encrypted"))
    sealed_secret = models.TextField(_("secret, encrypted"), blank=True)
    topics = ArrayField(
        models.CharField(max_length=12, choices=Topic.choices),
        verbose_name=_("events"),
        default=list,
        blank=True,
    )
    pace = models.CharField(_("pace"), max_length=8, choices=Pace.choices, default=Pace.AT_ONCE)
    daily_at = models.TimeField(_("once a day at"), default=time(9, 0))
    quiet_from = models.TimeField(_("quiet from"), default=time(21, 0))
    quiet_until = models.TimeField(_("quiet until"), default=time(7, 30))
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("group robot")
        verbose_name_plural = _("group robots")
        ordering: ClassVar = ["-is_active", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "name"], name="channels_robot_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """投递 One message for one group: what it says, how often it was tried, what was answered."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    robot = models.ForeignKey(
        Robot, models.CASCADE, related_name="deliveries", verbose_name=_("group robot")
    )
    topic = models.CharField(_("event"), max_length=12)
    object_ref = models.CharField(_("reference"), max_length=60, blank=True)
    params = models.JSONField(_("parameters"), default=dict)
    at = models.DateTimeField(_("at"))
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=DeliveryState.choices,
        default=DeliveryState.WAITING,
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"))
    answer = models.CharField(_("answer"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state=DeliveryState.SENT, sent_at__isnull=False)
                | ~models.Q(state=DeliveryState.SENT) & models.Q(sent_at__isnull=True),
                name="channels_delivery_sent_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["robot", "-id"], name="channels_delivery_log"),
            models.Index(
                fields=["next_at"],
                condition=models.Q(state=DeliveryState.WAITING),
                name="channels_delivery_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.object_ref}"


class FollowCursor(models.Model):
    """跟进游标 Until when the happenings of a park's desk have been followed."""

    park = models.OneToOneField(
        Park, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("park")
    )
    began = models.DateTimeField(_("followed from"))
    until = models.DateTimeField(_("followed until"))

    class Meta:
        verbose_name = _("follow cursor")

    def __str__(self) -> str:
        return self.until.isoformat()


class Followed(models.Model):
    """已跟进 One happening that has been followed; kept as long as the cursor looks back."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    stream = models.CharField(_("stream"), max_length=8)
    row_id = models.BigIntegerField(_("row"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("followed happening")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stream", "row_id"], name="channels_followed_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["park", "at"], name="channels_followed_at")]

    def __str__(self) -> str:
        return f"{self.stream} {self.row_id}"


class Rule(models.Model):
    """自动化规则 When something happens and the request is such, then this is done; as data.

    An empty condition asks nothing, an empty action does nothing. A new rule rests until somebody
    has switched it on.
    """

    park = models.ForeignKey(Park, models.CASCADE, related_name="rules", verbose_name=_("park"))
    name = models.CharField(_("name"), max_length=40)
    topic = models.CharField(_("event"), max_length=12, choices=Topic.choices)
    kinds = ArrayField(
        models.CharField(max_length=4, choices=RequestKind.choices),
        verbose_name=_("type is one of"),
        default=list,
        blank=True,
    )
    levels = ArrayField(
        models.CharField(max_length=10, choices=Level.choices),
        verbose_name=_("level is one of"),
        default=list,
        blank=True,
    )
    tiers = ArrayField(
        models.CharField(max_length=10, choices=Tier.choices),
        verbose_name=_("tier of the enterprise is one of"),
        default=list,
        blank=True,
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead unit is"),
    )
    words = models.CharField(_("words mention one of"), max_length=200, blank=True)
    hours = models.CharField(_("happens"), max_length=6, choices=Hours.choices, blank=True)
    set_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead unit becomes"),
    )
    set_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer becomes"),
    )
    set_level = models.CharField(
        _("level becomes"), max_length=10, choices=Level.choices, blank=True
    )
    co_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit asked to help"),
    )
    note = models.CharField(_("internal note"), max_length=400, blank=True)
    tell_roles = ArrayField(
        models.CharField(max_length=20, choices=Role.choices),
        verbose_name=_("roles that are told"),
        default=list,
        blank=True,
    )
    tell_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person who is told"),
    )
    tell_robot = models.ForeignKey(
        Robot,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("group that is told"),
    )
    is_active = models.BooleanField(_("active"), default=False)

    class Meta:
        verbose_name = _("automation rule")
        verbose_name_plural = _("automation rules")
        ordering: ClassVar = ["-is_active", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "name"], name="channels_rule_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class RuleRun(models.Model):
    """规则执行 What one rule did to one request; at most once in each of its rounds."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    rule = models.ForeignKey(
        Rule, models.CASCADE, related_name="runs", verbose_name=_("automation rule")
    )
    request = models.ForeignKey(
        ServiceRequest, models.CASCADE, related_name="+", verbose_name=_("request")
    )
    round = models.PositiveSmallIntegerField(_("round"))
    at = models.DateTimeField(_("at"))
    did = ArrayField(models.CharField(max_length=12), verbose_name=_("did"), default=list)
    refusal = models.CharField(_("refused because"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("rule run")
        verbose_name_plural = _("rule runs")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rule", "request", "round"], name="channels_run_once_a_round"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["rule", "-id"], name="channels_run_log")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.request_id}"


class Mailbox(models.Model):
    """收件邮箱 The mailbox a park reads; its password is kept encrypted, never shown again."""

    park = models.OneToOneField(
        Park, models.CASCADE, primary_key=True, related_name="mailbox", verbose_name=_("park")
    )
    address = models.CharField(_("address of the server"), max_length=200)
    login = models.CharField(_("sign-in name"), max_length=120)
    sealed_password = models.TextField(_("password, encrypted"))
    folder = models.CharField(_("folder"), max_length=80, default="INBOX")
    is_active = models.BooleanField(_("active"), default=True)
    looked_at = models.DateTimeField(_("last looked into"), null=True, blank=True)
    trouble = models.CharField(_("last trouble"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")

    def __str__(self) -> str:
        return self.login


class Letter(models.Model):
    """来信 A mail to the park: what became of it, or that somebody has to decide."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="letters", verbose_name=_("park"))
    message_id = models.CharField(_("number of the mail"), max_length=300)
    address = models.CharField(_("from"), max_length=254)
    name = models.CharField(_("name"), max_length=80, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    words = models.TextField(_("words"), blank=True)
    at = models.DateTimeField(_("at"))
    state = models.CharField(_("state"), max_length=10, choices=LetterState.choices)
    reason = models.CharField(_("why it waits"), max_length=200, blank=True)
    request = models.ForeignKey(
        ServiceRequest,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("request"),
    )
    raw = models.BinaryField(_("the mail itself, while it waits"), blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "message_id"], name="channels_letter_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-id"], name="channels_letter_newest"),
            models.Index(
                fields=["park", "id"],
                condition=models.Q(state=LetterState.WAITING),
                name="channels_letter_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
