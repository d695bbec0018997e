"""Fields of what a person wrote: each read with its kind, every error with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from .refusals import ProblemError

Choice = TypeVar("Choice", bound=StrEnum)

LARGEST = 10**6
"""No amount of days, cases or weight is larger."""
_LAST_DAY = date(2999, 12, 31).toordinal()


class Written:
    """
    One object of a file; ``where`` is its place, such as ``activities[3] (立强/D04)``.

    Raises
    ------
    ProblemError
        It is no object, or has a field that is not among ``known``.
    """

    def __init__(self, given: Any, where: str, known: frozenset[str]) -> None:
        if not isinstance(given, Mapping):
            raise ProblemError(f"{where}: must be an object with fields")
        if strange := sorted(str(name) for name in given if name not in known):
            raise ProblemError(f"{where}: unknown field {', '.join(strange)}")
        self.given, self.where = given, where

    def __contains__(self, field: str) -> bool:
        return self.given.get(field) is not None

    def wrong(self, field: str, says: str) -> ProblemError:
        """An error at a field."""
        return ProblemError(f"{self.where}: {field}: {says}")

    def text(self, field: str, default: str | None = None) -> str:
        """A text; a number is taken as one."""
        found = self.given.get(field)
        if found in (None, "") and default is not None:
            return default
        if isinstance(found, bool) or not isinstance(found, str | int) or not str(found).strip():
            raise self.wrong(field, "needs a text")
        return str(found)

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts, perhaps empty."""
        found = self.given.get(field)
        if found is None:
            return ()
        if not isinstance(found, list) or any(
            isinstance(one, bool) or not isinstance(one, str | int) for one in found
        ):
            raise self.wrong(field, "must be a list of texts")
        return tuple(str(one) for one in found)

    def whole(self, field: str, default: int | None = None, least: int = 0) -> int:
        """A whole number, not less than ``least``."""
        found = self.given.get(field)
        if found is None and default is not None:
            return default
        if isinstance(found, bool) or not isinstance(found, int):
            raise self.wrong(field, "must be a whole number")
        if not least <= found <= LARGEST:
            raise self.wrong(field, f"{found} is not between {least} and {LARGEST}")
        return found

    def whole_or_none(self, field: str) -> int | None:
        """A whole number, or ``None``."""
        return self.whole(field) if field in self else None

    def flag(self, field: str, default: bool = False) -> bool:
        """Yes or no."""
        found = self.given.get(field)
        if found is None:
            return default
        if not isinstance(found, bool):
            raise self.wrong(field, "must be true or false")
        return found

    def day(self, field: str) -> int | None:
        """A day as 2026-11-23, as an ordinal; ``None`` when it is not given."""
        found = self.given.get(field)
        return None if found is None else self.as_day(field, found)

    def days(self, field: str) -> tuple[int, ...]:
        """A list of days."""
        found = self.given.get(field)
        if found is None:
            return ()
        if not isinstance(found, list):
            raise self.wrong(field, "must be a list of days such as 2026-11-23")
        return tuple(self.as_day(field, one) for one in found)

    def as_day(self, field: str, found: Any) -> int:
        """The ordinal of a day."""
        if isinstance(found, str):
            try:
                found = date.fromisoformat(found.strip())
            except ValueError:
                found = None
        if not isinstance(found, date) or isinstance(found, datetime):
            raise self.wrong(field, "must be a day such as 2026-11-23")
        day = found.toordinal()
        if not 366 <= day <= _LAST_DAY:
            raise self.wrong(field, f"{found} lies beyond what can be planned")
        return day

    def choice(self, field: str, kind: type[Choice], default: Choice) -> Choice:
        """One of a few words."""
        found = self.given.get(field)
        if found is None:
            return default
        try:
            return kind(found)
        except ValueError:
            words = ", ".join(one.value for one in kind if one.value)
            raise self.wrong(field, f"“{found}” is none of {words}") from None

    def each(self, field: str, known: frozenset[str], name: str = "id") -> Iterator[Written]:
        """The objects of a list."""
        found = self.given.get(field)
        if found is None:
            return
        if not isinstance(found, list):
            raise self.wrong(field, "must be a list")
        for number, one in enumerate(found):
            where = f"{self.where}: {field}[{number}]" if self.where else f"{field}[{number}]"
            if isinstance(one, Mapping) and isinstance(one.get(name), str | int):
                where += f" ({one[name]})"
            yield Written(one, where, known)

    def object(self, field: str, known: frozenset[str]) -> Written | None:
        """An object within; ``None`` when it is not given."""
        if field not in self:
            return None
        return Written(self.given[field], f"{self.where}: {field}".lstrip(": "), known)

    def amounts(self, field: str) -> dict[str, int]:
        """Names with a whole number each."""
        found = self.given.get(field)
        if found is None:
            return {}
        if not isinstance(found, Mapping):
            raise self.wrong(field, "must have a whole number for each name")
        inner = Written(found, f"{self.where}: {field}", frozenset(found))
        return {str(name): inner.whole(name) for name in found}
