from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """环节 To which part of the way a step belongs."""

    PROJECT = "project", pgettext_lazy("step of delivery", "Project and parcel")
    ACQUISITION = "acquisition", pgettext_lazy("step of delivery", "Acquisition")
    STANDARD = "standard", pgettext_lazy("step of delivery", "Standard land")
    GRANT = "grant", pgettext_lazy("step of delivery", "Grant of land")
    APPROVAL = "approval", pgettext_lazy("step of delivery", "Design and permits")
    BUILDING = "building", pgettext_lazy("step of delivery", "Building and production")
    WORKS = "works", pgettext_lazy("step of delivery", "Works of the park")


class Basis(models.TextChoices):
    """时长依据 Where the days of a step come from."""

    LAW = "law", pgettext_lazy("basis of days", "Law")
    LOCAL_RULE = "local_rule", pgettext_lazy("basis of days", "Local rule")
    PRACTICE = "practice", pgettext_lazy("basis of days", "Practice")
    INFERENCE = "inference", pgettext_lazy("basis of days", "Inferred, to be calibrated")
    PARK = "park", pgettext_lazy("basis of days", "Set by the park")


class DayKind(models.TextChoices):
    """日别 How days are counted."""

    WORKING = "working", pgettext_lazy("days", "Working days")
    CALENDAR = "calendar", pgettext_lazy("days", "Calendar days")


class LinkKind(models.TextChoices):
    """搭接 Which ends of two steps are tied: the first letter is of the one before."""

    FS = "FS", pgettext_lazy("link", "starts after its end")
    SS = "SS", pgettext_lazy("link", "starts after its start")
    FF = "FF", pgettext_lazy("link", "ends after its end")


class Strength(models.TextChoices):
    """前置性质 Why an order is kept."""

    HARD = "hard", pgettext_lazy("link", "By law or logic")
    SOFT = "soft", pgettext_lazy("link", "By custom")
    SERIAL = "serial", pgettext_lazy("link", "By the habit of waiting for the land")


class Side(models.TextChoices):
    """用时归属 Whose time it is."""

    GOVERNMENT = "government", pgettext_lazy("side", "Government")
    ENTERPRISE = "enterprise", pgettext_lazy("side", "Enterprise")


class ProfileKind(models.TextChoices):
    """情景 By which profile a plan is made from the network."""

    NORMAL = "normal", pgettext_lazy("profile", "Usual way, with acquisition")
    ZERO_GAP = "zero_gap", pgettext_lazy("profile", "拿地即开工, with acquisition")
    STOCK = "stock", pgettext_lazy("profile", "拿地即开工 on cleared land of the park")
    EXPANSION = "expansion", pgettext_lazy("profile", "Expansion on own land")
    WORKS = "works", pgettext_lazy("profile", "Works of the park")


PROJECT_PROFILES = tuple(kind for kind in ProfileKind if kind != ProfileKind.WORKS)


class Condition(models.TextChoices):
    """项目情况 A fact of a project that makes steps necessary."""

    TRACT = "tract", pgettext_lazy("condition", "Collective land acquired for tract development")
    OBJECTION = "objection", pgettext_lazy("condition", "More than half object to the plan")
    UNDECIDED = "undecided", pgettext_lazy("condition", "Some households have not signed")
    STATE_BUILDINGS = "state_buildings", pgettext_lazy("condition", "Buildings on state land")
    AREA = "area", pgettext_lazy("condition", "Area-wide assessments not done yet")
    PARCEL_CHECKS = "parcel_checks", pgettext_lazy("condition", "Archaeology, soil or hazards")
    OTHERS = "others_affected", pgettext_lazy("condition", "Great interests of others affected")
    FIRE = "fire", pgettext_lazy("condition", "Special works that need a fire review")
    ENERGY = "energy", pgettext_lazy("condition", "Energy above the threshold of review")
    SOIL = "soil", pgettext_lazy("condition", "Area prone to soil loss")
    HAZARD = "hazard", pgettext_lazy("condition", "Hazardous chemicals and the like")
    STAGED = "staged", pgettext_lazy("condition", "Staged permit: pit and piling first")
    ABOVE = "staged_above", pgettext_lazy("condition", "Staged permit: above the slab on its own")


class PlanState(models.TextChoices):
    """计划状态 Where a plan stands."""

    ACTIVE = "active", pgettext_lazy("plan", "Under way")
    FINISHED = "finished", pgettext_lazy("plan", "Finished")
    STOPPED = "stopped", pgettext_lazy("plan", "Stopped")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"active": "active", "finished": "done", "stopped": "closed"}[self.value]


class StepState(models.TextChoices):
    """事项状态 Where a step stands; a pre-review that is done is an opinion, not an approval."""

    OPEN = "open", pgettext_lazy("step", "Not begun")
    REVIEW = "review", pgettext_lazy("step", "In pre-review")
    REVIEWED = "reviewed", pgettext_lazy("step", "Pre-reviewed, not issued")
    RUNNING = "running", pgettext_lazy("step", "Under way")
    DONE = "done", pgettext_lazy("step", "Done")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "open": "waiting",
            "review": "active",
            "reviewed": "active",
            "running": "active",
            "done": "done",
        }[self.value]


OPEN_STEPS = (StepState.OPEN, StepState.REVIEW, StepState.REVIEWED, StepState.RUNNING)


class LetterState(models.TextChoices):
    """联系单状态 Where a letter to a bureau stands."""

    DRAFT = "draft", pgettext_lazy("letter", "Draft")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    RECEIVED = "received", pgettext_lazy("letter", "Received")
    ANSWERED = "answered", pgettext_lazy("letter", "Answered")
    WITHDRAWN = "withdrawn", pgettext_lazy("letter", "Withdrawn")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "draft": "waiting",
            "sent": "active",
            "received": "active",
            "answered": "done",
            "withdrawn": "closed",
        }[self.value]


AWAITED = (LetterState.SENT, LetterState.RECEIVED)
"""Letters for whose answer somebody waits."""


class RoundState(models.TextChoices):
    """统排状态 Where the working out of all plans stands."""

    WAITING = "waiting", pgettext_lazy("round", "Waiting for the worker")
    RUNNING = "running", pgettext_lazy("round", "Being worked out")
    READY = "ready", pgettext_lazy("round", "Worked out")
    FAILED = "failed", pgettext_lazy("round", "Failed")


UNDER_WAY = (RoundState.WAITING, RoundState.RUNNING)


class NoteKind(models.TextChoices):
    """经过类别 What one line of a step's trail tells."""

    NOTE = "note", pgettext_lazy("trail of a step", "Note")
    FACT = "fact", pgettext_lazy("trail of a step", "Entered")
    DATE = "date", pgettext_lazy("trail of a step", "Date set")
    FILE = "file", pgettext_lazy("trail of a step", "Files")
    LETTER = "letter", pgettext_lazy("trail of a step", "Letter")
