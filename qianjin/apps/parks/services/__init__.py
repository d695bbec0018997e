"""园区动词 The verbs about a park: opening it, its facts and units, its days and hours."""

from ..refusals import (
    BadCalendar,
    BadDay,
    BadOpening,
    BadPark,
    BadUnit,
    MayNotEditCalendar,
    MayNotEditPark,
    UnitInUse,
)
from .calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    add_calendar,
    adopt_year,
    clear_day,
    compare_years,
    rename_calendar,
    set_day,
    set_opening,
)
from .chronicle import enter_chronicle, strike_chronicle
from .park import change_park, next_number, open_park
from .units import add_unit, change_unit, close_unit, reopen_unit

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "BadCalendar",
    "BadDay",
    "BadOpening",
    "BadPark",
    "BadUnit",
    "MayNotEditCalendar",
    "MayNotEditPark",
    "UnitInUse",
    "add_calendar",
    "add_unit",
    "adopt_year",
    "change_park",
    "change_unit",
    "clear_day",
    "close_unit",
    "compare_years",
    "enter_chronicle",
    "next_number",
    "open_park",
    "rename_calendar",
    "reopen_unit",
    "set_day",
    "set_opening",
    "strike_chronicle",
]
