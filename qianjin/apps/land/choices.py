from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ParcelState(models.TextChoices):
    """地块状态 Where a parcel stands between a plan and a factory."""

    PLANNED = "planned", pgettext_lazy("parcel", "Planned")
    ACQUIRING = "acquiring", pgettext_lazy("parcel", "Being acquired")
    ACQUIRED = "acquired", pgettext_lazy("parcel", "Acquired")
    LISTED = "listed", pgettext_lazy("parcel", "Listed")
    GRANTED = "granted", pgettext_lazy("parcel", "Granted")
    BUILT = "built", pgettext_lazy("parcel", "Built on")
    RESERVED = "reserved", pgettext_lazy("parcel", "Held in reserve")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "planned": "waiting",
            "acquiring": "at_risk",
            "acquired": "active",
            "listed": "active",
            "granted": "done",
            "built": "done",
            "reserved": "closed",
        }[self.value]


class Origin(models.TextChoices):
    """界线来源 Where a boundary comes from."""

    SURVEYED = "surveyed", _("Surveyed")
    TITLE = "title", _("From the title")
    DRAWN = "drawn", _("Drawn")
    SCANNED = "scanned", _("Scanned from a plan")


class BarrierRank(models.TextChoices):
    """
    阻隔等级 What parts parcels: streets by the classes of GB/T 51328, waterways, railways.

    Whether a lane may be closed or a ditch covered is for the park to say, barrier by barrier.
    """

    EXPRESSWAY = "expressway", _("Expressway")
    ARTERIAL = "arterial", _("Arterial road")
    COLLECTOR = "collector", _("Collector road")
    BRANCH = "branch", _("Branch road")
    LANE = "lane", _("Village lane")
    RAILWAY = "railway", _("Railway")
    RIVER = "river", _("River")
    CANAL = "canal", _("Small river or canal")
    DITCH = "ditch", _("Ditch")

    @property
    def is_water(self) -> bool:
        return self in (self.RIVER, self.CANAL, self.DITCH)

    @property
    def tone(self) -> str:
        return "active" if self.is_water else "closed"


class LandSector(models.TextChoices):
    """产业平台 Which of the park's industry platforms a parcel is meant for."""

    AUTO = "auto", pgettext_lazy("land", "Automotive")
    AVIATION = "aviation", pgettext_lazy("land", "Aerospace")


class RightKind(models.TextChoices):
    """权利类别 What a right on a parcel is (民法典物权编: 用益物权、担保物权; 合同编: 租赁)."""

    USE = "use", _("Right to use construction land")
    CONTRACT = "contract", _("Right to contracted farmland")
    HOMESTEAD = "homestead", _("Homestead right")
    LEASE = "lease", _("Lease")
    MORTGAGE = "mortgage", _("Mortgage")
    EASEMENT = "easement", _("Easement")


class ChangeKind(models.TextChoices):
    """变更类别 What becomes of the parcels."""

    NEW = "new", pgettext_lazy("change of boundaries", "New parcels")
    SPLIT = "split", pgettext_lazy("change of boundaries", "Split")
    MERGE = "merge", pgettext_lazy("change of boundaries", "Merger")
    BOUNDARY = "boundary", pgettext_lazy("change of boundaries", "Boundary change")


class ChangeState(models.TextChoices):
    """变更状态 Whether somebody else has looked at it."""

    PROPOSED = "proposed", pgettext_lazy("change of boundaries", "To be reviewed")
    APPROVED = "approved", pgettext_lazy("change of boundaries", "Approved")
    REJECTED = "rejected", pgettext_lazy("change of boundaries", "Rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("change of boundaries", "Withdrawn")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "proposed": "at_risk",
            "approved": "done",
            "rejected": "breached",
            "withdrawn": "closed",
        }[self.value]


class IndicatorKind(models.TextChoices):
    """标准地指标 What a parcel is granted with (浙江“标准地”: at least five of them)."""

    INVESTMENT = "investment", _("Investment in fixed assets")
    FAR = "far", pgettext_lazy("indicator", "Floor area ratio")
    ENERGY = "energy", _("Added value for energy used")
    EMISSION = "emission", _("Added value for pollutants emitted")
    TAX = "tax", pgettext_lazy("indicator", "Tax per mu")
    ADDED_VALUE = "added_value", _("Added value per mu")
    OUTPUT = "output", _("Output per mu")
    PRODUCTIVITY = "productivity", _("Labour productivity")
    RND = "rnd", _("R&D intensity")

    @property
    def unit(self) -> str:
        """In what it is counted."""
        return INDICATOR_UNITS[self.value]


