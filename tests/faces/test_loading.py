"""What a web process holds when it begins: the pages, and nothing that few of them need."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.migrations import executor
from django.db.migrations.loader import MigrationLoader
from django.urls import URLResolver, get_resolver, resolve, reverse
from django.urls.resolvers import RegexPattern, RoutePattern

from qianjin.faces.cli import ready

LATE = {
    "babel": "the Chinese catalogue, when it is new",
    "chinese_calendar": "the calendar of a new park",
    "docx": "letters in Word",
    "ezdxf": "drawings of a survey",
    "llvmlite": "machine code of the solvers",
    "lxml": "letters in Word",
    "ninja": "what programs ask and do",
    "numba": "machine code of the solvers",
    "ortools": "the solvers",
    "PIL": "pictures",
    "pydantic": "what programs ask and do",
    "pyproj": "coordinates of a survey",
    "python_calamine": "spreadsheets",
    "pyvrp": "rounds of visits",
    "qianjin.faces.api.machine": "what programs ask and do",
    "requests": "a city's single sign-on",
    "segno": "QR codes",
    "shapefile": "shapes of a survey",
    "shapely": "shapes",
    "vrplib": "published rounds",
    "xlsxwriter": "spreadsheets",
    "yaml": "steps, chains and samples",
}
"""Module -> what it is loaded for, by the page that needs it; each costs a process megabytes."""

# As processes.py does before it forks; then a page names an address, in either language.
WEB = """
import django, sys
django.setup()
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string
from qianjin.faces.cli import ready

import_string(settings.WSGI_APPLICATION)
ready.load_pages()
for language, _name in settings.LANGUAGES:
    with translation.override(language):
        reverse("web:requests", kwargs={"park": "example"})
        reverse("interface:docs")
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The modules that a web process holds before the first page."""
    # No single sign-on is named by default; the tests play one.
    known = {name: value for name, value in os.environ.items() if "_OIDC_" not in name}
    done = subprocess.run(
        [sys.executable, "-c", WEB], env=known, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_what_few_pages_need_is_loaded_by_them(loaded: set[str]) -> None:
    assert "qianjin.faces.web.desk.request_page" in loaded
    assert sorted(loaded & LATE.keys()) == []


def test_addresses_of_programs_are_found_though_they_are_loaded_late() -> None:
    address = reverse("api:list_requests", kwargs={"park": "example"})

    assert address == "/api/v1/example/requests"
    assert resolve(address).view_name == "api:list_requests"
    assert resolve("/api/v1/docs").view_name == "interface:docs"


def test_no_address_is_translated() -> None:
    """Web processes list them once for all languages."""
    seen = list(below(get_resolver()))

    assert len(seen) > 300
    assert [p for p in seen if not isinstance(p, RoutePattern | RegexPattern)] == []
    assert {type(getattr(p, "_route", getattr(p, "_regex", None))) for p in seen} == {str}


def below(resolver: URLResolver) -> Iterator[Any]:
    """How each address below is written."""
    for found in resolver.url_patterns:
        yield found.pattern
        if isinstance(found, URLResolver):
            yield from below(found)


@pytest.mark.django_db
class TestMigrations:
    def test_are_not_loaded_to_see_that_all_are_applied(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delattr(executor, "MigrationExecutor")

        assert ready.pending_migrations() == []

    def test_are_known_by_name_as_django_knows_them_loaded(self) -> None:
        assert set(ready.migrations_on_disk()) == set(MigrationLoader(None).disk_migrations)
