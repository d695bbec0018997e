from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Means(models.TextChoices):
    """方式 How an enterprise was seen or heard."""

    VISIT = "visit", _("Visit on site")
    CALL = "call", _("Contact by telephone or message")


class Caller(models.TextChoices):
    """走访人 Who has to come."""

    OFFICER = "officer", _("Officer responsible")
    HEAD = "head", _("Head of the office or of a section")


class CoverLight(models.TextChoices):
    """覆盖灯 Whether an enterprise has been seen as often as the rules ask."""

    RED = "red", _("Overdue")
    YELLOW = "yellow", _("Due soon")
    GREEN = "green", _("Seen in time")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"red": "breached", "yellow": "at_risk", "green": "done"}[self.value]


class RoundState(models.TextChoices):
    """路线状态 Where a round stands."""

    PLANNED = "planned", pgettext_lazy("round", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("round", "Under way")
    DONE = "done", pgettext_lazy("round", "Done")
    CALLED_OFF = "called_off", pgettext_lazy("round", "Called off")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "planned": "waiting",
            "under_way": "active",
            "done": "done",
            "called_off": "closed",
        }[self.value]


class PlanState(models.TextChoices):
    """计划状态 Where a proposal of rounds stands."""

    WAITING = "waiting", pgettext_lazy("plan", "Waiting to be worked out")
    RUNNING = "running", pgettext_lazy("plan", "Being worked out")
    READY = "ready", pgettext_lazy("plan", "Proposal")
    ACCEPTED = "accepted", pgettext_lazy("plan", "Accepted")
    FAILED = "failed", pgettext_lazy("plan", "Could not be worked out")
    ABANDONED = "abandoned", pgettext_lazy("plan", "Given up")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "waiting": "waiting",
            "running": "active",
            "ready": "at_risk",
            "accepted": "done",
            "failed": "breached",
            "abandoned": "closed",
        }[self.value]


WORKING_OUT = (PlanState.WAITING, PlanState.RUNNING)


class Matter(models.TextChoices):
    """走访事项 What a finding of a visit is about, as the record form of the office has it."""

    OPERATION = "operation", _("Production and business")
    FIGURES = "figures", _("Staff, output, tax, energy")
    PROJECT = "project", _("Project under construction")
    DIFFICULTY = "difficulty", _("Difficulty")
    ANSWER = "answer", _("Answered on the spot")
    ADVICE = "advice", _("Suggestion of the enterprise")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"difficulty": "at_risk", "answer": "done", "advice": "active"}.get(self.value, "")


class Language(models.TextChoices):
    """会谈语言 Languages an officer can hold a talk in besides Chinese."""

    ENGLISH = "en", _("English")
    GERMAN = "de", _("German")
    JAPANESE = "ja", _("Japanese")
    KOREAN = "ko", _("Korean")


class Ground(models.TextChoices):
    """未排理由 Why an enterprise is on no round of a plan."""

    NO_PLACE = "no_place", _("its place is not on the map yet")
    TAKEN_OUT = "taken_out", _("taken out of this plan by hand")
    NO_SKILL = "no_skill", _("nobody in this plan has what it asks for (person, sector, language)")
    NO_WINDOW = "no_window", _("nobody works while it is open")
    TOO_LONG = "too_long", _("the way, the visit and the way back are longer than any day")
    TOO_MUCH = "too_much", _("it asks for more than any day can bear")
    CROWDED_OUT = "crowded_out", _("what else must be done leaves no room for it")
    TOO_LATE = "too_late", _("seen later than its turn, or not at all")
    NOT_DUE = "not_due", _("not due yet, and no way leads past it")


HALF_DAYS = tuple(f"{day}{half}" for day in range(5) for half in ("am", "pm"))
"""Monday morning to Friday afternoon: when somebody can be out."""


class FeedKind(models.TextChoices):
    """订阅内容 What stands in a calendar under a secret address."""

    ROUNDS = "rounds", pgettext_lazy("calendar", "Rounds")
    PROJECTS = "projects", pgettext_lazy("calendar", "Projects")
