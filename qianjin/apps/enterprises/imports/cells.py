"""单元格 Reading one cell: what it means for its column, or why it means nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from qianjin.units import credit_code as codes
from qianjin.units import industry

from .. import checks
from ..choices import EnterpriseStatus, Sector, Tier
from .columns import unit_factor


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a cell: ``error`` bars the row, ``warning`` only asks for a look."""

    value: Any = None
    error: str = ""
    warning: str = ""


NOTHING = Reading()
_EMPTY = {"", "-", "--", "—", "——", "/", "\\", "无", "暂无", "n/a", "na", "none", "null", "待定"}

# Words of other offices' tables for our choices.
_ALIASES: Mapping[str, Mapping[str, str]] = {
    "tier": {
        "链主": Tier.ANCHOR,
        "龙头": Tier.ANCHOR,
        "链主企业": Tier.ANCHOR,
        "龙头企业": Tier.ANCHOR,
        "重点": Tier.KEY,
        "重点企业": Tier.KEY,
        "规上": Tier.SCALE,
        "规上企业": Tier.SCALE,
        "规模以上": Tier.SCALE,
        "规上工业": Tier.SCALE,
        "小微": Tier.SMALL,
        "小微企业": Tier.SMALL,
        "规下": Tier.SMALL,
        "规下企业": Tier.SMALL,
        "小型": Tier.SMALL,
        "微型": Tier.SMALL,
    },
    "status": {
        "在建": EnterpriseStatus.BUILDING,
        "建设中": EnterpriseStatus.BUILDING,
        "在营": EnterpriseStatus.OPERATING,
        "在产": EnterpriseStatus.OPERATING,
        "正常": EnterpriseStatus.OPERATING,
        "投产": EnterpriseStatus.OPERATING,
        "正常生产": EnterpriseStatus.OPERATING,
        "开业": EnterpriseStatus.OPERATING,
        "存续": EnterpriseStatus.OPERATING,
        "停产": EnterpriseStatus.SUSPENDED,
        "停业": EnterpriseStatus.SUSPENDED,
        "歇业": EnterpriseStatus.SUSPENDED,
        "已迁出": EnterpriseStatus.LEFT,
        "迁出": EnterpriseStatus.LEFT,
        "注销": EnterpriseStatus.LEFT,
        "退出": EnterpriseStatus.LEFT,
    },
    "sector": {
        "汽车": Sector.AUTO,
        "汽车及零部件": Sector.AUTO,
        "新能源汽车": Sector.AUTO,
        "汽车零部件": Sector.AUTO,
        "航空": Sector.AVIATION,
        "航空制造": Sector.AVIATION,
        "航天": Sector.SPACE,
        "航空航天": Sector.AVIATION,
        "智能制造": Sector.SMART,
        "智能装备": Sector.SMART,
        "其他": Sector.OTHER,
        "其它": Sector.OTHER,
    },
}
_CHOICES: Mapping[str, type[TextChoices]] = {
    "tier": Tier,
    "status": EnterpriseStatus,
    "sector": Sector,
}
_LANGUAGES = ("zh-hans", "en")

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?")
_DATE_ALONE = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBER = re.compile(r"(?P<digits>[+-]?[\d,，]*\.?\d+)\s*(?P<unit>[^\d\s]*)")
_BETWEEN_NUMBERS = re.compile(r"[/;；、，,|\n]| {2,}|或|转")


def is_empty(text: str) -> bool:
    """Whether a cell says nothing: blank, or one of the signs people write for that."""
    return unicodedata.normalize("NFKC", text).strip().lower() in _EMPTY


def half(text: str) -> str:
    """Full-width letters and digits as half-width ones; Chinese punctuation stays as it is."""
    return "".join(
        unicodedata.normalize("NFKC", char)
        if char.isalnum() and "\uff01" <= char <= "\uff5e"
        else char
        for char in text
    )


def read_text(field: str, text: str) -> Reading:
    """A name, an address, a post: one line within the room it has."""
    value = checks.one_line(half(text))
    limits = checks.CONTACT_LIMITS if field.startswith("contact_") else checks.LIMITS
    limit = limits[field.removeprefix("contact_")]
    if len(value) > limit:
        return Reading(error=_("At most %(limit)d characters fit here.") % {"limit": limit})
    return Reading(value)


def read_code(text: str) -> Reading:
    """A credit code; the expected check character, or a mended code, is named."""
    findings = codes.findings(text)
    wrong = next((found for found in findings if not found.is_warning), None)
    if wrong is not None:
        sentence = checks.code_sentence(wrong)
        if mended := codes.mended(text):
            sentence += " " + _("Perhaps %(code)s is meant.") % {"code": mended}
        return Reading(error=sentence)
    warning = checks.code_sentence(findings[0]) if findings else ""
    return Reading(codes.normalise(text), warning=warning)


