"""Broken files are answered or refused, never met with a crash; examples in the text are true."""

from __future__ import annotations

import doctest
import importlib
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import survey_files, survey_fuzz
from qianjin.engines.survey import CODES, Refused, read

from .world import PARK, txt

ENGINE = Path(__file__).resolve().parents[3] / "qianjin" / "engines" / "survey"


@pytest.mark.slow
def test_files_broken_in_every_way_are_answered_or_refused_with_a_place() -> None:
    given_files = survey_files.all_forms()
    for number in range(500):
        name, content, ways = survey_fuzz.broken(random.Random(f"test/{number}"), given_files)

        came = survey_fuzz.outcome(name, content)

        assert came == "read" or came in CODES, f"{number} {name} {ways}: {came}"


@pytest.mark.slow
def test_a_million_points_are_refused_with_the_line_where_it_became_too_much() -> None:
    with pytest.raises(Refused) as caught:
        read("a.txt", survey_fuzz.a_million_points(), PARK)

    (finding,) = caught.value.findings
    assert (finding.code, finding.line, finding.amount) == ("too_many_points", 300_007, 300_000)


@settings(max_examples=200, deadline=None)
@given(
    name=st.sampled_from(["a.txt", "a.geojson", "a.kml", "a.gpkg", "a.dxf", "a.zip", "a"]),
    content=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(str.encode),
        st.text('[]{},.@0123456789JNaef=面\n\r"', max_size=300).map(
            lambda one: txt() + one.encode("gbk")
        ),
    ),
)  # fmt: skip
def test_any_bytes_are_answered_or_refused(name: str, content: bytes) -> None:
    try:
        found = read(name, content, PARK)
    except Refused as error:
        assert all(finding.code in CODES for finding in error.findings)
    else:
        assert all(finding.code in CODES for finding in found.findings)


@pytest.mark.parametrize("name", ["", ".zones"])
def test_the_examples_are_true(name: str) -> None:
    module = importlib.import_module(f"qianjin.engines.survey{name}")

    tried = doctest.testmod(module)

    assert tried.attempted > 0 and tried.failed == 0


@pytest.mark.slow
def test_no_library_of_shapes_is_loaded_before_a_file_is_read() -> None:
    # A web worker has no room for them; most never read a survey.
    heavy = "{'shapely', 'pyproj', 'ezdxf', 'shapefile', 'sqlite3'}"
    program = f"import sys, qianjin.engines.survey; print(sorted({heavy} & set(sys.modules)))"

    shown = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert shown.stdout.strip() == "[]"
