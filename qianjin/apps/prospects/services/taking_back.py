"""收回 The firms that a table brought, taken back with it."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from qianjin.apps.tables.services import NAMED, bar, undone

from ..models import Contact, Organisation


def take_firms_back(firms: Collection[int], *, but: Collection[int] = ()) -> None:
    """
    Take back the firms a table brought; people of ``but`` go with it.

    :raises BuiltUpon: something was made of one since.
    """
    rows = Organisation.objects.filter(pk__in=firms)
    touched = Q(version__gt=1) | Q(touched_on__isnull=False) | Q(merged_into__isnull=False)
    names = list(rows.filter(touched).values_list("name", flat=True)[:NAMED])
    others = Contact.objects.filter(organisation__in=firms).exclude(pk__in=but)
    names += others.values_list("organisation__name", flat=True)[:NAMED]
    bar(names)
    undone(rows.delete)
