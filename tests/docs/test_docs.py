"""Documentation that lies fails here."""

from __future__ import annotations

import ast
import importlib
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from qianjin.faces.cli import solve
from qianjin.faces.cli.main import app
from tools import shots

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    [*ROOT.glob("*.md"), *(page for page in DOCS.rglob("*.md"))],
    key=lambda page: str(page.relative_to(ROOT)),
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.M | re.S)
SETTING = re.compile(r"\b(?:QIANJIN_[A-Z_]+|DATABASE_URL)\b")


def _id(page: Path) -> str:
    return str(page.relative_to(ROOT))


def _blocks(page: Path, language: str) -> list[str]:
    found = []
    for indent, name, text in FENCED.findall(page.read_text(encoding="utf-8")):
        if name == language:
            found.append("\n".join(line.removeprefix(indent) for line in text.splitlines()))
    return found


def _words(*places: Path) -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in places)


class TestALink:
    @pytest.mark.parametrize("page", PAGES, ids=_id)
    def test_leads_to_something_that_is_there(self, page: Path) -> None:
        dead = []
        for target in LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8"))):
            place, _, heading = target.partition("#")
            if "://" in target or (place and "screenshots/" in place):
                continue
            file = (page.parent / place).resolve() if place else page
            if not file.exists() or (heading and heading not in _anchors(file)):
                dead.append(target)

        assert dead == []

    @pytest.mark.parametrize("page", PAGES, ids=_id)
    def test_to_a_picture_names_one_that_is_taken(self, page: Path) -> None:
        targets = LINK.findall(page.read_text(encoding="utf-8"))
        pictures = {target for target in targets if "screenshots/" in target}

        astray = {
            target
            for target in pictures
            if (page.parent / target).resolve().parent != shots.TARGET
            or Path(target).name not in shots.names()
        }

        assert astray == set()

    def test_of_the_code_into_the_documentation_is_true(self) -> None:
        sources = [*(ROOT / "qianjin").rglob("*.py"), ROOT / "pyproject.toml"]
        named = set(re.findall(r"docs/[\w/-]+(?:\.md)?", _words(*sources)))

        assert named, "the code points to the documentation"
        assert {name for name in named if not _is_there(name)} == set()


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _is_there(name: str) -> bool:
    path = ROOT / name
    # "docs/decisions/0006" stands for the one page whose name begins so.
    return path.exists() or any(path.parent.glob(f"{path.name}-*.md"))


def test_every_picture_that_is_kept_is_one_that_is_taken() -> None:
    kept = {path.name for path in shots.TARGET.glob("*")}

    assert kept - shots.names() == set()


class TestTheReadme:
    @pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "README.zh-CN.md"], ids=_id)
    def test_shows_what_the_command_line_prints(self, page: Path, tmp_path: Path) -> None:
        (session,) = _blocks(page, "console")
        steps = re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n?)*)", session, re.M)
        (tmp_path / "times.csv").write_text(steps[0][1], encoding="utf-8")
        command, shown = steps[1]

        ran = subprocess.run(
            [sys.executable, "-m", *command.split()],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT), "PATH": "", "QIANJIN_DATA": str(tmp_path / "data")},
            capture_output=True,
            text=True,
            check=True,
        )

        assert ran.stdout.splitlines() == shown.splitlines()

    @pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "README.zh-CN.md"], ids=_id)
    def test_opens_with_the_two_commands_and_a_picture(self, page: Path) -> None:
        words = page.read_text(encoding="utf-8")
        opening = words[: words.index("\n## ")]

        assert "./dev demo" in opening
        assert "./dev test" in opening
        assert "![" in opening

    def test_names_as_many_roles_and_readings_as_there_are(self) -> None:
        from qianjin.apps.accounts.choices import Role
        from qianjin.apps.desk.readings import PROFILES

        assert (len(Role), len(PROFILES)) == (10, 9)
        assert "Ten roles" in _words(ROOT / "README.md")
        assert "nine readings" in _words(ROOT / "README.md")


def test_the_steps_that_open_a_park_work(db: None) -> None:
    from qianjin.apps.accounts.models import Membership

    (words,) = (
        block
        for block in _blocks(DOCS / "operations" / "installation.md", "sh")
        if "qianjin open-park" in block
    )
    command = shlex.split(words.replace("\\\n", " "))

    done = CliRunner().invoke(app, command[command.index("open-park") :])

    assert done.exit_code == 0, done.output
    assert Membership.objects.get().role == "park_admin"


