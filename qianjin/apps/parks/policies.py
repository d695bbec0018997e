"""Who may change the park; the table of rights itself lies above, with the people."""

from __future__ import annotations

from typing import Protocol

from qianjin.apps.audit.services import Who

from .models import Park


class Steward(Who, Protocol):
    """Whoever acts on a park: the trace needs a name, the policy a right."""

    @property
    def park_id(self) -> int: ...

    def may(self, capability: str) -> bool: ...


def may_edit_park(by: Steward, park: Park) -> bool:
    """Facts, units and duties of the park."""
    return by.park_id == park.pk and by.may("park.edit")


def may_edit_calendar(by: Steward, park: Park) -> bool:
    """Days, opening hours and calendars of the park."""
    return by.park_id == park.pk and by.may("calendar.edit")
