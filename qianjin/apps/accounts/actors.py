"""行为人 Who asks or acts, as selectors and services see them."""

from __future__ import annotations

from dataclasses import dataclass, field

from .choices import Role, Scope
from .grants import scope_of

CLOCK = "clock"
"""The role of acts that time itself brings: reminders, archiving, recomputed due times."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in one park, with their roles there; built once per request."""

    user_id: int | None
    name: str
    park_id: int
    park_slug: str = ""
    roles: tuple[str, ...] = ()
    unit_ids: frozenset[int] = frozenset()
    enterprise_ids: frozenset[int] = frozenset()
    acting_for: frozenset[int] = frozenset()
    """People whose absence this person covers today."""
    language: str = "zh-hans"
    acting_names: tuple[str, ...] = field(default=(), compare=False)
    own_roles: tuple[str, ...] = field(default=(), compare=False)
    """The roles held in one's own name; ``roles`` adds those of the people stood in for."""

    @classmethod
    def clock(cls, park_id: int) -> Actor:
        """The clock of a park: sees and does what schedules do, in nobody's name."""
        return cls(user_id=None, name="", park_id=park_id, roles=(CLOCK,))

    @property
    def role(self) -> str:
        """The first role, for the audit trail."""
        return self.roles[0] if self.roles else ""

    @property
    def person_id(self) -> int:
        """The person's number where only a person can ask or act; 0, nobody's, for the clock."""
        return self.user_id or 0

    @property
    def is_clock(self) -> bool:
        return self.roles == (CLOCK,)

    @property
    def is_enterprise(self) -> bool:
        """Whether this person stands on the enterprise's side of the counter."""
        return Role.ENTERPRISE_CONTACT in self.roles

    @property
    def people(self) -> frozenset[int]:
        """This person and those they stand in for."""
        return self.acting_for | ({self.user_id} if self.user_id is not None else frozenset())

    def scope(self, capability: str) -> Scope:
        """How far this person reaches with ``capability``."""
        if self.is_clock:
            return Scope.PARK
        return max((scope_of(role, capability) for role in self.roles), default=Scope.NONE)

    def may(self, capability: str) -> bool:
        """Whether this person has ``capability`` at all."""
        return self.scope(capability) > Scope.NONE
