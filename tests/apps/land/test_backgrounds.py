"""What lies under the parcels: chosen by who may, checked before it comes into a page's policy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.land import selectors, services
from qianjin.apps.land.models import MapBackground
from qianjin.apps.land.refusals import BadRules, MayNotSetRules, RulesChangedSince
from qianjin.units.refusals import Missing
from tests.factories.accounts import Cast
from tests.factories.parks import NOON

TIANDITU = {"source": "tianditu", "key": "0123456789abcdef"}


def choose(cast: Cast, person: Any = None, version: int | None = None, **values: Any) -> Any:
    by = cast.acts(person or cast.hewei)
    return services.set_background(park=cast.park, version=version, by=by, at=NOON, **values)


def test_a_background_is_chosen_and_leaves_a_trace_without_its_key(cast: Cast) -> None:
    choose(cast, **TIANDITU)

    assert selectors.background_of(cast.park.pk).row.key == TIANDITU["key"]
    entry = AuditEntry.objects.get(verb="parcel.background")
    assert entry.detail["after"] == {"source": "tianditu"}
    assert TIANDITU["key"] not in str(entry.detail)


def test_who_does_not_set_the_rules_does_not_choose(cast: Cast) -> None:
    with pytest.raises(MayNotSetRules):
        choose(cast, cast.linyue, **TIANDITU)

    assert not MapBackground.objects.exists()


def test_two_who_choose_at_once_are_told(cast: Cast) -> None:
    choose(cast, **TIANDITU)

    with pytest.raises(RulesChangedSince):
        choose(cast, version=0, source="none")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"source": "tianditu"}, "key"),
        ({"source": "tianditu", "key": "a b'; script-src *"}, "key"),
        ({"source": "address"}, "address"),
        ({"source": "address", "address": "https://tiles.example/{z}/{x}.png"}, "address"),
        ({"source": "address", "address": "https://tiles.example/{z}/{x}/{y}/{q}"}, "address"),
        ({"source": "address", "address": "javascript:{z}{x}{y}"}, "address"),
        (
            {"source": "address", "address": "https://a.example; script-src */{z}/{x}/{y}"},
            "address",
        ),
        ({"source": "file", "file": "../secret.pmtiles"}, "file"),
        ({"source": "file", "file": "absent.pmtiles"}, "file"),
        ({"source": "elsewhere"}, "source"),
        ({"nearest": 23}, "nearest"),
    ],
)
def test_what_can_not_be_drawn_is_refused_by_field(
    cast: Cast, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadRules) as refusal:
        choose(cast, **values)

    assert field in refusal.value.fields


def test_a_file_in_the_folder_is_offered_and_its_tiles_are_handed_out(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    (tmp_path / "maps").mkdir()
    one_tile = b"\x89PNG"
    directory = bytes([1, 0, 1, len(one_tile), 1])
    head = b"PMTiles\x03" + b"".join(
        number.to_bytes(8, "little")
        for number in (127, len(directory), 0, 0, 0, 0, 127 + len(directory), 4, 1, 1, 1)
    )
    head += bytes([1, 1, 1, 2, 0, 0]) + bytes(25)
    (tmp_path / "maps" / "萧山.pmtiles").write_bytes(head + directory + one_tile)
    (tmp_path / "maps" / "notes.txt").write_text("no tiles")
    assert selectors.background_files() == ["萧山.pmtiles"]

    choose(cast, source="file", file="萧山.pmtiles")

    actor = cast.acts(cast.linyue)
    assert selectors.background_of(cast.park.pk).kind == "png"
    assert selectors.background_tile(actor, zoom=0, column=0, row=0) == (one_tile, "png", False)
    assert selectors.background_tile(actor, zoom=1, column=0, row=0)[0] == b""
    with pytest.raises(Missing):
        selectors.background_tile(actor, zoom=30, column=0, row=0)
    (tmp_path / "maps" / "萧山.pmtiles").unlink()
    assert selectors.background_of(cast.park.pk).row.source == "none"
    with pytest.raises(Missing):
        selectors.background_tile(actor, zoom=0, column=0, row=0)


def test_a_park_without_a_file_hands_out_no_tiles(cast: Cast) -> None:
    with pytest.raises(Missing):
        selectors.background_tile(cast.acts(cast.linyue), zoom=0, column=0, row=0)
