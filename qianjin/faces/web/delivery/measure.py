"""度量 How fast: days from land title to construction permit, beside what others published."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.delivery import selectors
from qianjin.faces.gate import endpoint, to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import page
from qianjin.ui.shapes import Bar

from . import words


def references() -> list[tuple[str, int, str]]:
    """Published results: where, days, source."""
    return [
        (_("钱塘 2023, one expansion project, from the auction to the permit"), 18,
         "chinacrane.net 2023-04-25"),
        (_("金华, as published"), 27, _("source to be checked")),
        (_("Zhejiang, most days for planning and construction permits and acceptance"), 90,
         "浙江在线 2019-04-25"),
        (_("Zhejiang, the limit before that"), 100, _("2018")),
    ]  # fmt: skip


@endpoint(Capability.DELIVERY_SEE)
def measure(request: ParkRequest) -> HttpResponse:
    """Each project with a title, the median by year, the published results beside it."""
    found, years = selectors.measured(request.actor)
    context = {
        "tabs": words.tabs(request, "delivery_measure"),
        "rows": [_line(request, one) for one in found[:200]],
        "years": [
            Bar(str(year), days, shown=_("%(days)s (%(count)s projects)")
                % {"days": words.days(days), "count": many})
            for year, days, many in years
        ],
        "references": [(name, words.days(days), source) for name, days, source in references()],
    }  # fmt: skip
    return page(request, "web/delivery/measure.html", context)


def _line(request: ParkRequest, one: Any) -> dict[str, Any]:
    return {
        "plan": one.plan,
        "url": to(request, "web:delivery_plan", one.plan.pk),
        "title": words.iso(one.title_on),
        "permit": words.iso(one.permit_on),
        "start": words.iso(one.start_on),
        "days": words.days(one.days) if one.days is not None else "",
        "gap": words.days(one.gap) if one.gap is not None else "",
    }
