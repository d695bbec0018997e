"""What is planned: activities, and the orders between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .days import DayKind
from .refusals import ProblemError


class LinkKind(StrEnum):
    """搭接 Which ends of two activities are tied: the first letter is of the one before."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"

    @property
    def from_end(self) -> bool:
        """Whether it starts at the end of the activity before."""
        return self in (LinkKind.FS, LinkKind.FF)

    @property
    def to_end(self) -> bool:
        """Whether it binds the end of the activity after."""
        return self in (LinkKind.FF, LinkKind.SF)


class Strength(StrEnum):
    """前置性质 Why an order is kept."""

    HARD = "hard"
    """法定或逻辑必需 By law or by logic; never given up."""
    SOFT = "soft"
    """惯例 By custom; may be given up."""
    SERIAL = "serial"
    """串联习惯 By the habit of waiting until the land is taken."""


class Side(StrEnum):
    """用时归属 Whose time it is."""

    GOVERNMENT = "government"
    ENTERPRISE = "enterprise"


class Mark(StrEnum):
    """里程碑 What an activity is in the story of its project."""

    NONE = ""
    TITLE = "title"
    """取得土地 The land is taken: its end is where the gap begins."""
    START = "start"
    """开工 Construction starts: its start is where the gap ends."""


@dataclass(frozen=True, slots=True)
class Limit:
    """
    法定期限 The least and the most days that a rule sets for an activity.

    Parameters
    ----------
    least, most
        Days; ``None``: no such limit.
    kind
        How they are counted.
    law
        The rule, as cited to whoever breaks it.
    """

    least: int | None = None
    most: int | None = None
    kind: DayKind = DayKind.CALENDAR
    law: str = ""

    def __post_init__(self) -> None:
        if (self.least or 0) < 0 or (self.most is not None and self.most < (self.least or 0)):
            raise ProblemError(f"{self.law}: least and most days must be in order, not negative")


@dataclass(frozen=True, slots=True)
class PreReview:
    """
    预审 An approval examined before its lawful preconditions are there, and issued after them.

    The work is done in the pre-review. It may begin with the activity ``gate`` of the same problem
    (the publication of the transfer notice) and follows the links marked ``binds_review``. What is
    formally issued still waits for every link, and then takes ``issue_days``.

    Parameters
    ----------
    gate
        Id of the activity at whose start pre-reviews may begin; empty: at any time.
    issue_days
        Days from the last precondition to the formal issue, counted like the activity.
    """

    gate: str = ""
    issue_days: int = 0

    def __post_init__(self) -> None:
        if self.issue_days < 0:
            raise ProblemError("issue_days: must not be negative")


@dataclass(frozen=True, slots=True)
class Activity:
    """
    事项 One step of one project.

    Parameters
    ----------
    id
        Distinct in the problem.
    project
        Id of its project; empty: none.
    days, kind, calendar
        How long it takes and how that is counted; ``calendar`` names one for working days.
    begins_working, rolls
        Whether it begins on working days only; whether its end moves on from a day of rest.
        ``None`` for ``begins_working``: when it is counted in working days.
    whole_days
        A period of notice: what follows begins on the day after its last one.
    limits
        Statutory least and most days.
    demands
        Resource ids and how much of each it holds from its start until the day before its end.
    pre_review
        How it is examined before its preconditions are there; ``None``: it is not.
    not_before, no_before_reason
        The first day on which it may start, and why.
    starts_on, ends_by, dates_reason
        A fixed day of start; the last day of its end that is allowed; which order, contract or
        law says so.
    promised
        The day promised for its end: later costs, and is allowed.
    begun, done
        The days on which it really began and ended; a done activity stands as it is.
    review_begun, review_done
        The same for its pre-review.
    planned
        Its start in the last plan (the pre-review's, if it has one); moving away from it costs.
    side, mark, law, title, template
        Whose time it is; its part in the story; the rule it follows; its name; the step of the
        network that it was made from.

    Raises
    ------
    ProblemError
        Something does not fit; the activity and the field are named.
    """

    id: str
    project: str = ""
    days: int = 0
    kind: DayKind = DayKind.CALENDAR
    calendar: str = ""
    begins_working: bool | None = None
    rolls: bool = False
    whole_days: bool = False
    limits: tuple[Limit, ...] = ()
    demands: tuple[tuple[str, int], ...] = ()
    pre_review: PreReview | None = None
    not_before: int | None = None
    no_before_reason: str = ""
    starts_on: int | None = None
    ends_by: int | None = None
    dates_reason: str = ""
    promised: int | None = None
    begun: int | None = None
    done: int | None = None
    review_begun: int | None = None
    review_done: int | None = None
    planned: int | None = None
    side: Side = Side.GOVERNMENT
    mark: Mark = Mark.NONE
    law: str = ""
    title: str = ""
    template: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            raise ProblemError("an activity needs an id")
        if self.days < 0:
            raise ProblemError(f"{self.id}: days: must not be negative")
        if (self.kind is DayKind.WORKING or self.begins_working or self.rolls) and (
            not self.calendar
        ):
            raise ProblemError(f"{self.id}: calendar: working days need one")
        if any(amount < 0 for _, amount in self.demands):
            raise ProblemError(f"{self.id}: demands: must not be negative")
        for begun, done, name in (
            (self.begun, self.done, "done"),
            (self.review_begun, self.review_done, "review_done"),
        ):
            if done is not None and (begun is None or done < begun):
                raise ProblemError(f"{self.id}: {name}: needs a beginning that is not later")


@dataclass(frozen=True, slots=True)
class Link:
    """
    前置 An order between two activities.

    Parameters
    ----------
    before, after
        Ids.
    kind, lag, lag_kind
        Which ends are tied, with how many days between them at least (negative: that much
        overlap, calendar days only). Working days of a lag are those of the activity after.
    within
        Not more days between them than this, counted alike; ``None``: no such limit.
    strength
        Why the order is kept.
    binds_review
        Whether a pre-review of ``after`` waits for the pre-review of ``before`` (or for itself,
        when it has none). The formal issue always waits.
    law
        The rule, as cited to whoever breaks it.
    """

    before: str
    after: str
    kind: LinkKind = LinkKind.FS
    lag: int = 0
    lag_kind: DayKind = DayKind.CALENDAR
    within: int | None = None
    strength: Strength = Strength.HARD
    binds_review: bool = False
    law: str = ""

    def __post_init__(self) -> None:
        if self.lag < 0 and self.lag_kind is DayKind.WORKING:
            raise ProblemError(f"{self}: lag: a negative lag is in calendar days")
        if self.within is not None and self.within < self.lag:
            raise ProblemError(f"{self}: within: less than the lag")

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
