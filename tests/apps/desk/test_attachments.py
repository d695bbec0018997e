"""Files: judged by what they contain, kept under names that mean nothing, all of them or none."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from PIL import Image

from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.models import Attachment, ServiceRequest
from qianjin.apps.parks.refusals import BadFile
from qianjin.units.content import sniff
from qianjin.units.refusals import Missing
from tests.factories.desk import (
    MORNING,
    a_photograph,
    a_request,
    an_accepted_request,
    an_upload,
)

EXE = b"MZ\x90\x00\x03" + bytes(200)
PNG = a_photograph("a.png", "PNG", (8, 8)).read()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def office(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as book:
        for name in ("[Content_Types].xml", *names):
            book.writestr(name, "<x/>")
    return target.getvalue()


def sent(cast, *files):
    return a_request(cast.chenxi, cast.acts(cast.chenlan), MORNING, files=files)


class TestWhatIsTaken:
    @pytest.mark.parametrize(
        ("name", "data", "media_type"),
        [
            ("a.jpg", b"\xff\xd8\xff\xe0rest", "image/jpeg"),
            ("A.JPEG", b"\xff\xd8\xff\xe0rest", "image/jpeg"),
            ("a.png", PNG, "image/png"),
            ("a.gif", b"GIF89a..", "image/gif"),
            ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
            ("a.pdf", b"%PDF-1.7", "application/pdf"),
            ("a.mp4", b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
            ("a.mov", b"\x00\x00\x00\x14ftypqt  ", "video/quicktime"),
            ("a.xls", OLE, "application/vnd.ms-excel"),
            ("a.wps", OLE, "application/msword"),
            ("a.txt", "供货说明 😀 𠮷".encode(), "text/plain"),
            ("a.csv", "名称,数量".encode("gb18030"), "text/csv"),
        ],
    )
    def test_is_told_by_content_and_name_together(self, name, data, media_type) -> None:
        found = sniff(data, name)

        assert (found.media_type, found.is_disguised) == (media_type, False)

    def test_office_files_without_macros(self) -> None:
        plain, macro = office("word/document.xml"), office("word/vbaProject.bin")

        assert str(sniff(plain, "a.docx").media_type).endswith("wordprocessingml.document")
        assert str(sniff(plain, "a.xlsx").media_type).endswith("spreadsheetml.sheet")
        assert sniff(macro, "a.docx").is_disguised
        assert sniff(plain, "a.jpg").is_disguised

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("照片.jpg", EXE),
            ("照片.jpg", PNG),
            ("照片.jpg", b"%PDF-1.7"),
            ("图.webp", b"RIFF\x00\x00\x00\x00AVI "),
            ("a.png", b"RIFF\x00\x00\x00\x00WEBP"),
            ("a.jpg", b"\x00\x00\x00\x18ftypmp42"),
            ("a.pdf", OLE),
            ("a.txt", EXE),
            ("a.txt", b"\xff\xfe\xff\xfe" * 9),
            ("a.doc", b"plain words"),
        ],
    )
    def test_a_file_named_as_what_it_is_not_is_recognised(self, name, data) -> None:
        found = sniff(data, name)

        assert (found.media_type, found.is_disguised) == (None, True)

    @pytest.mark.parametrize("name", ["a.exe", "a", ".jpg", "a.svg", "a.html", "a.docm", "a.zip"])
    def test_other_kinds_are_not_taken_whatever_they_contain(self, name) -> None:
        found = sniff(PNG, name)

        assert (found.media_type, found.is_disguised) == (None, False)

    def test_a_text_whose_first_part_ends_within_a_character(self) -> None:
        cut = ("电" * 30).encode()[:-1]

        assert sniff(cut, "a.txt").media_type == "text/plain"


class TestSending:
    def test_keeps_the_bytes_their_hash_and_a_preview(self, cast, media) -> None:
        request = sent(cast, a_photograph())

        row = Attachment.objects.get(request=request)
        assert (row.name, row.media_type) == ("现场.jpg", "image/jpeg")
        assert (media / row.path).stat().st_size == row.size
        assert len(row.sha256) == 64
        with Image.open(media / row.preview) as preview:
            assert (preview.format, preview.size) == ("WEBP", (720, 405))

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("..\\..\\windows\\说明.txt", "说明.txt"),
            ("😀 𠮷 说明.txt", "😀 𠮷 说明.txt"),
            ("说\x1b[31m明\x7f.txt", "说[31m明.txt"),
            ("长" * 240 + ".txt", "长" * 196 + ".txt"),
        ],
    )
    def test_a_name_is_only_shown_never_walked(self, cast, media, given, kept) -> None:
        upload = an_upload()
        upload.__dict__["_name"] = given

        row = Attachment.objects.get(request=sent(cast, upload))

        assert row.name == kept
        assert (media / row.path).resolve().is_relative_to(media.resolve())

    def test_a_photograph_taken_sideways_is_previewed_upright(self, cast, media) -> None:
        target = io.BytesIO()
        picture, exif = Image.new("RGB", (80, 40)), Image.Exif()
        exif[0x0112] = 6
        picture.save(target, "JPEG", exif=exif)

        row = Attachment.objects.get(request=sent(cast, an_upload("a.jpg", target.getvalue())))

        with Image.open(media / row.preview) as preview:
            assert preview.size == (40, 80)

    def test_a_picture_too_large_to_unpack_is_kept_without_a_preview(
        self, cast, media, monkeypatch
    ) -> None:
        monkeypatch.setattr("qianjin.apps.parks.services.files.MOST_PIXELS", 100)
        request = sent(cast, a_photograph("a.png", "PNG", (11, 10)))
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 20)

        bomb = sent(cast, a_photograph("b.jpg", "JPEG", (11, 10)))

        assert request.attachments.get().preview == bomb.attachments.get().preview == ""


class TestRefusals:
    @pytest.mark.parametrize(
        ("upload", "words"),
        [
            (an_upload("照片.jpg", EXE), "照片.jpg"),
            (an_upload("安装.exe", EXE), "安装.exe"),
            (an_upload("空.txt", b""), "空.txt"),
            (an_upload("破.png", PNG[:40]), ""),
            (an_upload("假.jpg", b"\xff\xd8\xff" + b"no picture" * 40), ""),
        ],
    )
    def test_one_bad_file_refuses_all_and_names_it(self, cast, media, upload, words) -> None:
        with pytest.raises(BadFile) as refusal, transaction.atomic():
            sent(cast, an_upload(), upload)

        assert words in refusal.value.fields["files"][0]
        assert not ServiceRequest.objects.exists()
        assert not Attachment.objects.exists()

    def test_nine_files_are_taken_ten_are_not(self, cast, media) -> None:
        assert sent(cast, *[an_upload() for _ in range(9)]).attachments.count() == 9

        with pytest.raises(BadFile) as refusal:
            sent(cast, *[an_upload() for _ in range(10)])

        assert "9" in refusal.value.fields["files"][0]

    def test_a_file_beyond_the_limit(self, cast, media, settings) -> None:
        settings.UPLOAD_FILE_LIMIT = 1 << 20

        assert sent(cast, an_upload("a.txt", b"x" * (1 << 20))).pk
        with pytest.raises(BadFile):
            sent(cast, an_upload("a.txt", b"x" * ((1 << 20) + 1)))

    @pytest.mark.slow
    def test_a_picture_damaged_anywhere_is_shown_or_refused_never_a_crash(
        self, cast, media
    ) -> None:
        for form in ("PNG", "GIF", "JPEG", "WEBP"):
            whole = a_photograph("x", form, (40, 40)).read()
            name = "x." + form.lower()
            for place in range(12, len(whole), max(1, len(whole) // 9)):
                damaged = whole[:place] + b"\xa5\x00\xff" + whole[place + 3 :]
                for data in (damaged, whole[:place]):
                    try:
                        with transaction.atomic():
                            sent(cast, an_upload(name, data))
                    except BadFile:
                        continue


class TestReading:
    def test_is_for_whoever_may_read_the_entry(self, cast, media) -> None:
        request = an_accepted_request(cast)
        entry = services.note(
            request=request,
            words="内部测算",
            by=cast.acts(cast.yeting),
            at=MORNING + timedelta(hours=1),
            files=[an_upload()],
        )
        hidden = entry.attachments.get()
        shown = sent(cast, an_upload()).attachments.get()

        assert selectors.attachment_for(cast.acts(cast.yeting), hidden.pk) == hidden
        assert selectors.attachment_for(cast.acts(cast.chenlan), shown.pk) == shown
        for reader, file in (
            (cast.chenlan, hidden.pk),
            (cast.duzhong, shown.pk),
            (cast.gumingzhou, hidden.pk),
            (cast.linyue, 0),
        ):
            with pytest.raises(Missing):
                selectors.attachment_for(cast.acts(reader), file)


class TestSweeping:
    def test_removes_what_no_row_names_once_it_is_old(self, cast, media: Path) -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            sent(cast, a_photograph())
            raise RuntimeError
        lost = [path for path in media.glob("*/*/*/*") if path.is_file()]
        kept = sent(cast, a_photograph()).attachments.get()
        now = timezone.now()
        yesterday = (now - timedelta(days=2)).timestamp()

        assert services.sweep_files(older_than=now - timedelta(days=1)) == 0
        for path in media.glob("*/*/*/*"):
            os.utime(path, (yesterday, yesterday))
        removed = services.sweep_files(older_than=now - timedelta(days=1))

        assert (len(lost), removed) == (2, 2)
        assert not any(path.exists() for path in lost)
        assert (media / kept.path).exists()
        assert (media / kept.preview).exists()

    def test_goes_through_many_files_in_portions(self, db, media: Path) -> None:
        folder = media / "1/2026/11"
        folder.mkdir(parents=True)
        for n in range(501):
            (folder / f"{n}").write_bytes(b"")

        later = timezone.now() + timedelta(seconds=5)
        assert services.sweep_files(older_than=later) == 501
