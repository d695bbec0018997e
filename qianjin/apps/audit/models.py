from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

PLATFORM = 0
"""The chain of acts that belong to no single park (sign-ins, accounts)."""


class AuditChain(models.Model):
    """链头 The head of one park's chain: how many entries it has and the last hash."""

    park_id = models.BigIntegerField(_("park"), primary_key=True)
    length = models.BigIntegerField(_("length"), default=0)
    head = models.CharField(_("head"), max_length=64, default="", blank=True)

    class Meta:
        verbose_name = _("audit chain")

    def __str__(self) -> str:
        return f"{self.park_id}:{self.length}"


class AuditEntry(models.Model):
    """留痕 One act: who, when, on what, with which words; never changed, never removed.

    ``park_id`` and ``actor_id`` are plain numbers on purpose: no deletion elsewhere may touch
    the trace, and no other table is needed to verify it.
    """

    park_id = models.BigIntegerField(_("park"))
    seq = models.BigIntegerField(_("number in the chain"))
    at = models.DateTimeField(_("at"))
    actor_id = models.BigIntegerField(_("actor"), null=True)
    actor_name = models.CharField(_("actor's name"), max_length=80, blank=True)
    role = models.CharField(_("role"), max_length=40, blank=True)
    verb = models.CharField(_("verb"), max_length=60)
    object_kind = models.CharField(_("kind of object"), max_length=40, blank=True)
    object_id = models.BigIntegerField(_("object"), null=True)
    object_label = models.CharField(_("object's name"), max_length=200, blank=True)
    detail = models.JSONField(_("detail"), default=dict)
    previous = models.CharField(_("previous hash"), max_length=64, blank=True)
    digest = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering: ClassVar = ["park_id", "-seq"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park_id", "seq"], name="audit_entry_seq_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["park_id", "object_kind", "object_id", "-seq"], name="audit_entry_object"
            ),
            models.Index(fields=["park_id", "actor_id", "-seq"], name="audit_entry_actor"),
            models.Index(fields=["park_id", "verb", "-seq"], name="audit_entry_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.park_id}:{self.seq} {self.verb}"


class IdempotencyKey(models.Model):
    """防重键 One unsafe act as its sender named it, and the answer it got."""

    park_id = models.BigIntegerField(_("park"))
    user_id = models.BigIntegerField(_("person"))
    key = models.CharField(_("key"), max_length=64)
    path = models.CharField(_("path"), max_length=300)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    location = models.CharField(_("location"), max_length=500, blank=True)
    body = models.TextField(_("body"), blank=True)
    headers = models.JSONField(_("headers"), default=dict)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("idempotency key")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user_id", "key"], name="audit_idempotency_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["made_at"], name="audit_idempotency_age")]

    def __str__(self) -> str:
        return self.key
