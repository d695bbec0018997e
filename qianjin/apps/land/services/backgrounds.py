"""底图 What a park's map draws under its parcels."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park

from .. import policies
from ..choices import MapSource
from ..models import MapBackground
from ..planning import layer as planning_map
from ..refusals import BadRules, MayNotSetRules, RulesChangedSince

FIELDS = ("source", "key", "address", "file", "attribution", "nearest", "is_gcj02")
KEY = re.compile(r"[0-9A-Za-z]{8,80}")
# What may stand in a Content-Security-Policy and in a style without being anything else there.
ADDRESS = re.compile(r"https?://[0-9A-Za-z.-]+(:\d{1,5})?/[0-9A-Za-z._~/?&=%{}:@+-]*")
NEEDED = {MapSource.TIANDITU: "key", MapSource.ADDRESS: "address", MapSource.FILE: "file"}


@transaction.atomic
def set_background(
    *, park: Park, version: int | None, by: Actor, at: datetime, **values: Any
) -> MapBackground:
    """
    设置底图 Choose the background; ``values`` are any of ``FIELDS``.

    :raises MayNotSetRules: not this person's to change.
    :raises RulesChangedSince: ``version`` is not the present one.
    :raises BadRules: what is wrong, by field.
    """
    if not policies.may_set_rules(by, park.pk):
        raise MayNotSetRules
    MapBackground.objects.bulk_create([MapBackground(park=park)], ignore_conflicts=True)
    row = MapBackground.objects.select_for_update().get(park=park)
    if version is not None and version != row.version:
        raise RulesChangedSince
    before = {name: getattr(row, name) for name in FIELDS}
    kept = {**before, **values}
    _check(kept)
    differing = [name for name in FIELDS if kept[name] != before[name]]
    if not differing:
        return row
    for name in differing:
        setattr(row, name, kept[name])
    row.version += 1
    row.save()
    audit.record(
        park_id=park.pk,
        by=by,
        at=at,
        verb="parcel.background",
        object_kind="park",
        object_id=park.pk,
        object_label=str(park),
        # Whoever holds the key can use up the park's quota: that it changed is enough.
        detail={
            "before": {name: before[name] for name in differing if name != "key"},
            "after": {name: kept[name] for name in differing if name != "key"},
        },
    )
    return row


def _check(kept: dict[str, Any]) -> None:
    problems: dict[str, list[str]] = {}
    if kept["source"] not in MapSource.values:
        problems["source"] = [_("Choose one of these.")]
    needed = NEEDED.get(kept["source"], "")
    if needed and not kept[needed]:
        problems[needed] = [_("This background needs it.")]
    if kept["key"] and not KEY.fullmatch(kept["key"]):
        problems["key"] = [_("A key has 8 to 80 letters and digits.")]
    if kept["address"] and not _is_address(kept["address"]):
        problems["address"] = [_("An address that begins with https:// and has {z}, {x} and {y}.")]
    if kept["file"] and planning_map.archive_of(kept["file"]) is None:
        problems["file"] = [_("The folder “maps” holds no PMTiles file of this name.")]
    if not 1 <= kept["nearest"] <= 22:
        problems["nearest"] = [_("Between 1 and 22.")]
    if problems:
        raise BadRules(problems)


def _is_address(address: str) -> bool:
    if not ADDRESS.fullmatch(address) or urlsplit(address).hostname is None:
        return False
    bare = address
    for part in ("{z}", "{x}", "{y}"):
        if address.count(part) != 1:
            return False
        bare = bare.replace(part, "")
    return "{" not in bare and "}" not in bare
