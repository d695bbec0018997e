"""企业库提问 The questions of the directory; the only doors by which a face gets an enterprise."""

from .actors import actor_of, contact_of
from .choosing import (
    PAGE_KEY,
    Furniture,
    furniture_of,
    responsible_people,
    responsible_person,
)
from .entries import (
    MovedTo,
    changes_since,
    contact_for,
    contacts_of,
    enterprises_visible_to,
    get_enterprise_for,
    lookalikes,
)
from .imports import (
    WARNED,
    ImportItem,
    ImportPage,
    RowPage,
    import_for,
    import_rows,
    imports_of,
    rows_with_reasons,
)
from .listing import (
    COUNT_LIMIT,
    EnterpriseRow,
    Filters,
    Page,
    enterprise_page,
    exported,
    matching,
    suggestions,
)
from .threads import ThreadPage, figures_of, thread_of

__all__ = [
    "COUNT_LIMIT",
    "PAGE_KEY",
    "WARNED",
    "EnterpriseRow",
    "Filters",
    "Furniture",
    "ImportItem",
    "ImportPage",
    "MovedTo",
    "Page",
    "RowPage",
    "ThreadPage",
    "actor_of",
    "changes_since",
    "contact_for",
    "contact_of",
    "contacts_of",
    "enterprise_page",
    "enterprises_visible_to",
    "exported",
    "figures_of",
    "furniture_of",
    "get_enterprise_for",
    "import_for",
    "import_rows",
    "imports_of",
    "lookalikes",
    "matching",
    "responsible_people",
    "responsible_person",
    "rows_with_reasons",
    "suggestions",
    "thread_of",
]
