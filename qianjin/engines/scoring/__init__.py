"""评分 Rates of many groups, shrunk honestly where a group has few cases.

A unit with one quick case is not better than one with ninety-five of a hundred. Each rate is drawn
toward the mean of all groups, the more the fewer cases stand behind it (Beta-binomial, empirical
Bayes), and groups are ordered by the bound that their cases prove, not by the rate they show.

>>> from qianjin.engines.scoring import Count, score
>>> found = score([Count("quick", 1, 1), Count("steady", 95, 100), Count("slow", 40, 100)])
>>> [group.key for group in found.ranked]
['steady', 'slow']
>>> [group.key for group in found.unranked]
['quick']
"""

from .data import Count
from .ranking import Ranking
from .result import Group, Scores
from .solve import FEWEST, rank, score

__all__ = ["FEWEST", "Count", "Group", "Ranking", "Scores", "rank", "score"]
