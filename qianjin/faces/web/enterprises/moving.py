"""合并后的旧址 Old addresses of enterprises that were merged into another."""

from __future__ import annotations

from qianjin.apps.enterprises.refusals import MergedAway
from qianjin.apps.enterprises.selectors import MovedTo
from qianjin.faces.web.moving import follows

follows_merges = follows(MovedTo, lambda moved: ("web:enterprise", moved.enterprise), MergedAway)
