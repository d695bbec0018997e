"""评分 How well the desk serves: by unit, type, enterprise and month, small numbers held back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.choices import RequestKind
from qianjin.apps.desk.measures import Facet, Measure
from qianjin.apps.desk.selectors import MONTH, Period, ScoreBoard, ScoreRow
from qianjin.faces.gate import endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page
from qianjin.ui.shapes import Cell, Column, NavItem, StatItem, TableRow

from .inbox import XLSX

TABS: dict[str, Any] = {
    **{facet.value: facet.label for facet in Facet},
    MONTH: pgettext_lazy("score", "By month"),
}
HEADS: dict[str, Any] = {
    Facet.UNIT.value: pgettext_lazy("score", "Unit"),
    Facet.KIND.value: pgettext_lazy("score", "Type"),
    Facet.ENTERPRISE.value: pgettext_lazy("score", "Enterprise"),
    MONTH: pgettext_lazy("score", "Month"),
}
PERIODS: dict[str, Any] = {
    "12": pgettext_lazy("period", "Last 12 months"),
    "3": pgettext_lazy("period", "Last 3 months"),
    "year": pgettext_lazy("period", "This year"),
    "last-year": pgettext_lazy("period", "Last year"),
}
LATEST_MONTHS = 12


@endpoint(Capability.SCORE_SEE)
def scores(request: ParkRequest) -> HttpResponse:
    """One page of one tab."""
    asked = Asked(request)
    found = selectors.scores(
        request.actor.park_id,
        by=asked.tab,
        period=asked.period,
        measure=asked.measure,
        at=timezone.now(),
        after=request.GET.get("after", ""),
    )
    context = _rows(request, asked, found)
    is_part = request.headers.get("HX-Target") == "score-rows"
    if not is_part:
        context |= {
            "tabs": [
                NavItem(str(label), asked.url(tab=tab), active=tab == asked.tab)
                for tab, label in TABS.items()
            ],
            "periods": _periods(asked.today),
            "measures": Measure.choices,
            "stats": _stats(found.total),
            "action": asked.address,
        }
    return page(request, "web/desk/scores.html" + ("#rows" if is_part else ""), context)


@endpoint(Capability.SCORE_SEE)
def export(request: ParkRequest) -> FileResponse:
    """Every row of the tab as an Excel table."""
    asked = Asked(request)
    table = services.export_scores(
        by=request.actor,
        at=timezone.now(),
        tab=asked.tab,
        period=asked.period,
        measure=asked.measure,
        names={kind.value: str(kind.label) for kind in RequestKind} | {"": unsorted(asked.tab)},
    )
    name = _("Scores %(day)s.xlsx") % {"day": asked.today.isoformat()}
    return FileResponse(table, as_attachment=True, filename=name, content_type=XLSX)


class Asked:
    """What the address asks for; what it says wrongly is taken as not said."""

    def __init__(self, request: ParkRequest) -> None:
        self.address = to(request, "web:scores")
        self.today = timezone.localdate()
        asked = request.GET
        tab, measure, period = (asked.get(name, "") for name in ("by", "measure", "period"))
        self.tab = tab if tab in TABS else Facet.UNIT.value
        self.measure = measure if measure in Measure.values else Measure.SOLVED.value
        self.code = period if period in dict(_periods(self.today)) else "12"
        self.period = period_of(self.code, self.today)

    def url(self, **changed: str) -> str:
        """The page with one thing said otherwise."""
        said = {"by": self.tab, "period": self.code, "measure": self.measure}
        return f"{self.address}?{urlencode({**said, **changed})}"


def period_of(code: str, today: date) -> Period:
    """The months a choice of period means today."""
    if code == "year":
        return selectors.months_ending(today, today.month)
    if code == "last-year":
        return selectors.months_ending(date(today.year - 1, 12, 1), 12)
    if code.isdigit():
        return selectors.months_ending(today, int(code))
    return selectors.months_ending(date.fromisoformat(f"{code}-01"), 1)


def _periods(today: date) -> list[tuple[str, str]]:
    """Spans, then each of the last months."""
    months, day = [], today
    for _month in range(LATEST_MONTHS):
        months.append((f"{day:%Y-%m}", month_name(day)))
        day = day.replace(day=1) - timedelta(days=1)
    return [*((code, str(label)) for code, label in PERIODS.items()), *months]


def month_name(day: date) -> str:
    """A month as people write it: 2026年11月, 2026-11."""
    return pgettext("month", "%(year)s-%(month)02d") % {"year": day.year, "month": day.month}


def unsorted(tab: str) -> str:
    """What stands where no unit or type is named yet."""
    return pgettext("board", "No unit yet") if tab == Facet.UNIT else _("Not sorted yet")


def name_of(row: ScoreRow, tab: str) -> str:
    """The name of a row, in the reader's language."""
    if tab == MONTH:
        return month_name(date.fromisoformat(row.key))
    if tab == Facet.KIND and row.key in RequestKind.values:
        return str(RequestKind(row.key).label)
    return row.name or unsorted(tab)


