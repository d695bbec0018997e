"""就绪 When a parcel is ready: every gate dated three ways, the one it hangs on, what would help.

Two gates, the first a notice of ten working days that began on a Monday; every day works here:

>>> gates = [
...     Gate("notice", 10, 10, 15, is_floor=True, begun=100),
...     Gate("signing", 5, 30, 120, after=("notice",)),
... ]
>>> found = reckon(gates, today=104, working_after=lambda day, n: day + n)
>>> found.ready, found.blocker
((116, 141, 236), 'notice')
"""

from __future__ import annotations

from .data import Dated, Gate, Lever, Readiness, WorkingAfter
from .reckon import last_of, levers, reckon

__all__ = ["Dated", "Gate", "Lever", "Readiness", "WorkingAfter", "last_of", "levers", "reckon"]