INDICATOR_UNITS: dict[str, str] = {
    "investment": "万元/亩",
    "far": "",
    "energy": "万元/吨标煤",
    "emission": "万元/吨",
    "tax": "万元/亩",
    "added_value": "万元/亩",
    "output": "万元/亩",
    "productivity": "万元/人",
    "rnd": "%",
}
STANDARD_LAND_LEAST = 5
"""So many indicators make a 标准地 (RULES 1.5)."""


class Bound(models.TextChoices):
    """界限 Whether a figure is the least or the most."""

    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")


class Utility(models.TextChoices):
    """配套 What may lie at the line of a parcel (七通一平)."""

    POWER = "power", pgettext_lazy("utility", "Power")
    WATER = "water", pgettext_lazy("utility", "Water")
    SEWER = "sewer", pgettext_lazy("utility", "Sewer")
    DRAIN = "drain", pgettext_lazy("utility", "Rainwater drain")
    GAS = "gas", pgettext_lazy("utility", "Gas")
    HEAT = "heat", pgettext_lazy("utility", "Steam and heat")
    TELECOM = "telecom", pgettext_lazy("utility", "Telecommunication")
    ROAD = "road", pgettext_lazy("utility", "Road")
    LEVELLED = "levelled", pgettext_lazy("utility", "Levelled ground")


class UtilityState(models.TextChoices):
    """配套情况 Whether it is there."""

    THERE = "there", pgettext_lazy("utility", "There")
    PLANNED = "planned", pgettext_lazy("utility", "Planned")
    NONE = "none", pgettext_lazy("utility", "Not there")


class LowState(models.TextChoices):
    """低效整治 How far the remedy of low-efficiency land has come."""

    FOUND = "found", pgettext_lazy("low-efficiency land", "Found")
    REMEDYING = "remedying", pgettext_lazy("low-efficiency land", "Being remedied")
    REMEDIED = "remedied", pgettext_lazy("low-efficiency land", "Remedied")
    DISMISSED = "dismissed", pgettext_lazy("low-efficiency land", "Does not apply")

    @property
    def tone(self) -> str:
        """The tone in which the kit shows it."""
        return {
            "found": "breached",
            "remedying": "at_risk",
            "remedied": "done",
            "dismissed": "closed",
        }[self.value]


class LowReason(models.TextChoices):
    """低效认定 Why land counts as used with low efficiency."""

    TAX = "tax", _("Tax per mu below the threshold")
    GRADE = "grade", _("Grade D of the yearly assessment")
    IDLE = "idle", _("Left idle")
    CONTRACT = "contract", _("Behind what the contract promises")


class Remedy(models.TextChoices):
    """整治方式 How low-efficiency land is brought to better use."""

    RENEW = "renew", _("Renewal by the holder")
    INVEST = "invest", _("Further investment")
    LET = "let", _("Let to a better user")
    TRANSFER = "transfer", _("Transfer of part or whole")
    TAKE_BACK = "take_back", _("Taken back by agreement")
    IDLE_FEE = "idle_fee", _("Idle-land procedure")


class EventKind(models.TextChoices):
    """地块经过 What a line on the thread of a parcel speaks of."""

    ENTERED = "entered", pgettext_lazy("thread of a parcel", "Entered")
    CHANGED = "changed", pgettext_lazy("thread of a parcel", "Changed")
    BOUNDARY = "boundary", pgettext_lazy("thread of a parcel", "Boundaries")
    TENURE = "tenure", pgettext_lazy("thread of a parcel", "Ownership")
    RIGHT = "right", pgettext_lazy("thread of a parcel", "Rights")
    FILES = "files", pgettext_lazy("thread of a parcel", "Files")
    INDICATORS = "indicators", pgettext_lazy("thread of a parcel", "Indicators")
    LOW_USE = "low_use", pgettext_lazy("thread of a parcel", "Low-efficiency land")
    ACQUISITION = "acquisition", pgettext_lazy("thread of a parcel", "Acquisition")
    LISTING = "listing", pgettext_lazy("thread of a parcel", "Listing")
    NOTE = "note", pgettext_lazy("thread of a parcel", "Note")


class SurveyState(models.TextChoices):
    """导入状态 What became of a survey file."""

    OPEN = "open", pgettext_lazy("survey", "Being looked at")
    PROPOSED = "proposed", pgettext_lazy("survey", "Proposed")
    DROPPED = "dropped", pgettext_lazy("survey", "Dropped")


class MapSource(models.TextChoices):
    """底图来源 What lies under the parcels."""

    NONE = "none", pgettext_lazy("background of the map", "None")
    TIANDITU = "tianditu", pgettext_lazy("background of the map", "Tianditu")
    ADDRESS = "address", pgettext_lazy("background of the map", "Tiles at an address")
    FILE = "file", pgettext_lazy("background of the map", "A PMTiles file of one's own")
