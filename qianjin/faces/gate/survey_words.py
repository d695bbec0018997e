"""How the findings of the survey engine are worded, for every face.

Sentences with the placeholders ``subject`` and ``amount``; ``engines/survey/codes.py`` says what
these are. No Django here: the command line uses them without an installation.
"""

from __future__ import annotations

from collections.abc import Callable

from qianjin.installation.words import N_

SENTENCES: dict[str, str] = {
    "empty": N_("The file is empty."),
    "too_large": N_("The file is larger than %(amount)s bytes; divide it."),
    "not_text": N_("This is no text in UTF-8, GBK or UTF-16."),
    "unknown_encoding": N_("There is no encoding “%(subject)s” to read with."),
    "cut_short": N_("The file ends in the middle of a character: something is missing."),
    "line_too_long": N_(
        "The line is longer than %(amount)s characters: this is no boundary-point file."
    ),
    "full_width": N_(
        "Full-width signs stand in %(amount)s places; they were read as half-width ones."
    ),
    "too_many_points": N_("The file has more than %(amount)s points; divide it."),
    "too_many_rings": N_("The file has more than %(amount)s rings; divide it."),
    "too_many_parcels": N_("The file has more than %(amount)s parcels; divide it."),
    "and_more": N_("%(amount)s further findings are not listed."),
    "dwg": N_("A DWG drawing cannot be read. Save it as DXF."),
    "shp_alone": N_(
        "A shapefile has several parts. Send .shp, .dbf, .prj and .cpg together as a zip."
    ),
    "bad_zip": N_("The zip cannot be read: %(subject)s"),
    "bad_json": N_("The JSON is broken: %(subject)s"),
    "bad_xml": N_("The XML is broken: %(subject)s"),
    "bad_gpkg": N_("The GeoPackage cannot be read: %(subject)s"),
    "bad_shapefile": N_("The shapefile cannot be read: %(subject)s"),
    "bad_dxf": N_("The drawing cannot be read: %(subject)s"),
    "cpg_wrong": N_(
        "The .cpg says %(subject)s, but the text is encoded otherwise; see the preview."
    ),
    "text_unreadable": N_("Some text could not be read in any usual encoding; signs are missing."),
    "unknown_line": N_("The line is neither key, section, parcel nor point: %(subject)s"),
    "bad_row": N_("A point has four values (name, ring, X, Y), this line has not: %(subject)s"),
    "bad_number": N_("This is no coordinate: %(subject)s"),
    "bad_position": N_("A position here is no pair of numbers."),
    "bad_header": N_(
        "A parcel's line has a count, an area, a code and a name at least: %(subject)s"
    ),
    "header_without_kind": N_(
        "The parcel's line does not say point, line or area; an area was read."
    ),
    "mark_in_front": N_("The @ stands in front of the parcel's line instead of at its end."),
    "bad_count": N_("The number of points is no number: %(subject)s"),
    "bad_area": N_("The area is no number: %(subject)s"),
    "point_without_parcel": N_("A point stands before any parcel's line: %(subject)s"),
    "not_an_area": N_("This is no area and was left out: %(subject)s"),
    "no_parcels": N_("The file has no parcel."),
    "too_few_points": N_(
        "A ring has only %(amount)s different points; three are needed. %(subject)s"
    ),
    "count_differs": N_("%(subject)s points are stated, %(amount)s rows follow."),
    "layers_left_out": N_("Not read: %(subject)s"),
    "bad_magnitude": N_("No coordinates of China are that large or small: %(subject)s"),
    "mixed_axes": N_("The columns stand otherwise here than in the rest of the file: %(subject)s"),
    "mixed_zones": N_(
        "The zone in front of the easting differs from the rest of the file: %(subject)s"
    ),
    "axes_swapped": N_(
        "North and east stand the other way round in this file; they were exchanged."
    ),
    "degrees_in_txt": N_("The file holds degrees instead of metres."),
    "degrees_ambiguous": N_(
        "Are these decimal degrees or degrees, minutes and seconds (ddd.mmss)? Say which."
    ),
    "not_sexagesimal": N_("These are no degrees, minutes and seconds (ddd.mmss)."),
    "not_degrees": N_(
        "“%(subject)s” has degrees, but the file holds metres; they were read as metres."
    ),
    "unit_unknown": N_("The unit “%(subject)s” is unknown; metres were read."),
    "transformation_stated": N_(
        "The file states transformation parameters; they were not applied: %(subject)s"
    ),
    "bad_zone": N_("China has no zone “%(subject)s”."),
    "zone_conflict": N_(
        "The zone stated and the zone in the eastings differ: %(subject)s. Say which is "
        "right."
    ),
    "zone_unknown": N_("The zone is neither stated nor written in the eastings. Say which it is."),
    "zone_assumed": N_("The file names no zone; the park's zone %(subject)s was taken."),
    "zone_chosen": N_("Areas were computed in zone %(subject)s, where the longitudes lie."),
    "zone_forced": N_("The file says zone %(subject)s; it was overruled."),
    "zone_differs": N_(
        "The file's zone and the park's zone differ: %(subject)s. The file's was kept."
    ),
    "width_differs": N_("The degrees of the zones and the zone's number do not fit: %(subject)s"),
    "outside_zone": N_(
        "Points lie %(amount)s degrees from the meridian of zone %(subject)s: is it the "
        "right zone?"
    ),
    "datum_assumed": N_("The file does not name its coordinate system; CGCS2000 was assumed."),
    "wgs84_taken": N_("WGS 84 was taken as CGCS2000: %(subject)s"),
    "other_datum": N_(
        "“%(subject)s” is not CGCS2000: transform it before it is placed on the map."
    ),
    "other_datum_degrees": N_(
        "Degrees of “%(subject)s” cannot be used: transform them to CGCS2000 first."
    ),
    "drawn_on_imagery": N_(
        "Was this drawn on online imagery? It may be shifted by 500 m (GCJ-02)."
    ),
    "ring_not_closed": N_(
        "The ring does not return to its first point after %(subject)s; it was read as "
        "closed."
    ),
    "closing_row_differs": N_(
        "The last row is called %(subject)s as the first, but lies %(amount)s m away; it was "
        "left out."
    ),
    "closing_row_twice": N_("The ring is closed twice at %(subject)s."),
    "hole_by_geometry": N_(
        "A ring numbered %(subject)s lies inside another; it was read as a hole."
    ),
    "hole_outside": N_("A ring said to be a hole lies outside; it was read as a part. %(subject)s"),
    "part_by_geometry": N_(
        "Ring %(subject)s should be a hole but lies outside; it was read as a part."
    ),
    "curve_flattened": N_("Curves became straight pieces, at most %(amount)s m away."),
    "duplicate_point": N_("%(subject)s repeats the point before it."),
    "short_edge": N_("The edge before %(subject)s is only %(amount)s m long."),
    "spike": N_("A spike of %(amount)s degrees at %(subject)s."),
    "name_repeated": N_("The name %(subject)s stands twice in one ring."),
    "bow_tie": N_("The border crosses itself: %(subject)s"),
    "self_touch": N_("The border touches itself: %(subject)s"),
    "no_area": N_("The ring encloses nothing (%(amount)s ㎡)."),
    "rings_cross": N_("Rings of the parcel cross each other near %(subject)s."),
    "overlap": N_("Overlaps with “%(subject)s” by %(amount)s ㎡."),
    "same_shape": N_("The same shape as “%(subject)s” (%(amount)s ㎡)."),
    "gap": N_("A gap %(amount)s m wide beside (parcel / metres of border): %(subject)s"),
    "not_compared": N_("Not compared with its neighbours, too tangled or too large: %(subject)s"),
    "pairs_left_out": N_(
        "%(amount)s parcels were not compared with their neighbours: there are too many."
    ),
    "area_differs": N_("The stated area, %(subject)s, is %(amount)s ㎡ off the computed one."),
    "area_without_holes": N_(
        "The stated area, %(subject)s, does not deduct the holes (%(amount)s ㎡)."
    ),
    "area_in_m2": N_("The stated area, %(subject)s, is in ㎡, not in hectares."),
    "area_in_mu": N_("The stated area, %(subject)s, is in 亩, not in hectares."),
    "rounded": N_("Coordinates were rounded to millimetres."),
    "text_cut": N_("A text was cut off after %(amount)s bytes: a shapefile holds no more."),
    "not_in_gbk": N_("GBK has no “%(subject)s”; UTF-8 was written instead."),
}  # fmt: skip


def worded(code: str, subject: str, amount: float, translated: Callable[[str], str]) -> str:
    """The sentence for a finding, in the language that ``translated`` speaks."""
    told = f"{round(amount, 3):.12g}" if abs(amount) >= 0.001 else f"{amount:.2g}"
    return translated(SENTENCES[code]) % {"subject": subject, "amount": told}
