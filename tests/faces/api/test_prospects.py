"""Prospects for programs: numbers masked, versions kept."""

from __future__ import annotations

from qianjin.apps.prospects.models import Contact
from tests.factories.accounts import Cast
from tests.factories.prospects import a_prospect, someone

from .test_operations import Program


def test_people_and_firms_are_read_with_masked_numbers(cast: Cast) -> None:
    firm = a_prospect(cast, city="上海")
    row = someone(cast, firm=firm, phones="13800001234", city="上海")
    window = Program(cast, cast.yeting)

    (listed,) = window.get("prospects", city="上海").json()["items"]
    one = window.get(f"prospects/{row.pk}").json()
    (known,) = window.get("prospects/firms", q="远帆").json()["items"]

    assert listed["phones"] == one["phones"] == ["138****1234"]
    assert (listed["firm"], one["firm"], known["id"]) == (firm.name, firm.name, firm.pk)
    assert window.get(f"prospects/firms/{firm.pk}").json()["owner"] == "叶汀"


def test_people_and_firms_are_entered_and_changed(cast: Cast) -> None:
    window = Program(cast, cast.yeting)

    firm = window.post("prospects/firms", {"name": "远帆（演示）", "sector": "auto"})
    made = window.post(
        "prospects", {"name": "陆小明", "firm": "远帆（演示）", "phones": ["13800001234"]}
    )
    pk, version = made.json()["id"], made.json()["version"]
    done = window.post(f"prospects/{pk}/change", {"version": version, "city": "上海"})
    late = window.post(f"prospects/{pk}/change", {"version": version, "city": "苏州"})
    bad = window.post("prospects", {"name": "高远", "phones": ["123"]})
    renamed = window.post(
        f"prospects/firms/{firm.json()['id']}/change", {"version": 1, "name": "近帆（演示）"}
    )

    assert (firm.status_code, made.status_code, done.status_code) == (201, 201, 200)
    assert made.json()["organisation_id"] == firm.json()["id"]
    assert late.status_code == 409 and "phones" in bad.json()["fields"]
    assert renamed.json()["name"] == "近帆（演示）"
    row = Contact.objects.get()
    assert (row.city, row.phones) == ("上海", ["13800001234"])


def test_who_does_not_court_is_refused(cast: Cast) -> None:
    assert Program(cast, cast.linyue).get("prospects").status_code == 403
