"""Land found ill used by the park's rule, and its remedy."""

from __future__ import annotations

from typing import Any

from django.test import Client

from qianjin.apps.land import services
from qianjin.apps.land.models import LandSettings, LowUse
from tests.faces.web.land.conftest import text_of
from tests.factories.accounts import Cast
from tests.factories.land import a_parcel
from tests.factories.parks import NOON
from tests.factories.subsidies import figures
from tests.factories.web import send


def at(cast: Cast, path: str) -> str:
    return f"/{cast.park.slug}/{path}"


def test_the_rule_is_set_found_by_and_remedied(cast: Cast, head: Client, queries: Any) -> None:
    figures(cast.chenxi, 2025, tax_wan=30, land_mu=15)
    parcel = a_parcel(cast, state="built")
    services.add_right(
        parcel=parcel, kind="use", enterprise=cast.chenxi, by=cast.acts(cast.hewei), at=NOON
    )
    rules = at(cast, "parcels/rules/")
    assert head.get(rules).status_code == 200
    told = {"zone": "40", "low_tax_wan": "6", "low_idle_months": "12", "version": "1"}
    assert send(head, rules, {**told, "zone": "99"}).status_code == 422
    assert send(head, rules, told).status_code == 303
    assert send(head, rules, told).status_code == 409
    assert LandSettings.objects.get().low_tax_wan == 6

    assert send(head, at(cast, "low-use/rule/")).status_code == 303
    case = LowUse.objects.get()
    listed, count = queries(head, at(cast, "low-use/"))
    assert count <= 14
    assert "亩均税收2.00万元" in text_of(listed)
    page = at(cast, f"low-use/{case.pk}/")
    _seen, count = queries(head, page)
    assert count <= 16
    remedy = {"remedy": "invest", "officer": cast.gumingzhou.pk, "due_on": "2999-06-30"}
    assert send(head, page + "remedy/", {**remedy, "due_on": "2020-01-01"}).status_code == 422
    assert send(head, page + "remedy/", remedy).status_code == 303
    assert send(head, page + "report/", {"words": "新线已开工"}).status_code == 303
    assert send(head, page + "settle/", {"remedied": "yes", "words": "达标"}).status_code == 303
    assert send(head, page + "report/", {"words": "又"}).status_code == 422
    parcel.refresh_from_db()
    assert parcel.low_use == "remedied"
    enter = at(cast, f"parcels/{parcel.pk}/low-use/")
    assert head.get(enter).status_code == 200
    assert send(head, enter, {"reasons": "grade", "words": "D类"}).status_code == 422
    assert send(head, enter, {"reasons": "tax", "words": "复核"}).status_code == 303
