"""道路与河道 on the page: listed, entered from a line measured on the map, changed, ended."""

from __future__ import annotations

import html
import json
import re

from qianjin.apps.land.models import Barrier
from tests.factories.accounts import Cast
from tests.factories.land import a_barrier, square
from tests.factories.web import send, signed_in

from .conftest import text_of

FIELDS = {"name": "北横河", "rank": "river", "width_m": "40", "version": ""}


def test_a_line_measured_on_the_map_becomes_a_river_drawn_on_it(cast: Cast, head) -> None:
    line = list(square(0, 0, 300).exterior.coords[:2])
    drawn = ",".join(f"{place:.7f}" for corner in line for place in corner)
    found = head.get(f"/{cast.park.slug}/map/found/", {"line": drawn}).content.decode()
    address = html.unescape(re.search(r'href="([^"]*barriers/new/[^"]*)"', found)[1])
    form = head.get(address).context["form"]

    done = send(head, address.partition("?")[0], {**FIELDS, "line": form.initial["line"]})

    assert done.status_code == 303
    assert abs(float(Barrier.objects.get().length_m) - 300) < 0.2
    told = json.loads(
        re.search(
            r'<script id="map-told"[^>]*>(.*?)</script>',
            head.get(f"/{cast.park.slug}/map/").content.decode(),
        )[1]
    )
    (feature,) = told["barriers"]["features"]
    assert feature["properties"]["name"] == "北横河"
    assert feature["geometry"]["type"] == "MultiLineString"


def test_all_are_listed_in_one_query_and_only_who_keeps_parcels_may_change_them(
    cast: Cast, head, queries
) -> None:
    a_barrier(cast, name="东一路", rank="arterial", width_m="32.5")
    first, before = queries(head, f"/{cast.park.slug}/barriers/")
    a_barrier(cast, name="村道甲", joins=True)
    page, after = queries(head, f"/{cast.park.slug}/barriers/")
    reader = signed_in(cast.auditor).get(f"/{cast.park.slug}/barriers/")

    assert before == after
    assert "主干路 32.5 m" in text_of(first)
    assert "可合并" in text_of(page)
    assert "barriers/new/" not in reader.content.decode()


def test_a_wrong_width_is_said_at_its_field_and_an_outdated_form_is_refused(
    cast: Cast, head
) -> None:
    row = a_barrier(cast, name="东一路")
    page = f"/{cast.park.slug}/barriers/{row.pk}/"
    told = {**FIELDS, "line": head.get(page).context["form"].initial["line"]}

    wrong = send(head, page, {**told, "width_m": "0", "version": "1"})
    changed = send(head, page, {**told, "version": "1"})
    outdated = send(head, page, {**told, "version": "1"})
    ended = send(head, page, {"end": "1"})

    assert wrong.status_code == 422
    assert "0.1至1000米之间" in text_of(wrong)
    assert (changed.status_code, outdated.status_code, ended.status_code) == (303, 409, 303)
    assert Barrier.objects.get().ended_on is not None
    assert head.get(page).status_code == 404
