"""Published instances: VRPLIB text as a problem, in the rounding of their best-known costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .data import LATEST, ProblemData, Shift, Visit

Rounding = Callable[[NDArray[np.float64]], NDArray[np.int64]]
ROUNDINGS: dict[str, tuple[Rounding, int]] = {
    "round": (lambda v: np.rint(v).astype(np.int64), 1),
    "trunc": (lambda v: v.astype(np.int64), 1),
    "dimacs": (lambda v: (v * 10).astype(np.int64), 10),
    "exact": (lambda v: np.rint(v * 1000).astype(np.int64), 1000),
}
"""How a set rounds, and by what it multiplies first."""
BY_TYPE = {"VRPTW": "dimacs", "CVRPTW": "dimacs", "PCVRPTW": "dimacs", "MDVRPTW": "exact"}
# The costs published for VRPTW are in tenths with one decimal; the others count the units.
TENTHS = {"VRPTW", "CVRPTW"}


@dataclass(frozen=True)
class Instance:
    """
    算例 A published problem.

    ``nodes`` is the number by which the published solutions call each visit; a cost divided by
    ``cost_unit`` can be compared with the published one.
    """

    name: str
    rounding: str
    data: ProblemData
    nodes: tuple[int, ...]
    cost_unit: int


def read_instance(path: Path, rounding: str = "") -> Instance:
    """
    Read a VRPLIB file: capacity, time windows, service times, prizes, depots, longest durations.

    Parameters
    ----------
    path
        The file; anything of the format that is not listed above is refused.
    rounding
        ``round``, ``trunc``, ``dimacs`` (tenths, cut off), ``exact`` (thousandths, rounded);
        empty: what the best-known costs of its type are given in, else ``round``.

    Raises
    ------
    OSError, UnicodeDecodeError
        It cannot be read.
    ValueError
        It is no such file, or asks for what is not supported.
    """
    import vrplib

    try:
        given = vrplib.read_instance(path)
    except (OSError, UnicodeDecodeError):
        raise
    except TypeError as error:  # the reader calls its own functions without what the file lacks
        lacking = ", ".join(re.findall(r"'(\w+)'", str(error))) or str(error)
        raise ValueError(f"no VRPLIB file (it says no {lacking})") from error
    except Exception as error:  # the reader says what it stumbles over in many ways
        raise ValueError(f"no VRPLIB file ({error})") from error
    missing = {"dimension", "edge_weight", "depot"} - set(given)
    if missing:
        raise ValueError(f"it says no {', '.join(sorted(missing))}")
    unknown = set(given) & {"backhaul", "linehaul", "release_time", "vehicles_allowed_clients"}
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))} is not supported")
    _measured(given)
    kind = str(given.get("type", "")).upper()
    chosen = rounding or BY_TYPE.get(kind, "round")
    if chosen not in ROUNDINGS:
        raise ValueError(f"rounding: {chosen} is none of {', '.join(ROUNDINGS)}")
    rounded, scale = ROUNDINGS[chosen]
    depots = [int(n) for n in np.atleast_1d(given["depot"])]
    nodes = tuple(n for n in range(int(given["dimension"])) if n not in depots)
    ways = rounded(np.asarray(given["edge_weight"], dtype=np.float64))
    data = ProblemData(
        distances=ways,
        durations=ways,
        visits=_visits(given, nodes, rounded),
        shifts=_shifts(given, depots, rounded, len(nodes)),
    )
    in_tenths = kind in TENTHS and chosen == "dimacs"
    return Instance(
        str(given.get("name", path.stem)), chosen, data, nodes, scale if in_tenths else 1
    )


SECTIONS = {"demand": 1, "prize": 1, "service_time": 1, "time_window": 2, "edge_weight": 0}
"""Sections with a row for each node, and how wide a row is; 0: as many as there are nodes."""


def _measured(given: dict[str, Any]) -> None:
    """:raises ValueError: a section does not go with the number of nodes."""
    count = given["dimension"]
    if not isinstance(count, int) or not 0 < count < LATEST:
        raise ValueError(f"dimension: {count} is no number of nodes")
    for name, wide in SECTIONS.items():
        shape = np.shape(given.get(name, 0))
        if shape and shape != ((count,) if wide == 1 else (count, wide or count)):
            raise ValueError(f"{name}: {shape[0]} rows for {count} nodes")
    depots = np.atleast_1d(given["depot"])
    if depots.dtype.kind not in "iu" or not np.all((depots >= 0) & (depots < count)):
        raise ValueError(f"depot: no node of 1 to {count}")


def _column(given: dict[str, Any], key: str, rounded: Rounding) -> NDArray[np.int64]:
    values = np.asarray(given.get(key, 0), dtype=np.float64)
    return rounded(np.broadcast_to(values, int(given["dimension"])))


def _visits(given: dict[str, Any], nodes: tuple[int, ...], rounded: Rounding) -> tuple[Visit, ...]:
    minutes = _column(given, "service_time", rounded)
    demands = np.broadcast_to(np.asarray(given.get("demand", 0)), int(given["dimension"]))
    prizes = _column(given, "prize", rounded)
    windows = rounded(np.asarray(given["time_window"], float)) if "time_window" in given else None
    has_prizes = "prize" in given
    return tuple(
        Visit(
            name=str(n),
            place=n,
            minutes=int(minutes[n]),
            windows=() if windows is None else ((int(windows[n][0]), int(windows[n][1])),),
            demand=int(demands[n]),
            prize=int(prizes[n]),
            # In prize-collecting sets a client without a prize must be visited.
            is_mandatory=not has_prizes or not prizes[n],
        )
        for n in nodes
    )


def _shifts(
    given: dict[str, Any], depots: list[int], rounded: Rounding, clients: int
) -> tuple[Shift, ...]:
    count = int(given.get("vehicles", clients))
    homes = np.broadcast_to(np.asarray(given.get("vehicles_depot", depots[0] + 1)), count) - 1
    capacity = given.get("capacity")
    longest = given.get("vehicles_max_duration")
    windows = rounded(np.asarray(given["time_window"], float)) if "time_window" in given else None
    return tuple(
        Shift(
            name=str(n + 1),
            start=int(home),
            end=int(home),
            window=(0, LATEST)
            if windows is None
            else (int(windows[home][0]), int(windows[home][1])),
            capacity=None if capacity is None else int(np.broadcast_to(capacity, count)[n]),
            longest=None
            if longest is None
            else int(rounded(np.broadcast_to(np.asarray(longest, float), count))[n]),
        )
        for n, home in enumerate(homes)
    )
