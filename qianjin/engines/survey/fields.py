"""Which attribute of a table is the parcel's code, its name, its use: by the names in use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .raw import RawParcel

# Spellings of the national databases (地籍, 国土调查: ZDDM, DKBH, DKMC, DLBM, TDYT) and plain ones.
# Shapefile fields end after ten bytes: five characters of GBK, three of UTF-8.
_NAMES = {
    "code": (
        "地块编号",
        "地块编",
        "地块代码",
        "宗地代码",
        "宗地编号",
        "编号",
        "dkbh",
        "dkbm",
        "zddm",
        "code",
    ),
    "name": ("地块名称", "地块名", "宗地名称", "名称", "dkmc", "xmmc", "name"),
    "use": ("地块用途", "土地用途", "用途", "规划用途", "tdyt", "ghyt", "use"),
    "land_class": ("地类编码", "地类代码", "dlbm", "land_class"),
    "sheet": ("图幅号", "tfh", "sheet"),
}
_AREAS = {
    "stated_area_m2": "m2",
    "面积_平方米": "m2",
    "面积_亩": "mu",
    "面积_公顷": "ha",
}
_OURS = {"area_m2", "area_mu", "area_ha", "point_names", *_AREAS}
MOST, LONGEST = 60, 2_000
"""Attributes kept of a parcel, and characters of each."""


def words_of(parcel: RawParcel, properties: Mapping[Any, Any]) -> None:
    """Give a parcel its words from a table's row; the rest stays with it as attributes."""
    by_name = {str(key).strip().lower(): key for key in properties}
    used = set()
    for field, spellings in _NAMES.items():
        for spelling in spellings:
            key = by_name.get(spelling)
            text = "" if key is None else _text(properties[key])
            if text:
                setattr(parcel, field, text)
                used.add(key)
                break
    for spelling, unit in _AREAS.items():
        value = properties.get(by_name.get(spelling, spelling))
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e12:
            parcel.stated, parcel.stated_unit = float(value), unit
            break
    for key, value in properties.items():
        if key in used or str(key).lower() in _OURS or len(parcel.attributes) >= MOST:
            continue
        if (text := _text(value)) != "":
            parcel.attributes[str(key)[:80]] = text


def _text(value: Any) -> str:
    if value is None or isinstance(value, bytes | dict | list):
        return ""
    try:
        return str(value).strip().replace("\0", "")[:LONGEST]
    except ValueError:  # an integer of more digits than Python writes
        return ""
