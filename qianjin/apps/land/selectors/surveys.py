"""勘测文件提问 Survey files that are being looked at, and what the engine finds in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from qianjin.apps.accounts.actors import Actor
from qianjin.apps.parks.services import files as store
from qianjin.units.refusals import Missing

from .. import planning, policies
from ..models import Parcel, SurveyFile
from ..refusals import BadSurvey
from .parcels import settings_of

if TYPE_CHECKING:
    from qianjin.engines.survey import Survey

PAGE = 25
SURVEY_BYTES = planning.WEB_LIMITS.size
MOST_AROUND = 400
"""Parcels of the book drawn behind a file."""


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """A page of files, newest first; ``older`` continues."""

    rows: list[SurveyFile]
    older: str


@dataclass(frozen=True, slots=True)
class Preview:
    """
    预览 A file over the book.

    Parameters
    ----------
    survey
        As the engine has it, repairs made.
    known
        Number -> parcel of the book that one of the file would redraw.
    around
        Parcels of the book near by, for the drawing; at most ``MOST_AROUND``.
    """

    survey: Survey
    known: dict[str, Parcel]
    around: list[Parcel]


def surveys_for(actor: Actor) -> QuerySet[SurveyFile]:
    """Every survey file this person may see: whoever may see the whole book."""
    rows = SurveyFile.objects.filter(park_id=actor.park_id)
    return rows if policies.may_see_all(actor) else rows.none()


def survey_for(actor: Actor, pk: int) -> SurveyFile:
    """:raises Missing: absent, of another park, or not this person's to see."""
    rows = surveys_for(actor).select_related("sent_by", "village", "park")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def surveys_page(actor: Actor, *, before: int = 0, size: int = PAGE) -> SurveyPage:
    """One page of the files."""
    rows = surveys_for(actor).select_related("sent_by", "village").order_by("-pk")
    if before:
        rows = rows.filter(pk__lt=before)
    taken = list(rows[: size + 1])
    return SurveyPage(taken[:size], str(taken[size - 1].pk) if len(taken) > size else "")


def read_survey(row: SurveyFile) -> Survey:
    """
    The file as the engine understands it, with the repairs that were made.

    :raises Missing: the row is there, the file is not.
    :raises BadSurvey: it cannot be read so.
    """
    try:
        content = (Path(store.MEDIA) / row.path).read_bytes()
    except FileNotFoundError as error:
        raise Missing from error
    return read_content(row, content)


def read_content(row: SurveyFile, content: bytes) -> Survey:
    """:raises BadSurvey: it cannot be read so; ``findings`` say where and why."""
    try:
        return planning.read_survey(
            row.name,
            content,
            park_zone=settings_of(row.park_id).zone,
            zone=row.zone,
            encoding=row.encoding,
            swapped=row.swapped,
            degrees=row.degrees,
            rounds=row.repairs,
        )
    except planning.Refused as error:
        raise BadSurvey({}, error.findings) from error
    except (ValueError, KeyError, TypeError) as error:
        raise BadSurvey({"repairs": [str(error)]}) from error


def preview_of(actor: Actor, row: SurveyFile) -> Preview:
    """:raises Missing, BadSurvey: see ``read_survey``."""
    survey = read_survey(row)
    codes = [parcel.code for parcel in survey.parcels if parcel.code]
    here = Parcel.objects.filter(park_id=actor.park_id, closed_on=None)
    known = {parcel.number: parcel for parcel in here.filter(number__in=codes)}
    around: list[Parcel] = []
    if (box := _box(survey)) is not None:
        west, south, east, north = box
        near = here.filter(west__lt=east, east__gt=west, south__lt=north, north__gt=south)
        around = list(near.order_by("number")[:MOST_AROUND])
    return Preview(survey, known, around)


def _box(survey: Survey) -> tuple[float, float, float, float] | None:
    """Bounds of everything in the file with a margin of 200 m or so, degrees."""
    points = [
        ring.lonlat for parcel in survey.parcels for ring in parcel.rings if ring.lonlat is not None
    ]
    if not points:
        return None
    lows = [one.min(axis=0) for one in points]
    highs = [one.max(axis=0) for one in points]
    return (
        float(min(low[0] for low in lows)) - 0.002,
        float(min(low[1] for low in lows)) - 0.002,
        float(max(high[0] for high in highs)) + 0.002,
        float(max(high[1] for high in highs)) + 0.002,
    )


def is_zone(number: int) -> bool:
    """Whether China has such a zone."""
    return planning.is_zone(number)


def rings_of(shape: Any) -> list[list[tuple[float, float]]]:
    """Every ring of a boundary as longitudes and latitudes, for a drawing."""
    return planning.rings_of(shape)
