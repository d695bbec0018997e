"""Promises and requests, raised plainly or brought on to a later state."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.desk import services
from qianjin.apps.desk.models import PromiseChoice, PromiseProfile, PromiseStage, ServiceRequest
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.parks.models import Park

from .accounts import Cast
from .parks import NOON, local

MORNING = local("2026-11-23 09:00")
"""Monday, half an hour after opening."""


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


def an_assigned_request(
    cast: Cast, at: datetime = MORNING, words: str = "临时用电增容", **fields: Any
) -> ServiceRequest:
    """Raised by 陈岚 and, ten minutes later, assigned by 林悦 to 叶汀 of the investment section."""
    request = a_request(cast.chenxi, cast.acts(cast.chenlan), at, words, **fields)
    return services.triage(
        request=request,
        kind="SUP",
        level="ordinary",
        unit=cast.investment,
        officer=cast.yeting,
        by=cast.acts(cast.linyue),
        at=at + timedelta(minutes=10),
    )


def an_accepted_request(cast: Cast, at: datetime = MORNING, **fields: Any) -> ServiceRequest:
    """Accepted by 叶汀 with a call, twenty minutes after it was raised."""
    return services.accept(
        request=an_assigned_request(cast, at, **fields),
        channel="phone",
        by=cast.acts(cast.yeting),
        at=at + timedelta(minutes=20),
    )


def a_waiting_request(
    cast: Cast, at: datetime = MORNING, asked_at: datetime | None = None, **fields: Any
) -> ServiceRequest:
    """叶汀 has asked for material, half an hour after it was raised unless told when."""
    return services.ask_material(
        request=an_accepted_request(cast, at, **fields),
        words="请补充供货合同",
        by=cast.acts(cast.yeting),
        at=asked_at or at + timedelta(minutes=30),
    )


def a_long_case(cast: Cast, at: datetime = MORNING, **fields: Any) -> ServiceRequest:
    """Turned into a long case an hour after it was raised, the milestone nine days on."""
    return services.make_long_case(
        request=an_accepted_request(cast, at, **fields),
        words="涉及多个部门",
        milestone="部门会审",
        milestone_on=(at + timedelta(days=9)).date(),
        by=cast.acts(cast.yeting),
        at=at + timedelta(hours=1),
    )


def a_resolved_request(cast: Cast, at: datetime = MORNING, **fields: Any) -> ServiceRequest:
    """Resolved by 叶汀 two hours after it was raised."""
    return services.resolve(
        request=an_accepted_request(cast, at, **fields),
        words="已落实供货",
        by=cast.acts(cast.yeting),
        at=at + timedelta(hours=2),
    )


def an_upload(name: str = "说明.txt", data: bytes = "供货说明".encode()) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, data)


def a_photograph(
    name: str = "现场.jpg", form: str = "JPEG", size: tuple[int, int] = (1600, 900)
) -> SimpleUploadedFile:
    """A real picture of one colour."""
    target = io.BytesIO()
    Image.new("RGB", size, (120, 140, 130)).save(target, form)
    return SimpleUploadedFile(name, target.getvalue())
