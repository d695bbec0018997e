"""阶段 What a park begins with; from then on its stages are its own data.

Days without a touch after which a project counts as cold are 【推】, to be set by the park.
"""

from __future__ import annotations

from dataclasses import dataclass

from .choices import Meaning

OPEN, SIGNED, AFTER, LOST = Meaning.OPEN, Meaning.SIGNED, Meaning.AFTER, Meaning.LOST


@dataclass(frozen=True, slots=True)
class UsualStage:
    """One stage: code, names, meaning, and after how many days without a touch it is cold."""

    code: str
    name_zh: str
    name_en: str
    meaning: Meaning
    cold_days: int | None = None


@dataclass(frozen=True, slots=True)
class UsualPipeline:
    """One pipeline with its stages in order."""

    code: str
    name_zh: str
    name_en: str
    stages: tuple[UsualStage, ...]


_LEAD = UsualStage("lead", "线索", "Lead", OPEN, 14)
_CONTACT = UsualStage("contact", "接洽", "In contact", OPEN, 14)
_INSPECTION = UsualStage("inspection", "考察", "Inspection", OPEN, 21)
_TALKS = UsualStage("talks", "洽谈", "In talks", OPEN, 10)
_ADMISSION = UsualStage("admission", "评审（准入）", "Admission review", OPEN, 15)
_SIGNED = UsualStage("signed", "签约", "Signed", SIGNED, 30)
_LOST = UsualStage("lost", "流失", "Lost", LOST)

USUAL = (
    UsualPipeline(
        "projects",
        "产业项目",
        "Projects",
        (
            _LEAD,
            _CONTACT,
            _INSPECTION,
            _TALKS,
            _ADMISSION,
            _SIGNED,
            UsualStage("land", "供地", "Land granted", AFTER, 60),
            UsualStage("started", "开工", "Construction started", AFTER, 60),
            UsualStage("completed", "竣工", "Completed", AFTER, 90),
            UsualStage("production", "投产", "In production", AFTER, 180),
            UsualStage("capacity", "达产", "At capacity", AFTER),
            _LOST,
        ),
    ),
    UsualPipeline(
        "institutes",
        "研究院所",
        "Research institutes",
        (
            _LEAD,
            _CONTACT,
            _INSPECTION,
            _TALKS,
            _ADMISSION,
            _SIGNED,
            UsualStage("opened", "揭牌", "Opened", AFTER, 90),
            UsualStage("running", "运行", "Running", AFTER),
            _LOST,
        ),
    ),
    UsualPipeline(
        "funds",
        "基金",
        "Funds",
        (
            _LEAD,
            _CONTACT,
            _TALKS,
            UsualStage("diligence", "尽调", "Due diligence", OPEN, 15),
            _SIGNED,
            UsualStage("registered", "设立", "Registered", AFTER, 60),
            UsualStage("invested", "投出", "Invested", AFTER),
            _LOST,
        ),
    ),
)
