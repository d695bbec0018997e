"""What every test stands on."""

from __future__ import annotations

import copy
import os
from collections import OrderedDict
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from tests.factories.accounts import Cast

from tests.browsing import chromium  # noqa: F401  (a fixture for all)

# A busy machine is no failure: what must be fast has a test that says how fast.
hypothesis.settings.register_profile("park", deadline=None)
hypothesis.settings.load_profile("park")


def pytest_configure(config: pytest.Config) -> None:
    if "DJANGO_SETTINGS_MODULE" not in os.environ:
        return  # "-p no:django": the engines and the ground need none of it
    from django.conf import settings

    # Static files are collected and fingerprinted at installation, not in tests.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    from qianjin.ui import keeping

    keeping.check_each_use = True
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a missing one
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The story's tests come first: no second worker steals some and tells it once more."""
    items.sort(key=lambda item: "tests/demo/" not in item.nodeid)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The tests' database; whoever still holds a connection in the end is sent away."""
    yield
    from django.db import connection

    # A thread that a test left behind would keep the database from being dropped.
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """
    What a file of tests lays down once: one transaction, taken back after the last of them.

    Every test that uses ``db`` works within a savepoint of its own. A fixture of a module that
    fills tables stands on this one; tests take a copy of what it made.
    """
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="class")
def class_ground(ground: None) -> Iterator[None]:
    """What a class of tests lays down once, taken back before the next class of the file."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def standing_cast(ground: None) -> Cast:
    """The standing cast at a desk that promises 135, laid down once for each file of tests."""
    from tests.factories.accounts import the_cast
    from tests.factories.desk import a_promise

    cast = the_cast()
    a_promise(cast.park)
    return cast


@pytest.fixture
def cast(standing_cast: Cast, db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The standing cast, a copy for each test: what one does to it, no other sees."""
    # Shapes are held by the version of the park's map, which comes again after a test is undone.
    monkeypatch.setattr("qianjin.apps.land.planning.layer._held", OrderedDict())
    return copy.deepcopy(standing_cast)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Count a skipped browser test as failed where a browser was promised."""
    report = yield
    promised = os.environ.get("QIANJIN_REQUIRE_BROWSER") == "1"
    if promised and report.skipped and item.get_closest_marker("browser"):
        report.outcome = "failed"
        report.longrepr = (
            f"A browser was promised, but {item.nodeid} was skipped: {report.longrepr}"
        )
    return report
