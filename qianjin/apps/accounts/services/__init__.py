"""人员动词 The verbs about people: accounts, roles, invitations, absences, notices, drafts."""

from ..refusals import (
    AbsenceOver,
    BadAbsence,
    BadPerson,
    BadRole,
    BadToken,
    HasEnded,
    InvitationSettled,
    LastAdministrator,
    MayNotChangePeople,
    MayNotEnterAbsence,
    MayNotInvite,
)
from .absences import end_absence, enter_absence
from .invitations import accept_invitation, forget_invitations, invite, revoke_invitation
from .notices import mailed, notice_rows, notify, read_notices
from .own import (
    change_profile,
    drop_view,
    forget_draft,
    forget_drafts,
    looked,
    save_draft,
    save_view,
    set_language,
)
from .people import (
    appoint,
    end_membership,
    nobody,
    register_person,
    user_as_who,
)
from .tokens import LONGEST_DAYS, make_token, revoke_token, token_used

__all__ = [
    "LONGEST_DAYS",
    "AbsenceOver",
    "BadAbsence",
    "BadPerson",
    "BadRole",
    "BadToken",
    "HasEnded",
    "InvitationSettled",
    "LastAdministrator",
    "MayNotChangePeople",
    "MayNotEnterAbsence",
    "MayNotInvite",
    "accept_invitation",
    "appoint",
    "change_profile",
    "drop_view",
    "end_absence",
    "end_membership",
    "enter_absence",
    "forget_draft",
    "forget_drafts",
    "forget_invitations",
    "invite",
    "looked",
    "mailed",
    "make_token",
    "nobody",
    "notice_rows",
    "notify",
    "read_notices",
    "register_person",
    "revoke_invitation",
    "revoke_token",
    "save_draft",
    "save_view",
    "set_language",
    "token_used",
    "user_as_who",
]
