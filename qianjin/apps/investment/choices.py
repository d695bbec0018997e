from __future__ import annotations

from django.db import models
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
