"""走访文书 The record of a visit and the sheet of a round as Word, to be edited in any office."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from qianjin.apps.desk.choices import RequestKind
from qianjin.apps.enterprises.choices import Tier
from qianjin.apps.visits.choices import Matter, Means
from qianjin.faces.web import paper
from qianjin.faces.web.frame import listed
from qianjin.ui.wording import clock_time, day_long, duration, moment

from . import words


def of_visit(row: Any) -> bytes:
    """走访记录: the fields the office's form has, in their order."""
    document = paper.blank(_("Record of a visit"), row.number)
    people = [*(person.name for person in row.visitors.all()), *filter(None, [row.others])]
    facts = [
        (_("Enterprise"), row.enterprise.name),
        (_("When"), f"{moment(row.at)}（{duration(row.minutes)}）"),
        (_("How"), str(Means(row.means).label)),
        (_("Visitors"), listed(people)),
        (_("Received by"), row.received_by),
    ]
    found = list(row.findings.all())
    for matter in Matter:
        facts.append((str(matter.label), "\n".join(_said(f) for f in found if f.matter == matter)))
    facts += [(one.question.text, one.text) for one in row.answers.all()]
    facts.append((_("Next visit"), day_long(row.next_on) if row.next_on else ""))
    facts.append((_("Signed for the enterprise"), ""))
    _pairs(document, facts)
    return paper.as_bytes(document)


def _said(finding: Any) -> str:
    parts = [RequestKind(finding.kind).label if finding.kind else "", finding.request_number]
    about = " · ".join(str(part) for part in parts if part)
    return f"{finding.text}（{about}）" if about else str(finding.text)


def of_round(row: Any) -> bytes:
    """走访路线单: one line for each stop, with room to write."""
    document = paper.blank(_("Round of visits"), f"{day_long(row.on)}　{row.officer.name}")
    heads = ("", _("Planned"), _("Enterprise"), _("Address"), _("Contact"), _("Notes"))
    lines = []
    for stop in row.stops.all():
        firm = stop.enterprise
        contact = next(iter(firm.to_call), None)
        lines.append(
            (
                str(stop.position),
                f"{clock_time(stop.begin_at)}-{clock_time(stop.leave_at)}",
                f"{firm.name}\n{Tier(firm.tier).label}",
                firm.address,
                f"{contact.name} {contact.post}\n{contact.phone}" if contact else "",
                stop.skipped,
            )
        )
    paper.table(document, heads, lines, widths=(0.8, 2.4, 4.4, 3.4, 3.4, 2.6))
    way = _("Way: %(way)s. Leaves %(begin)s, back %(end)s.") % {
        "way": words.way_of(row),
        "begin": clock_time(row.begin_at),
        "end": clock_time(row.end_at),
    }
    document.add_paragraph(way)
    document.add_paragraph(_("Kilometres driven: ______    Minutes out: ______    Signed: ______"))
    return paper.as_bytes(document)


def _pairs(document: Any, facts: Iterable[tuple[str, str]]) -> None:
    rows = [(label, told) for label, told in facts]
    paper.table(document, (), rows, widths=(4.0, 13.0))
