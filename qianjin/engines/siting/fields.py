"""The arrays that the search works on, bundled so that numba can take them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Places in ``Desk.counters``.
ROOT, SIZE, DEPTH, STEPS, OPEN, STAMP, SPENT = range(7)
# Places in ``Desk.amounts``.
BEST, SHARE, PENALTY, LEAST = range(4)
# Places in ``Desk.limits``.
LOW, HIGH, MOST, FLOOR, CAP, SLACK, SHAPED, BEYOND = range(8)
# What is known of a parcel in a search.
FREE, TAKEN, REFUSED = range(3)


class Land(NamedTuple):
    """
    What does not change in a search; a parcel is a row.

    ``head`` and ``links`` are the rows of its neighbours (compressed sparse rows), ``joint`` what
    each shared border saves of the outline's price, ``rim`` what the whole outline costs, ``late``
    what its readiness costs (only the latest counts), ``shares`` how much area it has in common
    with each better answer, ``salt`` a random key that tells sets apart.
    """

    head: Ints
    links: Ints
    joint: Floats
    area: Floats
    cost: Floats
    late: Floats
    rim: Floats
    shares: Floats
    salt: Ints


class Desk(NamedTuple):
    """
    What one search writes on, as large as the layer and told apart by a stamp that grows.

    ``alive`` is 1 for rows that may still be part of a better answer. ``values``, ``keys`` and
    ``sets`` hold the best found, cheapest first, a set filled up with -1.
    """

    alive: Ints
    mark: Ints
    seen: Ints
    out: Ints
    place: Ints
    far: Floats
    extra: Floats
    least: Floats
    counters: Ints
    amounts: Floats
    limits: Floats
    values: Floats
    keys: Ints
    sets: Ints


class Round(NamedTuple):
    """The rows around one root, by price, and the way down to where the search stands."""

    rows: Ints
    head: Ints
    links: Ints
    joint: Floats
    area: Floats
    cost: Floats
    price: Floats
    late: Floats
    rim: Floats
    state: Ints
    beside: Ints
    taken: Ints
    chosen: Ints
    turned: Ints
    held: Floats
    shared: Floats


# Columns of ``Round.held``: what was so before the choice at each depth.
SUM, AREA, LATEST, HULL, FENCE, BOUND, COUNT = range(7)


def desk_for(land: Land, top: int, width: int) -> Desk:
    """An empty desk for ``top`` answers of up to ``width`` parcels."""
    size = len(land.area)
    return Desk(
        alive=np.ones(size, np.int64),
        mark=np.zeros(size, np.int64),
        seen=np.zeros(size, np.int64),
        out=np.zeros(size, np.int64),
        place=np.zeros(size, np.int64),
        far=np.zeros(size, np.float64),
        extra=np.zeros(size, np.float64),
        least=np.zeros(size, np.float64),
        # Stamps 0 and 1 mean dead and alive.
        counters=np.array([0, 0, 0, 0, 0, 1, 0], np.int64),
        amounts=np.array([np.inf, 1.0, 0.0, 0.0], np.float64),
        limits=np.zeros(8, np.float64),
        values=np.full(top, np.inf),
        keys=np.zeros(top, np.int64),
        sets=np.full((top, width + 1), -1, np.int64),
    )


def round_for(land: Land) -> Round:
    """Room for the largest round that a layer can ask for."""
    size, links = len(land.area), len(land.links)
    return Round(
        rows=np.zeros(size, np.int64),
        head=np.zeros(size + 1, np.int64),
        links=np.zeros(links, np.int64),
        joint=np.zeros(links, np.float64),
        area=np.zeros(size, np.float64),
        cost=np.zeros(size, np.float64),
        price=np.zeros(size, np.float64),
        late=np.zeros(size, np.float64),
        rim=np.zeros(size, np.float64),
        state=np.zeros(size, np.int64),
        beside=np.zeros(size, np.int64),
        taken=np.zeros(size, np.int64),
        chosen=np.zeros(size + 1, np.int64),
        turned=np.zeros(size + 1, np.int64),
        held=np.zeros((size + 2, 7), np.float64),
        shared=np.zeros((size + 2, len(land.shares)), np.float64),
    )
