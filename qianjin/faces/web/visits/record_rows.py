"""What the pages of records show, made ready for their templates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk.choices import RequestKind
from qianjin.apps.visits import policies
from qianjin.apps.visits.choices import Matter, Means
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import listed
from qianjin.ui.shapes import Attachment, Cell, Column, Fact, NavItem, TableRow
from qianjin.ui.wording import day, duration, moment, size

RAISABLE = (Matter.DIFFICULTY, Matter.ADVICE)
"""What an enterprise asks of the park; how its business goes is no request."""


def list_rows(request: ParkRequest, found: Any, asked: dict[str, str]) -> dict[str, Any]:
    """The rows of the list, its head, and the views of it."""
    address = to(request, "web:visit_list")
    views = (
        (_("All records"), "", not any(asked.values())),
        (_("Where I was"), "?mine=1", bool(asked["mine"])),
        (str(Means.VISIT.label), "?means=visit", asked["means"] == Means.VISIT),
        (str(Means.CALL.label), "?means=call", asked["means"] == Means.CALL),
    )
    return {
        "views": [NavItem(label=name, url=address + q, active=on) for name, q, on in views],
        "columns": [
            Column(_("Enterprise"), main=True),
            Column(_("When"), nowrap=True),
            Column(_("How")),
            Column(_("Visitors")),
            Column(_("Number"), nowrap=True, phone=False),
        ],
        "rows": [
            TableRow(
                cells=[
                    Cell(row.enterprise.name, url=to(request, "web:visit", row.pk)),
                    Cell(moment(row.at)),
                    Cell(str(Means(row.means).label)),
                    Cell(listed(person.name for person in row.visitors.all())),
                    Cell(row.number),
                ]
            )
            for row in found.rows
        ],
    }


def visit_context(request: ParkRequest, row: Any) -> dict[str, Any]:
    """One record: facts, findings by category, answers, photographs."""
    visitors = list(row.visitors.all())
    may_change = policies.may_change_visit(request.actor, row, [p.pk for p in visitors])
    may_raise = may_change and request.actor.may(Capability.REQUEST_RAISE)
    return {
        "row": row,
        "means": Means(row.means).label,
        "facts": _facts(row, visitors),
        "findings": [
            {
                "row": finding,
                "matter": Matter(finding.matter).label,
                "tone": Matter(finding.matter).tone,
                "kind": RequestKind(finding.kind).label if finding.kind else "",
                "may_raise": may_raise
                and finding.matter in RAISABLE
                and not finding.request_number,
            }
            for finding in row.findings.all()
        ],
        "photos": [
            Attachment(
                name=photo.name,
                url=to(request, "web:visit_photo", photo.pk),
                size=size(photo.size),
                thumb_url=to(request, "web:visit_preview", photo.pk) if photo.preview else "",
            )
            for photo in row.photos.all()
        ],
        "photos_missing": max(
            0, row.photos_announced - sum(bool(p.sender_key) for p in row.photos.all())
        ),
        "may_change": may_change,
        "versions": [_version(one) for one in row.versions.all()],
    }


def _facts(row: Any, visitors: list[Any]) -> list[Fact]:
    people = listed([*(person.name for person in visitors), *filter(None, [row.others])])
    return [
        Fact(_("Number"), row.number),
        Fact(_("When"), moment(row.at), sub=duration(row.minutes)),
        Fact(_("Visitors"), people, sub=_("with a head") if row.with_head else ""),
        Fact(_("Received by"), row.received_by),
        Fact(_("Next visit"), day(row.next_on) if row.next_on else ""),
        Fact(_("Entered by"), row.entered_by.name, sub=moment(row.entered_at)),
    ]


def _version(one: Any) -> dict[str, Any]:
    """What a record said before it was corrected."""
    told = one.content
    people = listed([*told["visitors"], *filter(None, [told["others"]])])
    next_on = parse_date(told["next_on"])
    return {
        "why": one.why,
        "by": one.replaced_by.name,
        "at": one.replaced_at,
        "facts": [
            Fact(_("How"), str(Means(told["means"]).label)),
            Fact(
                _("When"),
                moment(timezone.localtime(datetime.fromisoformat(told["at"]))),
                sub=duration(told["minutes"]),
            ),
            Fact(_("Visitors"), people),
            Fact(_("Received by"), told["received_by"]),
            Fact(_("Next visit"), day(next_on) if next_on else ""),
        ],
        "findings": [(str(Matter(f["matter"]).label), f["text"]) for f in told["findings"]],
    }
