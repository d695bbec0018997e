"""多方办理 The choices where several hands work on one request: parts, rulings, reminders."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PartStatus(models.TextChoices):
    """协办状态 The states of a co-handler's part."""

    ASKED = "asked", _("Waits to be taken")
    TAKEN = "taken", _("Being done")
    ANSWERED = "answered", _("Answered")
    RETURNED = "returned", _("Returned")
    DROPPED = "dropped", _("No longer needed")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "asked": "waiting",
            "taken": "active",
            "answered": "done",
            "returned": "closed",
            "dropped": "closed",
        }[self.value]


OPEN_PARTS = (PartStatus.ASKED, PartStatus.TAKEN)


class RulingStatus(models.TextChoices):
    """裁定状态 The states of what waits for a ruling."""

    ASKED = "asked", _("Waits for a ruling")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"asked": "at_risk", "granted": "done", "refused": "closed"}[self.value]


class ReturnReason(models.TextChoices):
    """退单理由 Why a unit gives back what it was assigned."""

    NOT_OURS = "not_ours", _("Not within our duties")
    NO_POWER = "no_power", _("We have no power to decide it")
    OTHER_LEADS = "other_leads", _("Another unit is already at it")
    NOT_NEEDED = "not_needed", _("It does not need us")


class FollowUpReason(models.TextChoices):
    """回访缘由 Why a resolved request is asked about."""

    SAMPLE = "sample", _("Drawn at random")
    DISSATISFIED = "dissatisfied", _("Rated low")


class FollowUpOutcome(models.TextChoices):
    """回访结果 What the enterprise said when it was asked again."""

    SOLVED = "solved", _("Really solved")
    UNSOLVED = "unsolved", _("Not solved: reopened")
    UNREACHED = "unreached", _("Not reached after three tries")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"solved": "done", "unsolved": "breached", "unreached": "closed"}[self.value]


class Rung(models.TextChoices):
    """催督阶梯 The ladder of reminders: who is told when."""

    YELLOW_OFFICER = "yellow_officer", _("Due soon: officer")
    RED_OFFICER = "red_officer", _("Late: officer")
    RED_HEAD = "red_head", _("Late: section head")
    RED_DIRECTOR = "red_director", _("Late by a working day: deputy director")
    MILESTONE = "milestone", _("Milestone passed: officer and section head")


class LinkKind(models.TextChoices):
    """关联方式 How one request stands to another, read from its source to its target."""

    RELATED = "related", pgettext_lazy("link", "Related to")
    BLOCKS = "blocks", pgettext_lazy("link", "Has to come before")
    FOLLOWS = "follows", pgettext_lazy("link", "Follows from")
    MERGED = "merged", pgettext_lazy("link", "Merged into")
    SPLIT = "split", pgettext_lazy("link", "Split from")


LOOSE_LINKS = (LinkKind.RELATED, LinkKind.BLOCKS, LinkKind.FOLLOWS)
"""Those that officers set and take away by hand, and the enterprise does not see."""


FEWEST_CASES, MOST_CASES = 5, 1000
"""Between these an administrator chooses below how many cases nothing is published."""
