from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """角色 What a person is in a park; rights hang on it in ``grants``."""

    DEPUTY_DIRECTOR = "deputy_director", _("Deputy director")
    SECTION_HEAD = "section_head", _("Section head")
    SECTOR_SPECIALIST = "sector_specialist", _("Sector specialist")
    PLANNING_OFFICER = "planning_officer", _("Planning and construction officer")
    GENERAL_AFFAIRS = "general_affairs", _("General affairs officer")
    ENTERPRISE_CONTACT = "enterprise_contact", _("Enterprise contact")
    BUREAU_LIAISON = "bureau_liaison", _("Bureau liaison")
    VILLAGE_LIAISON = "village_liaison", _("Town and village liaison")
    AUDITOR = "auditor", _("Auditor")
    PARK_ADMIN = "park_admin", _("Park administrator")


NEEDS_UNIT = frozenset(
    {
        Role.SECTION_HEAD,
        Role.SECTOR_SPECIALIST,
        Role.PLANNING_OFFICER,
        Role.BUREAU_LIAISON,
        Role.VILLAGE_LIAISON,
    }
)
"""Roles whose rights reach as far as a unit, and which therefore need one."""


class Scope(models.IntegerChoices):
    """范围 How far a right reaches; a person with several roles has the widest."""

    NONE = 0, _("—")
    OWN = 1, _("Own matters")
    ENTERPRISE = 2, _("Own enterprise")
    UNIT = 3, _("Own section or unit")
    PARK = 4, _("Whole park")


class Capability(models.TextChoices):
    """权限 One thing a person may do."""

    REQUEST_SEE = "request.see", _("See requests")
    REQUEST_RAISE = "request.raise", _("Raise a request")
    REQUEST_TRIAGE = "request.triage", _("Triage and assign requests")
    REQUEST_HANDLE = "request.handle", _("Handle requests")
    REQUEST_NOTE = "request.note", _("Read and write internal notes")
    REQUEST_RATE = "request.rate", _("Rate, reopen and thank")
    RETURN_RULE = "return.rule", _("Rule on returned requests")
    EXTENSION_RULE = "extension.rule", _("Grant or refuse more time")
    REQUEST_CHASE = "request.chase", _("Urge on and supervise requests")
    CAUSE_KEEP = "cause.keep", _("Group requests under a common cause")
    FOLLOW_UP = "request.follow_up", _("Ask again afterwards")
    REQUEST_EXPORT = "request.export", _("Export requests")
    BOARD_SEE = "board.see", _("See the state at a glance")
    SCORE_SEE = "score.see", _("See scores and the wall")
    DRIVE_SEE = "drive.see", _("See special actions")
    DRIVE_RUN = "drive.run", _("Start and carry on special actions")
    DRIVE_ANSWER = "drive.answer", _("Answer special actions")
    SCHEME_SEE = "scheme.see", _("See support schemes")
    SCHEME_EDIT = "scheme.edit", _("Keep support schemes and their conditions")
    CLAIM_SEE = "claim.see", _("See claims and what was paid")
    CLAIM_FILE = "claim.file", _("Claim for the own enterprise")
    CLAIM_HANDLE = "claim.handle", _("Tell enterprises of schemes and carry claims to payment")
    CLAIM_EXPORT = "claim.export", _("Export schemes and claims")
    PROSPECT_SEE = "prospect.see", _("See prospects and who knows whom")
    PROSPECT_KEEP = "prospect.keep", _("Enter and change prospects, read their numbers")
    PROSPECT_EXPORT = "prospect.export", _("Take contacts out with their numbers")
    ENTERPRISE_SEE = "enterprise.see", _("See enterprises")
    ENTERPRISE_EDIT = "enterprise.edit", _("Edit enterprises and contacts")
    ENTERPRISE_IMPORT = "enterprise.import", _("Import enterprises")
    ENTERPRISE_MERGE = "enterprise.merge", _("Merge duplicate enterprises")
    ENTERPRISE_EXPORT = "enterprise.export", _("Export enterprises")
    ARTICLE_SEE = "article.see", _("Read the library")
    ARTICLE_EDIT = "article.edit", _("Keep articles and canned replies")
    PARCEL_SEE = "parcel.see", _("See parcels and the map")
    PARCEL_EDIT = "parcel.edit", _("Keep parcels and propose boundaries")
    PARCEL_APPROVE = "parcel.approve", _("Approve boundaries that others propose")
    PARCEL_EXPORT = "parcel.export", _("Export parcels")
    LAND_RULES = "land.rules", _("Change the rules of the parcel book")
    CLEARING_SEE = "clearing.see", _("See acquisition, listing and readiness of land")
    CLEARING_KEEP = "clearing.keep", _("Carry on acquisition and listing of land")
    CLEARING_RULES = "clearing.rules", _("Change the steps and periods of land")
    SITE_SEE = "site.see", _("See which sites suit projects")
    SITE_SEARCH = "site.search", _("Enter needs of land and search sites")
    PROJECT_SEE = "project.see", _("See investment projects")
    PROJECT_KEEP = "project.keep", _("Enter and carry on investment projects")
    PROJECT_EXPORT = "project.export", _("Export investment projects")
    PROJECT_RULES = "project.rules", _("Change pipelines, stages and criteria")
    DELIVERY_SEE = "delivery.see", _("See delivery plans, their steps and letters")
    DELIVERY_KEEP = "delivery.keep", _("Carry on delivery plans and write to bureaux")
    DELIVERY_EXPORT = "delivery.export", _("Export delivery plans")
    DELIVERY_RULES = "delivery.rules", _("Change the network of steps and capacities")
    LETTER_ANSWER = "letter.answer", _("Receive and answer letters of the park")
    OPINION_GIVE = "opinion.give", _("Give a bureau's opinion on an admission")
    VISIT_SEE = "visit.see", _("See visits, rounds and coverage")
    VISIT_RECORD = "visit.record", _("Go on rounds and record visits")
    VISIT_PLAN = "visit.plan", _("Plan rounds")
    VISIT_RULES = "visit.rules", _("Change how often whom is visited")
    PERSON_SEE = "person.see", _("See people")
    PERSON_INVITE = "person.invite", _("Invite people and change their roles")
    ABSENCE_SET = "absence.set", _("Enter an absence and its deputy")
    ROLES_SEE = "roles.see", _("See what each role may do")
    CALENDAR_SEE = "calendar.see", _("See calendars and promises")
    CALENDAR_EDIT = "calendar.edit", _("Change calendars")
    PROMISE_EDIT = "promise.edit", _("Change promises")
    CHANNEL_EDIT = "channel.edit", _("Set up channels and rules")
    PARK_EDIT = "park.edit", _("Change the park, its units and duties")
    AUDIT_SEE = "audit.see", _("Read the audit trail")
