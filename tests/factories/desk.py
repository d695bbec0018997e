"""Promises and requests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.desk import services
from qianjin.apps.desk.models import PromiseChoice, PromiseProfile, PromiseStage, ServiceRequest
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park

from .parks import NOON


def a_promise(
    park: Park, code: str = "qj_135_default", *, is_default: bool = True
) -> PromiseProfile:
    """The recommended reading of 135, chosen as the default of the park."""
    profile = PromiseProfile.objects.create(
        park=park,
        code=code,
        name_zh="前进135（推荐默认）",
        name_en="Qianjin 135",
        is_inference=True,
    )
    for stage, amount in (("respond", 1), ("plan", 3), ("resolve", 5)):
        PromiseStage.objects.create(profile=profile, stage=stage, amount=amount, unit="wd")
    if is_default:
        PromiseChoice.objects.create(park=park, profile=profile)
    return profile


def a_request(
    enterprise: Enterprise,
    by: Actor,
    at: datetime = NOON,
    words: str = "临时用电增容",
    **fields: Any,
) -> ServiceRequest:
    """A request just raised; the park gets its promise when it has none."""
    if not PromiseChoice.objects.filter(park_id=enterprise.park_id).exists():
        a_promise(enterprise.park)
    return services.raise_request(enterprise=enterprise, words=words, by=by, at=at, **fields)
