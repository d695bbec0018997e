"""Land of one kind as one shape: borders between two of a kind cancel each other out."""

from __future__ import annotations

import numpy as np

from .ragged import Ints, neighbours, row_of, starts_of
from .rings import Rings, plain


def dissolved(rings: Rings, kind: Ints) -> Rings:
    """
    The outlines of all shapes of each kind together; ``feature`` of what is found is the kind.

    A border walked both ways by two shapes of a kind bounds nothing and is left out; what is left
    joins into rings whose area is exactly that of the shapes. Where shapes do not share their
    corners, as at a gap, both borders stay.

    :param kind: of each shape that a ring may belong to, 0 or more.
    """
    rings = plain(rings)
    if not len(rings.points):
        return rings
    group = kind[rings.feature][row_of(rings.starts)]
    _, after = neighbours(rings.starts)
    places, where = np.unique(_keys(rings.points), return_inverse=True)
    start, end = where, where[after]
    left = _uncancelled(start, end, group, len(places))
    start, end, group = start[left], end[left], group[left]
    order, lengths = _walked(start, end, group)
    corners = rings.points[left][order]
    groups = group[order][starts_of(lengths)[:-1]] if len(lengths) else group[:0]
    found = Rings(corners, starts_of(lengths), groups, np.zeros(len(lengths), bool))
    return _nested(plain_outlines(found))


def plain_outlines(rings: Rings) -> Rings:
    """Rings that have an area; those that run against the clock are holes."""
    twice = rings.twice_area()
    rows = np.flatnonzero(twice)
    rings = rings.of(rows)
    return Rings(rings.points, rings.starts, rings.feature, twice[rows] < 0)


def _keys(points: Ints) -> Ints:
    found: Ints = (points[:, 0] << 32) | (points[:, 1] & 0xFFFFFFFF)
    return found


def _uncancelled(start: Ints, end: Ints, group: Ints, count: int) -> Ints:
    """Edges walked more often one way than the other, within a kind."""
    low, high = np.minimum(start, end), np.maximum(start, end)
    order = np.lexsort((high, low, group))
    same = (np.diff(low[order]) == 0) & (np.diff(high[order]) == 0) & (np.diff(group[order]) == 0)
    first = np.flatnonzero(np.concatenate(([True], ~same)))
    way = np.where(start < end, 1, -1)[order]
    surplus = np.add.reduceat(way, first)
    sizes = np.diff(np.append(first, len(order)))
    # Of each bundle, as many edges of the prevailing way as it prevails by.
    run = np.repeat(surplus, sizes)
    prevails = way == np.sign(run)
    rank = np.cumsum(prevails)
    before = np.repeat(rank[first] - prevails[first], sizes)
    kept = prevails & (rank - before <= np.abs(run))
    return np.sort(order[kept])


def _walked(start: Ints, end: Ints, group: Ints) -> tuple[Ints, Ints]:
    """Edges joined end to start into rings; each corner is entered as often as it is left."""
    by_start = np.lexsort((start, group))
    by_end = np.lexsort((end, group))
    # Both orders go through the same corners of the same kinds, so they pair one to one.
    following = np.empty(len(start), np.int64)
    following[by_end] = by_start
    follow = following.tolist()
    seen = bytearray(len(follow))
    order: list[int] = []
    lengths: list[int] = []
    for edge in range(len(follow)):
        if seen[edge]:
            continue
        begun = len(order)
        while not seen[edge]:
            seen[edge] = 1
            order.append(edge)
            edge = follow[edge]
        lengths.append(len(order) - begun)
    return np.array(order, np.int64), np.array(lengths, np.int64)


def _nested(rings: Rings) -> Rings:
    """Each kind's outer rings, every one followed by its holes."""
    import shapely

    rows: list[int] = []
    hole_of = _hole_finder(rings, shapely)
    for kind in np.unique(rings.feature).tolist():
        mine = np.flatnonzero(rings.feature == kind)
        outer, holes = mine[~rings.is_hole[mine]], mine[rings.is_hole[mine]]
        owner = hole_of(outer, holes)
        for index, ring in enumerate(outer.tolist()):
            rows.append(ring)
            rows += holes[owner == index].tolist()
    return rings.of(np.array(rows, np.int64))


def _hole_finder(rings: Rings, shapely):  # type: ignore[no-untyped-def]
    def polygon(ring: int):  # type: ignore[no-untyped-def]
        return shapely.polygons(rings.points[rings.starts[ring] : rings.starts[ring + 1]])

    def found(outer: Ints, holes: Ints) -> Ints:
        """For each hole the smallest outer ring about it; where there is none, the first."""
        owner = np.zeros(len(holes), np.int64)
        if not len(holes) or not len(outer):
            return owner
        solids = np.array([polygon(ring) for ring in outer.tolist()])
        inside = shapely.point_on_surface(np.array([polygon(ring) for ring in holes.tolist()]))
        hole, solid = shapely.STRtree(solids).query(inside, predicate="within")
        sizes = shapely.area(solids)
        for which in np.unique(hole).tolist():
            about = solid[hole == which]
            owner[which] = about[np.argmin(sizes[about])]
        return owner

    return found
