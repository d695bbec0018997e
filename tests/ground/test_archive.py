"""A backup holds everything, proves that it is whole, and comes back wholly or not at all."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from qianjin.installation import archive, server
from qianjin.installation.connection import Target
from qianjin.installation.folder import prepare_folder
from qianjin.installation.words import InstallationError

pytestmark = pytest.mark.slow

TABLES = """
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
GRANT USAGE ON SCHEMA public TO qianjin_app;
CREATE TABLE django_migrations (id serial PRIMARY KEY, app text, name text);
INSERT INTO django_migrations (app, name) VALUES ('desk', '0001_requests');
CREATE TABLE sealed (id serial PRIMARY KEY, words text);
INSERT INTO sealed (words) VALUES ('𠮷祥路 emoji 🎉');
REVOKE UPDATE, DELETE ON sealed FROM qianjin_app;
"""


@pytest.fixture(scope="module")
def shared_folder() -> Iterator[Path]:
    parent = Path(tempfile.mkdtemp(prefix="qianjin-ground-")).resolve()
    yield parent / "data"
    server.remove(parent / "data")
    shutil.rmtree(parent)


@pytest.fixture
def folder(shared_folder: Path) -> Path:
    """An installation with one sealed row, one photograph and a key."""
    prepare_folder(shared_folder)
    server.use(shared_folder)
    shutil.rmtree(shared_folder / "media")
    (shared_folder / "media" / "2026").mkdir(parents=True)
    (shared_folder / "media" / "2026" / "照片.jpg").write_bytes(b"\xff\xd8photograph")
    (shared_folder / "secret.key").write_text("the key")
    with psycopg.connect(role(shared_folder, "qianjin_owner").conninfo()) as connection:
        connection.execute(TABLES)
    return shared_folder


@pytest.fixture
def backup(folder: Path, tmp_path: Path) -> Path:
    path = tmp_path / "qianjin.tar"
    archive.make(path, folder=folder, owner=role(folder, "qianjin_owner"))
    return path


def role(folder: Path, user: str) -> Target:
    address = server.use(folder)
    return Target(str(address.socket_folder), str(address.port), "qianjin", user)


def words(folder: Path) -> list[str]:
    with psycopg.connect(role(folder, "qianjin_owner").conninfo()) as connection:
        return [row[0] for row in connection.execute("SELECT words FROM sealed ORDER BY id")]


def lose_everything(folder: Path) -> None:
    with psycopg.connect(role(folder, "qianjin_owner").conninfo()) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    shutil.rmtree(folder / "media")
    (folder / "secret.key").unlink()


def rewritten(path: Path, change: dict[str, bytes | None]) -> Path:
    """Write the archive anew with some members changed (or left out, when None)."""
    fresh = path.with_name("changed.tar")
    with tarfile.open(path) as old, tarfile.open(fresh, "w") as new:
        for member in old:
            file = old.extractfile(member)
            assert file is not None
            content = change.get(member.name, file.read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return fresh


def test_what_was_lost_comes_back(folder: Path, backup: Path) -> None:
    lose_everything(folder)

    manifest = archive.restore(
        backup, folder=folder, owner=role(folder, "qianjin_owner"), replace=False
    )

    assert words(folder) == ["𠮷祥路 emoji 🎉"]
    assert (folder / "media" / "2026" / "照片.jpg").read_bytes() == b"\xff\xd8photograph"
    assert (folder / "secret.key").read_text() == "the key"
    assert manifest.migrations == ("desk.0001_requests",)


def test_the_rights_come_back_too(folder: Path, backup: Path) -> None:
    archive.restore(backup, folder=folder, owner=role(folder, "qianjin_owner"), replace=True)

    with psycopg.connect(role(folder, "qianjin_app").conninfo()) as app:
        app.execute("INSERT INTO sealed (words) VALUES ('more')")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("UPDATE sealed SET words = ''")


def test_tables_made_after_a_restore_are_shared_with_the_app_role(
    folder: Path, backup: Path
) -> None:
    archive.restore(backup, folder=folder, owner=role(folder, "qianjin_owner"), replace=True)
    with psycopg.connect(role(folder, "qianjin_owner").conninfo()) as connection:
        connection.execute("CREATE TABLE newer (id serial)")

    with psycopg.connect(role(folder, "qianjin_app").conninfo()) as app:
        app.execute("INSERT INTO newer DEFAULT VALUES")


def test_a_taken_place_is_refused(folder: Path, backup: Path) -> None:
    with pytest.raises(InstallationError, match="There is data already"):
        archive.restore(backup, folder=folder, owner=role(folder, "qianjin_owner"), replace=False)

    assert words(folder) == ["𠮷祥路 emoji 🎉"]


def test_replacing_loses_what_came_after_the_backup(folder: Path, backup: Path) -> None:
    with psycopg.connect(role(folder, "qianjin_owner").conninfo()) as connection:
        connection.execute("INSERT INTO sealed (words) VALUES ('later')")
        connection.execute("CREATE TABLE newer (id int)")
    (folder / "media" / "later.jpg").touch()

    archive.restore(backup, folder=folder, owner=role(folder, "qianjin_owner"), replace=True)

    assert words(folder) == ["𠮷祥路 emoji 🎉"]
    assert not (folder / "media" / "later.jpg").exists()


def test_nobody_is_restored_under_a_running_worker(folder: Path, backup: Path) -> None:
    with (
        psycopg.connect(role(folder, "qianjin_app").conninfo()),
        pytest.raises(InstallationError, match="stop web and worker"),
    ):
        archive.restore(backup, folder=folder, owner=role(folder, "qianjin_owner"), replace=True)


class TestADamagedBackup:
    """Each is refused before anything is touched."""

    def refused(self, path: Path, folder: Path, because: str) -> None:
        with pytest.raises(InstallationError, match=because):
            archive.restore(path, folder=folder, owner=role(folder, "qianjin_owner"), replace=True)
        assert words(folder) == ["𠮷祥路 emoji 🎉"]
        assert (folder / "media" / "2026" / "照片.jpg").exists()

    def test_cut_short(self, folder: Path, backup: Path) -> None:
        whole = backup.read_bytes()
        with tarfile.open(backup) as tar:
            manifest_at = tar.getmember(archive.MANIFEST).offset
        backup.write_bytes(whole[:manifest_at])

        self.refused(backup, folder, "not a complete backup|cannot be read")

    def test_with_a_changed_file(self, folder: Path, backup: Path) -> None:
        changed = rewritten(backup, {"media/2026/照片.jpg": b"\xff\xd8photogrAph"})

        self.refused(changed, folder, "was changed after it was made")

    def test_with_a_missing_file(self, folder: Path, backup: Path) -> None:
        changed = rewritten(backup, {"media/2026/照片.jpg": None})

        self.refused(changed, folder, "disagree about media")

    def test_with_a_foreign_file(self, folder: Path, backup: Path) -> None:
        with tarfile.open(backup, "a") as tar:
            tar.addfile(tarfile.TarInfo("../escape"))

        self.refused(backup, folder, "something foreign")

    def test_whose_dump_is_rubbish(self, folder: Path, backup: Path) -> None:
        with tarfile.open(backup) as tar:
            file = tar.extractfile(archive.MANIFEST)
            assert file is not None
            manifest = json.load(file)
        rubbish = b"not a dump"
        manifest["members"][archive.DUMP] = archive._facts(io.BytesIO(rubbish))
        changed = rewritten(
            backup,
            {archive.DUMP: rubbish, archive.MANIFEST: json.dumps(manifest).encode()},
        )

        self.refused(changed, folder, "pg_restore failed")


def test_a_backup_is_for_its_maker_only(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    assert not list(backup.parent.glob("*.partial"))
