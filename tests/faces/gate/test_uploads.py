"""What is too heavy, disguised or broken off is refused with a sentence, and nothing is kept."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from PIL import Image

from qianjin.apps.desk.models import Attachment, ServiceRequest
from qianjin.faces.gate import middleware
from tests.factories.accounts import Cast

WORDS = "变压器容量不够，想先接临时用电。𠮷😀"


@pytest.fixture
def media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("qianjin.apps.parks.services.files.MEDIA", tmp_path)
    monkeypatch.setattr("qianjin.faces.gate.files.MEDIA", tmp_path)
    return tmp_path


def photograph() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (80, 60), (120, 140, 150)).save(target, "JPEG")
    return target.getvalue()


def ask(client: Any, cast: Cast, key: dict[str, str], *files: SimpleUploadedFile) -> Any:
    form = {"enterprise": str(cast.chenxi.pk), "words": WORDS, "files": list(files)}
    return client.post(f"/{cast.park.slug}/portal/ask/", form, headers=key)


def kept(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def test_a_photograph_is_kept_with_its_preview(cast: Cast, media: Path, signed_in, key) -> None:
    file = SimpleUploadedFile("配电房𠮷.jpg", photograph(), "image/jpeg")

    answer = ask(signed_in(cast.chenlan), cast, key, file)

    assert answer.status_code == 303
    row = Attachment.objects.get()
    assert row.name == "配电房𠮷.jpg"
    assert len(kept(media)) == 2
    assert ServiceRequest.objects.get().body == WORDS


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("照片.jpg", b"MZ\x90\x00" + b"\x00" * 200),
        ("照片.jpg", b"\xff\xd8\xff not a picture at all"),
        ("照片.png", photograph()),
        ("说明.pdf", b"<html><script>alert(1)</script></html>"),
        ("表.xlsx", b"PK\x03\x04 nothing of the kind"),
        ("程序.exe", b"MZ\x90\x00"),
        ("页面.html", b"<html></html>"),
        ("图.svg", b"<svg onload='x'/>"),
        ("空.jpg", b""),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_lost(
    cast: Cast, media: Path, signed_in, key, name: str, content: bytes
) -> None:
    answer = ask(signed_in(cast.chenlan), cast, key, SimpleUploadedFile(name, content))

    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert not ServiceRequest.objects.exists()
    assert not kept(media)


def test_one_bad_file_of_two_keeps_neither(cast: Cast, media: Path, signed_in, key) -> None:
    good = SimpleUploadedFile("好.jpg", photograph())
    bad = SimpleUploadedFile("坏.jpg", b"MZ\x90\x00" * 20)

    answer = ask(signed_in(cast.chenlan), cast, key, good, bad)

    assert answer.status_code == 422
    assert not Attachment.objects.exists()
    assert not kept(media)


class Endless(io.RawIOBase):
    """A body that says how often it was read, and never ends."""

    read_bytes = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        size = size if 0 < size < 1 << 16 else 1 << 16
        self.read_bytes += size
        return b"x" * size


def test_two_gigabytes_are_refused_before_any_is_stored(
    cast: Cast, media: Path, signed_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware.UploadLimit, "drain_seconds", 0.0)
    client, body = signed_in(cast.chenlan), Endless()

    answer = client.generic(
        "POST",
        f"/{cast.park.slug}/portal/ask/",
        CONTENT_LENGTH=str(2 * 1024**3),
        CONTENT_TYPE="multipart/form-data; boundary=x",
        **{"wsgi.input": body},
    )

    assert answer.status_code == 413
    assert "64" in answer.content.decode()
    assert answer["Connection"] == "close"
    assert body.read_bytes == 0
    assert not kept(media)


def test_a_body_that_breaks_off_leaves_nothing(cast: Cast, media: Path, signed_in, key) -> None:
    whole = (
        b'--x\r\nContent-Disposition: form-data; name="words"\r\n\r\nhalf\r\n'
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n" + photograph()[:200]
    )

    client = signed_in(cast.chenlan, raise_request_exception=False)

    client.generic(
        "POST",
        f"/{cast.park.slug}/portal/ask/",
        CONTENT_LENGTH=str(len(whole) + 5000),
        CONTENT_TYPE="multipart/form-data; boundary=x",
        headers=key,
        **{"wsgi.input": io.BytesIO(whole)},
    )

    assert not ServiceRequest.objects.exists()
    assert not Attachment.objects.exists()
    assert not kept(media)


def test_more_files_than_a_form_takes_are_refused(cast: Cast, media: Path, signed_in, key) -> None:
    files = [SimpleUploadedFile(f"{n}.jpg", photograph()) for n in range(13)]

    answer = ask(signed_in(cast.chenlan), cast, key, *files)

    assert 400 <= answer.status_code < 500
    assert not kept(media)


def test_what_comes_back_is_a_download_and_never_a_page(
    cast: Cast, media: Path, signed_in, key
) -> None:
    client = signed_in(cast.chenlan)
    ask(client, cast, key, SimpleUploadedFile("配电房.jpg", photograph()))

    answer = client.get(f"/{cast.park.slug}/portal/files/{Attachment.objects.get().pk}/")

    assert b"".join(answer) == photograph()
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_declared_length_that_is_no_number_is_not_trusted(rf: RequestFactory) -> None:
    request = rf.post("/", CONTENT_LENGTH="many")
    passed = []

    middleware.UploadLimit(lambda r: passed.append(r) or "through")(request)  # type: ignore[arg-type,func-returns-value]

    assert passed
