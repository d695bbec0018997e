from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import Park, Unit

from .choices import Role


class User(AbstractUser):
    """人员 A person who can sign in; what they may do hangs on their memberships."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=40)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    must_change_password = models.BooleanField(
        _("has to choose a password of their own"), default=False
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.username


class Membership(models.Model):
    """任职 One role of one person in one park, from a day until a day."""

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="memberships", verbose_name=_("park")
    )
    user = models.ForeignKey(
        User, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("unit"),
    )
    sectors = models.CharField(_("sectors looked after"), max_length=80, blank=True)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    looked_at = models.DateTimeField(_("last look at Today"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["park", "user", "role", "unit"],
                name="accounts_membership_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="accounts_membership_dates",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["park", "role"], name="accounts_membership_role")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Absence(models.Model):
    """请假代理 Days on which a deputy sees and does what the absent person would."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="absences", verbose_name=_("park"))
    absent = models.ForeignKey(
        User, models.CASCADE, related_name="absences", verbose_name=_("absent person")
    )
    deputy = models.ForeignKey(
        User, models.CASCADE, related_name="deputyships", verbose_name=_("deputy")
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=80, blank=True)
    entered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")),
                name="accounts_absence_dates",
            ),
            models.CheckConstraint(
                condition=~models.Q(absent=models.F("deputy")), name="accounts_absence_other"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "deputy", "until_on"], name="accounts_absence_deputy"),
            models.Index(fields=["park", "absent", "until_on"], name="accounts_absence_absent"),
        ]

    def __str__(self) -> str:
        return f"{self.absent_id} {self.from_on}"


class Invitation(models.Model):
    """邀请 A link (or its QR code) that lets one person in, in one role; kept as a hash."""

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="invitations", verbose_name=_("park")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    name = models.CharField(_("name"), max_length=40, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    token_hash = models.CharField(_("token"), max_length=64, unique=True)
    invited_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited at"))
    expires_at = models.DateTimeField(_("expires at"))
    accepted_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["park", "-id"], name="accounts_invitation_park")]

    def __str__(self) -> str:
        return self.name or self.role


class Notice(models.Model):
    """站内消息 Something a person should know, worded when it is read."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="notices", verbose_name=_("park"))
    user = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name=_("person"))
    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("kind"), max_length=40)
    tone = models.CharField(_("tone"), max_length=10, default="active")
    params = models.JSONField(_("parameters"), default=dict)
    object_kind = models.CharField(_("kind of object"), max_length=40, blank=True)
    object_ref = models.CharField(_("reference"), max_length=60, blank=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["user", "park", "-id"], name="accounts_notice_person"),
            models.Index(
                fields=["user", "park"],
                condition=models.Q(read_at__isnull=True),
                name="accounts_notice_unread",
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Draft(models.Model):
    """草稿 What a person has typed into a form and not yet sent."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="drafts", verbose_name=_("park"))
    user = models.ForeignKey(User, models.CASCADE, related_name="drafts", verbose_name=_("person"))
    key = models.CharField(_("form"), max_length=80)
    data = models.JSONField(_("data"), default=dict)
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "user", "key"], name="accounts_draft_once"),
        ]

    def __str__(self) -> str:
        return self.key


class SavedView(models.Model):
    """常用视图 A list's filters under a name of one's own."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="views", verbose_name=_("park"))
    user = models.ForeignKey(User, models.CASCADE, related_name="views", verbose_name=_("person"))
    page = models.CharField(_("page"), max_length=40)
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(_("filters"), max_length=500)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["park", "user", "page", "name"], name="accounts_view_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ApiToken(models.Model):
    """访问令牌 A key with which a program acts in a person's name in one park; kept as a hash."""

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="api_tokens", verbose_name=_("park")
    )
    user = models.ForeignKey(
        User, models.CASCADE, related_name="api_tokens", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=40)
    hint = models.CharField(_("first characters"), max_length=12)
    token_hash = models.CharField(_("token"), max_length=64, unique=True)
    is_read_only = models.BooleanField(_("may only read"), default=True)
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    used_at = models.DateTimeField(_("last used at"), null=True, blank=True)

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")),
                name="accounts_token_dates",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "park", "-id"], name="accounts_token_person")
        ]

    def __str__(self) -> str:
        return self.name
