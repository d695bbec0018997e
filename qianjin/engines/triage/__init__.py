"""分类建议 Triage: which type, unit or level earlier requests of the same wording were given.

>>> places = ("东门", "西门", "北区", "南区")
>>> power = [Example(f"{place}停电跳闸，请抢修", "ENG") for place in places]
>>> roads = [Example(f"{place}路灯坏了，路面破损", "INF") for place in places]
>>> classifier = train(TrainingData(tuple(power + roads)), seed=1).classifier
>>> best = classifier.suggest("二期厂房又跳闸停电")[0]
>>> best.label, best.probability > 0.6
('ENG', True)
>>> best.reasons[0].code, best.reasons[0].subject in "二期厂房又跳闸停电"
('ngram', True)
>>> Classifier.unpack(classifier.pack()).suggest("路灯坏了")[0].label
'INF'
"""

from __future__ import annotations

from .classifier import Classifier, Suggestion
from .data import Example, TrainingData
from .explain import Reason
from .measure import Bin, Measured, measured
from .train import Result, train

__all__ = [
    "Bin",
    "Classifier",
    "Example",
    "Measured",
    "Reason",
    "Result",
    "Suggestion",
    "TrainingData",
    "measured",
    "train",
]
