"""Enterprises and their contacts."""

from __future__ import annotations

from typing import Any

from qianjin.apps.accounts.models import User
from qianjin.apps.enterprises import planning
from qianjin.apps.enterprises.models import Contact, Enterprise
from qianjin.apps.enterprises.services import index
from qianjin.apps.parks.models import Park


def an_enterprise(park: Park, name: str = "晨曦精密（演示）", **fields: Any) -> Enterprise:
    """An enterprise on the park's books, found by search."""
    enterprise = Enterprise.objects.create(
        park=park, name=name, name_key=planning.name_key(name), is_demo=True, **fields
    )
    index.refresh([enterprise])
    return enterprise


def a_contact(
    enterprise: Enterprise, name: str = "陈岚", user: User | None = None, **fields: Any
) -> Contact:
    """A contact, with an account when ``user`` is given."""
    fields.setdefault("is_primary", True)
    return Contact.objects.create(
        park_id=enterprise.park_id, enterprise=enterprise, name=name, user=user, **fields
    )
