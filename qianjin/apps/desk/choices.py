from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RequestStatus(models.TextChoices):
    """诉求状态 The states of a request; docs/guide/states.md draws the moves between them."""

    SUBMITTED = "submitted", _("Submitted")
    ACCEPTED = "accepted", _("Accepted")
    NEED_INFO = "need_info", _("Waiting for the enterprise's material")
    IN_PROGRESS = "in_progress", _("In progress")
    REPLIED = "replied", _("Replied")
    LONG_CASE = "long_case", _("Long case")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Archived")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Merged")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "submitted": "active",
            "accepted": "active",
            "need_info": "waiting",
            "in_progress": "active",
            "replied": "active",
            "long_case": "waiting",
            "resolved": "done",
            "closed": "closed",
            "withdrawn": "closed",
            "merged": "closed",
        }[self.value]


OPEN_STATES = (
    RequestStatus.SUBMITTED,
    RequestStatus.ACCEPTED,
    RequestStatus.NEED_INFO,
    RequestStatus.IN_PROGRESS,
    RequestStatus.REPLIED,
    RequestStatus.LONG_CASE,
)


class RequestKind(models.TextChoices):
    """诉求类型 The twenty types of the taxonomy."""

    LAB = "LAB", _("Labour")
    FIN = "FIN", _("Financing")
    LAND = "LAND", _("Land")
    ENG = "ENG", _("Energy")
    WAT = "WAT", _("Water and sewage")
    LOG = "LOG", _("Logistics and traffic")
    POL = "POL", _("Policy payments")
    APP = "APP", _("Approvals and permits")
    INF = "INF", _("Infrastructure and amenities")
    SUP = "SUP", _("Supply chain")
    MKT = "MKT", _("Markets")
    TEC = "TEC", _("Science and technology")
    TAL = "TAL", _("Talent")
    LAW = "LAW", _("Law and intellectual property")
    TAX = "TAX", _("Tax and social insurance")
    ENV = "ENV", _("Environment")
    SAF = "SAF", _("Safety and fire protection")
    PTY = "PTY", _("Party building and associations")
    EMG = "EMG", _("Emergencies and supply")
    ADV = "ADV", _("Suggestions and praise")


SUBKINDS: dict[str, tuple[tuple[str, object], ...]] = {
    "LAB": (
        ("hire", _("Recruitment")),
        ("return", _("Return to work")),
        ("relations", _("Labour relations")),
        ("training", _("Skills training")),
    ),
    "FIN": (
        ("loan", _("Loans")),
        ("guarantee", _("Guarantees")),
        ("fund", _("Funds")),
        ("listing", _("Stock-market listing")),
    ),
    "LAND": (
        ("site", _("Finding a site")),
        ("quota", _("Land quota")),
        ("acquisition", _("Land acquisition")),
        ("title", _("Land title")),
        ("rent", _("Renting a plant")),
    ),
    "ENG": (
        ("power", _("Electricity")),
        ("gas", _("Gas")),
        ("heat", _("Heat")),
        ("review", _("Energy review")),
    ),
    "WAT": (("supply", _("Water supply")), ("sewers", _("Rain and sewage pipes"))),
    "LOG": (
        ("limits", _("Traffic and height limits")),
        ("bus", _("Bus connections")),
        ("customs", _("Customs clearance")),
    ),
    "POL": (
        ("apply", _("Applying")),
        ("pay", _("Payment")),
        ("explain", _("Explanation")),
    ),
    "APP": (
        ("filing", _("Filing")),
        ("planning", _("Planning permit")),
        ("building", _("Construction permit")),
        ("acceptance", _("Acceptance")),
        ("deed", _("Title certificate")),
    ),
    "INF": (
        ("roads", _("Roads")),
        ("lodging", _("Lodging")),
        ("canteen", _("Canteens")),
        ("schools", _("Schools and clinics")),
    ),
    "SUP": (
        ("shortage", _("Shortage of chips and the like")),
        ("materials", _("Raw materials")),
        ("local", _("Local suppliers")),
    ),
    "MKT": (
        ("fair", _("Trade fairs")),
        ("meeting", _("Matchmaking meetings")),
        ("tender", _("Tenders")),
    ),
    "TEC": (
        ("platform", _("Research platforms")),
        ("hightech", _("High-tech enterprise status")),
        ("academia", _("Industry and universities")),
    ),
    "TAL": (
        ("attract", _("Attracting talent")),
        ("housing", _("Housing")),
        ("children", _("Children's schooling")),
    ),
    "LAW": (
        ("contract", _("Contracts")),
        ("dispute", _("Disputes")),
        ("ip", _("Intellectual property")),
    ),
    "TAX": (("refund", _("Tax refunds")), ("insurance", _("Social insurance"))),
    "ENV": (
        ("eia", _("Environmental assessment")),
        ("discharge", _("Discharge permit")),
        ("complaint", _("Environmental complaints")),
    ),
    "SAF": (("safety", _("Safety assessment")), ("fire", _("Fire protection"))),
    "PTY": (("organisation", _("Party organisation")), ("activity", _("Activities"))),
    "EMG": (
        ("epidemic", _("Epidemic")),
        ("disaster", _("Disaster")),
        ("outage", _("Power failure")),
    ),
    "ADV": (
        ("suggestion", _("Suggestion")),
        ("thanks", _("Letter of thanks")),
        ("complaint", _("Complaint")),
    ),
}


