"""程序 The steps of acquisition, listing and grant as data, each with its days and its citation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from django.utils.translation import get_language

from .choices import Basis, Stage


@dataclass(frozen=True, slots=True)
class Within:
    """最迟 A step is done within so many days of another one (a ceiling of the law)."""

    of: str
    days: int
    is_working: bool


@dataclass(frozen=True, slots=True)
class Step:
    """
    程序 One step; see the head of ``data/steps.yaml`` for what the fields say.

    ``least``, ``likely``, ``most`` are days, of work where ``is_working``.
    """

    code: str
    stage: str
    zh: str
    en: str
    least: int
    likely: int
    most: int
    is_working: bool
    is_floor: bool
    after: tuple[str, ...]
    beside: tuple[str, ...]
    ends_with: tuple[str, ...]
    is_per_village: bool
    counts: str
    when: str
    within: Within | None
    unit_zh: str
    unit_en: str
    basis: str
    law_zh: str
    law_en: str

    @property
    def is_planned(self) -> bool:
        """Whether its days come from plans of works; nobody enters or sets them here."""
        return self.when == "works"

    @property
    def is_entered(self) -> bool:
        """Whether an officer says here when it began and was done."""
        return self.stage != Stage.SALE and self.when != "objection" and not self.is_planned

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.en if _is_english() else self.zh

    @property
    def unit(self) -> str:
        """Who has to do it."""
        return self.unit_en if _is_english() else self.unit_zh

    @property
    def law(self) -> str:
        """The citation, as it was entered where a park has set its own."""
        return self.law_en if _is_english() and self.law_en else self.law_zh


@dataclass(frozen=True, slots=True)
class Paper:
    """组件材料 One thing a listing dossier is made of."""

    code: str
    kind: str
    zh: str
    en: str
    unit: str
    when: str


def _is_english() -> bool:
    return (get_language() or "").startswith("en")


@cache
def steps() -> Mapping[str, Step]:
    """Every step by its code, in the order of the way."""
    return MappingProxyType({row["code"]: _step(row) for row in _read("steps.yaml")})


@cache
def papers() -> tuple[Paper, ...]:
    """The usual dossier, in its order."""
    return tuple(
        Paper(
            row["code"], row["kind"], row["zh"], row["en"], row.get("unit", ""), row.get("when", "")
        )
        for row in _read("papers.yaml")
    )


def _read(name: str) -> list[dict[str, Any]]:
    import yaml

    text = files("qianjin.apps.clearing").joinpath("data", name).read_text("utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)
    return found


def _step(row: Mapping[str, Any]) -> Step:
    within = row.get("within")
    least, likely, most = row["days"]
    return Step(
        code=row["code"],
        stage=Stage(row["stage"]).value,
        zh=row["zh"],
        en=row["en"],
        least=least,
        likely=likely,
        most=most,
        is_working=row["kind"] == "working",
        is_floor=bool(row.get("floor")),
        after=tuple(row.get("after", ())),
        beside=tuple(row.get("beside", ())),
        ends_with=tuple(row.get("ends_with", ())),
        is_per_village=row.get("per") == "village",
        counts=row.get("counts", ""),
        when=row.get("when", ""),
        within=Within(within["of"], within["days"], within["kind"] == "working")
        if within
        else None,
        unit_zh=row["unit_zh"],
        unit_en=row["unit_en"],
        basis=Basis(row["basis"]).value,
        law_zh=row["law"],
        law_en=row["law_en"],
    )
