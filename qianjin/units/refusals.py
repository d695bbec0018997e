"""拒绝 Why an act was not done: one class per kind of refusal, each with a sentence for people.

A service raises a subclass with its own ``sentence``; the doorkeeper of the faces turns it into
a page, a partial or JSON. The sentence may be a lazily translated string with named
placeholders; it is filled from ``params`` when shown, so it is worded in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar


class Refusal(Exception):
    """An anticipated "no", safe to show to the person who asked."""

    status: ClassVar[int] = 409
    sentence: ClassVar[Any] = "The act was refused."

    def __init__(self, **params: Any) -> None:
        super().__init__(self.__class__.__name__)
        self.params: Mapping[str, Any] = params

    def __str__(self) -> str:
        return str(self.sentence) % self.params if self.params else str(self.sentence)


class NotAllowed(Refusal):
    """The person may not do this (403)."""

    status = 403


class WrongState(Refusal):
    """The thing is in a state in which the act has no meaning (409)."""

    status = 409


class Conflict(Refusal):
    """Somebody else changed the thing first (409); ``changes`` says what."""

    status = 409


class BadInput(Refusal):
    """A field is wrong (422). ``fields`` maps a field's name to its sentences."""

    status = 422

    def __init__(self, fields: Mapping[str, Any] | None = None, **params: Any) -> None:
        super().__init__(**params)
        self.fields: Mapping[str, Any] = fields or {}


class Missing(Refusal):
    """Nothing here for this person: absent and foreign things answer alike (404)."""

    status = 404
