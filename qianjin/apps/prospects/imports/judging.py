"""核对 Every row of a table read, compared with the other rows and with the book."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.enterprises.imports import cells
from qianjin.apps.tables.judged import BAD, KNOWN, NEW, SAME, Judged

from .. import checks, planning, policies
from ..models import Contact
from ..selectors.doubles import person_of
from .columns import BY_CODE
from .updating import additions, changes

_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_EPOCH = date(1899, 12, 30)
_EXPONENT = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")
_BY_NUMBER = """
SELECT c.id FROM unnest(%s::text[]) AS asked(number)
JOIN prospects_contact c ON c.phones @> ARRAY[asked.number]::varchar[] WHERE c.park_id = %s
LIMIT %s
"""
"""Number by number through the index; thousands at once (&&) would read every row."""
MOST_KNOWN = 4000
"""So many rows of the book that share a number or a name are compared with a table."""


def judge(
    rows: Sequence[Sequence[str]],
    columns: Mapping[str, int],
    *,
    first_row: int,
    by: Actor,
    today: date,
    source: str,
) -> list[Judged]:
    """Every filled row below the headings (``first_row`` from 0), as ``by`` may take it over."""
    found = [
        _row(cells_of, columns, number, today, source)
        for number, cells_of in enumerate(rows[first_row:], first_row + 1)
        if any(text.strip() for text in cells_of)
    ]
    good = [row for row in found if row.kind != BAD]
    _inside(good)
    _against_book([row for row in good if row.kind == NEW], by)
    return found


def _row(
    texts: Sequence[str], columns: Mapping[str, int], number: int, today: date, source: str
) -> Judged:
    row = Judged(number)
    said = {
        code: texts[place].strip()
        for code, place in columns.items()
        if place < len(texts) and not cells.is_empty(texts[place])
    }
    for code, text in said.items():
        place = columns[code]
        for problem in _take(row, code, text, today):
            row.problems.append((place, problem))
    row.name, row.firm = row.values.get("name", ""), row.firm[: checks.LIMITS["name"]]
    if not row.name:
        place = columns.get("name", -1)
        row.problems.append((place, _("A contact needs a name.")))
    values = checks.clean(row.values, checks.CONTACT_FIELDS)
    for name, problems in checks.contact_problems(values, today=today).items():
        place = columns.get(name, columns.get("line", -1) if name == "phones" else -1)
        known = {sentence for _place, sentence in row.problems}
        row.problems += [(place, str(p)) for p in problems if str(p) not in known]
    row.values = {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in {**values, "source": source}.items()
        if value not in ("", [], None)
    }
    if row.problems:
        row.kind = BAD
    return row


def _take(row: Judged, code: str, text: str, today: date) -> list[str]:
    """Put one cell where it belongs; what is wrong with it comes back, worded."""
    if code in {"phones", "line"}:
        return _numbers(row, text)
    if code == "met_on":
        return _day(row, text, today)
    if code == "sector":
        read = cells.read_choice("sector", text)
        # A trade that is none of the park's sectors is no mistake: it goes to the tags.
        if read.value:
            row.firm_values["sector"] = read.value
        else:
            row.values["tags"] = [*row.values.get("tags", []), text[: checks.TAG]]
    elif code == "firm":
        row.firm = checks.one_line(cells.half(text))
        if len(row.firm) > checks.LIMITS["name"]:
            limit = checks.LIMITS["name"]
            return [_("At most %(limit)d characters fit here.") % {"limit": limit}]
    elif code == "tags":
        tags = checks.clean({"tags": text}, ("tags",))["tags"]
        row.values["tags"] = [*row.values.get("tags", []), *tags]
    elif code == "email":
        read = cells.read_mail(text)
        row.values["email"] = read.value or ""
        return [read.error] if read.error else []
    elif code == "note":
        row.values["note"] = text
    else:
        row.values[code] = checks.one_line(
            text if code in {"name", "met_where"} else cells.half(text)
        )
    return []


def _numbers(row: Judged, text: str) -> list[str]:
    if _EXPONENT.fullmatch(text):
        return [
            _("“%(text)s” has lost digits in the spreadsheet; enter the number as text.")
            % {"text": text}
        ]
    found = planning.phones(text)
    row.values["phones"] = list(dict.fromkeys([*row.values.get("phones", []), *found]))
    if planning.phones_doubtful(text) or not found:
        return [_("“%(number)s” is not a telephone number.") % {"number": text[:40]}]
    return []


def _day(row: Judged, text: str, today: date) -> list[str]:
    """A date, or the number under which a spreadsheet keeps one (45,000 is 2023-03-15)."""
    if _SERIAL.fullmatch(text):
        text = (_EPOCH + timedelta(days=int(text.partition(".")[0]))).isoformat()
    read = cells.read_day(text, today=today)
    if read.error:
        return [read.error]
    row.values["met_on"] = read.value
    return []


def _person(row: Judged) -> planning.Person:
    values = row.values
    return planning.Person(
        row.name,
        row.firm,
        tuple(values.get("phones", ())),
        values.get("email", ""),
        values.get("wechat", ""),
    )


def _inside(rows: Sequence[Judged]) -> None:
    """Rows that are one person: the later ones join the first, with what they know besides."""
    matches = planning.like_people([_person(row) for row in rows], at_least=planning.SAME)
    for match in sorted(matches, key=lambda match: (match.right, match.left)):
        first, later = rows[match.left], rows[match.right]
        while first.kind == SAME:
            first = next(row for row in rows if row.number == first.of)
        if later.kind == SAME or first is later:
            continue
        later.kind, later.of, later.of_name = SAME, first.number, first.name
        for key, value in later.values.items():
            mine = first.values.get(key)
            if isinstance(value, list):
                first.values[key] = list(dict.fromkeys([*(mine or []), *value]))[
                    : checks.MOST_PHONES
                ]
            elif not mine:
                first.values[key] = value
        first.firm = first.firm or later.firm


def _against_book(rows: Sequence[Judged], by: Actor) -> None:
    """Rows whose person stands in the book already."""
    numbers = {number for row in rows for number in row.values.get("phones", ())}
    keys = {planning.person_key(row.name) for row in rows}
    standing = Contact.objects.filter(
        park_id=by.park_id, merged_into__isnull=True, anonymised_at__isnull=True
    ).select_related("organisation", "owner")
    standing = standing.defer("search", "search_text")
    # Two questions, each by its own index; one with OR would read the whole book.
    with connection.cursor() as cursor:
        cursor.execute(_BY_NUMBER, [list(numbers), by.park_id, MOST_KNOWN])
        by_phone = [pk for (pk,) in cursor.fetchall()]
    known = standing.in_bulk(by_phone)
    known |= {row.pk: row for row in standing.filter(name_key__in=keys)[:MOST_KNOWN]}
    by_number: dict[str, list[Contact]] = {}
    by_key: dict[str, list[Contact]] = {}
    for contact in known.values():
        by_key.setdefault(contact.name_key, []).append(contact)
        for number in contact.phones:
            by_number.setdefault(number, []).append(contact)
    for row in rows:
        near = {c.pk: c for n in row.values.get("phones", ()) for c in by_number.get(n, ())}
        near |= {c.pk: c for c in by_key.get(planning.person_key(row.name), ())}
        others = list(near.values())
        matches = planning.like_person(
            _person(row), [person_of(other) for other in others], at_least=planning.SAME
        )
        if matches:
            there = others[matches[0].right]
            row.kind, row.of, row.of_name = KNOWN, there.pk, there.name
            row.changes = changes(there, additions(there, row))
            if not policies.may_keep(by, there):
                row.changes, row.keeper = [], there.owner.name


def label_of(code: str) -> str:
    """A column in the reader's language."""
    return str(BY_CODE[code].label)
