"""活动网络 Steps and links as plain data: read, written, compared, matched with units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from django.utils.translation import get_language

from .choices import Basis, DayKind, LinkKind, ProfileKind, Side, Stage, Strength

ENTERPRISE = "企业"
"""Who does what is the enterprise's own, among the units of a step."""
GATE = "G03"
"""出让公告: from its publication on, approvals may be reviewed before."""
TITLE, START, LISTING, HANDED_OVER, UTILITIES = "G10", "D22", "G03", "W10", "Z19"
PERMITS = ("D19", "D19A")
"""施工许可: the whole, or its first stage."""
BUILDING = "C01"
"""土建施工."""

SAME: tuple[tuple[str, ...], ...] = (
    ("规划局", "规划和自然资源局", "自然资源和规划局"),
    ("建设局", "住房和城乡建设局", "住建局"),
    ("经发局", "经济发展局", "发改局", "经信局"),
    ("行政审批局", "政务服务办", "政务服务中心"),
    ("人力社保局", "人力资源和社会保障局"),
    ("生态环境局", "环保局"),
    ("街道", "街道办事处"),
)
"""Names under which parks know the same bureau."""


@dataclass(frozen=True, slots=True)
class Before:
    """
    前置 What comes before a step.

    ``lag``: days at least between the ends that ``kind`` ties (negative: overlap); ``within``: not
    more than these.
    """

    of: str
    kind: str = LinkKind.FS
    lag: int = 0
    lag_kind: str = DayKind.CALENDAR
    within: int | None = None
    strength: str = Strength.HARD


@dataclass(frozen=True, slots=True)
class Limit:
    """法定期限 Least or most days by law, working or calendar."""

    least: int | None = None
    most: int | None = None
    kind: str = DayKind.CALENDAR


@dataclass(frozen=True, slots=True)
class Step:
    """环节 One step; the head of ``data/network.yaml`` says what each field means."""

    key: str
    stage: str
    zh: str
    en: str
    least: int
    likely: int
    most: int
    kind: str
    basis: str
    is_floor: bool = False
    limits: tuple[Limit, ...] = ()
    is_reviewable: bool = False
    mark: str = ""
    needs_officer: bool = False
    who: tuple[str, ...] = ()
    when: str = ""
    after: tuple[Before, ...] = ()
    law_zh: str = ""
    law_en: str = ""
    runs: int = field(default=0, compare=False)
    """Finished ones in the park's ledger by which ``likely`` was calibrated; 0: it was not."""

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.en if _is_english() and self.en else self.zh

    @property
    def law(self) -> str:
        """The citation in the reader's language."""
        return self.law_en if _is_english() and self.law_en else self.law_zh

    @property
    def side(self) -> str:
        """Whose time it is."""
        return Side.ENTERPRISE if self.who[:1] == (ENTERPRISE,) else Side.GOVERNMENT

    @property
    def is_working(self) -> bool:
        """Whether its days are working days."""
        return self.kind == DayKind.WORKING

    @property
    def floor(self) -> int | None:
        """The least days by law."""
        return next((one.least for one in self.limits if one.least is not None), None)

    @property
    def ceiling(self) -> int | None:
        """The most days by law."""
        return next((one.most for one in self.limits if one.most is not None), None)


@dataclass(frozen=True, slots=True)
class Change:
    """改动 What differs between two versions: of which step, which field, from what to what."""

    key: str
    field: str
    old: Any
    new: Any


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


@cache
def standard() -> tuple[Mapping[str, Any], ...]:
    """What a new park begins with, as it is stored."""
    import yaml

    text = files("qianjin.apps.delivery").joinpath("data", "network.yaml").read_text("utf-8")
    rows = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return tuple(MappingProxyType(written(_from_file(row))) for row in rows)


def _from_file(row: Mapping[str, Any]) -> Step:
    least, likely, most = row["days"]
    return Step(
        key=row["key"],
        stage=Stage(row["stage"]).value,
        zh=row["zh"],
        en=row["en"],
        least=least,
        likely=likely,
        most=most,
        kind=DayKind(row["kind"]).value,
        basis=Basis(row["basis"]).value,
        is_floor=bool(row.get("floor")),
        limits=tuple(Limit(**one) for one in row.get("limits", ())),
        is_reviewable=bool(row.get("review")),
        mark=row.get("mark", ""),
        needs_officer=bool(row.get("officer")),
        who=tuple(row["who"]),
        when=row.get("when", ""),
        after=tuple(Before(**one) for one in row.get("after", ())),
        law_zh=row["law"],
        law_en=row["law_en"],
    )


def read(content: Iterable[Mapping[str, Any]]) -> dict[str, Step]:
    """The steps of a stored version by key, in their order."""
    found = {}
    for row in content:
        given = dict(row)
        given["limits"] = tuple(Limit(**one) for one in given["limits"])
        given["after"] = tuple(Before(**one) for one in given["after"])
        given["who"] = tuple(given["who"])
        found[given["key"]] = Step(**given)
    return found


def written(step: Step) -> dict[str, Any]:
    """A step as it is stored."""
    plain = {name: getattr(step, name) for name in Step.__slots__ if name != "runs"}
    plain["limits"] = [_fields(one) for one in step.limits]
    plain["after"] = [_fields(one) for one in step.after]
    plain["who"] = list(step.who)
    return plain


def _fields(one: Limit | Before) -> dict[str, Any]:
    names = type(one).__slots__
    return {name: getattr(one, name) for name in names if getattr(one, name) is not None}


def changes(before: Mapping[str, Step], after: Mapping[str, Step]) -> list[Change]:
    """What differs, in the order of the steps; a link is told by the step it leads to."""
    found = []
    for key in [*before, *(key for key in after if key not in before)]:
        one, two = before.get(key), after.get(key)
        if one is None or two is None:
            found.append(Change(key, "step", one and one.zh, two and two.zh))
            continue
        for name in Step.__slots__:
            if name in ("runs", "after") or getattr(one, name) == getattr(two, name):
                continue
            found.append(Change(key, name, getattr(one, name), getattr(two, name)))
        found += [Change(key, "link", link, None) for link in one.after if link not in two.after]
        found += [Change(key, "link", None, link) for link in two.after if link not in one.after]
    return found


def keys_of(steps: Mapping[str, Step], profile: str) -> Iterator[str]:
    """The steps that a profile has at all, whatever the facts of a project."""
    for key, step in steps.items():
        is_works = step.stage == Stage.WORKS
        if is_works != (profile == ProfileKind.WORKS):
            continue
        if profile == ProfileKind.STOCK and (
            (step.stage == Stage.ACQUISITION and key != UTILITIES)
            or key in ("P05", "P07", "P08", "P09")
        ):
            continue
        if profile == ProfileKind.EXPANSION and (
            step.stage in (Stage.ACQUISITION, Stage.STANDARD, Stage.GRANT)
            or key in ("P03", "P04", "P05", "P07", "P08", "P09", "D02")
        ):
            continue
        yield key


def unit_named(name: str, units: Mapping[str, Any]) -> Any:
    """The unit of a park that goes by a name or one of its other names; ``units`` by name."""
    if name in units:
        return units[name]
    for names in SAME:
        if name in names:
            return next((units[other] for other in names if other in units), None)
    return None


def in_words(who: Sequence[str]) -> str:
    """Units as they stand in a table."""
    return "、".join(who)
