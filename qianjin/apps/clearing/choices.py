from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """程序阶段 To which part of the way a step belongs."""

    BEFORE = "before", pgettext_lazy("step of land", "Before acquisition")
    ACQUISITION = "acquisition", pgettext_lazy("step of land", "Acquisition")
    SITE = "site", pgettext_lazy("step of land", "Site")
    LISTING = "listing", pgettext_lazy("step of land", "Listing dossier")
    SALE = "sale", pgettext_lazy("step of land", "Grant")


class Basis(models.TextChoices):
    """时限依据 Where the days of a step come from."""

    LAW = "law", pgettext_lazy("basis of a period", "Law")
    RULE = "rule", pgettext_lazy("basis of a period", "Ministry or government document")
    INFERENCE = "inference", pgettext_lazy("basis of a period", "Inferred, to be calibrated")
    PARK = "park", pgettext_lazy("basis of a period", "Set by the park")


class AcquisitionState(models.TextChoices):
    """征收状态 Where an acquisition stands."""

    UNDER_WAY = "under_way", pgettext_lazy("acquisition", "Under way")
    DONE = "done", pgettext_lazy("acquisition", "Vacated")
    STOPPED = "stopped", pgettext_lazy("acquisition", "Stopped")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"under_way": "active", "done": "done", "stopped": "closed"}[self.value]


class Online(models.TextChoices):
    """线上状态 Where a step stands in the authorities' own systems."""

    NONE = "none", pgettext_lazy("online", "Not entered")
    SENT = "sent", pgettext_lazy("online", "Entered")
    BACK = "back", pgettext_lazy("online", "Sent back")
    PASSED = "passed", pgettext_lazy("online", "Passed")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"none": "waiting", "sent": "active", "back": "breached", "passed": "done"}[
            self.value
        ]


class Counted(models.TextChoices):
    """计数 What is counted in a village."""

    SIGNED = "signed", pgettext_lazy("counted", "Households signed")
    PAID = "paid", pgettext_lazy("counted", "Money paid")
    VACATED = "vacated", pgettext_lazy("counted", "Households vacated")


class Ground(models.TextChoices):
    """异议理由 What an objection is about."""

    UNLAWFUL = "unlawful", pgettext_lazy("objection", "The plan is held to be unlawful")
    MEASURE = "measure", pgettext_lazy("objection", "Area or things counted")
    AMOUNT = "amount", pgettext_lazy("objection", "Amount of compensation")
    HOUSING = "housing", pgettext_lazy("objection", "Resettlement and social security")
    OWNERSHIP = "ownership", pgettext_lazy("objection", "Who owns or works the land")
    OTHER = "other", pgettext_lazy("objection", "Something else")


class ObjectionState(models.TextChoices):
    """异议状态 What became of an objection."""

    OPEN = "open", pgettext_lazy("objection", "Open")
    UPHELD = "upheld", pgettext_lazy("objection", "Accepted, the plan changes")
    ANSWERED = "answered", pgettext_lazy("objection", "Answered")
    WITHDRAWN = "withdrawn", pgettext_lazy("objection", "Withdrawn")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"open": "breached", "upheld": "at_risk", "answered": "done"}.get(
            self.value, "closed"
        )


class Outcome(models.TextChoices):
    """听证结果 What a hearing led to."""

    KEPT = "kept", pgettext_lazy("hearing", "The plan stands")
    CHANGED = "changed", pgettext_lazy("hearing", "The plan is changed")


class MeetMeans(models.TextChoices):
    """对接方式 How somebody was met."""

    WALK = "walk", pgettext_lazy("meeting", "On the spot")
    MEETING = "meeting", pgettext_lazy("meeting", "Village meeting")
    CALL = "call", pgettext_lazy("meeting", "By telephone")


class ListingState(models.TextChoices):
    """挂牌状态 Where the listing of a parcel stands."""

    PREPARING = "preparing", pgettext_lazy("listing", "Dossier under way")
    NOTICED = "noticed", pgettext_lazy("listing", "Notice given")
    LISTED = "listed", pgettext_lazy("listing", "Listed")
    SOLD = "sold", pgettext_lazy("listing", "Granted")
    UNSOLD = "unsold", pgettext_lazy("listing", "No bidder")
    WITHDRAWN = "withdrawn", pgettext_lazy("listing", "Withdrawn")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "preparing": "at_risk",
            "noticed": "active",
            "listed": "active",
            "sold": "done",
            "unsold": "breached",
            "withdrawn": "closed",
        }[self.value]


OPEN_LISTINGS = (ListingState.PREPARING, ListingState.NOTICED, ListingState.LISTED)


class PaperKind(models.TextChoices):
    """材料类别 Whether something of a dossier is a document or the answer of a bureau."""

    DOCUMENT = "document", pgettext_lazy("dossier", "Document")
    BUREAU = "bureau", pgettext_lazy("dossier", "Bureau")


class PaperState(models.TextChoices):
    """材料状态 Where one thing of a dossier stands."""

    OPEN = "open", pgettext_lazy("dossier", "Not asked for")
    ASKED = "asked", pgettext_lazy("dossier", "Asked for")
    BACK = "back", pgettext_lazy("dossier", "To be corrected")
    THERE = "there", pgettext_lazy("dossier", "There")
    NOT_NEEDED = "not_needed", pgettext_lazy("dossier", "Not needed")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "open": "waiting",
            "asked": "active",
            "back": "breached",
            "there": "done",
            "not_needed": "closed",
        }[self.value]


SETTLED_PAPERS = (PaperState.THERE, PaperState.NOT_NEEDED)


class NeedState(models.TextChoices):
    """需求状态 Whether a project still looks for land."""

    OPEN = "open", pgettext_lazy("need of land", "Looking")
    MET = "met", pgettext_lazy("need of land", "Settled")
    CLOSED = "closed", pgettext_lazy("need of land", "Given up")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {"open": "active", "met": "done", "closed": "closed"}[self.value]


class SearchState(models.TextChoices):
    """选址状态 Where a search for sites stands."""

    WAITING = "waiting", pgettext_lazy("search for sites", "Waiting")
    RUNNING = "running", pgettext_lazy("search for sites", "Being searched")
    READY = "ready", pgettext_lazy("search for sites", "Found")
    FAILED = "failed", pgettext_lazy("search for sites", "Could not be searched")
    CANCELLED = "cancelled", pgettext_lazy("search for sites", "Given up")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "waiting": "waiting",
            "running": "active",
            "ready": "done",
            "failed": "breached",
            "cancelled": "closed",
        }[self.value]


SEARCHING = (SearchState.WAITING, SearchState.RUNNING)
