"""What each role may do, and how far: the one table of rights.

It is code on purpose (docs/decisions/0006): a change of rights is reviewed, tested against
every endpoint and released like any other change. The page 权限一览 shows this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .choices import Capability as C
from .choices import Role, Scope

OWN, ENTERPRISE, UNIT, PARK = Scope.OWN, Scope.ENTERPRISE, Scope.UNIT, Scope.PARK

_STAFF: dict[str, Scope] = {
    C.ENTERPRISE_SEE: PARK,
    C.DRIVE_SEE: PARK,
    C.SCHEME_SEE: PARK,
    C.PARCEL_SEE: PARK,
    C.CLEARING_SEE: PARK,
    C.SITE_SEE: PARK,
    C.DELIVERY_SEE: PARK,
    C.ARTICLE_SEE: PARK,
    C.PERSON_SEE: PARK,
    C.ABSENCE_SET: OWN,
    C.ROLES_SEE: PARK,
    C.CALENDAR_SEE: PARK,
}

_OFFICER: dict[str, Scope] = _STAFF | {
    C.REQUEST_SEE: UNIT,
    C.REQUEST_RAISE: PARK,
    C.REQUEST_HANDLE: OWN,
    C.REQUEST_NOTE: UNIT,
    C.ENTERPRISE_EDIT: OWN,
    C.DRIVE_ANSWER: OWN,
    C.ARTICLE_EDIT: UNIT,
    C.VISIT_SEE: PARK,
    C.VISIT_RECORD: OWN,
    C.VISIT_PLAN: OWN,
    C.CLAIM_SEE: PARK,
    C.CLAIM_HANDLE: OWN,
}

_CARRIES_CLAIMS: dict[str, Scope] = {
    C.SCHEME_EDIT: PARK,
    C.CLAIM_SEE: PARK,
    C.CLAIM_HANDLE: PARK,
    C.CLAIM_EXPORT: PARK,
}

_APPROVES_LAND: dict[str, Scope] = {
    C.PARCEL_EDIT: PARK,
    C.PARCEL_APPROVE: PARK,
    C.PARCEL_EXPORT: PARK,
    C.LAND_RULES: PARK,
    C.CLEARING_KEEP: PARK,
    C.CLEARING_RULES: PARK,
    C.SITE_SEARCH: PARK,
}

_COURTS: dict[str, Scope] = {
    C.PROSPECT_SEE: PARK,
    C.PROSPECT_KEEP: PARK,
    C.PROSPECT_EXPORT: PARK,
}

_DELIVERS: dict[str, Scope] = {
    C.DELIVERY_KEEP: PARK,
    C.DELIVERY_EXPORT: PARK,
    C.LETTER_ANSWER: PARK,
}
_LEADS_PROJECTS: dict[str, Scope] = {
    C.PROJECT_SEE: PARK,
    C.PROJECT_EXPORT: PARK,
    C.PROJECT_RULES: PARK,
    C.OPINION_GIVE: PARK,
}

_LIAISON: dict[str, Scope] = {
    C.REQUEST_SEE: UNIT,
    C.REQUEST_HANDLE: UNIT,
    C.REQUEST_NOTE: UNIT,
    C.ARTICLE_SEE: PARK,
    C.ABSENCE_SET: OWN,
    C.ROLES_SEE: PARK,
    C.CALENDAR_SEE: PARK,
}

_GRANTS: dict[str, dict[str, Scope]] = {
    Role.DEPUTY_DIRECTOR: _STAFF
    | _CARRIES_CLAIMS
    | _APPROVES_LAND
    | _DELIVERS
    | _COURTS
    | _LEADS_PROJECTS
    | {
        C.PROJECT_KEEP: PARK,
        C.DELIVERY_RULES: PARK,
        C.REQUEST_SEE: PARK,
        C.REQUEST_RAISE: PARK,
        C.REQUEST_TRIAGE: PARK,
        C.REQUEST_HANDLE: PARK,
        C.REQUEST_NOTE: PARK,
        C.RETURN_RULE: PARK,
        C.FOLLOW_UP: PARK,
        C.CAUSE_KEEP: PARK,
        C.EXTENSION_RULE: PARK,
        C.REQUEST_CHASE: PARK,
        C.REQUEST_EXPORT: PARK,
        C.BOARD_SEE: PARK,
        C.SCORE_SEE: PARK,
        C.DRIVE_RUN: PARK,
        C.DRIVE_ANSWER: PARK,
        C.ENTERPRISE_EDIT: PARK,
        C.ENTERPRISE_MERGE: PARK,
        C.ENTERPRISE_EXPORT: PARK,
        C.ARTICLE_EDIT: PARK,
        C.VISIT_SEE: PARK,
        C.VISIT_RECORD: PARK,
        C.VISIT_PLAN: PARK,
        C.VISIT_RULES: PARK,
        C.ABSENCE_SET: PARK,
        C.AUDIT_SEE: PARK,
    },
    Role.SECTION_HEAD: _OFFICER
    | _CARRIES_CLAIMS
    | _APPROVES_LAND
    | _DELIVERS
    | _COURTS
    | _LEADS_PROJECTS
    | {
        C.PROJECT_KEEP: UNIT,
        C.DELIVERY_RULES: PARK,
        C.REQUEST_TRIAGE: UNIT,
        C.REQUEST_HANDLE: UNIT,
        C.EXTENSION_RULE: UNIT,
        C.REQUEST_CHASE: UNIT,
        C.REQUEST_EXPORT: UNIT,
        C.BOARD_SEE: UNIT,
        C.SCORE_SEE: PARK,
        C.DRIVE_RUN: PARK,
        C.DRIVE_ANSWER: PARK,
        C.ENTERPRISE_EDIT: PARK,
        C.ENTERPRISE_EXPORT: PARK,
        C.VISIT_PLAN: PARK,
        C.ABSENCE_SET: UNIT,
    },
    Role.SECTOR_SPECIALIST: _OFFICER
    | {
        C.SCHEME_EDIT: PARK,
        C.SITE_SEARCH: PARK,
        C.PROSPECT_SEE: PARK,
        C.PROSPECT_KEEP: OWN,
        C.PROJECT_SEE: PARK,
        C.PROJECT_KEEP: OWN,
        C.DELIVERY_KEEP: OWN,
    },
    Role.PLANNING_OFFICER: _OFFICER
    | _DELIVERS
    | {
        C.PROJECT_SEE: PARK,
        C.PARCEL_EDIT: PARK,
        C.PARCEL_EXPORT: PARK,
        C.CLEARING_KEEP: PARK,
        C.SITE_SEARCH: PARK,
    },
    Role.GENERAL_AFFAIRS: _STAFF
    | _CARRIES_CLAIMS
    | {
        C.PROJECT_SEE: PARK,
        C.REQUEST_SEE: PARK,
        C.REQUEST_RAISE: PARK,
        C.REQUEST_TRIAGE: PARK,
        C.REQUEST_HANDLE: PARK,
        C.REQUEST_NOTE: PARK,
        C.RETURN_RULE: PARK,
        C.FOLLOW_UP: PARK,
        C.CAUSE_KEEP: PARK,
        C.REQUEST_CHASE: PARK,
        C.REQUEST_EXPORT: PARK,
        C.BOARD_SEE: PARK,
        C.SCORE_SEE: PARK,
        C.DRIVE_RUN: PARK,
        C.DRIVE_ANSWER: PARK,
        C.ENTERPRISE_EDIT: PARK,
        C.ENTERPRISE_IMPORT: PARK,
        C.ENTERPRISE_MERGE: PARK,
        C.ENTERPRISE_EXPORT: PARK,
        C.ARTICLE_EDIT: PARK,
        C.VISIT_SEE: PARK,
        C.VISIT_RECORD: PARK,
        C.VISIT_PLAN: PARK,
        C.VISIT_RULES: PARK,
        C.PERSON_INVITE: PARK,
        C.ABSENCE_SET: UNIT,
    },
    Role.ENTERPRISE_CONTACT: {
        C.REQUEST_SEE: ENTERPRISE,
        C.REQUEST_RAISE: ENTERPRISE,
        C.REQUEST_RATE: ENTERPRISE,
        C.ENTERPRISE_SEE: ENTERPRISE,
        C.DRIVE_ANSWER: ENTERPRISE,
        C.ARTICLE_SEE: ENTERPRISE,
        C.SCHEME_SEE: ENTERPRISE,
        C.CLAIM_SEE: ENTERPRISE,
        C.CLAIM_FILE: ENTERPRISE,
    },
    # Steps, letters and opinions of its own bureau.
    Role.BUREAU_LIAISON: _LIAISON
    | {C.DELIVERY_SEE: UNIT, C.LETTER_ANSWER: UNIT, C.OPINION_GIVE: UNIT},
    # Its own village's land, or its town's: what lies there and what is owned there.
    Role.VILLAGE_LIAISON: _LIAISON
    | {
        C.PARCEL_SEE: UNIT,
        C.CLEARING_SEE: UNIT,
        C.CLEARING_KEEP: UNIT,
        C.DELIVERY_SEE: UNIT,
        C.LETTER_ANSWER: UNIT,
    },
    Role.AUDITOR: _STAFF
    | {
        C.REQUEST_SEE: PARK,
        C.REQUEST_NOTE: PARK,
        C.REQUEST_EXPORT: PARK,
        C.BOARD_SEE: PARK,
        C.SCORE_SEE: PARK,
        C.CLAIM_SEE: PARK,
        C.CLAIM_EXPORT: PARK,
        C.PROJECT_SEE: PARK,
        C.PROJECT_EXPORT: PARK,
        C.PARCEL_EXPORT: PARK,
        C.DELIVERY_EXPORT: PARK,
        C.PROSPECT_SEE: PARK,
        C.ENTERPRISE_EXPORT: PARK,
        C.VISIT_SEE: PARK,
        C.AUDIT_SEE: PARK,
    },
    # Sets the house in order without reading what enterprises confide to it.
    Role.PARK_ADMIN: _STAFF
    | {
        C.ENTERPRISE_IMPORT: PARK,
        C.PERSON_INVITE: PARK,
        C.ABSENCE_SET: PARK,
        C.CALENDAR_EDIT: PARK,
        C.PROMISE_EDIT: PARK,
        C.CHANNEL_EDIT: PARK,
        C.VISIT_RULES: PARK,
        C.PROJECT_RULES: PARK,
        C.DELIVERY_RULES: PARK,
        C.PARK_EDIT: PARK,
        C.AUDIT_SEE: PARK,
    },
}

GRANTS: Mapping[str, Mapping[str, Scope]] = MappingProxyType(
    {role: MappingProxyType(rights) for role, rights in _GRANTS.items()}
)


def scope_of(role: str, capability: str) -> Scope:
    """How far ``role`` reaches with ``capability``; NONE when it may not at all."""
    return GRANTS.get(role, {}).get(capability, Scope.NONE)
