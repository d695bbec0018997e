"""Special actions: one with questions, enterprises and something to allot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from qianjin.apps.drives import services
from qianjin.apps.drives.models import Drive, Question, Resource, Slot, Target
from qianjin.apps.enterprises.models import Enterprise

from .accounts import Cast
from .enterprises import an_enterprise
from .parks import NOON

DUE = date(2026, 12, 10)


def a_drive(
    cast: Cast, chosen: Sequence[Enterprise] | None = None, *, told: bool = False, **fields: Any
) -> Drive:
    """A special action to the two enterprises of the cast, or to others."""
    made = services.start_drive(
        park=cast.park,
        name=fields.pop("name", "复工复产（演示）"),
        words=fields.pop("words", "何时复工，需要几间观察房？"),
        due_on=fields.pop("due_on", DUE),
        chosen=[cast.chenxi, cast.other] if chosen is None else chosen,
        by=cast.acts(cast.hewei),
        at=NOON,
        **fields,
    )
    return tell(cast, made) if told else made


def tell(cast: Cast, drive: Drive) -> Drive:
    services.tell(drive=drive, by=cast.acts(cast.hewei), at=NOON)
    drive.refresh_from_db()
    return drive


def a_question(
    cast: Cast, drive: Drive, kind: str = "text", text: str = "", **fields: Any
) -> Question:
    return services.add_question(
        drive=drive,
        kind=kind,
        text=text or f"问题{kind}",
        by=cast.acts(cast.hewei),
        at=NOON,
        **fields,
    )


def a_resource(
    cast: Cast, drive: Drive, *capacities: int, name: str = "观察房", **fields: Any
) -> Resource:
    """Portions of these capacities, the first one filled first."""
    slots = fields.pop("slots", [("", None, capacity) for capacity in capacities])
    return services.add_resource(
        drive=drive, name=name, slots=slots, by=cast.acts(cast.hewei), at=NOON, **fields
    )


def the_slot(resource: Resource) -> Slot:
    return resource.slots.earliest("position")


def target_of(drive: Drive, enterprise: Enterprise) -> Target:
    return Target.objects.select_related("drive", "enterprise").get(
        drive=drive, enterprise=enterprise
    )


def firms(cast: Cast, many: int, **fields: Any) -> list[Enterprise]:
    """So many enterprises with names of their own."""
    return [an_enterprise(cast.park, f"第{n:04d}精密（演示）", **fields) for n in range(many)]
