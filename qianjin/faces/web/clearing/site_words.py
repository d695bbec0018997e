"""The words of sites: why this one, why none, what each limit lets out, and the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from qianjin.apps.clearing import selectors
from qianjin.apps.clearing.steps import steps
from qianjin.apps.land.choices import LandSector, ParcelState
from qianjin.faces.gate import to
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import listed
from qianjin.ui.shapes import Fact, Reason
from qianjin.ui.wording import wan

from . import words

MU = 2000 / 3

_REASONS: dict[str, Any] = {
    "best_standing": gettext_lazy("The soonest that keeps every limit, among %(amount).0f parcels"),
    "best_apart_standing": gettext_lazy(
        "The soonest that has at most %(amount).0f%% in common with a better answer"
    ),
    "best": gettext_lazy("The cheapest that keeps every limit, among %(amount).0f parcels"),
    "best_apart": gettext_lazy(
        "The cheapest that has at most %(amount).0f%% in common with a better answer"
    ),
    "within": gettext_lazy(
        "The best found in the time; something may be cheaper by %(amount).1f%% at most"
    ),
    "dearer": gettext_lazy("Worth %(wan)s less than the answer before it (%(subject)s)"),
    "last_ready": gettext_lazy("%(subject)s is ready last, %(amount).0f days after the others"),
    "not_dated": gettext_lazy("No day is known for %(subject)s"),
    "holds_together": gettext_lazy("Without %(subject)s it falls apart: %(mu)s mu are cut off"),
    "narrow": gettext_lazy("Hangs together least at %(subject)s: a border of %(amount).0f m"),
    "dearest": gettext_lazy("%(subject)s is the dearest, %(amount).0f%% above the whole"),
    "no_area": gettext_lazy("All that may be had is too small: %(mu)s mu"),
    "not_joined": gettext_lazy(
        "No parcels that hang together are large enough; the largest have %(mu)s mu"
    ),
    "no_match": gettext_lazy("Nothing keeps all limits together; every possibility was looked at"),
    "not_found": gettext_lazy("The search ended with nothing found and nothing proven"),
    "not_open": gettext_lazy("The parcel itself does not keep a limit of this need"),
}

_OFFERED: dict[str, Any] = {
    "power_kva": gettext_lazy("Power for the site: %(amount)s kVA, from the line at %(subject)s"),
    "water_tpd": gettext_lazy("Water for the site: %(amount)s t a day, at %(subject)s"),
    "frontage_m": gettext_lazy("Along its outline at least %(amount)s m of road"),
}

_KEPT_OUT: dict[str, Any] = {
    "sector": gettext_lazy("meant for another industry platform"),
    "use_name": gettext_lazy("planned for another use, or for none yet"),
    "far": gettext_lazy("floor area ratio too low or not set"),
    "height_m": gettext_lazy("buildings too low or not set"),
    "near_km": gettext_lazy("too far from the place named"),
    "away_km": gettext_lazy("too near the place to be avoided"),
    "ready_by": gettext_lazy("ready too late"),
}


def reason(code: str, subject: str, amount: float) -> str:
    """One reason of the engine as a sentence."""
    sentence = _REASONS.get(code)
    if sentence is None:
        return ""
    told = {
        "subject": subject,
        "amount": amount,
        "mu": f"{amount / MU:,.0f}",
        "wan": _("RMB %(wan)s0,000") % {"wan": f"{amount:,.0f}"},
    }
    return str(sentence) % told


def _code(code: str, is_soonest: bool) -> str:
    """The quality of an answer reads otherwise where the day comes first."""
    return f"{code}_standing" if is_soonest and code in ("best", "best_apart") else code


def kept_out(found: Mapping[str, int]) -> list[Reason]:
    """What each hard limit alone keeps out."""
    return [
        Reason(
            str(_KEPT_OUT[name]),
            ngettext("%(count)d parcel", "%(count)d parcels", many) % {"count": many},
        )
        for name, many in found.items()
        if name in _KEPT_OUT
    ]


def band(need: Any) -> str:
    """The area asked for."""
    mu = pgettext("unit", "mu")
    return words.span(f"{need.mu_min.normalize():f}", f"{need.mu_max.normalize():f} {mu}")


def asked(need: Any) -> list[Fact]:
    """What a need asks, one line for each."""
    told = [Fact(_("Area"), band(need))]
    plain = (
        (_("Industry platform"), LandSector(need.sector).label if need.sector else ""),
        (_("Use"), need.use_name),
        (_("Floor area ratio"), _least(need.far)),
        (_("Height (m)"), _least(need.height_m)),
        (_("Power (kVA)"), _least(need.power_kva)),
        (_("Water (t a day)"), _least(need.water_tpd)),
        (_("Road frontage (m)"), _least(need.frontage_m)),
        (_("Near"), _place(need.near_lon, need.near_lat, need.near_km, "≤")),
        (_("Away from"), _place(need.away_lon, need.away_lat, need.away_km, "≥")),
        (_("Ready by"), words.iso(need.ready_by)),
        (_("Budget"), _wan(need.budget_wan)),
        (_("At most"), _("%(count)s parcels") % {"count": need.max_parcels}),
        (_("A month later weighs"), _wan(need.weight_month)),
        (_("100 m of outline weigh"), _wan(need.weight_edge)),
        (_("An owner more weighs"), _wan(need.weight_owner)),
    )
    told += [Fact(label, str(value)) for label, value in plain if value]
    return told


def _least(value: Any) -> str:
    return "" if value is None else f"≥ {value.normalize():f}"


def _wan(value: Any) -> str:
    return wan(value) if value else ""


def _place(lon: Any, lat: Any, km: Any, sign: str) -> str:
    return "" if km is None else f"{lon:.5f}, {lat:.5f} {sign} {km.normalize():f} km"


def site_line(
    request: ParkRequest,
    number: int,
    site: Mapping[str, Any],
    plots: Mapping[int, Any],
    promised: Mapping[int, str],
    *,
    is_priced: bool,
    is_soonest: bool = False,
) -> dict[str, Any]:
    """One answer as the page shows it."""
    parcels = [plots[key] for key in site["parcels"] if key in plots]
    villages = sorted({p.owner or p.village for p in parcels} - {""})
    last = plots.get(site.get("last", 0))
    names = _villages_of(parcels)
    blocker = site.get("blocker", "")
    rules = steps()
    return {
        "number": number,
        "mu": f"{site['area'] / MU:,.1f}",
        "cost": site["cost"] if is_priced else None,
        "unpriced": site["unpriced"],
        "ready": words.iso(date.fromordinal(site["ready"])) if site["ready"] else "",
        "days": words.span(*(words.iso(date.fromordinal(site["days"][n])) for n in (0, 2)))
        if "days" in site
        else "",
        "gap": site["gap"],
        "is_proven": site["gap"] == 0 and site.get("is_certain", True),
        "parcels": [
            {
                "plot": plot,
                "state": ParcelState(plot.state),
                "url": to(request, "web:clearing_parcel", plot.pk),
                "ready": words.iso(plot.ready.likely) if plot.ready else "",
                "promised": promised.get(plot.pk, ""),
                "mu": f"{plot.mu:,.1f}",
            }
            for plot in parcels
        ],
        "gone": len(site["parcels"]) - len(parcels),
        "villages": listed(villages),
        "village_count": len(villages),
        "reasons": [
            Reason(told) for code, subject, amount in site["reasons"]
            if (told := reason(_code(code, is_soonest), subject, amount))
        ] + offered(site.get("offered", ())),
        "last": last.number if last else "",
        "blocker": words.blocker_name(last.ready)
        if last and last.ready and last.ready.awaits
        else words.gate_name(blocker, names, rules)
        if blocker
        else "",
        "levers": words.lever_reasons(site.get("levers", ()), names, rules),
        "keys": ",".join(str(key) for key in site["parcels"]),
    }  # fmt: skip


def offered(found: Iterable[Sequence[Any]]) -> list[Reason]:
    """What a site has of power, water and road, and at which parcel the line ends."""
    return [
        Reason(str(_OFFERED[name]) % {"amount": f"{amount:,.0f}", "subject": number})
        for name, number, amount in found
        if name in _OFFERED
    ]


def _villages_of(parcels: Iterable[Any]) -> dict[int, str]:
    """Names of the villages that hold parcels up."""
    found = {}
    for plot in parcels:
        if plot.ready and plot.ready.blocker_unit_id:
            found[plot.ready.blocker_unit_id] = plot.ready.blocker_unit.name
    return found


def drawing(
    request: ParkRequest, chosen: Sequence[Any], around: Iterable[Any]
) -> list[dict[str, Any]]:
    """The outlines of a site among its surroundings."""
    inside, mu = {plot.pk for plot in chosen}, pgettext("unit", "mu")
    told = [
        {
            "rings": plot.rings,
            "tone": ParcelState(plot.state).tone,
            "label": f"{plot.number} {ParcelState(plot.state).label}",
            "url": "",
            "kind": "faint",
            "name": "",
        }
        for plot in around
        if plot.pk not in inside
    ]
    return told + [
        {
            "rings": plot.rings,
            "tone": "done" if plot.ready and plot.ready.is_ready else "active",
            "label": f"{plot.number} {plot.owner or plot.village} {plot.mu:,.1f} {mu}",
            "url": to(request, "web:clearing_parcel", plot.pk),
            "kind": "strong",
            "name": plot.number,
        }
        for plot in chosen
    ]


def why_none(answer: Mapping[str, Any]) -> str:
    """Why there is no (further) answer."""
    found = answer.get("reason")
    return reason(*found) if found else ""


def fit_line(need: Any, fit: Any) -> dict[str, Any]:
    """One need on the page of a parcel: the site that would hold it, or why there is none."""
    site = fit.site
    return {
        "need": need,
        "mu": f"{site['area'] / MU:,.1f}" if site else "",
        "numbers": listed(site["numbers"]) if site else "",
        "ready": words.iso(date.fromordinal(site["ready"])) if site and site["ready"] else "",
        "reason": "" if site else reason(fit.reason, "", 0.0),
    }


def offers(
    needs: Iterable[Any], freshness: Mapping[int, selectors.Freshness]
) -> list[dict[str, Any]]:
    """The standing questions with their best answer today."""
    told = []
    for need in needs:
        search, fresh = selectors.search_of(need), freshness[need.pk]
        answer = search.answer if search else {}
        sites = answer.get("sites", [])
        first = sites[0] if sites else None
        told.append(
            {
                "need": need,
                "fresh": fresh,
                "count": len(sites),
                "mu": f"{first['area'] / MU:,.1f}" if first else "",
                "cost": first["cost"] if first and answer.get("priced") else None,
                "ready": words.iso(date.fromordinal(first["ready"]))
                if first and first["ready"]
                else "",
                "numbers": listed(first["numbers"]) if first else "",
                "why": why_none(answer) if answer and not first else "",
            }
        )
    return told
