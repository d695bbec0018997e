"""What a forecast is made from: stays in stages that ended or still last, and what is running."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

QUARTER_WEEKS = 13
Outcome = Literal["on", "lost", "open"]


@dataclass(frozen=True, slots=True)
class Spell:
    """
    停留 One stay of one project in one stage.

    Parameters
    ----------
    stage
        Place of the stage, from 0.
    weeks
        Whole weeks it stayed there, 0 for less than one.
    outcome
        ``on``: it went to another stage or was signed; ``lost``; ``open``: it still stays there
        (or the record ends), which says only that it lasted at least so long.
    to
        For ``on``: the place it went to; the number of stages stands for the signing.
    """

    stage: int
    weeks: int
    outcome: Outcome
    to: int = -1

    def __post_init__(self) -> None:
        if self.stage < 0:
            raise ValueError("stage: must not be negative")
        if self.weeks < 0:
            raise ValueError("weeks: must not be negative")
        if self.outcome not in ("on", "lost", "open"):
            raise ValueError("outcome: on, lost or open")
        if (self.outcome == "on") != (self.to >= 0):
            raise ValueError("to: the stage it went to, for those that went on alone")
        if self.to == self.stage:
            raise ValueError("to: the stage it stands at")


@dataclass(frozen=True, slots=True)
class Running:
    """在谈项目 A project not yet signed: at which stage, for how many whole weeks."""

    key: str
    stage: int
    weeks: int

    def __post_init__(self) -> None:
        if self.stage < 0 or self.weeks < 0:
            raise ValueError("stage, weeks: must not be negative")


@dataclass(frozen=True, slots=True)
class Problem:
    """
    预测问题 What is known on a day.

    Parameters
    ----------
    stages
        Stages before the signing.
    spells
        Every stay of the record, those that still last among them.
    running
        The projects not yet signed.
    arrivals
        How many projects were entered in the last ``weeks``; all are taken to begin at stage 0.
    weeks
        Length of that time in weeks.
    quarters
        How many quarters of 13 weeks are forecast.
    """

    stages: int
    spells: Sequence[Spell]
    running: Sequence[Running]
    arrivals: int
    weeks: int
    quarters: int = 4

    def __post_init__(self) -> None:
        if not 1 <= self.stages <= 24:
            raise ValueError("stages: from 1 to 24")
        if self.arrivals < 0:
            raise ValueError("arrivals: must not be negative")
        if self.weeks < 1:
            raise ValueError("weeks: at least one")
        if not 1 <= self.quarters <= 12:
            raise ValueError("quarters: from 1 to 12")
        if any(spell.stage >= self.stages or spell.to > self.stages for spell in self.spells):
            raise ValueError("spells: a stage that is not there")
        if any(one.stage >= self.stages for one in self.running):
            raise ValueError("running: a stage that is not there")

    @property
    def signed(self) -> int:
        """How many of the record were signed."""
        return sum(1 for spell in self.spells if spell.to == self.stages)
