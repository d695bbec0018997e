"""Files of tiles that GDAL has written are read tile by tile; damaged ones are refused."""

from __future__ import annotations

import doctest
import gzip
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from qianjin.engines.tiling import Archive, NoArchive, Tile, pmtiles

from .world import around, read, town


@pytest.fixture(scope="module")
def baked(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A town in a file, zoom 10 to 15."""
    path = tmp_path_factory.mktemp("baked") / "town.pmtiles"
    parcels = town(12)
    pyogrio.raw.write(
        path,
        shapely.to_wkb(parcels),
        [np.arange(len(parcels))],
        ["number"],
        layer="streets",
        driver="PMTiles",
        geometry_type="Polygon",
        crs="EPSG:4326",
        dataset_options={"MINZOOM": 10, "MAXZOOM": 15},
    )
    return path.read_bytes()


def of(content: bytes) -> Archive:
    return Archive(lambda offset, length: content[offset : offset + length])


def test_the_head_says_what_a_file_holds(baked: bytes) -> None:
    archive = of(baked)

    assert (archive.kind, archive.furthest, archive.nearest) == ("mvt", 10, 15)
    assert archive.layers() == ["streets"]
    assert archive.bounds == pytest.approx(shapely.total_bounds(town(12)), abs=1e-3)


def test_every_tile_of_the_town_is_found_and_holds_its_shapes(baked: bytes, tmp_path: Path) -> None:
    archive = of(baked)
    assert archive.is_compressed

    found = set()
    for tile in around(town(12), 15):
        content = archive.tile(tile)
        if content:
            _, said = read(tmp_path, tile, gzip.decompress(content), "streets")
            found |= set(said["number"].tolist())

    assert found == set(range(144))
    assert archive.tile(Tile(15, 0, 0)) == b""
    assert archive.tile(Tile(9, 0, 0)) == b""


@pytest.mark.parametrize("zoom", range(6))
def test_the_numbers_of_a_zoom_are_all_there_once(zoom: int) -> None:
    side = range(1 << zoom)

    numbers = sorted(pmtiles.place(Tile(zoom, x, y)) for x in side for y in side)

    first = (4**zoom - 1) // 3
    assert numbers == list(range(first, first + 4**zoom))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_pmtiles"),
        (b"PMTiles\x03", "not_pmtiles"),
        (b"PMTiles\x02" + bytes(200), "version"),
        (b"PMTiles\x03" + bytes(200), "compression"),
        (b"PMTiles\x03" + bytes(89) + b"\x01\x01\x09\x00\x00" + bytes(100), "damaged"),
    ],
)
def test_what_is_no_such_file_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(NoArchive) as refusal:
        of(content)

    assert refusal.value.code == code


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_refused_and_never_breaks_anything(baked: bytes, data) -> None:  # type: ignore[no-untyped-def]
    content = bytearray(baked)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(8, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))

    try:
        archive = of(bytes(content[:cut]) if data.draw(st.booleans()) else bytes(content))
        archive.layers()
        for tile in around(town(12), 14):
            archive.tile(tile)
    except NoArchive:
        pass


def test_the_example_of_the_curve_is_true() -> None:
    assert doctest.testmod(pmtiles).failed == 0
