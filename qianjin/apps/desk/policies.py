"""Who may do what at the desk; plain predicates over the table of rights."""

from __future__ import annotations

from django.db.models import Q

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Capability, Scope

from .models import Entry, Part, ServiceRequest


def visible(actor: Actor) -> Q:
    """The condition on requests that ``actor`` may see: those led, and those helped with."""
    found = led(actor)
    if actor.scope(Capability.REQUEST_SEE) == Scope.UNIT and actor.unit_ids:
        found |= Q(park_id=actor.park_id, co_units__overlap=sorted(actor.unit_ids))
    return found


def led(actor: Actor) -> Q:
    """主办 The condition on the requests that figures count as this person's side's own."""
    scope = actor.scope(Capability.REQUEST_SEE)
    here = Q(park_id=actor.park_id)
    if scope == Scope.PARK:
        return here
    if scope == Scope.UNIT:
        return here & (Q(unit_id__in=actor.unit_ids) | Q(officer_id__in=actor.people))
    if scope == Scope.ENTERPRISE:
        return here & Q(enterprise_id__in=actor.enterprise_ids)
    if scope == Scope.OWN:
        return here & Q(officer_id__in=actor.people)
    return Q(pk__in=[])


def sees_all(actor: Actor) -> bool:
    """Whether ``visible`` is the whole park, so that a figure need not join the requests."""
    return actor.scope(Capability.REQUEST_SEE) == Scope.PARK


def reaches(actor: Actor, capability: str, request: ServiceRequest) -> bool:
    """Whether a right of ``actor`` reaches as far as this request."""
    scope = actor.scope(capability)
    if request.park_id != actor.park_id or scope == Scope.NONE:
        return False
    if scope == Scope.PARK:
        return True
    if scope == Scope.ENTERPRISE:
        return request.enterprise_id in actor.enterprise_ids
    own = request.officer_id in actor.people
    in_unit = request.unit_id in actor.unit_ids
    if scope == Scope.UNIT:
        return own or in_unit
    # Own matters include those of one's unit that nobody has taken yet.
    return own or (in_unit and request.officer_id is None)


def may_raise(actor: Actor, enterprise_id: int) -> bool:
    """Officers for any enterprise of the park, enterprise staff for their own."""
    scope = actor.scope(Capability.REQUEST_RAISE)
    return scope == Scope.PARK or enterprise_id in actor.enterprise_ids


def may_triage(actor: Actor, request: ServiceRequest) -> bool:
    """Sort it, name its lead unit and officer."""
    return reaches(actor, Capability.REQUEST_TRIAGE, request)


def may_handle(actor: Actor, request: ServiceRequest) -> bool:
    """Accept, answer, ask for material, resolve."""
    return reaches(actor, Capability.REQUEST_HANDLE, request)


def may_note(actor: Actor, request: ServiceRequest) -> bool:
    """Read and write what stays inside the office; co-handlers share in it."""
    if reaches(actor, Capability.REQUEST_NOTE, request):
        return True
    helps = actor.unit_ids & frozenset(request.co_units or ())
    here = request.park_id == actor.park_id
    return here and actor.scope(Capability.REQUEST_NOTE) == Scope.UNIT and bool(helps)


def may_link(actor: Actor, request: ServiceRequest) -> bool:
    """Say how it stands to another one: whoever shares in the work on it; auditors only read."""
    return actor.may(Capability.REQUEST_HANDLE) and may_note(actor, request)


def may_help(actor: Actor, part: Part) -> bool:
    """Take, answer or return a part: like handling, with the co-handling unit for the lead."""
    scope = actor.scope(Capability.REQUEST_HANDLE)
    if part.park_id != actor.park_id or scope == Scope.NONE:
        return False
    own, in_unit = part.officer_id in actor.people, part.unit_id in actor.unit_ids
    if scope == Scope.UNIT:
        return own or in_unit
    return scope == Scope.PARK or own or (in_unit and part.officer_id is None)


def handled(actor: Actor) -> Q:
    """The condition on the requests ``may_handle`` holds for."""
    scope = actor.scope(Capability.REQUEST_HANDLE)
    here = Q(park_id=actor.park_id)
    own, in_unit = Q(officer_id__in=actor.people), Q(unit_id__in=actor.unit_ids)
    if scope == Scope.PARK:
        return here
    if scope == Scope.UNIT:
        return here & (own | in_unit)
    if scope == Scope.OWN:
        return here & (own | in_unit & Q(officer=None))
    return Q(pk__in=[])


def may_rule_part_time(actor: Actor, request: ServiceRequest) -> bool:
    """Give a co-handler more time: the lead, who set the time, and whoever rules on the lead's."""
    return may_handle(actor, request) or may_rule_extension(actor, request)


def may_rule_return(actor: Actor, request: ServiceRequest) -> bool:
    """Decide finally whose a returned request or part is."""
    return reaches(actor, Capability.RETURN_RULE, request)


def may_rule_extension(actor: Actor, request: ServiceRequest) -> bool:
    """Grant more time, or refuse it."""
    return reaches(actor, Capability.EXTENSION_RULE, request)


def may_chase(actor: Actor, request: ServiceRequest) -> bool:
    """Urge on what is not yet late, supervise what is."""
    return reaches(actor, Capability.REQUEST_CHASE, request)


def may_follow_up(actor: Actor, request: ServiceRequest) -> bool:
    """Ask the enterprise again afterwards, and reopen what is not solved."""
    return reaches(actor, Capability.FOLLOW_UP, request)


def may_speak_for_enterprise(actor: Actor, request: ServiceRequest) -> bool:
    """Send material, rate, reopen, thank, withdraw."""
    return reaches(actor, Capability.REQUEST_RATE, request)


def may_read_entry(actor: Actor, entry: Entry, request: ServiceRequest) -> bool:
    """Internal entries are for those who may note."""
    return not entry.is_internal or may_note(actor, request)


def may_publish(actor: Actor, park_id: int) -> bool:
    """The administrator of the park decides what of its scores everybody may read."""
    return park_id == actor.park_id and actor.scope(Capability.PARK_EDIT) == Scope.PARK
