"""表格 The tables that go out: the template to fill in, and the rows given back with reasons."""

from __future__ import annotations

import io
from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from qianjin.units.spreadsheet import Column as Heading
from qianjin.units.spreadsheet import Notes, write_table

from ..choices import EnterpriseStatus, Sector, Tier
from .columns import COLUMNS, REASONS, Column

LeftRow = tuple[Sequence[str], dict[int, str], Sequence[str]]
"""The cells of a row as they stood in the file, what is wrong in which place, and the reasons."""


def template() -> io.BytesIO:
    """The headings the import knows, one example, and what belongs where; in the reader's words."""
    out = io.BytesIO()
    chinese = (translation.get_language() or "").startswith("zh")
    headings = [
        Heading(column.heading if chinese else str(column.label), column.width)
        for column in COLUMNS
    ]
    example = [_example(column) for column in COLUMNS]
    write_table(
        out, headings, [example], sheet=_("Enterprises"), notes=Notes(_("How to fill in"), _help())
    )
    out.seek(0)
    return out


def rows_back(headings: Sequence[str], rows: Sequence[LeftRow]) -> io.BytesIO:
    """
    The rows that did not land, as they stood in the file, with a column of reasons behind them.

    Whatever looks like a formula is written as text. Wrong cells are marked where they stand.
    """
    out = io.BytesIO()
    width = max([len(headings), *(len(cells) for cells, _wrong, _why in rows)], default=0)
    titles = [*headings, *[""] * (width - len(headings))]
    mark = {
        (number, place): sentence
        for number, (_cells, wrong, _why) in enumerate(rows)
        for place, sentence in wrong.items()
    }
    written = (
        [*cells, *[""] * (width - len(cells)), "\n".join(why)] for cells, _wrong, why in rows
    )
    columns = [*(Heading(title) for title in titles), Heading(_reasons_title(), 60)]
    write_table(out, columns, written, sheet=_("Rows not taken over"), mark=mark)
    out.seek(0)
    return out


def _reasons_title() -> str:
    chinese = (translation.get_language() or "").startswith("zh")
    return REASONS if chinese else _("Problem")


def _example(column: Column) -> str:
    choices = {"sector": Sector.AUTO, "tier": Tier.KEY, "status": EnterpriseStatus.OPERATING}
    return str(choices[column.code].label) if column.code in choices else column.example


def _help() -> list[str]:
    def options(choices: type[Sector | Tier | EnterpriseStatus]) -> str:
        return _(", ").join(str(choice.label) for choice in choices)

    return [
        _("The first row is an example; delete it before you send the table."),
        _("Only the name of the enterprise is needed. Empty cells change nothing."),
        _("Columns may stand in any order, and those you do not need may be deleted."),
        _("Credit code: 18 characters, entered as text."),
        _("Industry: code or name of GB/T 4754-2017, such as C3670."),
        _("Sector: %(options)s.") % {"options": options(Sector)},
        _("Tier: %(options)s.") % {"options": options(Tier)},
        _("Status: %(options)s.") % {"options": options(EnterpriseStatus)},
        _("Officer responsible: the name of somebody who serves in this park."),
        _("Dates: such as 2021-03-24."),
        _("Money in 10,000 yuan, land in mu; another unit may be named in the heading."),
        _("Figures need a year: in the column of the year, or in the heading (2025 output)."),
    ]
