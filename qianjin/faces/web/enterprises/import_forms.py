"""What is asked when a table is taken over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianjin.apps.enterprises.imports.columns import BY_CODE, COLUMNS, letter
from qianjin.apps.enterprises.selectors import SheetHead
from qianjin.units.spreadsheet.limits import MAX_BYTES

ACCEPT = ".xlsx,.xls,.ods,.csv,.txt"
LIMIT = MAX_BYTES


class UploadForm(forms.Form):
    """上传 The file, and which of its sheets."""

    file = forms.FileField(
        label=gettext_lazy("Table"),
        help_text=gettext_lazy("Excel (.xlsx, .xls), .ods or .csv, at most 5,000 rows and 20 MB."),
        allow_empty_file=True,
    )
    sheet = forms.CharField(
        label=pgettext_lazy("import", "Sheet"),
        max_length=31,
        required=False,
        help_text=gettext_lazy("The name of the sheet, when it is not the first one."),
    )


class ColumnsForm(forms.Form):
    """改列 What each column of the file means, and the year of figures without one."""

    year = forms.IntegerField(
        label=gettext_lazy("Year of figures whose heading names none"),
        required=False,
        min_value=1949,
        max_value=2200,
    )

    def __init__(self, *args: Any, head: SheetHead, columns: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meant = {place: key for key, place in columns.items()}
        self.places = range(len(head.headings))
        for place in self.places:
            self.fields[f"c{place}"] = forms.ChoiceField(
                label=_("Column %(letter)s") % {"letter": letter(place)},
                choices=[("", _("is not read")), *_choices(columns)],
                initial=meant.get(place, ""),
                required=False,
            )

    def rows(self, head: SheetHead) -> list[dict[str, Any]]:
        """Each column of the file with what stands in it and what it may mean."""
        return [
            {
                "letter": letter(place),
                "heading": head.headings[place],
                "samples": head.samples[place],
                "field": self[f"c{place}"],
            }
            for place in self.places
        ]

    def meant(self) -> dict[str, int]:
        """Which column is what; a meaning given twice is kept apart, so that it is refused."""
        found: dict[str, int] = {}
        for place in self.places:
            key = self.cleaned_data[f"c{place}"]
            if key in found:
                self.add_error(f"c{place}", _("Another column already means this."))
            elif key:
                found[key] = place
        return found


def _choices(columns: dict[str, int]) -> list[tuple[str, str]]:
    """Every field, and those of a year that a heading names."""
    found = [(column.code, str(column.label)) for column in COLUMNS]
    for key in columns:
        code, _at, year = key.partition("@")
        if year:
            found.append((key, f"{BY_CODE[code].label} · {year}"))
    return found
