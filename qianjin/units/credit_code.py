"""统一社会信用代码 The unified social credit code of a legal entity (GB 32100-2015).

18 characters: registration department (1), kind of entity (1), administrative division of the
registering office (6 digits, GB/T 2260), organisation code (9, GB 11714) and a check character.
The letters I, O, S, V and Z are not used, because hands and scanners confuse them.

What is found wrong is a :class:`Finding`: a code with parameters. :data:`SENTENCES` holds the
English message of each for whoever words them; nothing here speaks a language itself.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters in the order of their values (GB 32100-2015, table 1)."""

LENGTH = 18

INVENTED_DIVISION = "330199"
"""Division of the codes made for invented enterprises.

33 01 is Hangzhou, but GB/T 2260 allots no unit 99 there, so no office of that number registers
anyone: a code with it can be recognised as invented, and passes every check of form.
"""

INVENTED_PREFIX = "XX"
"""First characters of the organisation code of invented enterprises: a second mark."""

# 3^i mod 31 for the first 17 places (GB 32100-2015, 5.2); all different, since 3 generates
# the whole group modulo 31.
_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))

# GB 11714-1997 counts A as 10 ... Z as 35 and weighs eight places.
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

# What people write for what was meant. U for V is a guess by shape; the others are the reasons
# for which the standard leaves those letters out.
_MEANT = {"O": "0", "I": "1", "Z": "2", "S": "5", "V": "U"}

# The first two digits of GB/T 2260, and 10, used by the national registration office.
_PROVINCES = re.compile(r"(1[0-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])[0-9]{4}")

# What a spreadsheet shows for a code of digits it took for a number: 9.13302E+17.
_NUMBER = re.compile(r"\d(\.\d+)?E\+?\d+")

_FILLING = re.compile(r"[\s\-\u2010-\u2015\u2212_.·]+")

_UPPER = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)


def gettext_noop(message: str) -> str:
    """Mark a message for the translators' extraction; it is translated where it is shown."""
    return message


SENTENCES: Mapping[str, str] = {
    "number": gettext_noop(
        "The spreadsheet has turned the credit code into a number, “%(text)s”, and lost its last "
        "digits. Format the column as text and enter the code again."
    ),
    "length": gettext_noop("The credit code has %(length)d characters instead of 18."),
    "character": gettext_noop(
        "Character %(position)d of the credit code, “%(character)s”, is never used in one."
    ),
    "character_suggested": gettext_noop(
        "Character %(position)d of the credit code, “%(character)s”, is never used in one. "
        "Is it “%(suggestion)s”?"
    ),
    "region": gettext_noop(
        "Characters 3 to 8 of the credit code, “%(region)s”, are not an administrative division."
    ),
    "check_character": gettext_noop(
        "The credit code has a typing mistake: with these characters it would end in "
        "“%(expected)s”, not “%(found)s”."
    ),
    "organisation_check": gettext_noop(
        "The organisation code inside the credit code would end in “%(expected)s”, not "
        "“%(found)s”. Compare it with the licence."
    ),
}
"""The message of each finding; ``character`` has a second form for when there is a suggestion."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a code.

    ``code`` and ``params``: ``number`` (text); ``length`` (length); ``character`` (position from
    1, character, suggestion or ""); ``region`` (region); ``check_character`` (expected, found);
    ``organisation_check`` (expected, found). The last is a warning: real codes of small traders
    break it now and then, so it is worth a look but no reason to refuse. The others are errors.
    """

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def is_warning(self) -> bool:
        return self.code == "organisation_check"

    @property
    def sentence(self) -> str:
        """The English message, with named placeholders that ``params`` fills."""
        return SENTENCES["character_suggested" if self.params.get("suggestion") else self.code]


def normalise(text: str) -> str:
    """The code as it is kept: half-width, upper case, without spaces and dashes."""
    # Only a-z: the upper case of stranger letters may be longer, or change when taken again.
    upper = unicodedata.normalize("NFKC", text).translate(_UPPER)
    return unicodedata.normalize("NFKC", _FILLING.sub("", upper))


def check(text: str) -> Finding | None:
    """The first error of a code, or None for a valid one. Warnings do not count."""
    return next((found for found in findings(text) if not found.is_warning), None)


def findings(text: str) -> list[Finding]:
    """Everything wrong with a code: every bad character, or else what the checks say."""
    code = normalise(text)
    if _NUMBER.fullmatch(text.strip().upper()):
        return [Finding("number", {"text": text.strip()})]
    if len(code) != LENGTH:
        return [Finding("length", {"length": len(code)})]
    strange = [
        Finding(
            "character",
            {"position": place, "character": char, "suggestion": _MEANT.get(char, "")},
        )
        for place, char in enumerate(code, start=1)
        if char not in ALPHABET
    ]
    if strange:
        return strange
    region = code[2:8]
    if not _PROVINCES.fullmatch(region):
        return [Finding("region", {"region": region})]
    found = []
    if (expected := check_character(code[:17])) != code[17]:
        found.append(Finding("check_character", {"expected": expected, "found": code[17]}))
    if (expected := organisation_check(code[8:16])) != code[16]:
        found.append(Finding("organisation_check", {"expected": expected, "found": code[16]}))
    return found


def is_valid(text: str) -> bool:
    """Whether a code has no error; it may still carry a warning."""
    return check(text) is None


def mended(text: str) -> str:
    """The code with O, I, Z, S, V read as 0, 1, 2, 5, U, if that makes it valid; else empty.

    A code that is valid as it stands comes back normalised.
    """
    code = "".join(_MEANT.get(char, char) for char in normalise(text))
    return code if is_valid(code) else ""


def check_character(body: str) -> str:
    """The 18th character for the first 17 (GB 32100-2015, 5.2).

    :raises ValueError: ``body`` is not 17 characters of the alphabet.
    """
    if len(body) != LENGTH - 1 or not set(body) <= set(ALPHABET):
        raise ValueError(f"body must be 17 characters of {ALPHABET}: {body!r}")
    total = sum(ALPHABET.index(c) * weight for c, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def organisation_check(body: str) -> str:
    """The ninth character of an organisation code for its first eight (GB 11714-1997).

    :raises ValueError: ``body`` is not eight digits or capital letters.
    """
    if not re.fullmatch(r"[0-9A-Z]{8}", body):
        raise ValueError(f"body must be eight digits or capital letters: {body!r}")
    total = sum(
        int(char, 36) * weight for char, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X"[-total % 11]


def make(
    number: int,
    *,
    department: str = "9",
    kind: str = "1",
    division: str = INVENTED_DIVISION,
    prefix: str = INVENTED_PREFIX,
) -> str:
    """A valid code for an invented enterprise; the same parts give the same code.

    ``number`` fills the organisation code after ``prefix``, in decimal. The default department
    and kind are those of a company registered by market supervision.

    :raises ValueError: the number does not fit, or a part is not made of the alphabet.
    """
    room = 8 - len(prefix)
    if not 0 <= number < 10**room:
        raise ValueError(f"number must have at most {room} digits: {number}")
    organisation = f"{prefix}{number:0{room}d}"
    body = department + kind + division + organisation + organisation_check(organisation)
    return body + check_character(body)


def is_invented(text: str) -> bool:
    """Whether a code carries both marks of the codes :func:`make` gives by default."""
    code = normalise(text)
    return code[2:8] == INVENTED_DIVISION and code[8:10] == INVENTED_PREFIX
