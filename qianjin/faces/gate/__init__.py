"""门房 The doorkeeper that stands before every face: who may enter, in whose park, only once.

A view is classified by ``@endpoint`` (it only reads) or ``@acts`` (its POST changes something:
one transaction, one idempotency key, refusals worded for people). A view that is neither is
refused. ``to`` builds addresses inside the park of the request.
"""

from .access import ANYONE, SIGNED_IN, Access, acts, endpoint, to

__all__ = ["ANYONE", "SIGNED_IN", "Access", "acts", "endpoint", "to"]
