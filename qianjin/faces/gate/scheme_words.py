"""政策用词 How schemes, verdicts and claims read, the same on both sides of the counter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from qianjin.apps.subsidies import selectors
from qianjin.apps.subsidies.choices import (
    NUMBERS,
    ClaimState,
    QualificationKind,
    StepKind,
    Verdict,
)
from qianjin.apps.subsidies.sentences import (
    condition_groups,
    condition_words,
    finding_words,
    input_words,
)
from qianjin.ui import wording
from qianjin.ui.shapes import Attachment, Fact, Reason, ThreadItem
from qianjin.ui.wording import day, size

GROUP_NOTES = {
    "a": gettext_lazy("one of group A is enough"),
    "b": gettext_lazy("one of group B is enough"),
}
TONES = {"yes": "done", "unknown": "at_risk", "no": "closed"}

STEP_TONES = {
    StepKind.APPROVED: "done",
    StepKind.PAID: "done",
    StepKind.REFUSED: "breached",
    StepKind.SENT_BACK: "at_risk",
    StepKind.FILED: "active",
    StepKind.HANDED_OVER: "active",
}


def wan(value: Any) -> str:
    """Money kept in 万元, in words; a dash for nothing."""
    return "—" if value is None else wording.wan(value)


def span(first: date | None, last: date | None) -> str:
    """From a day until a day, either of which may be open."""
    if first is None and last is None:
        return _("at any time")
    if last is None:
        return _("from %(first)s") % {"first": first}
    if first is None:
        return _("until %(last)s") % {"last": last}
    return _("%(first)s until %(last)s") % {"first": first, "last": last}


def window_note(scheme: Any, today: date) -> tuple[str, str]:
    """Where the application window stands today, with its tone."""
    if scheme.closes_on and scheme.closes_on < today:
        return "closed", _("Applications are closed")
    if scheme.opens_on and scheme.opens_on > today:
        return "waiting", _("Applications from %(day)s") % {"day": day(scheme.opens_on)}
    if not scheme.closes_on:
        return "active", _("Applications at any time")
    left = (scheme.closes_on - today).days
    tone = "at_risk" if left <= selectors.SOON_DAYS else "active"
    return tone, _("Applications until %(day)s") % {"day": day(scheme.closes_on)}


def scheme_facts(row: Any) -> list[Fact]:
    """What is known of a scheme."""
    ceiling = wan(row.ceiling_wan) if row.ceiling_wan is not None else ""
    facts = [
        Fact(_("Issued by"), row.issuer),
        Fact(_("Document number"), row.document_number),
        Fact(_("In force"), span(row.valid_from, row.valid_until)),
        Fact(_("Applications"), span(row.opens_on, row.closes_on)),
        Fact(_("What is paid"), row.amount_rule),
    ]
    if ceiling:
        facts.append(Fact(_("Ceiling"), ceiling))
    if row.figures_year:
        facts.append(Fact(pgettext("scheme", "Year of the figures"), str(row.figures_year)))
    return facts


def groups(row: Any) -> list[tuple[str, list[str]]]:
    """The conditions for a person."""
    return condition_groups(row.conditions)


def reasons(match: Any) -> list[Reason]:
    """Each condition with how it fared and what is known."""
    tests = {
        (finding.test.field, finding.test.comparator): finding
        for finding in match.judgement.findings
    }
    found = []
    for condition in match.scheme.conditions:
        finding = tests[condition["field"], condition["comparator"]]
        known = _known(finding)
        group = GROUP_NOTES.get(condition["group"], "")
        # A number stands beside its condition; names, which may be many, below it.
        is_number = condition["field"] in NUMBERS
        below = [part for part in ("" if is_number else known, str(group)) if part]
        shown = known if is_number else str(Verdict(finding.verdict).label)
        found.append(
            Reason(
                condition_words(condition),
                shown or _("not known"),
                TONES[finding.verdict],
                joined(below),
            )
        )
    return found


def _known(finding: Any) -> str:
    return finding_words(finding.test.field, finding.found, finding.test.values)


def why(match: Any) -> str:
    """The short reason in a list: what fails, what is missing, or what is met."""
    if match.verdict == Verdict.UNKNOWN:
        names = [input_words(name, match.year) for name in match.missing]
        return _("Missing: %(names)s") % {"names": joined(names)}
    told = {(f.test.field, f.test.comparator): f for f in match.judgement.findings}
    lines = []
    for condition in match.scheme.conditions:
        finding = told[condition["field"], condition["comparator"]]
        if finding.verdict == match.verdict:
            lines.append(f"{condition_words(condition)}（{_known(finding) or _('not known')}）")
    if match.verdict == Verdict.NO:
        return _("Not met: %(names)s") % {"names": joined(lines)}
    return joined(lines)


def mark_words(mark: Any, today: date) -> dict[str, Any]:
    """A qualification as a tag, with who says so and until when."""
    is_over = bool(mark.valid_until and mark.valid_until < today)
    label = str(QualificationKind(mark.kind).label)
    until = _("until %(day)s") % {"day": mark.valid_until} if mark.valid_until else ""
    own = _("the enterprise's own word") if mark.is_own_word else mark.stated_by
    state = _("has it not") if not mark.holds else _("run out") if is_over else ""
    return {
        "label": joined([label, state]) if state else label,
        "tone": "done" if mark.holds and not is_over else "closed",
        "sub": joined([part for part in (until, own) if part]),
    }


def joined(parts: Sequence[str]) -> str:
    """Several things in one line."""
    return pgettext("between facts", "; ").join(parts)


def claim_tag(claim: Any) -> tuple[str, str]:
    """Tone and word of where a claim stands."""
    state = ClaimState(claim.state)
    return state.tone, str(state.label)


def claim_facts(row: Any) -> list[Fact]:
    """What is known of a claim."""
    facts = [
        Fact(_("Year"), str(row.year)),
        Fact(_("Applications"), span(row.scheme.opens_on, row.scheme.closes_on)),
        Fact(_("Filed on"), str(row.filed_on or "")),
        Fact(_("Claimed"), wan(row.claimed_wan)),
        Fact(_("Approved"), wan(row.approved_wan)),
        Fact(_("Paid"), wan(row.paid_wan or None), sub=str(row.paid_on or "")),
    ]
    if row.refused_because:
        facts.append(Fact(_("Reason of the refusal"), row.refused_because))
    return facts


def timeline(steps: Sequence[Any]) -> list[ThreadItem]:
    """What happened, newest first."""
    return [
        ThreadItem(
            who=step.by_name or _("The system"),
            what=str(StepKind(step.kind).label),
            at=step.at,
            tone=STEP_TONES.get(StepKind(step.kind), "waiting"),
            text="\n".join(
                part
                for part in (wan(step.amount_wan) if step.amount_wan else "", step.words)
                if part
            ),
        )
        for step in steps
    ]


def documents_of(row: Any, kept: list[Any], address: Callable[[int], str]) -> list[dict[str, Any]]:
    """Each document the scheme asks for with the files that were sent, and other files last."""
    shown: dict[str, list[Attachment]] = {name: [] for name in row.scheme.documents}
    for file in kept:
        sent = Attachment(file.name, address(file.pk), size(file.size))
        shown.setdefault(file.document, []).append(sent)
    return [
        {"name": name, "label": name or _("Other documents"), "files": given}
        for name, given in shown.items()
    ]