class Aim(models.TextChoices):
    """三瞄准三服务 Which of the office's three services a request calls for."""

    ACTIVITY = "activity", _("Service by activities")
    PLATFORM = "platform", _("Service by facilities")
    PRECISE = "precise", _("Precise service")


class Level(models.TextChoices):
    """难度 How hard a request is."""

    SIMPLE = "simple", _("Simple: one department can answer")
    ORDINARY = "ordinary", _("Ordinary: one department must act")
    COMPLEX = "complex", _("Complex: several departments")
    POLICY = "policy", _("Needs a higher level or a change of policy")


class Source(models.TextChoices):
    """诉求来源 By which way a request came."""

    PORTAL = "portal", _("Portal (前进潮)")
    PHONE = "phone", _("Telephone")
    VISIT = "visit", _("Visit")
    OFFICER = "officer", _("Officer at the enterprise")
    HOTLINE = "hotline", _("12345 hotline")
    LEADER = "leader", _("Instruction from a leader")
    MEETING = "meeting", _("Assigned at a meeting")
    LETTER = "letter", _("Letter")
    DATA = "data", _("Warning from data")
    IMPORT = "import", _("Imported")


class Stage(models.TextChoices):
    """承诺阶段 The three steps of 135, and the rolling answers of a long case."""

    RESPOND = "respond", _("Respond")
    PLAN = "plan", _("Reply or plan")
    RESOLVE = "resolve", _("Resolve")
    INTERIM = "interim", _("Interim answer")


class AmountUnit(models.TextChoices):
    """时限单位 In what a promise is counted; the codes are those of the engine ``worktime``."""

    WORKING_HOURS = "wh", _("working hours")
    WORKING_DAYS = "wd", _("working days")
    CALENDAR_DAYS = "d", _("calendar days")
    MONTHS = "mo", _("months")


class Side(models.TextChoices):
    """哪一方 Who speaks in an entry."""

    ENTERPRISE = "enterprise", _("Enterprise")
    OFFICE = "office", _("Office")
    CLOCK = "clock", _("System")


class EntryKind(models.TextChoices):
    """经过事项 What happened in one step of a request."""

    RAISED = "raised", _("raised the request")
    TRIAGED = "triaged", _("sorted and assigned it")
    ACCEPTED = "accepted", _("accepted it")
    CONTACTED = "contacted", _("got in touch")
    PLAN = "plan", _("gave a plan")
    REPLY = "reply", _("replied")
    ASKED = "asked", _("asked for material")
    SUPPLIED = "supplied", _("sent material")
    RESUMED = "resumed", _("went on without the material")
    MESSAGE = "message", _("wrote")
    NOTE = "note", _("noted internally")
    RESOLVED = "resolved", _("resolved it")
    LONG_CASE = "long_case", _("made it a long case")
    MILESTONE = "milestone", _("set the next milestone")
    INTERIM = "interim", _("gave an interim answer")
    RATED = "rated", _("rated it")
    REOPENED = "reopened", _("reopened it")
    THANKED = "thanked", _("said thank you")
    WITHDRAWN = "withdrawn", _("withdrew it")
    CLOSED = "closed", _("archived it")
    RECOMPUTED = "recomputed", _("moved the due times")
    REMINDED = "reminded", _("reminded")
    SHARED = "shared", _("asked another unit to help")
    PART_TAKEN = "part_taken", _("took on a part")
    PART_DONE = "part_done", _("answered for a part")
    RETURNED = "returned", _("asked to return it")
    RETURN_RULED = "return_ruled", _("ruled on the return")
    MORE_TIME = "more_time", _("asked for more time")
    EXTENDED = "extended", _("gave it more time")
    NO_MORE_TIME = "no_more_time", _("gave it no more time")
    URGED = "urged", _("urged it on")
    SUPERVISED = "supervised", _("took it under supervision")
    LINKED = "linked", _("put it to a common cause")
    UNLINKED = "unlinked", _("took it out of the common cause")
    TOLD = "told", _("told everyone concerned")
    ASKED_AGAIN = "asked_again", _("asked again afterwards")
    MERGED = "merged", _("merged two requests into one")
    UNMERGED = "unmerged", _("took a merged request out again")
    SPLIT = "split", _("split the request")
    RELATED = "related", _("linked it to another request")
    UNRELATED = "unrelated", _("took a link away")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "raised": "active",
            "accepted": "done",
            "contacted": "done",
            "plan": "done",
            "reply": "done",
            "asked": "waiting",
            "resolved": "done",
            "rated": "active",
            "reopened": "breached",
            "thanked": "done",
            "reminded": "at_risk",
            "part_done": "done",
            "returned": "at_risk",
            "more_time": "at_risk",
            "extended": "at_risk",
            "urged": "at_risk",
            "supervised": "breached",
        }.get(self.value, "waiting")


