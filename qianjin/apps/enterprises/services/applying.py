"""导入 A table taken over into the directory, in one transaction; and taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit
from qianjin.apps.parks.models import Park

from ..checks import FIGURE_FIELDS
from ..choices import ThreadKind
from ..imports.examine import UPDATE, Preview, Table
from ..imports.keeping import BATCH, at_row, row_of
from ..imports.landing import Here, Landing, plan
from ..models import Contact, Enterprise, ImportBatch, ImportRow, ThreadEntry, YearFigures
from ..refusals import PreviewOutdated
from . import index
from .importing import judged, locked_batch
from .thread import thread_line

Became = ImportRow.Became
_FIELDS = (
    "name",
    "short_name",
    "name_key",
    "credit_code",
    "industry",
    "sector",
    "tier",
    "status",
    "officer",
    "address",
    "opened_on",
    "version",
)


@transaction.atomic
def take_over(
    *, batch: ImportBatch, by: Actor, at: datetime, fingerprint: str | None = None
) -> ImportBatch:
    """
    导入 Take a table over: every row lands in the directory or is left out with its reasons.

    The same rules hold as for entries made by hand, and the same traces are left. Either all of
    it happens or nothing. An import that has been taken over already stays as it is.
    ``fingerprint`` is that of the preview a person has seen; ``None`` takes it as it comes.

    :raises MayNotImport: ``by`` has no such right in this park.
    :raises NotInPreview: the import was given up or undone.
    :raises PreviewOutdated: the directory has changed since that preview was made.
    """
    state = ImportBatch.State
    kept = locked_batch(batch, by, states=(state.PREVIEW, state.DONE))
    if kept.state == state.DONE:
        return kept
    # One table after the other: what the first one enters, the second one finds.
    Park.objects.select_for_update(no_key=True).get(pk=kept.park_id)
    preview = judged(kept, by=by, at=at)
    if fingerprint is not None and preview.fingerprint != fingerprint:
        raise PreviewOutdated
    table = Table.of(kept)
    landings = plan(preview.rows, table, _here(kept, preview), park_id=kept.park_id)
    good = [landing for landing in landings if not landing.problems]
    try:
        with transaction.atomic():
            _write(good, kept, by, at)
    except IntegrityError as error:
        # Somebody entered the same credit code between our look and our writing.
        raise PreviewOutdated from error
    _settle(kept, preview, table, landings, at)
    _leave_traces(good, kept, by, at)
    return kept


def _here(batch: ImportBatch, preview: Preview) -> Here:
    """What the table's rows touch in the directory, locked in the order of its numbers."""
    wanted = sorted({row.target for row in preview.rows if row.kind == UPDATE and row.target})
    entries = {
        e.pk: e
        for e in Enterprise.objects.select_for_update(of=("self",))
        .filter(park_id=batch.park_id, pk__in=wanted, merged_into__isnull=True)
        .order_by("pk")
    }
    contacts: dict[int, list[Contact]] = {}
    for contact in (
        Contact.objects.select_for_update(of=("self",))
        .filter(enterprise__in=entries, left_on__isnull=True)
        .order_by("-is_primary", "pk")
    ):
        contacts.setdefault(contact.enterprise_id, []).append(contact)
    figures = {
        (row.enterprise_id, row.year): row
        for row in YearFigures.objects.select_for_update().filter(enterprise__in=entries)
    }
    codes = {row.value("credit_code") for row in preview.rows} - {None, ""}
    owners = Enterprise.objects.filter(
        park_id=batch.park_id, credit_code__in=codes, merged_into__isnull=True
    ).values_list("credit_code", "pk", "name")
    return Here(entries, contacts, figures, {code: (pk, name) for code, pk, name in owners})


def _write(landings: list[Landing], batch: ImportBatch, by: Actor, at: datetime) -> None:
    changed = [x.enterprise for x in landings if not x.is_new and x.after]
    for entry in changed:
        entry.version += 1
    Enterprise.objects.bulk_update(changed, _FIELDS, batch_size=BATCH)
    Enterprise.objects.bulk_create([x.enterprise for x in landings if x.is_new], batch_size=BATCH)
    fresh_people: list[Contact] = []
    known_people: list[Contact] = []
    fresh_years: list[YearFigures] = []
    known_years: list[YearFigures] = []
    for landing in landings:
        for person in landing.contacts:
            person.contact.enterprise = landing.enterprise
            person.contact.version += not person.is_new
            (fresh_people if person.is_new else known_people).append(person.contact)
        for year in landing.figures:
            year.row.enterprise = landing.enterprise
            (fresh_years if year.is_new else known_years).append(year.row)
    Contact.objects.bulk_create(fresh_people, batch_size=BATCH)
    Contact.objects.bulk_update(
        known_people, ["name", "post", "phone", "email", "version"], batch_size=BATCH
    )
    YearFigures.objects.bulk_create(fresh_years, batch_size=BATCH)
    YearFigures.objects.bulk_update(known_years, FIGURE_FIELDS, batch_size=BATCH)
    index.refresh(x.enterprise for x in landings if x.is_new or x.after or x.contacts)
    ThreadEntry.objects.bulk_create(
        [
            thread_line(
                enterprise=landing.enterprise,
                kind=ThreadKind.IMPORTED,
                by=by,
                at=at,
                text=batch.file_name,
                object_kind="import",
                object_ref=str(batch.pk),
                is_internal=True,
            )
            for landing in landings
            if landing.changes
        ],
        batch_size=BATCH,
    )


