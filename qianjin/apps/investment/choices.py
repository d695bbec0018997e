from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qianjin.apps.enterprises.choices import Sector


class Meaning(models.TextChoices):
    """阶段含义 What a stage means, whatever a park calls it."""

    OPEN = "open", pgettext_lazy("stage", "Before signing")
    SIGNED = "signed", pgettext_lazy("stage", "Signing")
    AFTER = "after", pgettext_lazy("stage", "After signing")
    LOST = "lost", pgettext_lazy("stage", "Lost")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"open": "active", "signed": "done", "after": "done", "lost": "closed"}[self.value]


AEROSPACE = "aerospace"
"""航空航天: the view that joins two of the 1+4 sectors; never stored."""
JOINED: dict[str, tuple[str, ...]] = {AEROSPACE: (Sector.AVIATION, Sector.SPACE)}


class Source(models.TextChoices):
    """线索来源 How the park came to know of a project."""

    OWN = "own", pgettext_lazy("lead", "Own search")
    ENTERPRISE = "enterprise", pgettext_lazy("lead", "Named by an enterprise of the park")
    ASSOCIATION = "association", pgettext_lazy("lead", "Association or chamber")
    EVENT = "event", pgettext_lazy("lead", "Summit or fair")
    TRIP = "trip", pgettext_lazy("lead", "Trip to a city")
    AGENCY = "agency", pgettext_lazy("lead", "Agency or fund")
    SUPERIOR = "superior", pgettext_lazy("lead", "City or district")
    CAME = "came", pgettext_lazy("lead", "Came by itself")
    CHAIN = "chain", pgettext_lazy("lead", "Gap of the chain")
    OTHER = "other", pgettext_lazy("lead", "Other")


class LostReason(models.TextChoices):
    """流失原因 Why a project was lost."""

    ELSEWHERE = "elsewhere", pgettext_lazy("lost", "Chose another place")
    TERMS = "terms", pgettext_lazy("lost", "Terms did not meet")
    DROPPED = "dropped", pgettext_lazy("lost", "Given up by the investor")
    FUNDS = "funds", pgettext_lazy("lost", "No funds")
    LAND = "land", pgettext_lazy("lost", "No site that suits")
    ADMISSION = "admission", pgettext_lazy("lost", "Not admitted")
    ENVIRONMENT = "environment", pgettext_lazy("lost", "Environment, energy or safety")
    MARKET = "market", pgettext_lazy("lost", "The market has changed")
    SILENT = "silent", pgettext_lazy("lost", "No answer any more")
    OTHER = "other", pgettext_lazy("lost", "Other")


class TouchKind(models.TextChoices):
    """对接方式 How one was in touch."""

    CALL = "call", pgettext_lazy("touch", "Call")
    MESSAGE = "message", pgettext_lazy("touch", "Message")
    MEETING = "meeting", pgettext_lazy("touch", "Meeting")
    RECEPTION = "reception", pgettext_lazy("touch", "Visit received")
    TRIP = "trip", pgettext_lazy("touch", "Called on in their city")
    WALK = "walk", pgettext_lazy("touch", "Site walk")
    ROUND = "round", pgettext_lazy("touch", "Negotiation round")
    NOTE = "note", pgettext_lazy("touch", "Note")


QUICK_KINDS = (TouchKind.CALL, TouchKind.MESSAGE, TouchKind.MEETING, TouchKind.NOTE)
"""What is entered in two lines; the others have forms of their own."""


class CardField(models.TextChoices):
    """卡片内容 What a card of the board may show; each person chooses."""

    ORGANISATION = "organisation", pgettext_lazy("card", "Organisation")
    INVESTMENT = "investment", pgettext_lazy("card", "Investment")
    LAND = "land", pgettext_lazy("card", "Land")
    SECTOR = "sector", pgettext_lazy("card", "Sector")
    CITY = "city", pgettext_lazy("card", "City")
    OWNER = "owner", pgettext_lazy("card", "Owner")
    NEXT = "next", pgettext_lazy("card", "Next step")
    DAYS = "days", pgettext_lazy("card", "Days in the stage")


USUAL_CARD = (
    CardField.ORGANISATION,
    CardField.INVESTMENT,
    CardField.OWNER,
    CardField.NEXT,
    CardField.DAYS,
)


class PlanState(models.TextChoices):
    """计划状态 Whether a reception or a trip is planned, over, or called off."""

    PLANNED = "planned", pgettext_lazy("plan", "Planned")
    HELD = "held", pgettext_lazy("plan", "Held")
    CANCELLED = "cancelled", pgettext_lazy("plan", "Called off")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"planned": "active", "held": "done", "cancelled": "closed"}[self.value]


class PointSide(models.TextChoices):
    """责任方 Whose an open point is to settle."""

    PARK = "park", pgettext_lazy("open point", "The park")
    FIRM = "firm", pgettext_lazy("open point", "The enterprise")
    BUREAU = "bureau", pgettext_lazy("open point", "A bureau")


