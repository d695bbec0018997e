from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tier(models.TextChoices):
    """分级 How closely the office looks after an enterprise."""

    ANCHOR = "anchor", _("Anchor firm")
    KEY = "key", _("Key enterprise")
    SCALE = "scale", _("Above designated size")
    SMALL = "small", _("Small or micro enterprise")


class EnterpriseStatus(models.TextChoices):
    """企业状态 Where an enterprise stands in its life in the park."""

    BUILDING = "building", _("Under construction")
    OPERATING = "operating", _("In operation")
    SUSPENDED = "suspended", _("Production suspended")
    LEFT = "left", _("Left the park")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "building": "waiting",
            "operating": "done",
            "suspended": "at_risk",
            "left": "closed",
        }[self.value]


class Sector(models.TextChoices):
    """产业 The park's "1+4" sectors (四大主导产业) and everything else."""

    AUTO = "auto", _("Automobiles and parts")
    AVIATION = "aviation", _("Aviation")
    SPACE = "space", _("Space")
    SMART = "smart", _("Smart manufacturing")
    OTHER = "other", _("Other")


class ThreadKind(models.TextChoices):
    """全程事项 What stands on an enterprise's timeline."""

    REGISTERED = "registered", _("Entered in the directory")
    CHANGED = "changed", _("Details changed")
    CONTACT = "contact", _("Contact added")
    CONTACT_CHANGED = "contact_changed", _("Contact changed")
    CONTACT_LEFT = "contact_left", _("Contact left")
    JOINED = "joined", _("Contact has signed in")
    OFFICER = "officer", _("Officer named")
    FIGURES = "figures", _("Yearly figures entered")
    IMPORTED = "imported", _("Taken over from a table")
    IMPORT_UNDONE = "import_undone", _("Import undone")
    MERGED = "merged", _("Merged with a duplicate")
    UNMERGED = "unmerged", _("Merge undone")
    NOTE = "note", _("Note")
    LETTER = "letter", _("Letter")
    TOLD = "told", _("Told of a common cause")
    REQUEST_RAISED = "request_raised", _("Request raised")
    REQUEST_RESOLVED = "request_resolved", _("Request resolved")
    REQUEST_REOPENED = "request_reopened", _("Request reopened")
    RATED = "rated", _("Rated")
    THANKED = "thanked", _("Thanked")
    VISITED = "visited", _("Visited")
    CALLED = "called", _("Contacted")
    DRIVE = "drive", _("Special action")
    CLAIM = "claim", _("Support claimed")
    SIGNED = "signed", _("Project signed")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "request_raised": "active",
            "request_resolved": "done",
            "request_reopened": "breached",
            "rated": "done",
            "thanked": "done",
            "letter": "done",
            "visited": "active",
            "called": "active",
            "signed": "done",
        }.get(self.value, "waiting")


class ImportState(models.TextChoices):
    """导入状态 Where an uploaded table stands."""

    PREVIEW = "preview", _("Preview")
    DONE = "done", _("Taken over")
    UNDONE = "undone", _("Undone")
    ABANDONED = "abandoned", _("Abandoned")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"preview": "at_risk", "done": "done"}.get(self.value, "closed")


class RowKind(models.TextChoices):
    """预览行 How a row of a table stands in the preview."""

    BAD = "bad", _("To be corrected")
    ASK = "ask", _("To be decided")
    NEW = "new", _("New")
    UPDATE = "update", _("Update")
    SAME = "same", _("Joined to an earlier row")
    SKIP = "skip", _("Left out")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "bad": "breached",
            "ask": "at_risk",
            "new": "done",
            "update": "active",
            "same": "waiting",
            "skip": "closed",
        }[self.value]


class RowOutcome(models.TextChoices):
    """导入行 What became of a row when its table was taken over."""

    MADE = "made", _("Entered anew")
    CHANGED = "changed", _("Brought up to date")
    UNCHANGED = "unchanged", _("Already so")
    JOINED = "joined", _("Joined to an earlier row")
    LEFT = "left", _("Not taken over")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"made": "done", "changed": "active", "left": "breached"}.get(self.value, "waiting")