class Act(models.TextChoices):
    """办理动作 What the office does with a request; the codes are those of its addresses."""

    TRIAGE = "triage", pgettext_lazy("act", "Sort and assign")
    ACCEPT = "accept", pgettext_lazy("act", "Accept")
    CONTACT = "contact", pgettext_lazy("act", "Note a contact")
    REPLY = "reply", pgettext_lazy("act", "Reply")
    PLAN = "plan", pgettext_lazy("act", "Give a plan")
    ASK_MATERIAL = "ask-material", pgettext_lazy("act", "Ask for material")
    SUPPLY = "supply", pgettext_lazy("act", "Enter the material received")
    GO_ON = "go-on", pgettext_lazy("act", "Go on without it")
    SHARE = "share", pgettext_lazy("act", "Ask another unit to help")
    RESOLVE = "resolve", pgettext_lazy("act", "Resolve")
    RETURN = "return", pgettext_lazy("act", "Return it")
    EXTEND = "extend", pgettext_lazy("act", "Ask for more time")
    CHASE = "chase", pgettext_lazy("act", "Chase it")
    CAUSE = "cause", pgettext_lazy("act", "Make it a common cause")
    MERGE = "merge", pgettext_lazy("act", "Merge with another request")
    SPLIT = "split", pgettext_lazy("act", "Split it")
    LINK = "link", pgettext_lazy("act", "Link it to another request")
    LONG_CASE = "long-case", pgettext_lazy("act", "Make it a long case")
    INTERIM = "interim", pgettext_lazy("act", "Give an interim answer")
    MILESTONE = "milestone", pgettext_lazy("act", "Move the milestone")
    NOTE = "note", pgettext_lazy("act", "Internal note")
    ARCHIVE = "archive", pgettext_lazy("act", "Archive")


class Channel(models.TextChoices):
    """联系方式 How an officer got in touch."""

    PHONE = "phone", _("Telephone")
    WECHAT = "wechat", _("WeChat")
    VISIT = "visit", _("On site")
    ONLINE = "online", _("Message here")


class Light(models.TextChoices):
    """红黄灯 Where the next promise stands."""

    GREEN = "green", _("In time")
    YELLOW = "yellow", _("Due soon")
    RED = "red", _("Late")
    PAUSED = "paused", _("Paused")
    OFF = "off", _("No clock running")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "green": "active",
            "yellow": "at_risk",
            "red": "breached",
            "paused": "waiting",
            "off": "closed",
        }[self.value]


class RatingReason(models.TextChoices):
    """评价理由 Why an enterprise is content, or is not."""

    FAST = "fast", _("Quick")
    SOLVED = "solved", _("Really solved")
    KIND = "kind", _("Friendly and attentive")
    CLEAR = "clear", _("Clearly explained")
    SLOW = "slow", _("Too slow")
    UNSOLVED = "unsolved", _("Not solved")
    UNCLEAR = "unclear", _("Not clearly explained")
    RUNAROUND = "runaround", _("Sent from one office to the next")


CONTENT = 3
"""From this score on a rating counts as content; below it the head is told."""

GOOD_REASONS = (RatingReason.FAST, RatingReason.SOLVED, RatingReason.KIND, RatingReason.CLEAR)
BAD_REASONS = (
    RatingReason.SLOW,
    RatingReason.UNSOLVED,
    RatingReason.UNCLEAR,
    RatingReason.RUNAROUND,
)


def reasons_for(score: int) -> tuple[RatingReason, ...]:
    """The reasons that go with a score: praise from 4 on, complaint up to 2, either at 3."""
    if score >= 4:
        return GOOD_REASONS
    return BAD_REASONS if score <= 2 else (*GOOD_REASONS, *BAD_REASONS)
