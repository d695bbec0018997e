"""Many runs of one order over drawn durations. Arrays only; compiled by numba."""

from __future__ import annotations

import numpy as np

from .fields import Ints, Net
from .place import place_left


def run_all(net: Net, order: Ints, drawn: Ints, starts: Ints, ends: Ints) -> bool:
    """
    Place all jobs for each row of ``drawn``; False when the horizon is too short.

    The spans of ``net`` are written over, so it must be the caller's own.
    """
    free = net.capacity.copy()
    floors = np.zeros(len(order), np.int32)
    for run in range(len(drawn)):
        for job in range(len(order)):
            net.spans[job] = drawn[run, job]
        if not place_left(net, order, starts[run], ends[run], free, floors):
            return False
    return True
