"""What can be wrong with a file someone calls a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping


def gettext_noop(message: str) -> str:
    """Mark a message for the translators' extraction; it is translated where it is shown."""
    return message


SENTENCES: Mapping[str, str] = {
    "broken": gettext_noop("The file is damaged or incomplete. Open it, save it anew, try again."),
    "empty": gettext_noop("The file holds no filled cell."),
    "file_too_large": gettext_noop("The file is larger than %(limit_mb)s MB."),
    "html": gettext_noop(
        "The file is a web page with the name of a spreadsheet. Open it in Excel or WPS and save "
        "it as .xlsx."
    ),
    "not_a_spreadsheet": gettext_noop("The file is neither an Excel workbook nor a CSV table."),
    "not_written": gettext_noop("The table has %(rows)s rows; an Excel sheet holds %(limit)s."),
    "password": gettext_noop("The workbook is protected by a password. Save it without one."),
    "suspicious": gettext_noop(
        "The file contains something a spreadsheet never needs, so it was not opened."
    ),
    "too_large_inside": gettext_noop(
        "The workbook unpacks to more than %(limit_mb)s MB. Delete empty formatted rows, or split "
        "it."
    ),
    "too_many_columns": gettext_noop("The sheet has more than %(limit)s filled columns."),
    "too_many_rows": gettext_noop(
        "The sheet has more than %(limit)s rows. Split it, or ask an administrator to import it."
    ),
    "unknown_sheet": gettext_noop("The workbook has no sheet named “%(name)s”."),
    "unsupported": gettext_noop(
        "Files of the kind %(kind)s cannot be read. Open it in Excel or WPS and save it as .xlsx."
    ),
}
"""The English message of each code, with named placeholders that the parameters fill."""


class SpreadsheetError(Exception):
    """The file cannot be read, or the table not written; ``code`` is a key of `SENTENCES`."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, str | int] = params

    @property
    def sentence(self) -> str:
        return SENTENCES[self.code]

    def __str__(self) -> str:
        return self.sentence % self.params
