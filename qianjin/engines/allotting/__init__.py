"""分配 Who is given how much of what is scarce, by a rule that can be read, with reasons.

>>> from qianjin.engines.allotting import Claim, Pool, Slot, allot
>>> rooms = Pool(slots=(Slot(1, 4),), claims=(Claim(10, 5, asked=1), Claim(11, 2, asked=2)))
>>> found = allot(rooms)
>>> found.given_to(10), found.given_to(11), found.waiting
(2, 2, (10,))
>>> [(reason.code, int(reason.amount)) for reason in found.reasons[10]]
[('evenly', 2), ('waiting', 1)]
"""

from .data import Claim, Pool, Slot
from .result import Allotted
from .solve import allot

__all__ = ["Allotted", "Claim", "Pool", "Slot", "allot"]