def _settle(
    batch: ImportBatch, preview: Preview, table: Table, landings: list[Landing], at: datetime
) -> None:
    """Say of every row what became of it; of the sheet only what was left out is kept."""
    counts: dict[str, int] = dict.fromkeys(Became.values, 0)
    landed: dict[int, tuple[Landing, str]] = {}
    for landing in landings:
        if landing.problems:
            continue
        for row in landing.rows:
            is_first = row is landing.rows[0]
            landed[row.number] = (landing, _became(landing) if is_first else Became.JOINED)
    refused = {row.number: x.problems for x in landings if x.problems for row in x.rows}
    fresh: list[ImportRow] = []
    for judged_row in preview.rows:
        kept = row_of(batch, judged_row, table)
        if kept.number in landed:
            landing, kept.became = landed[kept.number]
            kept.enterprise = landing.enterprise
            kept.judged = {}
            kept.trace = _trace_of(landing) if kept.became != Became.JOINED else {}
        else:
            kept.became = Became.LEFT
            if problems := refused.get(kept.number):
                kept.judged["why"] = at_row(kept.number, problems)
        counts[kept.became] += 1
        fresh.append(kept)
    ImportRow.objects.filter(batch=batch).delete()
    ImportRow.objects.bulk_create(fresh, batch_size=BATCH)
    texts = batch.sheet["rows"]
    stay = {r.number - 1 for r in fresh if r.became == Became.LEFT} | {table.header_row}
    batch.sheet = {"rows": [row if place in stay else [] for place, row in enumerate(texts)]}
    batch.outcome = {"became": counts, "notes": preview.notes}
    batch.state, batch.done_at = ImportBatch.State.DONE, at
    batch.save(update_fields=["sheet", "outcome", "state", "done_at"])


def _became(landing: Landing) -> str:
    if landing.is_new:
        return Became.MADE
    return Became.CHANGED if landing.changes else Became.UNCHANGED


def _trace_of(landing: Landing) -> dict[str, Any]:
    """What undoing gives back, as JSON keeps it."""
    return {
        "version": landing.enterprise.version,
        "before": {} if landing.is_new else plain(landing.before),
        "contacts": [
            {
                "pk": person.contact.pk,
                "is_new": person.is_new,
                "version": person.contact.version,
                "before": plain(person.before),
            }
            for person in landing.contacts
        ],
        "figures": [
            {
                "pk": year.row.pk,
                "is_new": year.is_new,
                "before": plain(year.before),
                "after": plain(year.after),
            }
            for year in landing.figures
        ],
    }


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON keeps them: dates and decimals as text."""
    return {
        key: value if value is None or isinstance(value, (int, str)) else str(value)
        for key, value in values.items()
    }


def _leave_traces(landings: Iterable[Landing], batch: ImportBatch, by: Actor, at: datetime) -> None:
    acts = [act for landing in landings for act in _acts_of(landing, batch)]
    summary = {"rows": batch.outcome["became"]}
    acts.append(audit.Act("import.apply", "import", batch.pk, batch.file_name, summary))
    audit.record_many(park_id=batch.park_id, by=by, at=at, acts=acts)


def _acts_of(landing: Landing, batch: ImportBatch) -> Iterable[audit.Act]:
    """The entries the same changes would leave one by one; of people no private number."""
    entry = landing.enterprise
    about = ("enterprise", entry.pk, entry.name)
    after = {key.removesuffix("_id"): value for key, value in landing.after.items()}
    before = {key.removesuffix("_id"): value for key, value in landing.before.items()}
    if landing.is_new:
        detail = {**after, "origin": batch.file_name, "import": batch.pk}
        yield audit.Act("enterprise.register", *about, detail)
    elif after:
        detail = {"before": before, "after": after, "version": entry.version, "import": batch.pk}
        yield audit.Act("enterprise.change", *about, detail)
    for person in landing.contacts:
        contact = person.contact
        yield audit.Act(
            "contact.add" if person.is_new else "contact.change",
            "contact",
            contact.pk,
            contact.name,
            {"enterprise": entry.name, "fields": list(person.after), "version": contact.version},
        )
    for year in landing.figures:
        changes = {"before": year.before, "after": year.after}
        yield audit.Act("enterprise.figures", *about, {"year": year.row.year, **changes})
