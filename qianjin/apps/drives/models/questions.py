from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from qianjin.apps.parks.models import FileRow, Park

from ..choices import QuestionKind
from .drives import Drive, Target


class Question(models.Model):
    """问题 One thing every enterprise of a special action is asked."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    drive = models.ForeignKey(
        Drive, models.CASCADE, related_name="questions", verbose_name=_("special action")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=10, choices=QuestionKind.choices)
    text = models.CharField(_("question"), max_length=200)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    options = ArrayField(
        models.CharField(max_length=80), verbose_name=_("options"), default=list, blank=True
    )
    is_whole = models.BooleanField(_("whole numbers only"), default=True)
    is_required = models.BooleanField(_("must be answered"), default=True)

    class Meta:
        verbose_name = _("question of a special action")
        verbose_name_plural = _("questions of special actions")
        ordering: ClassVar = ["drive", "position", "id"]
        indexes: ClassVar = [
            models.Index(fields=["drive", "position", "id"], name="drives_question_order")
        ]

    def __str__(self) -> str:
        return self.text


class Answer(models.Model):
    """回答 What one enterprise said to one question; one of the fields holds it, by its kind."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    target = models.ForeignKey(
        Target, models.CASCADE, related_name="answers", verbose_name=_("enterprise")
    )
    question = models.ForeignKey(
        Question, models.CASCADE, related_name="answers", verbose_name=_("question")
    )
    text = models.TextField(_("words"), blank=True)
    number = models.DecimalField(
        _("number"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    day = models.DateField(_("day"), null=True, blank=True)
    chosen = ArrayField(
        models.CharField(max_length=80), verbose_name=_("chosen"), default=list, blank=True
    )

    class Meta:
        verbose_name = _("answer to a question of a special action")
        verbose_name_plural = _("answers to questions of special actions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["target", "question"], name="drives_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.question_id}"


class AnswerFile(FileRow):
    """回答附件 A file sent as an answer, checked as every attachment is."""

    park = models.ForeignKey(Park, models.CASCADE, related_name="+", verbose_name=_("park"))
    answer = models.ForeignKey(
        Answer, models.CASCADE, related_name="files", verbose_name=_("answer")
    )

    class Meta:
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")
        ordering: ClassVar = ["id"]
