"""The park's chronicle: who writes it, and what it refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.accounts.choices import Role
from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.parks import selectors, services
from qianjin.apps.parks.models import ChronicleEntry
from tests.factories import accounts
from tests.factories.parks import NOON, a_chronicle_entry, a_park

pytestmark = pytest.mark.django_db

OPENING = {"on": date(2020, 5, 20), "text_zh": "平台成立", "source": "公开报道"}


def somebody(park: Any, role: Role) -> Actor:
    return Actor(1, "演示", park.pk, roles=(role,))


def test_an_entry_stands_in_the_chronicle_newest_first_and_leaves_a_trace() -> None:
    park = a_park()
    by = somebody(park, Role.PARK_ADMIN)
    services.enter_chronicle(park=park, by=by, at=NOON, **OPENING)
    later = OPENING | {"on": date(2020, 12, 9), "text_zh": "航空航天峰会"}
    services.enter_chronicle(park=park, by=by, at=NOON, **later)

    assert [e.text for e in selectors.chronicle_of(park.pk)] == ["航空航天峰会", "平台成立"]
    assert AuditEntry.objects.filter(park_id=park.pk, verb="park.chronicle").count() == 2


def test_an_officer_does_not_write_the_chronicle() -> None:
    park = a_park()
    with pytest.raises(services.MayNotEditPark):
        services.enter_chronicle(
            park=park, by=somebody(park, Role.GENERAL_AFFAIRS), at=NOON, **OPENING
        )
    assert not ChronicleEntry.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"), [({"text_zh": " "}, "text_zh"), ({"on": date(2027, 1, 1)}, "on")]
)
def test_an_entry_says_something_that_has_happened(change: dict[str, Any], field: str) -> None:
    park = a_park()
    with pytest.raises(services.BadPark) as refusal:
        services.enter_chronicle(
            park=park, by=somebody(park, Role.PARK_ADMIN), at=NOON, **OPENING | change
        )
    assert set(refusal.value.fields) == {field}


def test_an_entry_taken_out_remains_in_the_trail() -> None:
    park = a_park()
    entry = a_chronicle_entry(park)
    services.strike_chronicle(entry=entry, by=somebody(park, Role.PARK_ADMIN), at=NOON)

    assert selectors.chronicle_of(park.pk) == []
    assert AuditEntry.objects.get(verb="park.strike").object_label == "平台成立"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_everyone_of_the_office_reads_it_and_the_administrator_may_write(language: str) -> None:
    park = a_park()
    a_chronicle_entry(park)
    about = reverse("web:about", args=[park.slug])
    answers = {}
    for role in (Role.AUDITOR, Role.PARK_ADMIN):
        client = Client()
        client.cookies["django_language"] = language
        client.force_login(accounts.a_member(park, role), "qianjin.faces.gate.backends.Accounts")
        answers[role] = client.get(about).content.decode()
        assert "平台成立" in answers[role]
    assert reverse("web:about_new", args=[park.slug]) in answers[Role.PARK_ADMIN]
    assert reverse("web:about_new", args=[park.slug]) not in answers[Role.AUDITOR]
