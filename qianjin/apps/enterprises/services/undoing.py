"""撤销导入 An import taken back as a whole, as long as nothing was built on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.audit import services as audit

from .. import planning
from ..choices import ThreadKind
from ..imports.keeping import BATCH
from ..models import Contact, Enterprise, ImportBatch, ImportRow, ThreadEntry, YearFigures
from ..refusals import BuiltUpon, NotTakenOver
from . import index
from .applying import plain
from .importing import locked_batch
from .thread import thread_line

NAMED = 5
"""At most so many enterprises are named when undoing is refused."""


@transaction.atomic
def undo_import(*, batch: ImportBatch, by: Actor, at: datetime) -> ImportBatch:
    """
    撤销导入 Give the directory back what it was before an import; new entries go.

    :raises MayNotImport: ``by`` has no such right in this park.
    :raises NotTakenOver: it was not taken over, or has been undone.
    :raises BuiltUpon: an entry was changed, called upon, asked for or merged since; ``names``
        says which.
    """
    kept = locked_batch(batch, by, states=(ImportBatch.State.DONE,), refusal=NotTakenOver)
    rows = list(
        ImportRow.objects.filter(
            batch=kept, became__in=[ImportRow.Became.MADE, ImportRow.Became.CHANGED]
        ).order_by("enterprise_id")
    )
    undoing = _Undoing(kept, rows)
    if names := undoing.built_upon():
        shown = _(", ").join(names[:NAMED])
        more = _(" and %(count)d more") % {"count": len(names) - NAMED}
        raise BuiltUpon(names=shown + (more if len(names) > NAMED else ""))
    acts = undoing.take_back(by, at)
    kept.state, kept.undone_at = ImportBatch.State.UNDONE, at
    kept.save(update_fields=["state", "undone_at"])
    acts.append(audit.Act("import.undo", "import", kept.pk, kept.file_name, {"rows": len(rows)}))
    audit.record_many(park_id=kept.park_id, by=by, at=at, acts=acts)
    return kept


class _Undoing:
    """The rows that changed something, with what they changed, locked."""

    def __init__(self, batch: ImportBatch, rows: list[ImportRow]) -> None:
        self.batch = batch
        self.rows = rows
        keys = [row.enterprise_id for row in rows if row.enterprise_id is not None]
        self.entries = _locked(Enterprise, keys)
        self.contacts = _locked(
            Contact, [said["pk"] for row in rows for said in row.trace["contacts"]]
        )
        self.figures = _locked(
            YearFigures, [said["pk"] for row in rows for said in row.trace["figures"]]
        )
        self.made = [
            row.enterprise_id
            for row in rows
            if row.became == ImportRow.Became.MADE and row.enterprise_id is not None
        ]

    def built_upon(self) -> list[str]:
        """The names of the entries that were touched since, by anybody."""
        touched = {row.enterprise_id for row in self.rows if self._is_touched(row)}
        # Every desk writes on the thread: a new entry with a line of anyone else is in use.
        touched |= set(
            ThreadEntry.objects.filter(enterprise__in=self.made)
            .exclude(object_kind="import", object_ref=str(self.batch.pk))
            .values_list("enterprise_id", flat=True)
        )
        touched |= set(self._referred())
        return [
            self.entries[row.enterprise_id].name if row.enterprise_id in self.entries else row.name
            for row in self.rows
            if row.enterprise_id in touched
        ]

    def _is_touched(self, row: ImportRow) -> bool:
        entry = self.entries.get(row.enterprise_id or 0)
        if entry is None or entry.merged_into_id or entry.version != row.trace["version"]:
            return True
        for said in row.trace["contacts"]:
            contact = self.contacts.get(said["pk"])
            if contact is None or contact.version != said["version"]:
                return True
            if said["is_new"] and (contact.user_id or contact.invitation_id):
                return True
        for said in row.trace["figures"]:
            figures = self.figures.get(said["pk"])
            now = plain({key: getattr(figures, key, None) for key in said["after"]})
            if figures is None or now != said["after"]:
                return True
        return False

    def _referred(self) -> Iterable[int]:
        """New entries that something outside the import refers to and that could not go."""
        own = {Contact, YearFigures, ThreadEntry, ImportRow}
        for relation in Enterprise._meta.related_objects:  # noqa: SLF001
            if relation.related_model not in own:
                name = relation.field.attname
                found = relation.related_model._base_manager.filter(  # noqa: SLF001
                    **{f"{name}__in": self.made}
                )
                yield from found.values_list(name, flat=True)

    def take_back(self, by: Actor, at: datetime) -> list[audit.Act]:
        """Write everything back; returns the entries of the trail."""
        acts: list[audit.Act] = []
        changed: list[Enterprise] = []
        for row in self.rows:
            entry = self.entries[row.enterprise_id or 0]
            about = ("enterprise", entry.pk, entry.name)
            self._people_and_figures(row)
            if row.became == ImportRow.Became.MADE:
                acts.append(audit.Act("enterprise.remove", *about, {"import": self.batch.pk}))
                continue
            after = {key: getattr(entry, key) for key in row.trace["before"]}
            _restore(entry, row.trace["before"])
            entry.name_key = planning.name_key(entry.name)
            entry.version += 1
            changed.append(entry)
            detail = {
                "before": _named(plain(after)),
                "after": _named(row.trace["before"]),
                "version": entry.version,
                "import": self.batch.pk,
            }
            acts.append(audit.Act("enterprise.change", *about, detail))
        self._write(changed, by, at)
        return acts

    def _people_and_figures(self, row: ImportRow) -> None:
        for said in row.trace["contacts"]:
            if not said["is_new"]:
                _restore(self.contacts[said["pk"]], said["before"])
                self.contacts[said["pk"]].version += 1
        for said in row.trace["figures"]:
            if not said["is_new"]:
                _restore(self.figures[said["pk"]], said["before"])

    def _write(self, changed: list[Enterprise], by: Actor, at: datetime) -> None:
        new_people = [s["pk"] for r in self.rows for s in r.trace["contacts"] if s["is_new"]]
        new_years = [s["pk"] for r in self.rows for s in r.trace["figures"] if s["is_new"]]
        Contact.objects.filter(pk__in=new_people).delete()
        YearFigures.objects.filter(pk__in=new_years).delete()
        Enterprise.objects.filter(pk__in=self.made).delete()
        _save([c for key, c in self.contacts.items() if key not in new_people])
        _save([f for key, f in self.figures.items() if key not in new_years])
        _save(changed)
        index.refresh(changed)
        ThreadEntry.objects.bulk_create(
            [
                thread_line(
                    enterprise=entry,
                    kind=ThreadKind.IMPORT_UNDONE,
                    by=by,
                    at=at,
                    text=self.batch.file_name,
                    object_kind="import",
                    object_ref=str(self.batch.pk),
                    is_internal=True,
                )
                for entry in changed
            ],
            batch_size=BATCH,
        )


def _locked(model: Any, keys: Iterable[int]) -> dict[int, Any]:
    found = model.objects.select_for_update(of=("self",)).filter(pk__in=list(keys)).order_by("pk")
    return {row.pk: row for row in found}


def _restore(row: models.Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        field: Any = row._meta.get_field(name.removesuffix("_id"))  # noqa: SLF001
        setattr(row, name, field.to_python(value) if value is not None else None)


def _save(rows: list[Any]) -> None:
    if rows:
        every = rows[0]._meta.concrete_fields  # noqa: SLF001
        fields = [f.name for f in every if not (f.primary_key or f.generated)]
        kept = [name for name in fields if name not in {"search", "search_text"}]
        type(rows[0]).objects.bulk_update(rows, kept, batch_size=BATCH)


def _named(values: dict[str, Any]) -> dict[str, Any]:
    return {key.removesuffix("_id"): value for key, value in values.items()}
