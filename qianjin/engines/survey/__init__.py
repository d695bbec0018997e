"""勘测文件 Files that surveyors and planners exchange: read, checked, repaired when asked, written.

A boundary-point file without its zone; the park's own is taken, and it says so:

>>> from qianjin.engines.survey import Hints, Zone, read
>>> survey = read("地块.txt", '''[属性描述]
... 坐标系=2000国家大地坐标系
... [地块坐标]
... 5,1.0000,DK-01,一号地,面,,工业用地,,@
... J1,1,3350600,514900
... J2,1,3350600,515000
... J3,1,3350500,515000
... J4,1,3350500,514900
... J1,1,3350600,514900
... '''.encode("gbk"), Hints(zone=Zone(40)))
>>> parcel = survey.parcels[0]
>>> parcel.name, parcel.area, parcel.mu, survey.encoding
('一号地', 10000.0, 15.0, 'gb18030')
>>> [(finding.code, finding.subject) for finding in survey.findings]
[('zone_assumed', '40')]
"""

from __future__ import annotations

from .codes import CODES
from .data import (
    Finding,
    Hints,
    Limits,
    Parcel,
    Refused,
    Repair,
    RepairKind,
    Ring,
    Severity,
    Stated,
    Survey,
)
from .export import write_dxf, write_gpkg, write_kml, write_shapefile
from .geojson import write_geojson
from .reading import read, read_parts, read_path
from .repairs import propose, repair
from .txt_write import TxtForm, Written, write_txt
from .zones import Datum, Zone

__all__ = [
    "CODES",
    "Datum",
    "Finding",
    "Hints",
    "Limits",
    "Parcel",
    "Refused",
    "Repair",
    "RepairKind",
    "Ring",
    "Severity",
    "Stated",
    "Survey",
    "TxtForm",
    "Written",
    "Zone",
    "propose",
    "read",
    "read_parts",
    "read_path",
    "repair",
    "write_dxf",
    "write_geojson",
    "write_gpkg",
    "write_kml",
    "write_shapefile",
    "write_txt",
]
