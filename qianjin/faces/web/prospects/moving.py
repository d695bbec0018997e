"""合并后的旧址 Old addresses of entries of the book that were merged into another."""

from __future__ import annotations

from qianjin.apps.prospects.refusals import MergedAway
from qianjin.apps.prospects.selectors import MovedTo
from qianjin.faces.web.moving import follows

PAGES = {"contact": "web:prospect", "organisation": "web:prospect_firm"}
follows_merges = follows(MovedTo, lambda moved: (PAGES[moved.kind], moved.row), MergedAway)
