"""专项行动 Special actions, to read; and the answer of an enterprise, by itself or its officer."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from ninja import Query, Router

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.drives import selectors, services
from qianjin.apps.drives.selectors import Narrowed
from qianjin.faces.gate.requests import ParkRequest

from .drive_shapes import (
    AnswersIn,
    AskedFilters,
    AskedPage,
    DriveFilters,
    DriveFull,
    DrivePage,
    TargetFilters,
    TargetFull,
    TargetPage,
)
from .machine import changes, reads
from .shapes import CHANGING, READING

router = Router(tags=["drives"])
ROW = ("state", "answer", "officer", "answered_at", "via", "request_number")


@reads(
    router,
    "/drives",
    Capability.DRIVE_SEE,
    response={200: DrivePage, **READING},
    summary="List special actions",
)
def list_drives(request: ParkRequest, filters: Query[DriveFilters]) -> Any:
    """Newest first, a page at a time, with how far each has come."""
    rows, older = selectors.drives_page(
        request.actor, before=filters.before, finished=filters.finished, size=filters.size
    )
    names = ("name", "due_on", "started_by", "is_finished", "count", "settled", "untold")
    items = [{"id": row.pk, **{name: getattr(row, name) for name in names}} for row in rows]
    return {"items": items, "older": older}


@reads(
    router,
    "/drives/{int:pk}",
    Capability.DRIVE_SEE,
    thing="drive",
    response={200: DriveFull, **READING},
    summary="One special action",
)
def get_drive(request: ParkRequest, pk: int) -> Any:
    """What is asked, how many stand in which state, and what there is to allot."""
    row = selectors.drive_for(request.actor, pk)
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in ("name", "words", "due_on", "closing")},
        "started_at": row.started_at,
        "told_at": row.told_at,
        "finished_at": row.finished_at,
        "counts": selectors.counts_of(row),
        "questions": [_question(one) for one in selectors.questions_of(row)],
        "resources": [
            {
                "id": one.pk,
                "name": one.name,
                "unit": one.unit,
                "capacity": one.capacity,
                "allotted": one.allotted,
                "wanted": one.wanted,
                "waiting": one.waiting,
            }
            for one in selectors.resources_of(row)
        ],
    }


def _question(row: Any) -> dict[str, Any]:
    names = ("kind", "text", "unit", "options", "is_whole", "is_required")
    return {"id": row.pk, **{name: getattr(row, name) for name in names}}


@reads(
    router,
    "/drives/{int:pk}/targets",
    Capability.DRIVE_SEE,
    thing="drive",
    response={200: TargetPage, **READING},
    summary="The enterprises of a special action",
)
def list_drive_targets(request: ParkRequest, pk: int, filters: Query[TargetFilters]) -> Any:
    """In the order in which they were taken in, a page at a time."""
    drive = selectors.drive_for(request.actor, pk)
    narrowed = Narrowed(state=filters.state or "", officer=filters.officer, q=filters.q)
    rows, further = selectors.targets_page(
        drive, narrowed=narrowed, after=filters.after, size=filters.size
    )
    items = [
        {
            "id": row.pk,
            "enterprise_id": row.enterprise_id,
            "enterprise": row.enterprise,
            **{name: getattr(row, name) for name in ROW},
            "given": {str(key): amount for key, amount in row.given.items()},
        }
        for row in rows
    ]
    return {"items": items, "older": further}


@reads(
    router,
    "/drive-targets",
    Capability.DRIVE_ANSWER,
    response={200: AskedPage, **READING},
    summary="What you are asked to answer",
)
def list_asked(request: ParkRequest, filters: Query[AskedFilters]) -> Any:
    """For an enterprise what it is asked; for an officer the enterprises given to them."""
    rows, older = selectors.asked_page(
        request.actor, open_only=filters.open, before=filters.before, size=filters.size
    )
    names = (
        "drive_id", "name", "words", "due_on", "enterprise_id", "enterprise", "state", "remark",
        "is_open",
    )  # fmt: skip
    items = [{"id": row.pk, **{name: getattr(row, name) for name in names}} for row in rows]
    return {"items": items, "older": older}


@reads(
    router,
    "/drive-targets/{int:pk}",
    Capability.DRIVE_ANSWER,
    thing="drive_target",
    response={200: TargetFull, **READING},
    summary="One enterprise in a special action",
)
def get_drive_target(request: ParkRequest, pk: int) -> Any:
    """Its questions with what was answered, and what it wants and holds of each resource."""
    return _target(request, pk)


@changes(
    router,
    "/drive-targets/{int:pk}/answer",
    Capability.DRIVE_ANSWER,
    thing="drive_target",
    response={200: TargetFull, **CHANGING},
    summary="Answer for an enterprise",
)
def answer_drive(request: ParkRequest, pk: int, given: AnswersIn) -> Any:
    """Question by its id; one left out keeps what stood there. Files are sent on the page."""
    row = selectors.target_for(request.actor, pk)
    services.answer(
        target=row,
        answers={int(key): value for key, value in given.answers.items()},
        words=given.words if given.words is not None else row.answer,
        seen=given.version,
        by=request.actor,
        at=timezone.now(),
    )
    return _target(request, pk)


def _target(request: ParkRequest, pk: int) -> dict[str, Any]:
    row = selectors.target_for(request.actor, pk)
    return {
        "id": row.pk,
        "drive_id": row.drive_id,
        "name": row.drive.name,
        "due_on": row.drive.due_on,
        "enterprise_id": row.enterprise_id,
        "enterprise": row.enterprise.name,
        "state": row.state,
        "words": row.answer,
        "remark": row.remark,
        "version": row.version,
        "questions": [_said(one) for one in selectors.answers_of(row.pk, row.drive_id)],
        "shares": [
            {
                "resource": one.resource.name,
                "wanted": one.wanted,
                "held": one.held,
                "place": one.place,
            }
            for one in selectors.shares_of(row.pk)
        ],
    }


def _said(one: Any) -> dict[str, Any]:
    answer = one.answer
    return {
        **_question(one.question),
        "said": {
            "text": answer.text if answer else "",
            "number": answer.number if answer else None,
            "day": answer.day if answer else None,
            "chosen": answer.chosen if answer else [],
            "files": [file.name for file in one.files],
        },
    }
