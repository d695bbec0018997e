"""权限一览 The table of rights as a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from qianjin.apps.accounts.choices import Capability, Role, Scope
from qianjin.apps.accounts.grants import scope_of
from qianjin.faces.gate import endpoint
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page

TONES = {
    Scope.NONE: "",
    Scope.OWN: "waiting",
    Scope.ENTERPRISE: "waiting",
    Scope.UNIT: "at_risk",
    Scope.PARK: "done",
}


@endpoint(Capability.ROLES_SEE)
def roles(request: ParkRequest) -> HttpResponse:
    """What each role may do, and how far."""
    chosen = request.GET.get("role", "")
    shown = [Role(chosen)] if chosen in Role.values else list(Role)
    context = {
        "roles": [(role.value, role.label) for role in Role],
        "chosen": chosen if len(shown) == 1 else "",
        "shown": [role.label for role in shown],
        "mine": [Role(role).label for role in request.actor.own_roles],
        "lines": [_line(right, shown) for right in Capability],
        "scopes": [(scope.label, TONES[scope]) for scope in Scope if scope],
    }
    return page(request, "web/people/roles.html", context)


def _line(right: Capability, shown: list[Role]) -> dict[str, Any]:
    scopes = [(role.label, scope_of(role, right)) for role in shown]
    return {
        "label": right.label,
        "cells": [
            {"role": role, "scope": scope.label if scope else "", "tone": TONES[scope]}
            for role, scope in scopes
        ],
    }
