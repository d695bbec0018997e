"""表格列 The columns of the table of parcels, written and read by the same names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianjin.units.spreadsheet import Cell, text_of
from qianjin.units.spreadsheet.writing import Column

from .choices import LandSector, Origin, ParcelState


class BadCell(ValueError):
    """``str()`` says what is wrong with a cell, in the reader's language."""


def text(cell: Cell) -> str:
    """Words."""
    return text_of(cell).strip()


def amount(cell: Cell) -> Decimal | None:
    """A number, thousands separated or not."""
    words = text(cell).replace(",", "").replace("，", "")
    if not words:
        return None
    try:
        found = Decimal(words)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise BadCell(_("“%(text)s” is no number.") % {"text": words[:20]})
    return found


def choice(known: type[TextChoices]) -> Callable[[Cell], str]:
    """One of some choices, by its name in either language, or its code."""

    @cache
    def words() -> dict[str, str]:
        found = {}
        for language in ("zh-hans", "en"):
            with translation.override(language):
                for code, label in known.choices:
                    found[str(label).lower()] = found[code] = code
        return found

    def read(cell: Cell) -> str:
        told = text(cell).lower()
        if told and told not in words():
            names = "、".join(str(label) for _code, label in known.choices)
            raise BadCell(_("One of these: %(choices)s.") % {"choices": names})
        return words().get(told, "")

    return read


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its code, heading, width, how it is read (``None``: only written), its kind."""

    code: str
    label: Any
    width: float
    read: Callable[[Cell], Any] | None = text
    kind: str = "text"


PARCEL = (
    Field("number", gettext_lazy("Parcel number"), 14),
    Field("name", gettext_lazy("Parcel name"), 24),
    Field("village", gettext_lazy("Lies in the village"), 16),
    Field("owner", gettext_lazy("Owner of the largest share"), 18, None),
    Field("state", pgettext_lazy("parcel", "State"), 10, choice(ParcelState)),
    Field("sector", gettext_lazy("Industry platform"), 14, choice(LandSector)),
    Field("area_plane", gettext_lazy("Computed area (㎡)"), 14, None, "number"),
    Field("mu", gettext_lazy("Computed area (mu)"), 12, None, "number"),
    Field("hectares", gettext_lazy("Computed area (ha)"), 12, None, "number"),
    Field("area_stated", gettext_lazy("Stated area (㎡)"), 14, amount, "number"),
    Field("origin", gettext_lazy("Origin of the boundary"), 12, choice(Origin)),
    Field("accuracy_m", gettext_lazy("Accuracy (m)"), 9, amount, "number"),
    Field("use_code", gettext_lazy("Land use code"), 10),
    Field("use_name", pgettext_lazy("land", "Use"), 14),
    Field("far_min", gettext_lazy("Floor area ratio, least"), 10, amount, "number"),
    Field("far_max", gettext_lazy("Floor area ratio, most"), 10, amount, "number"),
    Field("density_max", gettext_lazy("Building density, most (%)"), 10, amount, "number"),
    Field("height_max", gettext_lazy("Building height, most (m)"), 10, amount, "number"),
    Field("green_max", gettext_lazy("Greenery, most (%)"), 10, amount, "number"),
    Field("price_per_mu", gettext_lazy("Price (10,000 yuan per mu)"), 14, amount, "number"),
    Field("power_kva", gettext_lazy("Power at the line (kVA)"), 12, amount, "number"),
    Field("water_tpd", gettext_lazy("Water at the line (t a day)"), 12, amount, "number"),
    Field("frontage_m", gettext_lazy("Road frontage (m)"), 10, amount, "number"),
    Field("soil", gettext_lazy("Soil"), 20),
    Field("remark", gettext_lazy("Remark"), 24),
    Field("ready_likely", gettext_lazy("Likely ready on"), 12, None, "date"),
)
LABELS = {field.code: field.label for field in PARCEL}


def headed() -> list[Column]:
    """The headings in the reader's language."""
    return [Column(str(f.label), f.width, f.kind) for f in PARCEL]  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was read: its number in the sheet, and what its cells say by column."""

    number: int
    values: dict[str, Any]


def read_rows(rows: Sequence[Sequence[Cell]]) -> tuple[list[Row], list[str]]:
    """
    The rows below the headings, and what is wrong with row and column named.

    A heading is known by its name in either language; a column that is only written, or not known,
    is left aside.
    """
    by_name: dict[str, Field] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            by_name |= {str(field.label).lower(): field for field in PARCEL if field.read}
    heads = [by_name.get(text(cell).lower()) for cell in rows[0]] if rows else []
    if not any(head and head.code == "number" for head in heads):
        sentence = _("The table has no column “%(name)s”.")
        return [], [sentence % {"name": LABELS["number"]}]
    read: list[Row] = []
    problems: list[str] = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(text(cell) for cell in row):
            continue
        values: dict[str, Any] = {}
        for head, cell in zip(heads, row, strict=False):
            if head is None or head.read is None:
                continue
            try:
                values[head.code] = head.read(cell)
            except BadCell as error:
                problems.append(at_row(number, head.label, error))
        read.append(Row(number, values))
    return read, problems


def at_row(number: int, column: Any, sentence: Any) -> str:
    """What is wrong, with its place."""
    return _("Row %(number)s, %(column)s: %(sentence)s") % {
        "number": number,
        "column": str(column),
        "sentence": str(sentence),
    }
