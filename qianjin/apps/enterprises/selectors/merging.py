"""重复企业 Entries that may mean one firm, and the merges that were made of such."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.units.refusals import Missing

from .. import planning, policies
from ..models import Contact, Distinct, Enterprise, Merge, YearFigures
from .entries import enterprises_visible_to

PAIRS_PAGE = 20
MERGES_PAGE = 20
NAMES = 10_000
"""How many entries are compared with one another, the newest first."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """疑似重复 Two entries that may mean one firm, how likely, and what speaks for and against."""

    one: Enterprise
    other: Enterprise
    score: float
    reasons: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        """What names the pair in an address."""
        return f"{self.one.pk}-{self.other.pk}"


@dataclass(frozen=True, slots=True)
class SuspicionPage:
    """A page of suspicions, the likeliest first; ``older`` continues behind the last one."""

    pairs: list[Suspicion]
    count: int
    older: str
    is_all: bool
    """Whether every entry of the directory was compared."""


@dataclass(frozen=True, slots=True)
class MergePage:
    """A page of merges, the newest first."""

    merges: list[Merge]
    older: str


@dataclass(frozen=True, slots=True)
class Weight:
    """What hangs on an entry: the people to call and the years reported."""

    contacts: tuple[str, ...]
    years: tuple[int, ...]


def suspicions(actor: Actor, *, after: str = "", size: int = PAIRS_PAGE) -> SuspicionPage:
    """
    疑似重复 Pairs of entries that may mean one firm; those said to be two are left out.

    ``after`` is the key of the last pair seen; one that is settled meanwhile means the beginning.
    """
    if not policies.may_merge(actor):
        return SuspicionPage([], 0, "", is_all=True)
    rows = enterprises_visible_to(actor).order_by("-pk")
    names = list(rows.values_list("pk", "name", "credit_code")[: NAMES + 1])
    is_all, names = len(names) <= NAMES, names[:NAMES]
    distinct = set(Distinct.objects.filter(park_id=actor.park_id).values_list("lower", "upper"))
    open_pairs = []
    for pair in planning.like_pairs([row[1] for row in names], [row[2] for row in names]):
        lower, upper = sorted((names[pair.left][0], names[pair.right][0]))
        if (lower, upper) not in distinct:
            open_pairs.append((lower, upper, pair))
    keys = [f"{one}-{other}" for one, other, _pair in open_pairs]
    start = keys.index(after) + 1 if after in keys else 0
    shown = open_pairs[start : start + size]
    entries = Enterprise.objects.select_related("officer").in_bulk(
        {pk for one, other, _pair in shown for pk in (one, other)}
    )
    return SuspicionPage(
        [Suspicion(entries[a], entries[b], pair.score, pair.reasons) for a, b, pair in shown],
        len(open_pairs),
        keys[start + size - 1] if len(open_pairs) > start + size else "",
        is_all,
    )


def likeness_of(one: Enterprise, other: Enterprise) -> Suspicion:
    """What speaks for and against two entries meaning one firm, however unlike they are."""
    found = planning.likeness((one.name, other.name), (one.credit_code, other.credit_code))
    return Suspicion(one, other, found.score, found.reasons)


def why_alike(name: str, enterprise: Enterprise) -> tuple[tuple[str, str], ...]:
    """What speaks for and against a name meaning an enterprise that is there already."""
    return planning.likeness((name, enterprise.name)).reasons


def weight_of(enterprise: Enterprise) -> Weight:
    """What a merge would move, or leave, of this entry."""
    contacts = Contact.objects.filter(enterprise=enterprise, left_on__isnull=True)
    years = YearFigures.objects.filter(enterprise=enterprise)
    return Weight(
        tuple(contacts.order_by("-is_primary", "pk").values_list("name", flat=True)),
        tuple(years.order_by("year").values_list("year", flat=True)),
    )


def merges_of(actor: Actor, *, before: str = "", size: int = MERGES_PAGE) -> MergePage:
    """合并记录 The park's merges, undone ones among them; ``before`` is the last one's number."""
    rows = _merges(actor)
    if before.isdecimal() and len(before) < 18:
        rows = rows.filter(pk__lt=int(before))
    taken = list(rows.order_by("-pk")[: size + 1])
    more, taken = len(taken) > size, taken[:size]
    return MergePage(taken, str(taken[-1].pk) if more else "")


def get_merge_for(actor: Actor, pk: int) -> Merge:
    """
    One merge.

    :raises Missing: absent, of another park, or not this person's to see.
    """
    found = _merges(actor).filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def _merges(actor: Actor) -> QuerySet[Merge]:
    if not policies.may_merge(actor):
        return Merge.objects.none()
    return Merge.objects.filter(park_id=actor.park_id).select_related(
        "kept", "dropped", "merged_by", "undone_by"
    )