class TestACommand:
    def test_is_described(self) -> None:
        described = _words(DOCS / "operations" / "processes.md")

        missing = {name for name, _command in _commands() if f"`qianjin {name}`" not in described}

        assert missing == set()

    def test_has_its_options_described(self) -> None:
        described = _words(*(DOCS / "operations").glob("*.md"))

        missing = {
            f"{name} {option}"
            for name, command in _commands()
            for parameter in command.params
            for option in (*parameter.opts, *parameter.secondary_opts)
            if option.startswith("--") and option not in {"--help", "--worker"}
            and option not in described
        }  # fmt: skip

        assert missing == set()

    def test_of_dev_stands_in_its_list(self) -> None:
        script = (ROOT / "dev").read_text(encoding="utf-8")

        assert set(re.findall(r"^do_(\w+)\(\)", script, re.M)) == set(
            re.findall(r"^#: (\w+)", script, re.M)
        )


def _commands() -> Iterator[tuple[str, typer.core.TyperCommand]]:
    """Every command with its full name."""

    def walk(command: object, name: str) -> Iterator[tuple[str, typer.core.TyperCommand]]:
        parts = getattr(command, "commands", None)
        if parts is None:
            yield name, command  # type: ignore[misc]
        for part, inner in (parts or {}).items():
            yield from walk(inner, f"{name} {part}".strip())

    yield from walk(typer.main.get_command(app), "")
    yield from walk(typer.main.get_command(solve.app), "solve")


class TestASetting:
    def test_is_described_and_there_is_no_other(self) -> None:
        read: set[str] = set()
        sources = [*(ROOT / "qianjin").rglob("*.py"), *(ROOT / "tools").glob("*.py"), ROOT / "dev"]
        for source in sources:
            text = source.read_text(encoding="utf-8")
            read |= _read_in_python(text) if source.suffix == ".py" else set(SETTING.findall(text))
        page = _words(DOCS / "operations" / "settings.md")

        described = set(re.findall(r"^### `(\w+)`$", page, re.M))

        assert described == read


def _read_in_python(text: str) -> set[str]:
    """The settings that stand as a whole string in code, not in a sentence about them."""
    return {
        node.value
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and SETTING.fullmatch(node.value)
    }


class TestTheGuide:
    def test_knows_every_state_stage_and_light(self) -> None:
        from qianjin.apps.desk.choices import Light, RequestStatus

        page = _words(DOCS / "guide" / "states.md")
        # The first table is that of the request; parts, rulings and others have their own below.
        of_request = page[: page.index("\n## ")]
        rows = dict(re.findall(r"^\| `(\w+)` \| (\S+) \|", of_request, re.M))
        lights = re.findall(r"^\| (\w+) \S+ \|", page[page.index("Lights") :], re.M)

        assert set(rows) == set(RequestStatus.values)
        assert set(lights) == set(Light.values)

    def test_knows_every_operation_of_the_interface(self) -> None:
        from qianjin.faces.api import urls
        from qianjin.faces.api.docs import PREFIX, description

        assert urls.urlpatterns
        page = _words(DOCS / "guide" / "api.md")
        described = set(re.findall(r"^\| `(\w+)` \| `(/api/v1/[^`]+)` \|", page, re.M))
        there = {
            (method.upper(), re.sub(r"\{[^}]+\}", "*", path.replace(PREFIX, "/api/v1/PARK")))
            for path, methods in description()["paths"].items()
            for method in methods
        }

        assert {(m, re.sub(r"\b(NUMBER|ID)\b", "*", path)) for m, path in described} == there

    def test_has_a_page_for_each_role(self) -> None:
        from django.utils import translation

        from qianjin.apps.accounts.choices import Role

        words = _words(*(DOCS / "guide").glob("*.md"))
        with translation.override("zh-hans"):
            missing = {str(role.label) for role in Role} - {
                str(role.label) for role in Role if str(role.label) in words
            }

        assert missing == set()


@pytest.mark.parametrize(
    "name", ["worktime", "reading", "routing", "scoring", "allotting", "siting", "readiness"]
)
def test_every_name_at_the_front_door_of_an_engine_is_explained(name: str) -> None:
    engine = importlib.import_module(f"qianjin.engines.{name}")
    page = _words(DOCS / "engines" / f"{name}.md")

    assert {word for word in engine.__all__ if not re.search(rf"\b{word}\b", page)} == set()


def test_every_decision_is_in_the_list_and_says_its_status() -> None:
    folder = DOCS / "decisions"
    records = sorted(folder.glob("[0-9]*.md"))
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", _words(folder / "README.md"))

    assert listed == [record.name for record in records]
    assert [record.name for record in records if "tatus" not in _words(record)] == []
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))


def test_the_walked_examples_name_files_that_are_there() -> None:
    page = _words(ROOT / "CONTRIBUTING.md")
    named = set(re.findall(r"`((?:apps|engines|faces|qianjin|tests|tools|docs)/[\w./-]+)`", page))

    missing = {
        name
        for name in named
        if not any((base / name).exists() for base in (ROOT, ROOT / "qianjin"))
    }

    assert named
    assert missing == set()
