"""What a file of days can be wrong in, worded for the administrator who brings it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

FINDINGS = {
    "encoding": _("The file is neither UTF-8 nor GB 18030 text."),
    "not_a_list": _("The file cannot be read as a list of days."),
    "empty": _("The file holds no day."),
    "column_missing": _("Row %(row)s: the column %(column)s is missing."),
    "bad_date": _("Row %(row)s: “%(text)s” is not a date."),
    "bad_flag": _("Row %(row)s: “%(text)s” says neither yes nor no."),
    "repeated": _("Row %(row)s: %(text)s stood in an earlier row."),
    "other_year": _("Row %(row)s: %(text)s does not belong to the year of the list."),
}
"""The engine's findings on a list of days, by code."""
