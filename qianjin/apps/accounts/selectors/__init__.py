"""人员提问 The questions about people; the only doors by which a face gets one."""

from .absences import (
    absence_for,
    absences_of,
    may_be_absent,
    possible_deputies,
)
from .invitations import (
    invitation_for,
    invitations_of,
    open_invitation,
    settled_invitation,
    token_hash,
)
from .own import (
    draft_of,
    notice_for,
    notices_of,
    saved_views_of,
    to_mail,
    unread_count,
)
from .people import (
    PersonRow,
    membership_for,
    people_of,
    person_for,
    roles_held,
)
from .roles import (
    account_with_address,
    actor_of,
    contacts_in,
    current_memberships,
    deputies_of,
    officer_of,
    parks_of,
    parks_with_unread,
    people_with,
    serves_an_office,
    serving_in,
    staff_of,
)
from .tokens import (
    token_for,
    tokens_of,
    valid_token,
)

__all__ = [
    "PersonRow",
    "absence_for",
    "absences_of",
    "account_with_address",
    "actor_of",
    "contacts_in",
    "current_memberships",
    "deputies_of",
    "draft_of",
    "invitation_for",
    "invitations_of",
    "may_be_absent",
    "membership_for",
    "notice_for",
    "notices_of",
    "officer_of",
    "open_invitation",
    "parks_of",
    "parks_with_unread",
    "people_of",
    "people_with",
    "person_for",
    "possible_deputies",
    "roles_held",
    "saved_views_of",
    "serves_an_office",
    "serving_in",
    "settled_invitation",
    "staff_of",
    "to_mail",
    "token_for",
    "token_hash",
    "tokens_of",
    "unread_count",
    "valid_token",
]
