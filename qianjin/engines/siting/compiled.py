"""The search as machine code, or as it stands."""

from __future__ import annotations

from ..kernel.machine import Machine
from . import along, bounds, dig, greedy

MACHINE = Machine(along, bounds, dig, greedy)