def read_industry(text: str) -> Reading:
    """An industry by code, name, or both."""
    found = industry.parse(text)
    if found.industry is None or found.problem == "unknown_code":
        sentence = _("“%(text)s” is no industry of GB/T 4754-2017.") % {"text": text}
        if found.industry is not None:
            sentence += " " + _("Perhaps %(code)s %(name)s is meant.") % {
                "code": found.industry.full_code,
                "name": found.industry.name_zh,
            }
        return Reading(error=sentence)
    warning = ""
    if found.problem:
        warning = _("Letter, number and name do not agree; %(code)s %(name)s is taken.") % {
            "code": found.industry.full_code,
            "name": found.industry.name_zh,
        }
    return Reading(found.industry.full_code, warning=warning)


def read_choice(field: str, text: str) -> Reading:
    """Tier, status or sector by its code, its label in either language, or a usual word."""
    value = _words_of(field).get(_plain(text))
    if value is not None:
        return Reading(value)
    options = _(", ").join(str(choice.label) for choice in _CHOICES[field])
    return Reading(
        error=_("“%(text)s” is none of: %(options)s.") % {"text": text, "options": options}
    )


@cache
def _words_of(field: str) -> dict[str, str]:
    words = {word: str(value) for word, value in _ALIASES[field].items()}
    for choice in _CHOICES[field]:
        words[choice.value] = choice.value
        for language in _LANGUAGES:
            with translation.override(language):
                words[_plain(str(choice.label))] = choice.value
    return words


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()


def read_day(text: str, *, today: date) -> Reading:
    """A date in any usual spelling; a month alone means its first day."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").split("T")[0]
    found = _COMPACT.fullmatch(plain) or _DAY.match(plain)
    if found is None:
        return Reading(error=_("“%(text)s” is not a date such as 2021-03-24.") % {"text": text})
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        value = date(year, month, day or 1)
    except ValueError:
        return Reading(error=_("“%(text)s” is a day that does not exist.") % {"text": text})
    if value.year < checks.FIRST_YEAR:
        return Reading(error=_("This year cannot be right."))
    if value > today:
        return Reading(value, warning=_("This day is still to come."))
    if not day:
        return Reading(value, warning=_("Only the month is given; its first day is taken."))
    return Reading(value)


def read_phone(text: str) -> Reading:
    """A telephone number; of several the first is taken."""
    parts = [part for part in _BETWEEN_NUMBERS.split(checks.phone(text)) if part.strip()]
    value = parts[0].strip() if parts else ""
    if _DATE_ALONE.fullmatch(value):
        return Reading(
            error=_("“%(text)s” is a date, not a telephone number.") % {"text": text.strip()}
        )
    if wrong := checks.contact_problems({"phone": value}).get("phone"):
        return Reading(error=wrong[0])
    if len(parts) > 1:
        return Reading(
            value, warning=_("Several numbers stand here; %(number)s is taken.") % {"number": value}
        )
    return Reading(value)


def read_mail(text: str) -> Reading:
    """A mail address."""
    value = unicodedata.normalize("NFKC", text).strip()
    wrong = checks.contact_problems({"email": value}).get("email")
    return Reading(error=wrong[0]) if wrong else Reading(value)


def read_year(text: str, *, today: date) -> Reading:
    """The year of the figures."""
    digits = unicodedata.normalize("NFKC", text).strip().removesuffix("年").removesuffix("年度")
    if not re.fullmatch(r"\d{4}", digits):
        return Reading(error=_("“%(text)s” is not a year.") % {"text": text})
    wrong = checks.year_problem(int(digits), today=today)
    return Reading(error=wrong) if wrong else Reading(int(digits))


def read_figure(field: str, text: str, *, factor: Decimal) -> Reading:
    """A figure in the unit of its cell, else of its heading (``factor``), as we keep it."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return Reading(error=_("“%(text)s” is not a number.") % {"text": text})
    try:
        amount = Decimal(found["digits"].replace(",", "").replace("，", ""))
    except InvalidOperation:
        return Reading(error=_("“%(text)s” is not a number.") % {"text": text})
    if found["unit"]:
        own = Decimal(1) if field == "employees" and found["unit"] in {"人", "名"} else None
        own = own or unit_factor(field, found["unit"])
        if own is None:
            return Reading(
                error=_("The unit “%(unit)s” does not belong here.") % {"unit": found["unit"]}
            )
        factor = own
    if field == "employees":
        if amount != amount.to_integral_value():
            return Reading(error=_("People are counted in whole numbers."))
        value: Decimal | int = int(amount)
    else:
        value = (amount * factor).quantize(Decimal("0.01"))
    wrong = checks.figure_problems({field: value}).get(field)
    return Reading(error=wrong[0]) if wrong else Reading(value)


def reader_of(code: str, *, today: date, factor: Decimal = Decimal(1)) -> Callable[[str], Reading]:
    """The reader of a column; the officer's column is read by whoever knows the park's people."""
    if code in checks.LIMITS or code in {"contact_name", "contact_post"}:
        return lambda text: read_text(code, text)
    if code in _CHOICES:
        return lambda text: read_choice(code, text)
    if code in checks.FIGURE_FIELDS:
        return lambda text: read_figure(code, text, factor=factor)
    return {
        "credit_code": read_code,
        "industry": read_industry,
        "contact_phone": read_phone,
        "contact_email": read_mail,
        "opened_on": lambda text: read_day(text, today=today),
        "year": lambda text: read_year(text, today=today),
    }[code]
