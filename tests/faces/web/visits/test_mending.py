"""Pages on which visits are put right: a record, a place on the map, measured ways, a season."""

from __future__ import annotations

import json
import re
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from qianjin.apps.visits import selectors, services
from qianjin.apps.visits.models import Place, TravelMatrix
from qianjin.apps.visits.services.recording import Found
from tests.factories.visits import a_plan, a_visit
from tests.factories.web import send, signed_in


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


class TestCorrecting:
    def said(self, cast, visit, **more):
        return {
            "why": "人数记错",
            "means": "visit",
            "on_site_at": "2026-11-23T12:00",
            "minutes": 50,
            "visitors": [cast.yeting.pk],
            "version": 1,
            f"finding_{visit.findings.get().pk}": "西门积水",
        } | more

    def test_the_record_shows_what_it_said_before(self, cast) -> None:
        found = [Found("difficulty", "门口积水", "WAT")]
        visit = a_visit(cast.chenxi, cast.acts(cast.yeting), findings=found)
        officer = signed_in(cast.yeting)
        address = f"/{cast.park.slug}/visits/{visit.pk}/correct/"
        assert "门口积水" in shown(officer, address)

        assert send(officer, address, self.said(cast, visit)).status_code == 303
        page = shown(officer, f"/{cast.park.slug}/visits/{visit.pk}/")
        assert "西门积水" in page and "门口积水" in page and "人数记错" in page

    def test_says_beside_the_field_what_is_wrong_and_who_was_first(self, cast) -> None:
        found = [Found("difficulty", "门口积水", "WAT")]
        visit = a_visit(cast.chenxi, cast.acts(cast.yeting), findings=found)
        officer = signed_in(cast.yeting)
        address = f"/{cast.park.slug}/visits/{visit.pk}/correct/"
        wrong = send(officer, address, self.said(cast, visit, why=""))
        send(officer, address, self.said(cast, visit))
        late = send(officer, address, self.said(cast, visit))

        assert wrong.status_code == 422 and late.status_code == 409
        assert "刚刚被别人更正过" in late.content.decode()

    def test_asks_as_few_queries_for_many_versions(
        self, cast, django_assert_max_num_queries
    ) -> None:
        visit = a_visit(cast.chenxi, cast.acts(cast.yeting), findings=[Found("advice", "班车")])
        for number in range(1, 9):
            visit = services.correct_visit(
                visit=visit,
                version=number,
                why="更正",
                means="visit",
                on_site_at=visit.at,
                minutes=30 + number,
                visitors=[cast.yeting.pk],
                by=cast.acts(cast.yeting),
                at=timezone.now(),
            )
        officer = signed_in(cast.yeting)

        with django_assert_max_num_queries(22):
            shown(officer, f"/{cast.park.slug}/visits/{visit.pk}/")
        with django_assert_max_num_queries(20):
            shown(officer, f"/{cast.park.slug}/visits/{visit.pk}/correct/")


class TestPlace:
    def test_the_map_says_where_a_click_lies(self, cast) -> None:
        page = shown(
            signed_in(cast.hewei), f"/{cast.park.slug}/enterprises/{cast.chenxi.pk}/place/"
        )
        frame = re.search(r'data-frame="([^"]+)"', page)

        assert frame is not None and len(frame[1].split()) == 6
        assert "远山材料（演示）" in page

    def test_an_enterprise_left_out_for_want_of_a_place_leads_to_the_map(self, cast) -> None:
        Place.objects.filter(enterprise=cast.other).delete()
        plan = a_plan(cast.hewei, cast.park, [cast.yeting])
        services.work_out(plan_id=plan.pk, run=1, at=timezone.now())
        page = shown(signed_in(cast.hewei), f"/{cast.park.slug}/visits/plans/{plan.pk}/")

        assert f"/enterprises/{cast.other.pk}/place/" in page


class TestMatrix:
    def test_the_question_names_every_place_and_the_answer_is_taken_over(
        self, cast, django_assert_max_num_queries
    ) -> None:
        head, address = signed_in(cast.hewei), f"/{cast.park.slug}/visits/rules/ways/"
        question = head.get(f"{address}places/").content.decode()
        assert question.count(";") == 2 and question.strip().endswith("duration,distance")
        rows = [[0, 60, 60], [60, 0, 60], [60, 60, 0]]
        told = json.dumps({"code": "Ok", "durations": rows, "distances": rows})
        file = SimpleUploadedFile("osrm.json", told.encode())
        assert send(head, address, {"file": file}).status_code == 303

        assert "osrm.json" in shown(head, address) and TravelMatrix.objects.count() == 1
        with django_assert_max_num_queries(18):
            shown(head, address)
        send(head, address, {"drop": "1"})
        assert not TravelMatrix.objects.exists()

    def test_a_way_that_is_missing_is_named_by_enterprise(self, cast) -> None:
        rows = [[0, 60, None], [60, 0, 60], [60, 60, 0]]
        told = json.dumps({"code": "Ok", "durations": rows, "distances": rows})
        answer = send(
            signed_in(cast.hewei),
            f"/{cast.park.slug}/visits/rules/ways/",
            {"file": SimpleUploadedFile("osrm.json", told.encode())},
        )

        last = selectors.matrix_places(cast.park.pk)[-1].name
        assert answer.status_code == 422 and last in answer.content.decode()

    def test_bytes_that_are_no_text_are_refused(self, cast) -> None:
        answer = send(
            signed_in(cast.hewei),
            f"/{cast.park.slug}/visits/rules/ways/",
            {"file": SimpleUploadedFile("osrm.json", b"\xff\xfe\x00\x81")},
        )

        assert answer.status_code == 422 and "JSON" in answer.content.decode()


def test_a_visit_of_a_season_is_pinned_by_officer_and_day(cast) -> None:
    plan = a_plan(cast.hewei, cast.park, [cast.yeting], until_on=date(2027, 1, 29))
    services.work_out(plan_id=plan.pk, run=1, at=timezone.now())
    head, address = signed_in(cast.hewei), f"/{cast.park.slug}/visits/plans/{plan.pk}/"
    assert 'type="date" name="on"' in shown(head, address)
    told = {"enterprise": cast.chenxi.pk, "officer": cast.yeting.pk}
    wrong = send(head, f"{address}change/", {**told, "on": "2030-01-01"})
    send(head, f"{address}change/", {**told, "on": "2026-12-10"})

    plan.refresh_from_db()
    assert wrong.status_code == 303
    assert plan.wishes["pins"] == {str(cast.chenxi.pk): [cast.yeting.pk, "2026-12-10"]}
