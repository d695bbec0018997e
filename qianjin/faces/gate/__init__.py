"""门房 The doorkeeper that stands before every face: who may enter, in whose park, only once.

A view is classified by ``@endpoint`` (it only reads) or ``@acts`` (its POST changes something:
one transaction, one idempotency key, refusals worded for people). A view that is neither is
refused. ``to`` builds addresses inside the park of the request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .access import ANYONE, SIGNED_IN, Access, acts, endpoint, to

__all__ = ["ANYONE", "SIGNED_IN", "Access", "acts", "endpoint", "to"]


def __getattr__(name: str) -> Any:
    """Load the front door when it is first used: Django imports this package before its models."""
    if name in __all__:
        from . import access

        return getattr(access, name)
    raise AttributeError(name)
