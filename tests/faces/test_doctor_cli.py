"""What ``qianjin doctor`` says of an installation that is not as it should be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from typer.testing import CliRunner

from qianjin.apps.accounts import services as accounts
from qianjin.apps.audit import selectors
from qianjin.apps.audit import services as audit
from qianjin.faces.cli import checks, ready
from qianjin.faces.cli.main import app
from qianjin.installation import catalogue, health, words
from qianjin.installation.words import InstallationError, say
from tests.factories.parks import NOON


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QIANJIN_LANGUAGE", "en")


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Chinese terminal that has said nothing yet."""
    monkeypatch.setenv("QIANJIN_LANGUAGE", "zh")
    words._catalogue.cache_clear()
    yield
    words._catalogue.cache_clear()


def looked_at(folder: Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["doctor", "--data", str(folder)])
    return result.exit_code, result.output


def said() -> list[tuple[str, str]]:
    return [(found.state, say(found.sentence, **found.params)) for found in checks.tables()]


@pytest.mark.django_db
def test_tables_of_this_version_fit() -> None:
    assert said() == [("ok", "The tables fit this version.")]


@pytest.mark.django_db
def test_tables_behind_this_version_are_named() -> None:
    latest = MigrationLoader(connection).graph.leaf_nodes("desk")[0]
    MigrationRecorder(connection).record_unapplied(*latest)

    ((state, sentence),) = said()

    assert state == "broken"
    assert "1 steps behind" in sentence
    assert ".".join(latest) in sentence


@pytest.mark.django_db
def test_tables_a_newer_version_has_changed_are_left_alone() -> None:
    MigrationRecorder(connection).record_applied("desk", "9999_of_next_year")

    ((state, sentence),) = said()

    assert state == "broken"
    assert "newer version of Qianjin" in sentence
    assert "desk.9999_of_next_year" in sentence
    with pytest.raises(InstallationError, match="newer version"):
        ready.pending_migrations()


def test_a_folder_that_is_not_there_is_named_and_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chinese: None
) -> None:
    monkeypatch.setenv("QIANJIN_DATA", str(tmp_path))

    code, output = looked_at(tmp_path / "mistyped")

    assert code == 1
    assert "不存在" in output
    assert not (tmp_path / "mistyped").exists()


def test_a_folder_of_somebody_else_is_said_to_be_so_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chinese: None
) -> None:
    def refuse(folder: Path) -> Path:
        raise InstallationError("not yours")

    monkeypatch.setenv("QIANJIN_DATA", str(tmp_path))
    monkeypatch.setattr(catalogue, "prepare_folder", refuse)
    monkeypatch.setattr(health, "is_ours", lambda folder: False)

    code, output = looked_at(tmp_path)

    assert code == 1
    assert "当前用户无权写入数据文件夹" in output


def test_another_server_that_does_not_answer_is_looked_for_at_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QIANJIN_DATA", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:secret@127.0.0.1:1/qianjin")

    code, output = looked_at(tmp_path)

    assert code == 1
    assert "Compare DATABASE_URL with that server" in output
    assert "secret" not in output
    assert "postgres/log" not in output


@pytest.mark.django_db
class TestTheClock:
    def test_that_goes_right_is_shown(self) -> None:
        ((state, sentence),) = clocks()

        assert state == "ok"
        assert sentence.startswith("The clock shows 20")

    def test_that_stands_before_the_newest_entry_is_broken(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tomorrow = timezone.now() + timedelta(days=1)
        monkeypatch.setattr("qianjin.apps.audit.selectors.newest_at", lambda: tomorrow)

        ((state, sentence),) = clocks()

        assert state == "broken"
        assert "due times are reckoned wrongly" in sentence

    def test_that_is_far_from_the_server_s_is_broken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        late = timezone.now() + timedelta(minutes=5)
        monkeypatch.setattr("django.utils.timezone.now", lambda: late)

        ((state, sentence),) = clocks()

        assert state == "broken"
        assert "seconds apart" in sentence


@pytest.mark.django_db
def test_the_newest_entry_is_that_written_last() -> None:
    assert selectors.newest_at() is None
    for hours in (3, 1, 2):
        audit.record(
            park_id=hours,
            by=accounts.nobody("somebody"),
            at=NOON + timedelta(hours=hours),
            verb="person.sign_in_failed",
        )

    assert selectors.newest_at() == NOON + timedelta(hours=2)


def clocks() -> list[tuple[str, str]]:
    return [(found.state, say(found.sentence, **found.params)) for found in checks.clock()]
