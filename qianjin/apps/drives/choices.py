from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class TargetState(models.TextChoices):
    """行动状态 Where one enterprise stands in a special action."""

    NOT_TOLD = "not_told", pgettext_lazy("drive", "Not yet told")
    TOLD = "told", pgettext_lazy("drive", "Told")
    UNCLEAR = "unclear", pgettext_lazy("drive", "To be completed")
    ANSWERED = "answered", pgettext_lazy("drive", "Answered")
    DONE = "done", pgettext_lazy("drive", "Done")
    NOT_NEEDED = "not_needed", pgettext_lazy("drive", "Not needed")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "not_told": "at_risk",
            "told": "waiting",
            "unclear": "breached",
            "answered": "active",
            "done": "done",
            "not_needed": "closed",
        }[self.value]


SETTLED = (TargetState.ANSWERED, TargetState.DONE, TargetState.NOT_NEEDED)
"""States in which nothing more is waited for from the enterprise."""
WAITED_FOR = (TargetState.TOLD, TargetState.UNCLEAR)
"""States in which the enterprise has been asked and has still to answer."""


class Via(models.TextChoices):
    """答复方式 By which way an answer came."""

    PORTAL = "portal", pgettext_lazy("drive", "By the enterprise itself")
    OFFICER = "officer", pgettext_lazy("drive", "Entered by an officer")
    SHEET = "sheet", pgettext_lazy("drive", "From a table")


class QuestionKind(models.TextChoices):
    """问题类型 What an answer to a question looks like."""

    TEXT = "text", pgettext_lazy("question", "Words")
    NUMBER = "number", pgettext_lazy("question", "Number")
    CHOICE = "choice", pgettext_lazy("question", "One of several")
    SEVERAL = "several", pgettext_lazy("question", "Any of several")
    YES_NO = "yes_no", pgettext_lazy("question", "Yes or no")
    DATE = "date", pgettext_lazy("question", "Date")
    FILE = "file", pgettext_lazy("question", "File")


WITH_OPTIONS = (QuestionKind.CHOICE, QuestionKind.SEVERAL)
YES, NO = "yes", "no"


class Order(models.TextChoices):
    """分配次序 Who is served first inside one class."""

    EVENLY = "evenly", pgettext_lazy("allotment", "Evenly, one each in turn")
    IN_TURN = "in_turn", pgettext_lazy("allotment", "In the order of asking")


class Rank(models.IntegerChoices):
    """优先级 Which class a claim belongs to; set by hand, with its reason."""

    FIRST = 1, pgettext_lazy("allotment", "First")
    USUAL = 2, pgettext_lazy("allotment", "Usual")
    LAST = 3, pgettext_lazy("allotment", "Last")


class SheetPurpose(models.TextChoices):
    """表格用途 What a table that was sent is to do."""

    TARGETS = "targets", pgettext_lazy("sheet", "Choose enterprises")
    ANSWERS = "answers", pgettext_lazy("sheet", "Enter answers")


class SheetState(models.TextChoices):
    """表格状态 Where such a table stands."""

    PREVIEW = "preview", pgettext_lazy("sheet", "Preview")
    DONE = "done", pgettext_lazy("sheet", "Taken over")
    ABANDONED = "abandoned", pgettext_lazy("sheet", "Given up")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"preview": "at_risk", "done": "done"}.get(self.value, "closed")


class RowKind(models.TextChoices):
    """表格行判断 What becomes of one row of a table."""

    NEW = "new", pgettext_lazy("sheet row", "Is entered")
    CHANGED = "changed", pgettext_lazy("sheet row", "Replaces an answer")
    IDLE = "idle", pgettext_lazy("sheet row", "Changes nothing")
    BAD = "bad", pgettext_lazy("sheet row", "To be corrected")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"new": "done", "changed": "active", "idle": "closed", "bad": "breached"}[self.value]
