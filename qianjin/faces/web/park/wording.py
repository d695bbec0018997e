"""How the acts of the audit trail are called, and where the things they speak of are shown."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianjin.apps.accounts.actors import CLOCK
from qianjin.apps.accounts.choices import Role
from qianjin.apps.desk.choices import EntryKind
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest

VERBS: dict[str, Any] = {
    **{f"request.{kind.value}": kind.label for kind in EntryKind},
    "request.bulk": gettext_lazy("laid down requests in bulk"),
    "absence.enter": gettext_lazy("entered an absence"),
    "absence.end": gettext_lazy("ended an absence"),
    "audit.export": gettext_lazy("took out the audit trail"),
    "calendar.adopt": gettext_lazy("took over an official calendar"),
    "calendar.day": gettext_lazy("set a day"),
    "calendar.clear_day": gettext_lazy("let a day be as its year says"),
    "calendar.opening": gettext_lazy("set the opening hours"),
    "calendar.rename": gettext_lazy("renamed a calendar"),
    "contact.add": gettext_lazy("added a contact"),
    "contact.change": gettext_lazy("changed a contact"),
    "contact.join": gettext_lazy("joined as contact"),
    "contact.left": gettext_lazy("noted that a contact left"),
    "contact.reveal": gettext_lazy("looked at a telephone number"),
    "drive.export": gettext_lazy("took out a special action"),
    "drive.finish": gettext_lazy("finished a special action"),
    "drive.record": gettext_lazy("entered where an enterprise stands"),
    "drive.start": gettext_lazy("started a special action"),
    "claim.approved": gettext_lazy("entered an approval"),
    "claim.begun": gettext_lazy("began a claim"),
    "claim.declined": gettext_lazy("gave a claim up"),
    "campaign.assign": gettext_lazy("gave targets to a caller"),
    "campaign.close": gettext_lazy("closed a campaign"),
    "campaign.export": gettext_lazy("took out a list of targets"),
    "campaign.load": gettext_lazy("loaded a register of firms"),
    "campaign.open": gettext_lazy("opened a campaign"),
    "campaign.result": gettext_lazy("noted what came of a target"),
    "claim.entered": gettext_lazy("entered a claim from a table"),
    "claim.export": gettext_lazy("took out claims"),
    "claim.filed": gettext_lazy("filed a claim"),
    "claim.files": gettext_lazy("added documents to a claim"),
    "claim.handed_over": gettext_lazy("handed a claim to the bureau"),
    "claim.paid": gettext_lazy("entered a payment"),
    "claim.refused": gettext_lazy("entered a refusal"),
    "claim.sent_back": gettext_lazy("sent a claim back"),
    "enterprise.qualification": gettext_lazy("stated a qualification"),
    "organisation.change": gettext_lazy("changed a prospect firm"),
    "organisation.land": gettext_lazy("noted that a firm has landed"),
    "organisation.merge": gettext_lazy("merged two prospect firms"),
    "organisation.unmerge": gettext_lazy("undid a merge"),
    "organisations.export": gettext_lazy("took out prospect firms"),
    "organisation.resume": gettext_lazy("resumed pursuing a firm"),
    "organisation.retire": gettext_lazy("stopped pursuing a firm"),
    "organisation.write": gettext_lazy("entered a prospect firm"),
    "prospect.change": gettext_lazy("changed a contact of prospects"),
    "prospect.anonymise": gettext_lazy("deleted a person's particulars"),
    "prospect.distinct": gettext_lazy("said that two entries are distinct"),
    "prospect.merge": gettext_lazy("merged two contacts"),
    "prospect.unmerge": gettext_lazy("undid a merge"),
    "prospect.write_many": gettext_lazy("entered many contacts"),
    "projects.abandon": gettext_lazy("gave up a table"),
    "projects.import": gettext_lazy("imported projects"),
    "projects.undo_import": gettext_lazy("undid an import"),
    "projects.upload": gettext_lazy("sent a table of projects"),
    "prospects.abandon": gettext_lazy("gave up a table"),
    "prospects.export": gettext_lazy("took out contacts"),
    "prospects.hand_over": gettext_lazy("handed a book over"),
    "prospects.import": gettext_lazy("imported contacts"),
    "prospects.undo_hand_over": gettext_lazy("undid a handover"),
    "prospects.undo_import": gettext_lazy("undid an import"),
    "prospects.upload": gettext_lazy("sent a table of contacts"),
    "prospect.reveal": gettext_lazy("read a contact's numbers"),
    "prospect.write": gettext_lazy("entered a contact of prospects"),
    "tie.say": gettext_lazy("said who knows whom"),
    "tie.take_back": gettext_lazy("took back who knows whom"),
    "scheme.change": gettext_lazy("changed a support scheme"),
    "scheme.check": gettext_lazy("checked a support scheme"),
    "scheme.export": gettext_lazy("took out support schemes"),
    "scheme.tell": gettext_lazy("told enterprises of a support scheme"),
    "scheme.write": gettext_lazy("entered a support scheme"),
    "schemes.abandon": gettext_lazy("gave up a table"),
    "schemes.import": gettext_lazy("imported support schemes"),
    "schemes.undo_import": gettext_lazy("undid an import"),
    "schemes.upload": gettext_lazy("sent a table of support schemes"),
    "drive.tell": gettext_lazy("told the enterprises of a special action"),
    "duty.set": gettext_lazy("set a duty"),
    "enterprise.assign": gettext_lazy("named the officer responsible"),
    "enterprise.change": gettext_lazy("changed an enterprise"),
    "enterprise.distinct": gettext_lazy("said that two enterprises are distinct"),
    "enterprise.export": gettext_lazy("took out the list of enterprises"),
    "enterprise.figures": gettext_lazy("entered yearly figures"),
    "enterprise.import": gettext_lazy("imported enterprises"),
    "enterprise.import_undone": gettext_lazy("undid an import"),
    "enterprise.merge": gettext_lazy("merged two enterprises"),
    "enterprise.merged_away": gettext_lazy("was merged into another"),
    "enterprise.note": gettext_lazy("noted on an enterprise"),
    "enterprise.register": gettext_lazy("entered an enterprise"),
    "enterprise.stands_again": gettext_lazy("stands for itself again"),
    "enterprise.unmerge": gettext_lazy("undid a merge"),
    "invitation.accept": gettext_lazy("took up an invitation"),
    "invitation.make": gettext_lazy("made an invitation"),
    "invitation.revoke": gettext_lazy("withdrew an invitation"),
    "membership.appoint": gettext_lazy("gave a role"),
    "membership.end": gettext_lazy("ended a role"),
    "park.change": gettext_lazy("changed the park"),
    "park.open": gettext_lazy("opened the park"),
    "person.change": gettext_lazy("changed their own profile"),
    "person.register": gettext_lazy("opened an account"),
    "person.sign_in": gettext_lazy("signed in"),
    "person.sign_in_failed": gettext_lazy("failed to sign in"),
    "promise.choose": gettext_lazy("chose a promise"),
    "promise.profile": gettext_lazy("wrote down a promise"),
    "letter.drop": gettext_lazy("put a letter aside"),
    "letter.raise": gettext_lazy("made a letter a request"),
    "mailbox.save": gettext_lazy("set up the mailbox"),
    "robot.add": gettext_lazy("set up a group robot"),
    "robot.change": gettext_lazy("changed a group robot"),
    "robot.pause": gettext_lazy("let a group robot rest"),
    "robot.try": gettext_lazy("tried a group robot"),
    "robot.wake": gettext_lazy("let a group robot speak again"),
    "request.export": gettext_lazy("took out a list of requests"),
    "rule.add": gettext_lazy("wrote an automation rule"),
    "rule.change": gettext_lazy("changed an automation rule"),
    "rule.pause": gettext_lazy("switched an automation rule off"),
    "rule.run": gettext_lazy("acted by an automation rule"),
    "rule.wake": gettext_lazy("switched an automation rule on"),
    "cause.open": gettext_lazy("grouped requests under a common cause"),
    "cause.join": gettext_lazy("added to a common cause"),
    "cause.leave": gettext_lazy("took a request out of a common cause"),
    "cause.answer": gettext_lazy("answered a common cause"),
    "chain_team.set": gettext_lazy("named the team of a chain"),
    "thanks.enter": gettext_lazy("entered a letter of thanks"),
    "score.export": gettext_lazy("took out the scores"),
    "score.publish": gettext_lazy("opened or shut the public page of scores"),
    "token.make": gettext_lazy("made an access token"),
    "token.revoke": gettext_lazy("revoked an access token"),
    "unit.add": gettext_lazy("added a unit"),
    "unit.change": gettext_lazy("changed a unit"),
    "unit.close": gettext_lazy("took a unit out of use"),
    "unit.reopen": gettext_lazy("took a unit into use again"),
}
"""Every verb the services record; a test finds any that is missing here."""

KINDS: dict[str, Any] = {
    "claim": gettext_lazy("Claim"),
    "drive": gettext_lazy("Special action"),
    "scheme": gettext_lazy("Support scheme"),
    "prospect": gettext_lazy("Contact of prospects"),
    "organisation": gettext_lazy("Prospect firm"),
    "handover": gettext_lazy("Handover"),
    "campaign": gettext_lazy("Campaign"),
    "prospect_import": gettext_lazy("Import of contacts"),
    "scheme_import": gettext_lazy("Import of support schemes"),
    "project_import": gettext_lazy("Import of projects"),
    "request": gettext_lazy("Request"),
    "enterprise": gettext_lazy("Enterprise"),
    "contact": gettext_lazy("Contact"),
    "person": gettext_lazy("Person"),
    "invitation": gettext_lazy("Invitation"),
    "unit": gettext_lazy("Unit"),
    "park": gettext_lazy("Park"),
    "calendar": gettext_lazy("Working calendar"),
    "profile": gettext_lazy("Promise"),
    "token": gettext_lazy("Access token"),
    "import": gettext_lazy("Import"),
    "merge": gettext_lazy("Merge"),
    "letter": gettext_lazy("Letter by mail"),
    "mailbox": gettext_lazy("Mailbox"),
    "robot": gettext_lazy("Group robot"),
    "rule": gettext_lazy("Automation rule"),
}

PROBLEMS: dict[str, Any] = {
    "altered": gettext_lazy("Entry %(seq)s has been altered after it was sealed."),
    "missing": gettext_lazy("Entry %(seq)s is missing."),
    "reordered": gettext_lazy("Entry %(seq)s does not stand in its place."),
    "cut off": gettext_lazy("Entry %(seq)s and everything after it has been cut off."),
}

PAGES = {
    "request": ("web:request", "object_label"),
    "enterprise": ("web:enterprise", "object_id"),
    "person": ("web:person", "object_id"),
    "unit": ("web:unit", "object_id"),
    "prospect": ("web:prospect", "object_id"),
    "organisation": ("web:prospect_firm", "object_id"),
    "campaign": ("web:prospect_campaign", "object_id"),
    "robot": ("web:robot", "object_id"),
    "rule": ("web:rule", "object_id"),
}


def verb_name(verb: str) -> str:
    """What was done, in the reader's language."""
    return str(VERBS.get(verb, verb))


def kind_name(kind: str) -> str:
    """What it was done to, in the reader's language."""
    return str(KINDS.get(kind, kind))


def actor_name(entry: Any) -> str:
    """Who did it: a person with a role, or the clock."""
    if entry.role == CLOCK:
        if entry.actor_name:
            return _("System: %(rule)s") % {"rule": entry.actor_name}
        return _("System")
    return entry.actor_name or "—"


def role_name(entry: Any) -> str:
    """In which role it was done."""
    return str(Role(entry.role).label) if entry.role in Role.values else ""


def object_address(request: ParkRequest, entry: Any) -> str:
    """The page about the thing, where there is one."""
    name, field = PAGES.get(entry.object_kind, ("", ""))
    value = getattr(entry, field) if field else None
    if not value:
        return ""
    try:
        return to(request, name, value)
    except NoReverseMatch:  # a label that is no number of a request
        return ""
