"""The request as a view inside a park gets it from the doorkeeper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from qianjin.apps.accounts.actors import Actor
    from qianjin.apps.accounts.models import User
    from qianjin.apps.parks.models import Park


class ParkRequest(HttpRequest):
    """A request of somebody signed in, in one park; only a type, nothing is made of it."""

    actor: Actor
    park: Park
    serving: tuple[tuple[str, str, int], ...]
    """As ``accounts.Arrival`` has it."""
    user: User
