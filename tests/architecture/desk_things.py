"""Somebody's things of the desk that stand between requests: links, and more time for parts."""

from __future__ import annotations

from datetime import timedelta

from qianjin.apps.accounts.choices import Role
from qianjin.apps.desk import services
from qianjin.apps.desk.models import Extension, ServiceRequest
from tests.factories import accounts, desk, parks
from tests.factories.parks import NOON

from .makers import request_of
from .world import C, World, _side, by_right, kind

NAMES = {"link", "part_extension"}
"""Some of what is made here: whoever imports this file for its makers may say so."""


@kind("link", by_right(C.REQUEST_NOTE))
def link(world: World, role: str, relation: str) -> int:
    """Two requests that stand in the same relation, one of which follows from the other."""
    side, row = _side(world, relation), request_of(world, role, relation)
    by = accounts.acting(side.people[Role.GENERAL_AFFAIRS], side.park)
    at = NOON - timedelta(days=side.park.pk % 7)
    other = desk.a_request(row.enterprise, by, at=at, words="后续送电", source="phone")
    ServiceRequest.objects.filter(pk=other.pk).update(
        unit_id=row.unit_id, officer_id=row.officer_id, status="accepted"
    )
    return services.relate(request=other, other=row, kind="follows", by=by, at=at).pk


@kind("part_extension", by_right(C.REQUEST_SEE))
def part_extension(world: World, role: str, relation: str) -> int:
    """Of a part of a request one would lead, asked for by somebody who rules on none."""
    row = request_of(world, role, relation)
    side = _side(world, relation)
    helper = parks.a_unit(side.park, f"协办 {role} {relation}"[:40])
    by = accounts.acting(side.people[Role.GENERAL_AFFAIRS], side.park)
    at = NOON - timedelta(days=side.park.pk % 7)
    made = services.share(request=row, units=[helper], words="请到场", by=by, at=at)[0]
    return Extension.objects.create(
        park_id=row.park_id,
        request=row,
        unit=helper,
        part=made,
        words="设备到货延迟",
        until_on="2026-12-31",
        before_at=made.due_at,
        after_at=made.due_at + timedelta(days=20),
        asked_by=side.colleagues[Role.AUDITOR],
        asked_at=at,
    ).pk
