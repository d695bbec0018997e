"""拿地即开工提问 The questions of plans, steps, letters and networks; the only doors to them."""

from ..planning.office import working_days_left
from ..planning.problem import What
from .agreed import BEHIND, Reached, reached_by
from .entries import (
    file_for,
    keepers_of,
    letter_file_for,
    letter_for,
    parcels_named,
    plan_for,
    plan_of_project,
    projects_free,
    step_for,
    units_for,
)
from .letters import LetterPage, letters_of, letters_page
from .links import bearer_of, is_open, letter_by_link, link_of
from .lists import (
    PlanPage,
    PlanRow,
    Week,
    exported,
    notes_of,
    plans_page,
    round_of,
    steps_of,
    today_of,
    week_of,
    works_for,
)
from .measures import Measured, measured
from .networks import (
    Version,
    capacities_of,
    in_force,
    known_of,
    touched_by,
    versions_of,
)
from .whatif import Compared, compared, customs_of
from .why import ChainRow, Tight, Why, forecasts_of, tight_of, why_of

__all__ = [
    "BEHIND",
    "ChainRow",
    "Compared",
    "LetterPage",
    "Measured",
    "PlanPage",
    "PlanRow",
    "Reached",
    "Tight",
    "Version",
    "Week",
    "What",
    "Why",
    "bearer_of",
    "capacities_of",
    "compared",
    "customs_of",
    "exported",
    "file_for",
    "forecasts_of",
    "in_force",
    "is_open",
    "keepers_of",
    "known_of",
    "letter_by_link",
    "letter_file_for",
    "letter_for",
    "letters_of",
    "letters_page",
    "link_of",
    "measured",
    "notes_of",
    "parcels_named",
    "plan_for",
    "plan_of_project",
    "plans_page",
    "projects_free",
    "reached_by",
    "round_of",
    "step_for",
    "steps_of",
    "tight_of",
    "today_of",
    "touched_by",
    "units_for",
    "versions_of",
    "week_of",
    "why_of",
    "working_days_left",
    "works_for",
]
