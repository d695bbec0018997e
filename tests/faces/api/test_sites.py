"""Needs of land and the sites found for them, for programs."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone

from qianjin.apps.clearing import services
from qianjin.apps.clearing.models import SiteSearch
from tests.factories.accounts import Cast
from tests.factories.clearing import a_need
from tests.factories.land import a_parcel

from .test_operations import Program


def test_a_need_has_its_sites_with_reasons_and_says_when_the_land_has_changed(cast: Cast) -> None:
    for place, price in enumerate((80, 30, 35)):
        a_parcel(cast, 100 * place, number=f"S{place}", price_per_mu=Decimal(price))
    services.refresh(park=cast.park, at=timezone.now())
    need = a_need(cast, mu_min=Decimal(30), mu_max=Decimal(31))
    services.work_out(need_id=need.pk, run=SiteSearch.objects.get(need=need).run, at=timezone.now())
    program = Program(cast, cast.hewei)

    (row,) = program.get("sites", state="open").json()["items"]
    one = program.get(f"sites/{row['id']}").json()

    best = one["answer"]["sites"][0]
    assert best["parcels"] == ["S1", "S2"]
    assert round(best["area"]) == 20_000
    assert best["gap"] == 0
    assert best["reasons"]
    assert one["answer"]["is_fresh"]

    a_parcel(cast, 300, number="S3")
    assert not program.get(f"sites/{need.pk}").json()["answer"]["is_fresh"]


def test_a_need_nobody_searched_for_has_no_answer_yet(cast: Cast) -> None:
    need = a_need(cast)
    SiteSearch.objects.filter(need=need).delete()

    assert Program(cast, cast.hewei).get(f"sites/{need.pk}").json()["answer"] is None
