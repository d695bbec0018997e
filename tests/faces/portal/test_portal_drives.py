"""What an enterprise sees of special actions: what it is asked, its answer, what it was given."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from qianjin.apps.drives import services
from qianjin.apps.drives.models import AnswerFile, Drive, ResourceClaim
from tests.factories.drives import (
    a_drive,
    a_question,
    a_resource,
    target_of,
    tell,
)
from tests.factories.web import send, signed_in

from .conftest import AFTERNOON

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def drive(cast) -> Drive:
    made = a_drive(cast)
    many = a_question(cast, made, "number", "需要几间观察房", unit="间")
    a_question(cast, made, "yes_no", "是否已有复工方案", is_required=False)
    a_resource(cast, made, 3, unit="间", asks=many)
    return tell(cast, made)


def address(cast, drive, path: str = "") -> str:
    return f"/{cast.park.slug}/portal/drives/{target_of(drive, cast.chenxi).pk}/{path}"


def asked(drive) -> str:
    return f"q{drive.questions.earliest('position').pk}"


class TestAnEnterprise:
    def test_finds_what_it_is_asked_on_its_home_and_answers(self, cast, chenlan, drive) -> None:
        home = chenlan.get(f"/{cast.park.slug}/portal/")
        assert "园区征询" in text_of(home)
        assert address(cast, drive) in home.content.decode()
        page = text_of(chenlan.get(address(cast, drive)))
        assert "1. 需要几间观察房（间）" in page

        done = send(chenlan, address(cast, drive), {asked(drive): "2", "words": "谢谢"})

        assert done.status_code == 303
        assert "谢谢，答复已提交" in text_of(chenlan.get(done["Location"]))
        row = target_of(drive, cast.chenxi)
        assert (row.state, row.via, row.answer) == ("answered", "portal", "谢谢")
        assert ResourceClaim.objects.get(target=row).wanted == 2
        assert "等您处理" not in text_of(chenlan.get(f"/{cast.park.slug}/portal/"))
        assert drive.name in text_of(chenlan.get(f"/{cast.park.slug}/portal/drives/"))

    def test_is_told_what_is_missing_beside_the_question(self, cast, chenlan, drive) -> None:
        answer = send(chenlan, address(cast, drive), {asked(drive): ""})

        assert answer.status_code == 422
        assert "请回答这一项。" in answer.content.decode()
        assert target_of(drive, cast.chenxi).state == "told"

    def test_sees_nothing_of_another_enterprises(self, cast, chenlan, drive) -> None:
        theirs = target_of(drive, cast.other)

        assert chenlan.get(f"/{cast.park.slug}/portal/drives/{theirs.pk}/").status_code == 404
        assert cast.other.name not in text_of(chenlan.get(f"/{cast.park.slug}/portal/drives/"))

    def test_gives_a_place_back_that_goes_to_whoever_waits(self, cast, chenlan, drive) -> None:
        rooms = drive.resources.get()
        by = cast.acts(cast.hewei)
        for firm, person in ((cast.chenxi, cast.chenlan), (cast.other, cast.duzhong)):
            services.answer(
                target=target_of(drive, firm),
                answers={drive.questions.earliest("position").pk: "2"},
                by=cast.acts(person),
                at=AFTERNOON,
            )
        services.allot(resource=rooms, by=by, at=AFTERNOON)
        page = text_of(chenlan.get(address(cast, drive)))
        assert "已得2，申请2" in page

        done = send(chenlan, address(cast, drive, "return/"), {"resource": rooms.pk, "amount": "1"})

        assert done.status_code == 303
        assert ResourceClaim.objects.get(target__enterprise=cast.other).held == 2
        refused = send(
            chenlan, address(cast, drive, "return/"), {"resource": rooms.pk, "amount": "9"}
        )
        assert refused.status_code == 409

    def test_sends_a_file_and_only_it_and_the_office_can_save_it(
        self, cast, chenlan, tmp_path, monkeypatch
    ) -> None:
        monkeypatch.setattr("qianjin.apps.parks.services.files.MEDIA", tmp_path)
        monkeypatch.setattr("qianjin.faces.gate.files.MEDIA", tmp_path)
        drive = a_drive(cast)
        question = a_question(cast, drive, "file", "承诺书")
        tell(cast, drive)
        bad = SimpleUploadedFile("承诺书.pdf", b"MZ\x00")
        good = SimpleUploadedFile("承诺书.pdf", b"%PDF-1.7\n")

        refused = send(chenlan, address(cast, drive), {f"q{question.pk}": bad})
        done = send(chenlan, address(cast, drive), {f"q{question.pk}": good})

        assert (refused.status_code, done.status_code) == (422, 303)
        file = AnswerFile.objects.get()
        own = chenlan.get(f"/{cast.park.slug}/portal/drives/files/{file.pk}/")
        assert b"".join(own.streaming_content).startswith(b"%PDF")
        other = signed_in(cast.duzhong)
        assert other.get(f"/{cast.park.slug}/portal/drives/files/{file.pk}/").status_code == 404

    def test_reads_its_answer_after_the_end_and_changes_nothing(self, cast, chenlan, drive) -> None:
        send(chenlan, address(cast, drive), {asked(drive): "2"})
        services.finish(drive=drive, by=cast.acts(cast.hewei), at=AFTERNOON, words="已办结")

        page = text_of(chenlan.get(address(cast, drive)))
        late = send(chenlan, address(cast, drive), {asked(drive): "3"})

        assert "已办结" in page
        assert "提交修改" not in page
        assert late.status_code == 409

    def test_the_pages_ask_a_fixed_number_of_queries(
        self, cast, chenlan, drive, django_assert_num_queries
    ) -> None:
        home = f"/{cast.park.slug}/portal/drives/"
        for path in (home, address(cast, drive)):
            chenlan.get(path)
        with django_assert_num_queries(3):
            chenlan.get(home)
        with django_assert_num_queries(9):
            chenlan.get(address(cast, drive))

    def test_the_pages_are_there_in_english(self, cast, drive) -> None:
        chenlan = signed_in(cast.chenlan, "en")

        assert "Send the answer" in text_of(chenlan.get(address(cast, drive)))
