"""Schedule generation as machine code, or as it stands."""

from __future__ import annotations

from ..kernel.machine import Machine
from . import evolve, place, runs

MACHINE = Machine(place, evolve, runs)
