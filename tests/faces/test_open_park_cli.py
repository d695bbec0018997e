"""A park opened from the command line, for good."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from typer.testing import CliRunner

from qianjin.apps.accounts.models import Membership, User
from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.desk.models import PromiseChoice, PromiseProfile
from qianjin.apps.desk.readings import PROFILES
from qianjin.apps.parks.models import CalendarYear, Park, WorkingCalendar
from qianjin.faces.cli.main import app
from qianjin.installation.words import InstallationError
from tests.factories.accounts import the_cast

pytestmark = pytest.mark.django_db

WORDS = {"--slug": "example", "--name-zh": "示例园区", "--name-en": "Example", "--admin": "ruan"}


@pytest.fixture(autouse=True)
def terminal(monkeypatch):
    monkeypatch.setenv("QIANJIN_LANGUAGE", "en")
    monkeypatch.setenv("QIANJIN_ROLE", "app")


def open_park(**other: str):
    told = WORDS | {f"--{name.replace('_', '-')}": value for name, value in other.items()}
    result = CliRunner().invoke(
        app, ["open-park", *(word for pair in told.items() for word in pair)]
    )
    if isinstance(result.exception, InstallationError):
        raise result.exception
    return result


class TestOpeningAPark:
    def test_makes_one_that_is_no_demonstration_with_its_calendar_and_promises(self):
        result = open_park(prefix="示", address="示例路1号", opened_on="2026-01-01")

        assert result.exit_code == 0
        park = Park.objects.get()
        assert (park.slug, park.name_en, park.is_demo) == ("example", "Example", False)
        assert (park.number_prefix, park.opened_on) == ("示", date(2026, 1, 1))
        assert WorkingCalendar.objects.get(park=park).is_default
        assert CalendarYear.objects.filter(park=park, year=2026).exists()
        assert PromiseProfile.objects.filter(park=park).count() == len(PROFILES)
        choice = PromiseChoice.objects.get(park=park)
        assert (choice.profile.code, choice.kind, choice.level) == ("qj_135_default", "", "")

    def test_prints_a_password_that_lets_the_administrator_in(self):
        result = open_park(admin_name="阮宁")
        password = result.output.split(" with ")[1].split(";")[0]
        client = Client()

        assert User.objects.get().name == "阮宁"
        assert Membership.objects.get().role == "park_admin"
        client.post("/accounts/login/", {"login": "ruan", "password": password})
        refused = client.get("/example/settings/units/")
        assert refused["Location"] == "/accounts/password/change/"
        assert client.post("/example/settings/units/").status_code == 302
        own = "my-own-word-135"
        client.post(
            "/accounts/password/change/",
            {"oldpassword": password, "password1": own, "password2": own},
        )
        assert client.get("/example/settings/units/").status_code == 200

    def test_leaves_a_trace(self):
        open_park()

        verbs = set(AuditEntry.objects.values_list("verb", flat=True))
        assert {"park.open", "promise.choose", "person.register", "membership.appoint"} <= verbs

    def test_appoints_somebody_who_has_an_account_and_prints_no_password(self):
        linyue = the_cast().linyue
        before = User.objects.count()

        result = open_park(admin=linyue.username)

        assert f"{linyue.username} administers it and signs in as before" in result.output
        assert User.objects.count() == before
        assert Membership.objects.filter(park__slug="example", user=linyue).exists()

    def test_asked_again_says_that_it_is_open_and_does_nothing(self):
        open_park()
        entries = AuditEntry.objects.count()

        result = open_park()

        assert result.exit_code == 0
        assert "is open already and ruan administers it; nothing was done" in result.output
        assert AuditEntry.objects.count() == entries


class TestOpeningIsRefused:
    @pytest.mark.parametrize(
        ("word", "value", "sentence"),
        [
            ("slug", "Ex ample", "2 to 24 small letters"),
            ("slug", "api", "2 to 24 small letters"),
            ("name_zh", "  ", "needs a Chinese name"),
            ("admin", "ru an", "Letters, digits and"),
        ],
    )
    def test_with_the_reason_and_nothing_done(self, word, value, sentence):
        result = open_park(**{word: value})

        assert result.exit_code == 1
        assert sentence in result.output
        assert not Park.objects.exists()
        assert not User.objects.exists()

    def test_when_the_short_name_belongs_to_another_park(self):
        open_park()

        with pytest.raises(InstallationError) as refused:
            open_park(name_zh="另一园区")

        assert "belongs to 示例园区" in str(refused.value)

    def test_when_it_is_open_and_somebody_else_administers_it(self):
        open_park()

        with pytest.raises(InstallationError) as refused:
            open_park(admin="other")

        assert "other does not administer it" in str(refused.value)
        assert User.objects.count() == 1
