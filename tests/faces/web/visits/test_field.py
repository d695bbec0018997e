"""What a telephone takes along into the field, and what the office makes of what it sends."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from qianjin.apps.audit import services as audit
from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.desk.models import ServiceRequest
from qianjin.apps.visits import services
from qianjin.apps.visits.models import PhotoUpload, QuarterQuestion, Round, Visit, VisitPhoto
from qianjin.faces.web.visits.field_shell import PICTURES, SCRIPTS, STYLES
from tests.factories.accounts import Cast
from tests.factories.desk import a_photograph
from tests.factories.enterprises import an_enterprise
from tests.factories.field import KEY, a_record, sent, sent_piece
from tests.factories.parks import local
from tests.factories.visits import a_place, a_round, a_visit
from tests.factories.web import signed_in

MONDAY = date(2026, 11, 23)


@pytest.fixture
def phone(cast: Cast) -> Client:
    return signed_in(cast.yeting)


@pytest.fixture
def address(cast: Cast) -> str:
    return f"/{cast.park.slug}/visits/field/send/"


@pytest.fixture(autouse=True)
def _media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qianjin.apps.parks.services.files.MEDIA", tmp_path)


def pack(client: Client, cast: Cast, query: str = "") -> dict:
    answer = client.get(f"/{cast.park.slug}/visits/field/pack/{query}")
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    return answer.json()


class TestShell:
    def test_holds_nothing_of_the_person_who_asks(self, cast, phone) -> None:
        page = phone.get(f"/{cast.park.slug}/visits/field/").content.decode()

        assert "叶汀" not in page and "csrf" not in page.lower()
        assert "<script>" not in page and " style=" not in page and "onclick" not in page

    def test_every_script_style_and_import_lies_in_the_telephone(self, cast, phone) -> None:
        page = phone.get(f"/{cast.park.slug}/visits/field/").content.decode()
        worker = phone.get(f"/{cast.park.slug}/visits/field/worker.js").content.decode()
        kept = set(json.loads(re.search(r"const KEPT = (.*);", worker)[1])["files"])

        asked = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
        assert asked and asked <= kept
        for name in SCRIPTS:
            text = Path(finders.find(name)).read_text("utf-8")
            for other in re.findall(r'from "([^"]+)"', text):
                resolved = (Path("/") / Path(name).parent / other).resolve()
                assert str(resolved).lstrip("/") in SCRIPTS, f"{name} imports {other}"

    def test_every_word_the_scripts_say_stands_in_the_shell(self, cast, phone) -> None:
        page = phone.get(f"/{cast.park.slug}/visits/field/").content.decode()
        signs = set(re.findall(r'id="icon-(\w+)"', page))
        for name in SCRIPTS:
            if not name.startswith("web/field/"):
                continue
            text = Path(finders.find(name)).read_text("utf-8")
            for word in re.findall(r'"((?:field|file)[A-Z]\w+)"', text):
                data = "data-" + re.sub("([A-Z])", r"-\1", word).lower()
                assert f'{data}="' in page, word
            assert set(re.findall(r'icon\("(\w+)"\)', text)) <= signs

    def test_the_worker_and_the_manifest_stay_in_their_own_folder(self, cast, phone) -> None:
        here = f"/{cast.park.slug}/visits/field/"
        worker = phone.get(f"{here}worker.js")
        told = phone.get(f"{here}app.webmanifest").json()

        assert worker["Content-Type"].startswith("text/javascript")
        assert told["scope"] == told["start_url"] == here
        for name in (*STYLES, *SCRIPTS, *PICTURES):
            assert finders.find(name), name

    def test_an_enterprise_and_a_stranger_do_not_get_it(self, cast) -> None:
        here = f"/{cast.park.slug}/visits/field/"

        assert signed_in(cast.chenlan).get(here).status_code == 403
        assert Client().get(here).status_code == 302
        answer = Client().get(f"{here}pack/", headers={"Accept": "application/json"})
        assert answer.status_code == 401 and answer.json()["error"]


class TestPack:
    def test_takes_along_rounds_contacts_threads_requests_and_questions(self, cast, phone) -> None:
        a_round(cast.yeting, cast.park, [cast.other], MONDAY)
        a_visit(cast.other, cast.acts(cast.zhouheng))
        QuarterQuestion.objects.create(
            park=cast.park, year=2026, quarter=4, text="订单如何", options=["增", "减"]
        )
        told = pack(phone, cast)

        (one,) = told["rounds"]
        assert one["stops"][0]["firm"] == cast.other.pk and "<svg" in one["map"]
        firm = next(f for f in told["firms"] if f["id"] == cast.other.pk)
        assert firm["thread"] and firm["geo"]
        assert [q["text"] for q in told["questions"]] == ["订单如何"]
        assert told["person"] == cast.yeting.pk and told["csrf"]

    def test_takes_along_no_round_of_a_colleague(self, cast, phone) -> None:
        a_round(cast.zhouheng, cast.park, [cast.other], MONDAY)

        assert pack(phone, cast)["rounds"] == []

    def test_says_briefly_who_is_signed_in(self, cast, phone) -> None:
        assert set(pack(phone, cast, "?brief=1")) == {
            "person",
            "name",
            "park",
            "park_name",
            "language",
            "csrf",
        }

    def test_asks_the_same_few_queries_for_one_stop_or_thirty(
        self, cast, phone, django_assert_max_num_queries
    ) -> None:
        firms = [an_enterprise(cast.park, f"演示{n}号（演示）") for n in range(30)]
        for firm in firms:
            a_place(firm)
            a_visit(firm, cast.acts(cast.yeting))
        a_round(cast.yeting, cast.park, firms, MONDAY)

        with django_assert_max_num_queries(22):
            told = pack(phone, cast)
        assert len(told["rounds"][0]["stops"]) == 30


class TestSending:
    def test_a_record_is_kept_and_marked_difficulties_are_requests(
        self, cast, phone, address
    ) -> None:
        fields = a_record(
            cast.yeting,
            cast.chenxi,
            difficulty_1="厂区西侧雨天积水",
            kind_1="WAT",
            raise_1="on",
            difficulty_2="食堂排队",
            about_operation="订单平稳",
        )
        told = sent(phone, address, fields).json()

        visit = Visit.objects.get(pk=told["pk"])
        assert visit.sender_key == KEY and visit.findings.count() == 3
        (request,) = ServiceRequest.objects.all()
        assert told["requests"] == [request.number] and request.body == "厂区西侧雨天积水"

    def test_sent_twice_it_stands_once_and_answers_alike(self, cast, phone, address) -> None:
        fields = a_record(cast.yeting, cast.chenxi, difficulty_1="积水", raise_1="on")
        first, second = (sent(phone, address, fields).json() for _ in range(2))

        assert first == second
        assert Visit.objects.count() == ServiceRequest.objects.count() == 1

    def test_sent_again_after_the_key_of_the_act_is_forgotten_it_still_stands_once(
        self, cast, phone, address
    ) -> None:
        fields = a_record(cast.yeting, cast.chenxi, difficulty_1="积水", raise_1="on")
        first = sent(phone, address, fields).json()
        audit.forget_keys(at=local("2027-01-31 00:00"))
        second = sent(phone, address, fields).json()

        assert first == second
        assert Visit.objects.count() == ServiceRequest.objects.count() == 1

    def test_the_first_record_of_a_round_begins_it(self, cast, phone, address) -> None:
        row = a_round(cast.yeting, cast.park, [cast.chenxi, cast.other], MONDAY)
        stop = row.stops.first()
        answer = sent(phone, address, a_record(cast.yeting, cast.chenxi, stop=stop.pk))

        assert answer.status_code == 200
        assert Round.objects.get().state == "under_way"
        assert Visit.objects.get().stop == stop

    def test_a_round_called_off_meanwhile_is_a_clear_refusal_and_the_record_may_stand_alone(
        self, cast, phone, address
    ) -> None:
        row = a_round(cast.yeting, cast.park, [cast.chenxi], MONDAY)
        services.call_off(round=row, by=cast.acts(cast.hewei), at=local("2026-11-23 14:00"))
        fields = a_record(cast.yeting, cast.chenxi, stop=row.stops.get().pk)
        answer = sent(phone, address, fields)

        assert answer.status_code == 409 and "已取消" in answer.json()["error"]
        assert not Visit.objects.exists()
        del fields["stop"]
        assert sent(phone, address, fields).status_code == 200

    def test_a_record_of_somebody_else_is_not_taken(self, cast, phone, address) -> None:
        answer = sent(phone, address, a_record(cast.zhouheng, cast.chenxi))

        assert answer.status_code == 409 and not Visit.objects.exists()

    def test_says_by_field_what_cannot_be_meant(self, cast, phone, address) -> None:
        answer = sent(phone, address, a_record(cast.yeting, cast.chenxi, minutes=0, visitors=[]))

        assert answer.status_code == 422
        assert set(answer.json()["fields"]) == {"minutes", "visitors"}

    def test_an_answer_to_a_question_withdrawn_meanwhile_is_kept(
        self, cast, phone, address
    ) -> None:
        question = QuarterQuestion.objects.create(
            park=cast.park, year=2026, quarter=4, text="订单如何", is_active=False
        )
        fields = a_record(cast.yeting, cast.chenxi, **{f"answer_{question.pk}": "下降两成"})
        sent(phone, address, fields)

        assert Visit.objects.get().answers.get().text == "下降两成"

    @pytest.mark.parametrize("fields", [{}, {"enterprise": "x"}, {"stop": "9" * 40}])
    def test_what_is_not_there_is_not_found(self, cast, phone, address, fields) -> None:
        assert sent(phone, address, fields).status_code == 404


class TestPhotographs:
    @pytest.fixture
    def whole(self) -> bytes:
        return a_photograph().read()

    @pytest.fixture
    def place(self, cast) -> str:
        visit = a_visit(cast.chenxi, cast.acts(cast.yeting), photos_announced=1)
        return f"/{cast.park.slug}/visits/{visit.pk}/piece/"

    def test_arrives_in_pieces_byte_for_byte(self, cast, phone, place, whole, tmp_path) -> None:
        half = len(whole) // 2
        first = sent_piece(phone, place, whole, 0, whole[:half]).json()
        assert first == {"received": half, "whole": False}
        last = sent_piece(phone, place, whole, half, whole[half:]).json()

        assert last == {"received": len(whole), "whole": True}
        photo = VisitPhoto.objects.get()
        assert photo.name == "车间.jpg" and photo.sha256 == hashlib.sha256(whole).hexdigest()
        assert (tmp_path / photo.path).read_bytes() == whole
        assert not PhotoUpload.objects.exists()
        assert AuditEntry.objects.filter(verb="visits.photos").count() == 1

    def test_a_piece_sent_twice_and_one_from_ahead_change_nothing(
        self, cast, phone, place, whole
    ) -> None:
        half = len(whole) // 2
        sent_piece(phone, place, whole, 0, whole[:half])
        again = sent_piece(phone, place, whole, 0, whole[:half]).json()
        ahead = sent_piece(phone, place, whole, half + 5, whole[half + 5 :]).json()

        assert again == ahead == {"received": half, "whole": False}

    def test_the_whole_sent_twice_stands_once(self, cast, phone, place, whole) -> None:
        first, second = (sent_piece(phone, place, whole, 0, whole).json() for _ in range(2))

        assert first == second and VisitPhoto.objects.count() == 1

    def test_a_torn_one_begins_anew_and_is_not_kept(
        self, cast, phone, place, whole, tmp_path
    ) -> None:
        torn = whole[:-1] + bytes([whole[-1] ^ 1])
        answer = sent_piece(phone, place, whole, 0, torn).json()

        assert answer == {"received": 0, "whole": False}
        assert not VisitPhoto.objects.exists() and not PhotoUpload.objects.exists()
        assert sent_piece(phone, place, whole, 0, whole).json()["whole"]

    def test_what_is_no_photograph_is_refused_with_a_sentence(self, cast, phone, place) -> None:
        answer = sent_piece(phone, place, b"MZ\x90\x00" * 40, 0, b"MZ\x90\x00" * 40)

        assert answer.status_code == 422 and "车间.jpg" in answer.json()["fields"]["files"][0]
        assert not VisitPhoto.objects.exists()

    @pytest.mark.parametrize(
        "head",
        [
            {"Upload-Size": "x"},
            {"Upload-Size": "0"},
            {"Upload-Size": str(2**60)},
            {"Upload-Offset": "-1"},
            {"Upload-Key": "../../etc"},
            {"Upload-Sha256": "0"},
            {"Upload-Size": "3"},
        ],
    )
    def test_numbers_that_cannot_be_meant_are_refused(
        self, cast, phone, place, whole, head
    ) -> None:
        answer = sent_piece(phone, place, whole, 0, whole, **head)

        assert answer.status_code == 422 and not PhotoUpload.objects.exists()

    def test_to_a_record_of_a_colleague_nothing_is_added(self, cast, whole, place) -> None:
        answer = sent_piece(signed_in(cast.zhouheng), place, whole, 0, whole)

        assert answer.status_code == 403 and not VisitPhoto.objects.exists()

    def test_pieces_given_up_are_swept_away(self, cast, phone, place, whole, tmp_path) -> None:
        sent_piece(phone, place, whole, 0, whole[:100])
        assert services.forget_uploads(older_than=local("2026-12-31 00:00")) == 1
        services.sweep_photos(older_than=local("2099-12-31 00:00"))

        assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
