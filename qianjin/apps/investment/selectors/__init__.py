"""招商提问 The questions of projects; the only doors to one."""

from .board import MOST_CARDS, Card, Lane, card_of, lanes, open_stages
from .entries import (
    pipeline_for,
    pipelines_of,
    project_for,
    projects_for,
    stage_for,
    touch_file_for,
)
from .listing import (
    COUNT_LIMIT,
    PAGE_KEY,
    SORTS,
    TABS,
    Filters,
    Furniture,
    Page,
    counts_shown,
    exported,
    furniture_of,
    projects_page,
    suggestions,
    tab_counts,
)
from .thread import ThreadPage, thread_of, touch_count
from .today import ProjectsToday, projects_today

__all__ = [
    "COUNT_LIMIT",
    "MOST_CARDS",
    "PAGE_KEY",
    "SORTS",
    "TABS",
    "Card",
    "Filters",
    "Furniture",
    "Lane",
    "Page",
    "ProjectsToday",
    "ThreadPage",
    "card_of",
    "counts_shown",
    "exported",
    "furniture_of",
    "lanes",
    "open_stages",
    "pipeline_for",
    "pipelines_of",
    "project_for",
    "projects_for",
    "projects_page",
    "projects_today",
    "stage_for",
    "suggestions",
    "tab_counts",
    "thread_of",
    "touch_count",
    "touch_file_for",
]
