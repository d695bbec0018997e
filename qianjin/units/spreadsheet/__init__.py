"""电子表格 Spreadsheets: reading what people send, writing what they take home.

    >>> sheet = read_table("企业名称,人数\\n晨曦精密（演示）,60".encode())
    >>> sheet.kind, sheet.texts()[1]
    ('csv', ['晨曦精密（演示）', '60'])

Whatever a file contains, the only exception is `SpreadsheetError`, a code with parameters and
the English message that goes with it.
"""

from qianjin.units.spreadsheet.cells import Cell, Place, Sheet, half_width, text_of
from qianjin.units.spreadsheet.limits import Limits
from qianjin.units.spreadsheet.problems import SENTENCES, SpreadsheetError
from qianjin.units.spreadsheet.reading import read_table
from qianjin.units.spreadsheet.writing import (
    Column,
    Notes,
    Value,
    text_width,
    write_csv,
    write_table,
)

__all__ = [
    "SENTENCES",
    "Cell",
    "Column",
    "Limits",
    "Notes",
    "Place",
    "Sheet",
    "SpreadsheetError",
    "Value",
    "half_width",
    "read_table",
    "text_of",
    "text_width",
    "write_csv",
    "write_table",
]
