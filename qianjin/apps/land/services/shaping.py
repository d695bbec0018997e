"""界线 Boundaries on their way into the book: canonical, whole, and clear of their neighbours."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import planning
from ..models import Parcel
from ..planning import Boundary
from ..refusals import BadParcel

CLASH = Decimal(1)
"""㎡ that two parcels may have in common before it counts: borders to the millimetre touch."""
SENTENCES = {
    "unreadable": gettext_lazy("This is no boundary that can be read."),
    "not_an_area": gettext_lazy("A parcel is an area: a polygon, or several."),
    "too_many_points": gettext_lazy("The boundary has too many points."),
    "outside_china": gettext_lazy("These are no longitudes and latitudes of China."),
    "broken": gettext_lazy("The boundary crosses itself."),
    "apart": gettext_lazy("These parcels do not hang together."),
    "no_degrees": gettext_lazy(
        "The file is not in CGCS2000; have it transformed before it is proposed."
    ),
    "no_area": gettext_lazy("The boundary encloses nothing."),
}


def bounded(shape: Any, zone: int, field: str = "shape") -> Boundary:
    """
    The boundary in canonical form; ``shape`` is WKB or a geometry in degrees.

    :raises BadParcel: why it is none.
    """
    try:
        return planning.boundary_of(shape, zone)
    except planning.BadShape as error:
        sentence = str(SENTENCES[error.code])
        if error.place:
            sentence += " " + _("Near %(east)s, %(north)s.") % {
                "east": f"{error.place[0]:.6f}",
                "north": f"{error.place[1]:.6f}",
            }
        raise BadParcel({field: [sentence]}) from error


def clashes(
    park_id: int, boundaries: Sequence[Boundary], zone: int, *, without: Collection[int] = ()
) -> list[tuple[int, str, Decimal]]:
    """
    Where boundaries overlap open parcels of the book by more than ``CLASH``: place, number, ㎡.

    Parcels ``without`` are left out: those that the boundaries replace.
    """
    if not boundaries:
        return []
    sides = list(zip(*(boundary.bounds for boundary in boundaries), strict=True))
    near = list(
        Parcel.objects.filter(
            park_id=park_id,
            closed_on=None,
            west__lt=max(sides[2]),
            east__gt=min(sides[0]),
            south__lt=max(sides[3]),
            north__gt=min(sides[1]),
        )
        .exclude(pk__in=without)
        .order_by("number")
        .values_list("number", "shape")
    )
    mine, theirs = [one.shape for one in boundaries], [shape for _number, shape in near]
    found = planning.in_common(mine, theirs, zone, CLASH)
    return [(place, near[other][0], area) for (place, other), area in found]


def clear_of_others(
    park_id: int, boundary: Boundary, zone: int, *, without: Collection[int] = ()
) -> None:
    """:raises BadParcel: it overlaps parcels of the book, each named with ㎡."""
    found = clashes(park_id, [boundary], zone, without=without)
    if found:
        raise BadParcel({"shape": [overlap(number, area) for _, number, area in found[:5]]})


def overlap(number: str, area: Decimal) -> str:
    """That a parcel is in the way, worded."""
    told = {"number": number, "area": f"{area:,.2f}"}
    return _("Overlaps with %(number)s by %(area)s ㎡.") % told


def placed(row: Any, boundary: Boundary) -> None:
    """Put a boundary into a row; not saved."""
    row.shape, row.area_plane = boundary.shape, boundary.area
    row.west, row.south, row.east, row.north = boundary.bounds
