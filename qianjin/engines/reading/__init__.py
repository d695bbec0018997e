"""文字 Reading Chinese: words for search, names of firms, like requests, headings of tables.

>>> bigrams("停电，𠮷野家")
['停电', '𠮷野', '野家']
>>> set(query_bigrams("野家")) <= set(bigrams("停电，𠮷野家"))
True
>>> names.key("浙江晨曦精密机械有限公司") == names.key("晨曦精密机械（杭州）有限责任公司（演示）")
True
>>> pair = near_duplicates(["天元精密有限公司", "杭州天源精密", "晨曦精密"])[0]
>>> pair.left, pair.right, [(reason.code, reason.subject) for reason in pair.reasons]
(0, 1, [('one_character', '元/源')])
>>> match_headings([["企业名录"], ["单位名称", "税收(万元)"]], [Field("tax", ("税收",))]).columns
{'tax': 1}
"""

from __future__ import annotations

from . import names, people, phones
from .cards import Card, read_card
from .explain import Reason
from .headings import Field, HeadingMatch, YearColumn, match_headings
from .likeness import Likeness, alike
from .names import FirmName, same_firm, similarity
from .pairs import Pair, near_duplicates
from .persons import Match, Person, compare_people, like_person, near_people
from .places import Place
from .text import bigrams, matches, needs_recheck, normalise, query_bigrams, words

__all__ = [
    "Card",
    "Field",
    "FirmName",
    "HeadingMatch",
    "Likeness",
    "Match",
    "Pair",
    "Person",
    "Place",
    "Reason",
    "YearColumn",
    "alike",
    "bigrams",
    "compare_people",
    "like_person",
    "match_headings",
    "matches",
    "names",
    "near_duplicates",
    "near_people",
    "needs_recheck",
    "normalise",
    "people",
    "phones",
    "query_bigrams",
    "read_card",
    "same_firm",
    "similarity",
    "words",
]
