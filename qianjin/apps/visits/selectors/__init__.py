"""走访提问 The questions about visits; the only doors by which a face gets one."""

from .asking import ask_of, officers_to_plan
from .coverage import (
    Coverage,
    CoverageFilters,
    CoveragePage,
    CoverageRow,
    TierCoverage,
    coverage,
    coverage_page,
    coverage_points,
    exported,
    rules_of,
)
from .field import field_firms, field_lines, field_rounds, questions_around
from .ground import availability_of, place_of, places_around, times_of, travel_of
from .matrix import MatrixPlace, MatrixState, matrix_places, matrix_state
from .mileage import Outdoors, outdoors
from .plans import ProposedRound, ProposedStop, plan_for, plans_of, proposed
from .rounds import (
    feed_behind,
    feed_of,
    round_for,
    rounds_for_feed,
    rounds_page,
    stop_for,
    todays_round,
    todays_rounds,
)
from .visits import (
    finding_for,
    photo_for,
    quarter_of,
    questions_of,
    visible_visits,
    visit_for,
    visits_page,
)

__all__ = [
    "Coverage",
    "CoverageFilters",
    "CoveragePage",
    "CoverageRow",
    "MatrixPlace",
    "MatrixState",
    "Outdoors",
    "ProposedRound",
    "ProposedStop",
    "TierCoverage",
    "ask_of",
    "availability_of",
    "coverage",
    "coverage_page",
    "coverage_points",
    "exported",
    "feed_behind",
    "feed_of",
    "field_firms",
    "field_lines",
    "field_rounds",
    "finding_for",
    "matrix_places",
    "matrix_state",
    "officers_to_plan",
    "outdoors",
    "photo_for",
    "place_of",
    "places_around",
    "plan_for",
    "plans_of",
    "proposed",
    "quarter_of",
    "questions_around",
    "questions_of",
    "round_for",
    "rounds_for_feed",
    "rounds_page",
    "rules_of",
    "stop_for",
    "times_of",
    "todays_round",
    "todays_rounds",
    "travel_of",
    "visible_visits",
    "visit_for",
    "visits_page",
]
