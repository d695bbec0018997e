"""并件、拆件、关联 as a program calls them."""

from __future__ import annotations

import pytest

from qianjin.apps.desk.models import Link, ServiceRequest
from tests.factories.accounts import Cast
from tests.factories.desk import a_request

from .test_operations import Program


@pytest.fixture
def linyue(cast: Cast) -> Program:
    return Program(cast, cast.linyue)


@pytest.fixture
def two(cast: Cast) -> list[ServiceRequest]:
    by = cast.acts(cast.chenlan)
    return [a_request(cast.chenxi, by, words=words) for words in ("增容", "变压器增容")]


def test_two_are_merged_and_the_merger_undone(linyue, two) -> None:
    first, second = two

    merged = linyue.post(f"requests/{first.number}/merge", {"other": second.number})

    (link,) = merged.json()["links"]
    assert (link["kind"], link["is_source"], link["number"]) == ("merged", False, second.number)
    assert linyue.get(f"requests/{second.number}").json()["status"] == "merged"
    undone = linyue.post(f"links/{link['id']}/undo")
    assert (undone.status_code, undone.json()["number"]) == (200, second.number)
    assert undone.json()["status"] == "submitted"
    assert linyue.post(f"links/{link['id']}/undo").status_code == 404


def test_matters_are_split_off(linyue, two) -> None:
    pieces = [{"words": "班车"}, {"words": "食堂", "kind": "INF"}]

    split = linyue.post(f"requests/{two[0].number}/split", {"pieces": pieces, "title": "增容"})

    assert split.status_code == 200
    assert [link["title"] for link in split.json()["links"]] == ["班车", "食堂"]
    assert split.json()["title"] == "增容"


def test_two_are_linked_and_the_enterprise_sees_nothing_of_it(cast, linyue, two) -> None:
    first, second = two

    linked = linyue.post(
        f"requests/{first.number}/link", {"other": second.number, "kind": "blocks"}
    )

    assert linked.json()["links"][0]["is_source"] is True
    theirs = Program(cast, cast.chenlan).get(f"requests/{first.number}").json()
    assert theirs["links"] == []


def test_bad_input_names_the_field_and_changes_nothing(linyue, two) -> None:
    base = f"requests/{two[0].number}"
    for path, body, field in (
        ("merge", {"other": "2026-0101-999"}, "other"),
        ("merge", {"other": two[0].number}, "other"),
        ("split", {"pieces": []}, "pieces"),
        ("split", {"pieces": [{"words": ""}]}, "pieces"),
        ("link", {"other": two[1].number, "kind": "merged"}, "kind"),
    ):
        answer = linyue.post(f"{base}/{path}", body)
        assert answer.status_code == 422, (path, body)
        assert any(name.startswith(field) for name in answer.json()["fields"]), answer.json()
    assert not Link.objects.exists()
    assert ServiceRequest.objects.count() == 2
