from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.desk.hands import Rung
from qianjin.apps.parks.models import FileRow, Park, Unit

from ..choices import LetterState
from .plans import Plan, PlanStep, day

Q = models.Q


class Letter(models.Model):
    """工作联系单 What the park asks of a bureau: which steps, by when, and what came back."""

    park = models.ForeignKey(
        Park, models.CASCADE, related_name="delivery_letters", verbose_name=_("park")
    )
    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="letters", verbose_name=_("delivery plan")
    )
    number = models.CharField(_("number"), max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("to the unit"))
    steps = models.ManyToManyField(
        PlanStep, related_name="letters", verbose_name=_("steps of plans")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=LetterState.choices, default=LetterState.DRAFT
    )
    subject = models.CharField(_("subject"), max_length=80)
    words = models.TextField(_("what is asked"))
    due_on = models.DateField(_("answer by"))
    warn_on = day(_("yellow from"))
    rung = models.CharField(_("rung reached"), max_length=16, choices=Rung.choices, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    made_at = models.DateTimeField(_("written at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    received_at = models.DateTimeField(_("received at"), null=True, blank=True)
    received_by = models.CharField(_("received by"), max_length=80, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=80, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answer_on = day(_("done by, as answered"))
    chased = models.PositiveSmallIntegerField(_("times chased"), default=0)
    chased_at = models.DateTimeField(_("chased at"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("letter to a unit")
        verbose_name_plural = _("letters to units")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["park", "number"], name="delivery_letter_once"),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False),
                name="delivery_answered_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["park", "-id"], name="delivery_letters_newest"),
            models.Index(fields=["park", "state", "-id"], name="delivery_letters_state"),
            models.Index(fields=["unit", "state", "due_on"], name="delivery_letters_unit"),
            models.Index(fields=["plan", "-id"], name="delivery_letters_plan"),
            models.Index(
                fields=["park", "warn_on", "id"],
                name="delivery_letters_to_remind",
                condition=Q(state__in=["sent", "received"]),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class LetterFile(FileRow):
    """联系单附件 A file that came with the answer."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    letter = models.ForeignKey(
        Letter, models.CASCADE, related_name="files", verbose_name=_("letter to a unit")
    )
    by_name = models.CharField(_("by"), max_length=80)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("file of a letter")
        verbose_name_plural = _("files of letters")
        ordering: ClassVar = ["id"]
