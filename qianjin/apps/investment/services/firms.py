"""招商对象 The organisation a project names: one the park knows, or one entered with it."""

from __future__ import annotations

from datetime import datetime

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.prospects import services as prospects
from qianjin.apps.prospects.models import Organisation
from qianjin.units.cities import find

from .fields import plain


def firm_named(
    name: str, *, sector: str, city: str, by: Actor, at: datetime
) -> Organisation | None:
    """
    The park's organisation of this name, or a new one in the care of whoever enters it.

    :raises MayNotEnter, BadOrganisation: as ``prospects.write_organisation``.
    """
    wanted = plain(name)
    if not wanted:
        return None
    known = Organisation.objects.filter(park_id=by.park_id, name=wanted, merged_into=None)
    found = known.order_by("pk").first()
    if found is not None:
        return found
    place = find(city) if city else None
    return prospects.write_organisation(
        name=wanted, sector=sector, city=place.name_zh if place else "", by=by, at=at
    )
