"""Distances and travel times: straight lines with a road factor, or a matrix from a road server."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from .data import LATEST, Matrix

ROAD_FACTOR = 1.35
"""How much longer roads are than straight lines; an assumption, to be calibrated by the park."""
SPEED_KMH = 30.0
"""Average speed between enterprises of a park; an assumption, to be calibrated by the park."""
EARTH = 6_371_000.0
METRES_A_MINUTE = 1000 / 60


def straight_lines(
    places: Sequence[tuple[float, float]],
    *,
    road_factor: float = ROAD_FACTOR,
    speed_kmh: float = SPEED_KMH,
) -> tuple[Matrix, Matrix]:
    """
    Metres and minutes between places on the ground.

    Parameters
    ----------
    places
        Longitude and latitude in degrees.
    road_factor
        At least 1.
    speed_kmh
        Kilometres per hour.

    Returns
    -------
    tuple
        Distances in metres and durations in minutes (rounded up), both square.

    Raises
    ------
    ValueError
        A place lies not on the earth, or a number is out of reason.
    """
    if not road_factor >= 1:
        raise ValueError("road_factor: must be at least 1")
    if not speed_kmh > 0:
        raise ValueError("speed_kmh: must be positive")
    degrees = np.asarray(places, dtype=np.float64)
    if degrees.ndim != 2 or degrees.shape[1] != 2 or not np.isfinite(degrees).all():
        raise ValueError("places: need longitude and latitude")
    if (np.abs(degrees) > (180, 90)).any():
        raise ValueError("places: longitude reaches to 180, latitude to 90 degrees")
    lon, lat = np.radians(degrees).T
    # Haversine: exact enough everywhere, and zero for the same place.
    half = (
        np.sin((lat[:, None] - lat) / 2) ** 2
        + np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    )
    metres = 2 * EARTH * np.arcsin(np.sqrt(np.minimum(half, 1))) * road_factor
    distances = np.rint(metres).astype(np.int64)
    durations = np.ceil(distances / (speed_kmh * METRES_A_MINUTE)).astype(np.int64)
    return distances, durations


class BadTable(ValueError):
    """
    A table of ways that cannot be used: ``code`` says why, ``row`` and ``column`` (from 0) where.

    Codes: ``no_table``, ``size`` (row: how many were given), ``no_way``, ``range``, ``distances``.
    """

    def __init__(self, code: str, words: str, row: int = 0, column: int = 0) -> None:
        super().__init__(words)
        self.code, self.row, self.column = code, row, column


def osrm_table(text: str, places: int) -> tuple[Matrix, Matrix]:
    """
    Metres and minutes from the answer of a road server's table service (OSRM's JSON).

    Parameters
    ----------
    text
        JSON with ``durations`` in seconds and, if asked for, ``distances`` in metres.
    places
        How many places it must speak of.

    Returns
    -------
    tuple
        Distances (from the durations at ``SPEED_KMH`` when there are none) and durations.

    Raises
    ------
    BadTable
        (a ValueError) It is no such table, not square, of another size, or a way is missing in it.
    """
    try:
        given = json.loads(text)
        seconds = np.array(given["durations"], dtype=np.float64)
        metres = given.get("distances")
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadTable("no_table", "matrix: no table of durations") from error
    durations = _whole("durations", seconds / 60, places, up=True)
    if metres is None:
        return np.rint(durations * SPEED_KMH * METRES_A_MINUTE).astype(np.int64), durations
    try:
        return _whole("distances", np.array(metres, dtype=np.float64), places), durations
    except (TypeError, OverflowError) as error:
        raise BadTable("distances", "distances: must be numbers") from error
    except ValueError as error:
        if isinstance(error, BadTable):
            raise
        raise BadTable("distances", "distances: must be numbers in rows") from error


def _whole(name: str, values: np.ndarray, places: int, *, up: bool = False) -> Matrix:
    if values.shape != (places, places):
        rows = values.shape[0] if values.ndim else 0
        raise BadTable("size", f"{name}: must have {places} rows and columns", rows)
    if np.isnan(values).any():
        row, column = (int(n) for n in np.argwhere(np.isnan(values))[0])
        words = f"{name}: no way from place {row + 1} to place {column + 1}"
        raise BadTable("no_way", words, row, column)
    wrong = ~((values >= 0) & (values <= LATEST))
    if wrong.any():
        row, column = (int(n) for n in np.argwhere(wrong)[0])
        raise BadTable("range", f"{name}: must lie between 0 and {LATEST}", row, column)
    whole: Matrix = (np.ceil(values) if up else np.rint(values)).astype(np.int64)
    return whole
