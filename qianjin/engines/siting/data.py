"""What a site is looked for among, and what is looked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .borders import Borders
from .shapes import Floats

Mask = NDArray[np.bool_]

WEIGHTS = ("cost", "ready", "outline")


@dataclass(frozen=True)
class Parcels:
    """
    地块图层 The parcels of a layer, one row each.

    Parameters
    ----------
    ids
        How answers call them; distinct.
    area
        ㎡, more than nothing where the parcel is open.
    cost
        In any one unit of money, not negative.
    borders
        Which share a border, and how long.
    ready
        The day from which it can be handed over, as an ordinal of the calendar; NaN: not known.
        ``None``: of no account.
    outline
        Metres of boundary; needed when outlines have a weight.
    is_open
        False where a parcel is not to be had (locked). ``None``: all are.
    fields
        Further amounts of money-like trouble by name (households, owners), for ``Need.weights``.

    Raises
    ------
    ValueError
        Something does not fit; the field, and the parcel, are named.
    """

    ids: tuple[str, ...]
    area: Floats
    cost: Floats
    borders: Borders
    ready: Floats | None = None
    outline: Floats | None = None
    is_open: Mask | None = None
    fields: Mapping[str, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        size = len(self.ids)
        if len(set(self.ids)) < size:
            raise ValueError("ids: a parcel stands twice")
        if self.borders.count != size:
            raise ValueError("borders: not as many as parcels")
        for name, column in self._columns():
            if column.shape != (size,):
                raise ValueError(f"{name}: not as many as parcels")
        opened = self.opened()
        for name, column in (("area", self.area), ("cost", self.cost), *self.fields.items()):
            good = np.isfinite(column) & (column > 0 if name == "area" else column >= 0)
            bad = np.flatnonzero(opened & ~good)
            if len(bad):
                raise ValueError(f"{name}: parcel {self.ids[bad[0]]} has {column[bad[0]]}")

    def _columns(self) -> list[tuple[str, NDArray[np.generic]]]:
        columns: list[tuple[str, NDArray[np.generic] | None]] = [
            ("area", self.area), ("cost", self.cost), ("ready", self.ready),
            ("outline", self.outline), ("is_open", self.is_open), *self.fields.items(),
        ]  # fmt: skip
        return [(name, column) for name, column in columns if column is not None]

    def opened(self) -> Mask:
        """Where a parcel is to be had."""
        return np.ones(len(self.ids), np.bool_) if self.is_open is None else self.is_open


@dataclass(frozen=True)
class Need:
    """
    用地需求 What a project asks of its site. Limits are never traded against each other.

    Parameters
    ----------
    area_min, area_max
        ㎡ of the whole site, both included.
    max_parcels
        At most so many parcels; ``None``: any number.
    cost_max
        The whole site costs at most so much; ``None``: any cost.
    ready_by
        Every parcel is ready by this day (an ordinal); one whose day is unknown is not.
    weights
        What is made small: ``cost`` (per unit of cost; 1 unless given), ``ready`` (per day that the
        last parcel is later than the first of the layer), ``outline`` (per metre of outer
        boundary, which makes sites compact), and any of ``Parcels.fields`` (per unit).
    overlap
        Two answers may have this share of ``area_min`` in common; 1: they only differ.

    Raises
    ------
    ValueError
        Something does not fit; the field is named.
    """

    area_min: float
    area_max: float
    max_parcels: int | None = None
    cost_max: float | None = None
    ready_by: int | None = None
    weights: Mapping[str, float] = field(default_factory=lambda: {"cost": 1.0})
    overlap: float = 0.5

    def __post_init__(self) -> None:
        if not 0 < self.area_min < np.inf:
            raise ValueError("area_min: must be more than nothing")
        if not self.area_min <= self.area_max < np.inf:
            raise ValueError("area_max: must not be below area_min")
        if self.max_parcels is not None and self.max_parcels < 1:
            raise ValueError("max_parcels: must be at least 1")
        if self.cost_max is not None and not 0 <= self.cost_max < np.inf:
            raise ValueError("cost_max: must not be negative")
        if not 0 <= self.overlap <= 1:
            raise ValueError("overlap: must lie between 0 and 1")
        for name, weight in self.weights.items():
            if not 0 <= weight < np.inf:
                raise ValueError(f"weights.{name}: must not be negative")
        if not any(self.weights.values()):
            raise ValueError("weights: all are nothing")
