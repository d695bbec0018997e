"""资料动词 The verbs of the library."""

from .articles import change_article, check_article, set_stale_days, write_article
from .canned import change_canned, drop_canned, write_canned

__all__ = [
    "change_article",
    "change_canned",
    "check_article",
    "drop_canned",
    "set_stale_days",
    "write_article",
    "write_canned",
]
