"""组件包 The dossier to be sent: a cover list in Word, and a zip with every file in its folder."""

from __future__ import annotations

import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from qianjin.apps.clearing.choices import PaperState
from qianjin.apps.parks.services import files
from qianjin.faces.web import paper

from . import words

KEPT_IN_MEMORY = 8 * 1024 * 1024
_NOT_IN_NAMES = '\\/:*?"<>|'


def name_of(listing: Any) -> str:
    """What the pack is called."""
    return clean(f"挂牌组件-{listing.parcel.number}-{listing.parcel.name}".rstrip("-"))


def clean(text: str) -> str:
    """A name for a file or folder on every system."""
    bare = "".join("_" if sign in _NOT_IN_NAMES or sign < " " else sign for sign in text)
    return bare.strip(" .")[:80] or "_"


def cover(listing: Any, papers: list[Any], today: date) -> bytes:
    """The list of the papers with state, date, number and files, and who signs."""
    parcel = listing.parcel
    document = paper.blank("国有建设用地使用权挂牌出让组件清单", f"{parcel}　{words.iso(today)}")
    facts = [
        ("地块编号", parcel.number),
        ("地块名称", parcel.name or "—"),
        ("坐落", parcel.village.name_zh if parcel.village else "—"),
        ("面积", f"{parcel.area_plane:,.2f} 平方米（{parcel.mu:,.2f} 亩）"),
        ("用途", parcel.use_name or "—"),
        ("容积率", _band(parcel.far_min, parcel.far_max)),
        ("拟供项目", listing.project or "—"),
        ("出让公告", words.iso(listing.notice_on) or "—"),
        ("挂牌起止", f"{words.iso(listing.listed_on)} 至 {words.iso(listing.until_on)}"
         if listing.listed_on else "—"),
    ]  # fmt: skip
    paper.table(document, (), facts, widths=(4.0, 13.0))
    paper.line(document, "")
    heads = ("序号", "材料", "出具单位", "状态", "到件日期", "文号", "文件")
    rows = [
        (
            str(one.position),
            one.name_zh,
            one.unit.name_zh if one.unit else "—",
            str(PaperState(one.state).label),
            words.iso(one.came_on),
            one.document,
            "\n".join(file.name for file in one.files.all()) or (one.words or "—"),
        )
        for one in papers
    ]
    paper.table(document, heads, rows, widths=(1.1, 4.2, 2.6, 1.6, 2.2, 2.3, 3.0))
    paper.line(document, "")
    paper.line(document, "经办：　　　　　　　审核：　　　　　　　日期：")
    return paper.as_bytes(document)


def _band(least: Any, most: Any) -> str:
    if least is None and most is None:
        return "—"
    if least is None:
        return f"≤{most}"
    return f"≥{least}" if most is None else f"{least}～{most}"


def zipped(listing: Any, papers: list[Any], today: date) -> tuple[BinaryIO, int]:
    """
    The pack and how many files are in it: the cover list first, then one folder for each paper.

    Kept in memory while it is small, beyond that in a file that is gone when it is closed.
    """
    target = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115
    many, missing = 0, []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("00-组件清单.docx", cover(listing, papers, today))
        for one in papers:
            folder = f"{one.position:02d}-{clean(one.name_zh)}"
            for number, file in enumerate(one.files.all(), start=1):
                inner = f"{folder}/{number:02d}-{clean(file.name)}"
                path = Path(files.MEDIA) / file.path
                if path.exists():
                    pack.write(path, inner)
                    many += 1
                else:
                    missing.append(inner)
        if missing:
            told = _("These files are in the list but not on the disk:")
            pack.writestr("缺失文件.txt", "\n".join([told, *missing]))
    target.seek(0)
    return target, many  # type: ignore[return-value]
