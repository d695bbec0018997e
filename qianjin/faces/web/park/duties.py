"""职责 Which unit usually leads requests of which type."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.desk import selectors as desk
from qianjin.apps.desk import services
from qianjin.apps.parks import selectors as parks
from qianjin.apps.parks.choices import UnitKind
from qianjin.faces.gate import acts
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page

from .forms import DutiesForm


@acts(Capability.PARK_EDIT)
def duties(request: ParkRequest) -> HttpResponse:
    """The twenty types, each with the section or bureau that leads it."""
    led = {row.kind: row for row in desk.duties_of(request.park.pk)}
    units = parks.units_of(request.park.pk, UnitKind.SECTION, UnitKind.BUREAU)
    teams = {row.sector: row.unit_id for row in desk.chain_teams_of(request.park.pk)}
    form = DutiesForm(
        request.POST or None,
        units=units,
        led={kind: row.unit_id for kind, row in led.items()},
        teams=teams,
    )
    if request.method == "POST" and form.is_valid():
        _keep_teams(request, form.teams(), teams)
        for kind, chosen in form.duties().items():
            now = led.get(kind)
            if chosen and (now is None or now.unit_id != int(chosen)):
                services.set_duty(
                    park=request.park,
                    kind=kind,
                    aim=now.aim if now else "",
                    unit=parks.unit_of(request.park.pk, int(chosen)),
                    by=request.actor,
                    at=timezone.now(),
                )
        messages.success(request, _("The duties have been saved."))
        return go(request, "web:duties")
    return page(request, "web/park/duties.html", {"form": form}, 422 if form.errors else 200)


def _keep_teams(request: ParkRequest, chosen: dict[str, int | None], now: dict[str, int]) -> None:
    """产业链专班: what changed."""
    for sector, pk in chosen.items():
        if pk != now.get(sector):
            services.set_chain_team(
                park=request.park,
                sector=sector,
                unit=parks.unit_of(request.park.pk, pk) if pk else None,
                by=request.actor,
                at=timezone.now(),
            )
