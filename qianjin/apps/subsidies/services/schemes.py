"""政策登记 Entering a scheme, changing it, saying that it still holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park

from .. import planning, policies
from ..choices import RATES, SchemeState
from ..models import Scheme
from ..refusals import BadScheme, ChangedSince, MayNotKeepSchemes

FIELDS = (
    "title",
    "document_number",
    "issuer",
    "valid_from",
    "valid_until",
    "opens_on",
    "closes_on",
    "amount_rule",
    "rate_percent",
    "rate_of",
    "ceiling_wan",
    "documents",
    "conditions",
    "figures_year",
    "body",
    "link",
    "state",
)
LENGTHS = {"title": 120, "document_number": 60, "issuer": 80, "amount_rule": 300, "body": 20_000}
MOST_DOCUMENTS = 20
DOCUMENT_LENGTH = 80
MOST_WAN = Decimal(10) ** 9


@transaction.atomic
def write_scheme(
    *, park: Park, by: Actor, at: datetime, is_demo: bool = False, **values: Any
) -> Scheme:
    """
    登记政策 Enter a scheme; ``values`` are those of ``FIELDS``, what is left out stays empty.

    ``ceiling_wan`` in 万元, ``rate_percent`` of the figure ``rate_of``, conditions as
    ``planning.checked`` takes them. Whoever enters it has checked it.

    :raises MayNotKeepSchemes: this person keeps no schemes in this park.
    :raises BadScheme: a field is missing or wrong, or the scheme is there already.
    """
    if not policies.may_keep(by, park.pk):
        raise MayNotKeepSchemes
    kept = clean(values)
    _unique(park.pk, kept, None)
    row = Scheme.objects.create(
        park=park,
        is_demo=is_demo,
        written_by_id=by.person_id,
        written_at=at,
        checked_by_id=by.person_id,
        checked_at=at,
        **kept,
    )
    _trace(row, "scheme.write", by, at, {"after": _told(kept)})
    return row


@transaction.atomic
def change_scheme(
    *, scheme: Scheme, version: int | None, by: Actor, at: datetime, **values: Any
) -> Scheme:
    """
    改政策 Change what is said of a scheme; the change counts as a check.

    :raises ChangedSince: ``version`` is not the present one.
    :raises MayNotKeepSchemes, BadScheme: as ``write_scheme``.
    """
    row = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if not policies.may_keep(by, row.park_id):
        raise MayNotKeepSchemes
    if version is not None and version != row.version:
        raise ChangedSince
    before = {name: getattr(row, name) for name in FIELDS}
    kept = clean({**before, **values})
    _unique(row.park_id, kept, row.pk)
    differing = {name for name in FIELDS if before[name] != kept[name]}
    for name in differing:
        setattr(row, name, kept[name])
    row.version += 1
    row.checked_by_id, row.checked_at = by.person_id, at
    row.save()
    _trace(
        row,
        "scheme.change",
        by,
        at,
        {
            "before": _told({name: before[name] for name in differing}),
            "after": _told({name: kept[name] for name in differing}),
            "version": row.version,
        },
    )
    return row


@transaction.atomic
def check_scheme(*, scheme: Scheme, by: Actor, at: datetime) -> Scheme:
    """
    核对政策 It still holds as it is written here.

    :raises MayNotKeepSchemes: this person keeps no schemes in this park.
    """
    row = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if not policies.may_keep(by, row.park_id):
        raise MayNotKeepSchemes
    row.checked_by_id, row.checked_at = by.person_id, at
    row.save(update_fields=["checked_by", "checked_at"])
    _trace(row, "scheme.check", by, at, {})
    return row


def clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """
    The fields of a scheme as they are kept.

    :raises BadScheme: what is wrong, by field.
    """
    problems: dict[str, list[str]] = {}
    kept: dict[str, Any] = {name: values.get(name) for name in FIELDS}
    for name, limit in LENGTHS.items():
        kept[name] = str(kept[name] or "").replace("\x00", "").strip()
        if len(kept[name]) > limit:
            problems[name] = [_("At most %(most)s characters.") % {"most": limit}]
    for name in ("title", "issuer", "amount_rule", "valid_from"):
        if not kept[name]:
            problems[name] = [_("This is needed.")]
    kept["state"] = kept["state"] or SchemeState.DRAFT.value
    if kept["state"] not in SchemeState.values:
        problems["state"] = [_("Unknown state.")]
    _dates(kept, problems)
    _money(kept, problems)
    _lists(kept, problems)
    _address(kept, problems)
    if problems:
        raise BadScheme(problems)
    return kept


def _dates(kept: dict[str, Any], problems: dict[str, list[str]]) -> None:
    for first, last in (("valid_from", "valid_until"), ("opens_on", "closes_on")):
        begin, end = kept[first], kept[last]
        if isinstance(begin, date) and isinstance(end, date) and end < begin:
            problems[last] = [_("This day is before the first one.")]
    year = kept["figures_year"]
    if year is not None and not 1949 <= int(year) <= 2200:
        problems["figures_year"] = [_("This is no year.")]


def _money(kept: dict[str, Any], problems: dict[str, list[str]]) -> None:
    ceiling, rate = kept["ceiling_wan"], kept["rate_percent"]
    kept["rate_of"] = kept["rate_of"] or ""
    if ceiling is not None and not 0 < ceiling < MOST_WAN:
        problems["ceiling_wan"] = [_("An amount above zero, in units of 10,000 yuan.")]
    if rate is not None and not 0 < rate <= 100:
        problems["rate_percent"] = [_("A share between 0 and 100 per cent.")]
    if kept["rate_of"] and kept["rate_of"] not in RATES:
        problems["rate_of"] = [_("Choose a figure from the list.")]
    if (rate is None) != (not kept["rate_of"]):
        problems.setdefault(
            "rate_of" if rate is not None else "rate_percent",
            [_("A share and what it is a share of go together.")],
        )


def _lists(kept: dict[str, Any], problems: dict[str, list[str]]) -> None:
    names = [str(name).replace("\x00", "").strip() for name in kept["documents"] or ()]
    kept["documents"] = list(dict.fromkeys(name for name in names if name))
    if len(kept["documents"]) > MOST_DOCUMENTS or any(
        len(name) > DOCUMENT_LENGTH for name in kept["documents"]
    ):
        problems["documents"] = [_("At most 20 documents, each named in at most 80 characters.")]
    try:
        kept["conditions"] = planning.checked(kept["conditions"] or ())
    except planning.BadCondition as error:
        sentence = _("Condition %(number)s cannot be read.")
        problems["conditions"] = [sentence % {"number": error.place + 1}]


def _address(kept: dict[str, Any], problems: dict[str, list[str]]) -> None:
    kept["link"] = str(kept["link"] or "").strip()
    if not kept["link"]:
        return
    try:
        URLValidator(schemes=["http", "https"])(kept["link"])
    except ValidationError:
        problems["link"] = [_("An address that begins with https:// or http://.")]
    if len(kept["link"]) > 400:
        problems["link"] = [_("At most %(most)s characters.") % {"most": 400}]


def _unique(park_id: int, kept: Mapping[str, Any], pk: int | None) -> None:
    same = Scheme.objects.filter(
        park_id=park_id, title=kept["title"], document_number=kept["document_number"]
    )
    if (same if pk is None else same.exclude(pk=pk)).exists():
        raise BadScheme({"title": [_("A scheme of this title and number is there already.")]})


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the trail keeps; the text itself may be long and is only named."""
    return {
        name: (len(value) if name == "body" else str(value))
        if not isinstance(value, list)
        else value
        for name, value in values.items()
        if value not in (None, "", [])
    }


def _trace(row: Scheme, verb: str, by: Actor, at: datetime, detail: Mapping[str, Any]) -> None:
    audit.record(
        park_id=row.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="scheme",
        object_id=row.pk,
        object_label=row.title,
        detail=dict(detail),
    )


def trace_out(verb: str, rows: int, by: Actor, at: datetime, filters: Sequence[str] = ()) -> None:
    """Who took a table out, and how much of what."""
    audit.record(
        park_id=by.park_id,
        by=by,
        at=at,
        verb=verb,
        object_kind="park",
        object_id=by.park_id,
        object_label=by.park_slug,
        detail={"rows": rows, "filters": list(filters)},
    )