def percent(rate: float) -> str:
    """A rate as people read it; rounded so that only all is 100."""
    return f"{int(rate * 1000) / 10:g}%" if rate < 1 else "100%"


def _rows(request: ParkRequest, asked: Asked, found: ScoreBoard) -> dict[str, Any]:
    chosen = Measure(asked.measure)
    return {
        "asked": asked,
        "columns": [
            Column(pgettext("score", "Place"), align="end", nowrap=True),
            Column(str(HEADS[asked.tab]), main=True),
            Column(pgettext("score", "Raised"), align="end"),
            *(
                Column(
                    str(measure.label),
                    align="end",
                    sort_url=asked.url(measure=measure),
                    sorted="down" if measure == chosen and asked.tab != MONTH else "",
                    phone=measure in {chosen, Measure.CONTENT},
                )
                for measure in Measure
            ),
        ],
        "rows": [_row(request, asked, row) for row in found.rows],
        "older": asked.url(after=found.after) if found.after else "",
        "newer": "" if found.before is None else asked.url(after=found.before),
        "export_url": f"{to(request, 'web:score_export')}?{asked.url().partition('?')[2]}",
        "measure_name": chosen.label,
        "mean": percent(found.mean),
        "weight": round(found.weight),
        "fewest": selectors.FEWEST,
        "is_ranked": asked.tab != MONTH,
    }


def _row(request: ParkRequest, asked: Asked, row: ScoreRow) -> TableRow:
    place = str(row.place) if row.place else "—"
    return TableRow(
        [
            place if asked.tab != MONTH else "",
            Cell(name_of(row, asked.tab), url=_inbox(request, asked, row)),
            f"{row.raised:,}",
            *(_rate(row, measure) for measure in Measure),
        ]
    )


def _rate(row: ScoreRow, measure: Measure) -> Cell:
    """What was counted; in the column that orders, the shrunk rate above it."""
    hits, cases = row.counted[measure]
    if not cases:
        return Cell("—")
    counted = _("%(hits)s of %(cases)s") % {"hits": f"{hits:,}", "cases": f"{cases:,}"}
    rate = row.rates.get(measure)
    if rate is None:
        return Cell(percent(hits / cases), sub=counted)
    return Cell(percent(rate.shrunk), sub=f"{counted} · {percent(hits / cases)}")


def _inbox(request: ParkRequest, asked: Asked, row: ScoreRow) -> str:
    """The requests raised in the period that this row speaks of."""
    since, until = asked.period.since, asked.period.until
    narrowed = {asked.tab: row.key}
    if asked.tab == MONTH:
        since = date.fromisoformat(row.key)
        until, narrowed = selectors.months_ending(since, 1).until, {}
    elif not row.key:
        return ""
    if not request.actor.may(Capability.REQUEST_SEE):
        return ""
    last = until - timedelta(days=1)
    query = {"tab": "all", **narrowed, "since": since.isoformat(), "until": last.isoformat()}
    return f"{to(request, 'web:requests')}?{urlencode(query)}"


def _stats(total: ScoreRow) -> list[StatItem]:
    """The park as a whole: counted, nothing shrunk."""
    items = [StatItem(pgettext("score", "Raised"), f"{total.raised:,}")]
    for measure in Measure:
        hits, cases = total.counted[measure]
        counted = _("%(hits)s of %(cases)s") % {"hits": f"{hits:,}", "cases": f"{cases:,}"}
        shown = percent(hits / cases) if cases else "—"
        items.append(StatItem(str(measure.label), shown, sub=counted))
    return items
