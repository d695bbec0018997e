"""How tables point to each other, and how they came to be."""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
ORDER = (
    "audit",
    "parks",
    "accounts",
    "enterprises",
    "tables",
    "library",
    "desk | drives | land | prospects | subsidies | visits",
    "clearing | investment",
    "delivery",
    "channels",
)
"""Lower first, as the import contract has them; neighbours stand in one row."""
RANK = {name: rank for rank, row in enumerate(ORDER) for name in row.split(" | ")}
MIGRATIONS = sorted(ROOT.glob("qianjin/apps/*/migrations/0*.py"))
AUTO_NAMED = re.compile(r"^\d{4}_(auto_\d|initial$|alter_|remove_.*_and_more|.*_and_more)")


def test_the_order_of_the_apps_is_that_of_the_contract() -> None:
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert str(list(reversed(ORDER))).replace("'", '"') in contract


def test_foreign_keys_point_to_the_same_app_or_a_lower_one() -> None:
    upward = []
    for model in apps.get_models():
        here = model._meta.app_label
        if here not in RANK:
            continue
        for field in model._meta.get_fields():
            if not (field.is_relation and field.concrete):
                continue
            there = field.related_model._meta.app_label
            if there in RANK and there != here and RANK[there] >= RANK[here]:
                upward.append(f"{model.__name__}.{field.name}")

    assert not upward


def test_every_table_of_ours_belongs_to_a_park() -> None:
    """Every row belongs to a park, of its own or of the row it is a part of."""
    own = {"Park", "User"}
    without = []
    for model in apps.get_models():
        if model._meta.app_label not in RANK or model.__name__ in own:
            continue
        if not model.__module__.startswith("qianjin.") or model._meta.auto_created:
            continue
        fields = {field.attname for field in model._meta.concrete_fields}
        parents = {
            field.related_model
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model is not model
        }
        through = any(
            "park_id" in {f.attname for f in parent._meta.concrete_fields} for parent in parents
        )
        if "park_id" not in fields and not through:
            without.append(model.__name__)

    assert not without


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda p: f"{p.parts[-3]}-{p.stem}")
def test_a_migration_says_in_its_name_what_it_does(path: Path) -> None:
    assert not AUTO_NAMED.match(path.stem)


@pytest.mark.django_db
def test_no_model_has_changed_without_its_migration() -> None:
    out = io.StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=out)


def test_a_migration_that_writes_rows_has_a_test_with_rows() -> None:
    """RunPython over an empty table proves nothing."""
    writing = []
    for path in MIGRATIONS:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = {
            node.func.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        if "RunPython" in calls:
            writing.append(path)
    tests = "\n".join(file.read_text("utf-8") for file in (ROOT / "tests").rglob("test_*.py"))

    assert [p.stem for p in writing if p.stem not in tests and not _makes_no_rows(p)] == []


def _makes_no_rows(path: Path) -> bool:
    """A function that only calls a management command (a cache table) touches no rows of ours."""
    return "call_command" in path.read_text(encoding="utf-8")
