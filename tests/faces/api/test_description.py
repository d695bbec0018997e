"""The description of the interface is OpenAPI 3.1, complete, and shown to people too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from qianjin.faces.api.docs import description
from tests.factories.accounts import Cast

BACKEND = "qianjin.faces.gate.backends.Accounts"


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def refs(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from refs(value)
    elif isinstance(node, list):
        for value in node:
            yield from refs(value)


def test_it_is_openapi_3_1_and_plain_json() -> None:
    schema = json.loads(json.dumps(description()))

    assert re.fullmatch(r"3\.1\.\d+", schema["openapi"])
    assert schema["info"]["title"] and schema["info"]["version"]
    assert set(schema) <= {"openapi", "info", "paths", "components", "security", "tags"}


def test_every_reference_leads_to_a_shape() -> None:
    schemas = description()["components"]["schemas"]

    for ref in refs(description()):
        assert ref.startswith("#/components/schemas/")
        assert ref.rpartition("/")[2] in schemas


def test_every_operation_is_named_once_summed_up_and_classified() -> None:
    names = [operation["operationId"] for _path, _method, operation in operations()]

    assert len(names) == len(set(names))
    for _path, _method, operation in operations():
        assert operation["summary"] and operation["description"] and operation["tags"]
        assert operation["x-right"]


def test_every_parameter_of_a_path_is_described_once() -> None:
    for path, _method, operation in operations():
        in_path = [p["name"] for p in operation["parameters"] if p["in"] == "path"]

        assert sorted(in_path) == sorted(re.findall(r"{(\w+)}", path))
        assert all(p["required"] for p in operation["parameters"] if p["in"] == "path")


def test_every_operation_says_how_it_may_refuse() -> None:
    for _path, method, operation in operations():
        answers = {str(code) for code in operation["responses"]}

        assert answers & {"200", "201"}
        assert {"400", "401", "403", "404", "422"} <= answers
        assert method == "get" or {"409", "413"} <= answers


def test_every_act_asks_for_an_idempotency_key() -> None:
    for _path, method, operation in operations():
        keys = [p for p in operation["parameters"] if p["name"] == "Idempotency-Key"]

        assert bool(keys) == (method == "post")


def test_every_address_is_described_and_every_description_has_its_address() -> None:
    described = {operation["operationId"] for *_place, operation in operations()}
    api = next(p for p in get_resolver().url_patterns if getattr(p, "namespace", "") == "api")
    methods = set()
    for below in api.url_patterns:
        for pattern in getattr(below, "url_patterns", ()):
            methods |= set(pattern.callback.operations)
            assert pattern.name in described

    assert methods == {"GET", "POST"}


class TestThePage:
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_lists_every_operation_to_an_officer(self, cast: Cast, language: str) -> None:
        client = Client()
        client.force_login(cast.linyue, BACKEND)
        client.cookies["django_language"] = language

        page = client.get("/api/v1/docs")

        text = page.content.decode()
        assert page.status_code == 200
        assert all(operation["operationId"] in text for *_place, operation in operations())

    def test_is_not_there_for_an_enterprise(self, cast: Cast) -> None:
        client = Client()
        client.force_login(cast.chenlan, BACKEND)

        assert client.get("/api/v1/docs").status_code == 404
        assert client.get("/api/v1/openapi.json").status_code == 200

    def test_is_for_nobody_who_has_not_signed_in(self, db: None) -> None:
        assert Client().get("/api/v1/openapi.json").status_code == 401