class ReviewState(models.TextChoices):
    """评审状态 Where an admission review stands."""

    OPEN = "open", pgettext_lazy("review", "Under review")
    PASSED = "passed", pgettext_lazy("review", "Admitted")
    CONDITIONAL = "conditional", pgettext_lazy("review", "Admitted on conditions")
    REFUSED = "refused", pgettext_lazy("review", "Not admitted")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "open": "active",
            "passed": "done",
            "conditional": "at_risk",
            "refused": "breached",
        }[self.value]


ADMITTED = (ReviewState.PASSED, ReviewState.CONDITIONAL)


class OpinionVerdict(models.TextChoices):
    """意见 What a bureau says."""

    AGREE = "agree", pgettext_lazy("opinion", "Agrees")
    CONDITIONS = "conditions", pgettext_lazy("opinion", "Agrees on conditions")
    OBJECT = "object", pgettext_lazy("opinion", "Objects")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"agree": "done", "conditions": "at_risk", "object": "breached"}[self.value]


class CommitmentKind(models.TextChoices):
    """承诺指标 What can be promised; units in ``COMMITMENT_UNITS``."""

    INVESTMENT = "investment", pgettext_lazy("commitment", "Total investment")
    FIXED = "fixed", pgettext_lazy("commitment", "Fixed assets")
    INTENSITY = "intensity", pgettext_lazy("commitment", "Investment per mu")
    TAX_PER_MU = "tax_per_mu", pgettext_lazy("commitment", "Tax per mu")
    TAX = "tax", pgettext_lazy("commitment", "Tax a year")
    OUTPUT = "output", pgettext_lazy("commitment", "Output a year")
    JOBS = "jobs", pgettext_lazy("commitment", "Jobs")
    FAR = "far", pgettext_lazy("commitment", "Floor area ratio")
    ENERGY = "energy", pgettext_lazy("commitment", "Energy per added value")
    EMISSION = "emission", pgettext_lazy("commitment", "Emissions per added value")
    RND = "rnd", pgettext_lazy("commitment", "R&D share")
    START = "start", pgettext_lazy("commitment", "Construction start")
    COMPLETION = "completion", pgettext_lazy("commitment", "Completion")
    PRODUCTION = "production", pgettext_lazy("commitment", "Start of production")
    CAPACITY = "capacity", pgettext_lazy("commitment", "At capacity")


DAYS_PROMISED = (
    CommitmentKind.START,
    CommitmentKind.COMPLETION,
    CommitmentKind.PRODUCTION,
    CommitmentKind.CAPACITY,
)
"""Kinds whose promise is a day, not an amount."""
AT_MOST = (CommitmentKind.ENERGY, CommitmentKind.EMISSION)
"""Kinds of which less is better."""
STANDARD_LAND = (
    CommitmentKind.INTENSITY,
    CommitmentKind.FAR,
    CommitmentKind.ENERGY,
    CommitmentKind.EMISSION,
    CommitmentKind.TAX_PER_MU,
)
"""标准地的五项指标 (浙江省“标准地”工作指引): at least these are fixed with the land."""
COMMITMENT_UNITS: dict[str, object] = {
    CommitmentKind.INVESTMENT: _("10,000 yuan"),
    CommitmentKind.FIXED: _("10,000 yuan"),
    CommitmentKind.INTENSITY: _("10,000 yuan per mu"),
    CommitmentKind.TAX_PER_MU: _("10,000 yuan per mu"),
    CommitmentKind.TAX: _("10,000 yuan"),
    CommitmentKind.OUTPUT: _("10,000 yuan"),
    CommitmentKind.JOBS: pgettext_lazy("unit", "people"),
    CommitmentKind.FAR: "",
    CommitmentKind.ENERGY: _("t of standard coal per 10,000 yuan"),
    CommitmentKind.EMISSION: _("kg per 10,000 yuan"),
    CommitmentKind.RND: "%",
}


class CommitmentSource(models.TextChoices):
    """承诺来源 Where a commitment stands written."""

    ADMISSION = "admission", pgettext_lazy("commitment", "Admission review")
    AGREEMENT = "agreement", pgettext_lazy("commitment", "Agreement")


class Fulfilment(models.TextChoices):
    """履约情况 How reality compares with a commitment."""

    COMING = "coming", pgettext_lazy("commitment", "Not due yet")
    UNKNOWN = "unknown", pgettext_lazy("commitment", "To be entered")
    KEPT = "kept", pgettext_lazy("commitment", "Kept")
    BROKEN = "broken", pgettext_lazy("commitment", "Not kept")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "coming": "waiting",
            "unknown": "at_risk",
            "kept": "done",
            "broken": "breached",
        }[self.value]
