"""
How moments, lengths of time, money, land and people are written, in the language of the page.

Every function takes plain values and gives a text. Moments are shown in Django's current time zone,
which the gate sets to the park's. Formats that differ by language are messages of the catalogue, so
Chinese says ``11月23日`` where English says ``23 Nov``.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils import dateformat, timezone
from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy

_WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)

MINUS = "\N{MINUS SIGN}"

SQUARE_METRES_PER_MU = Decimal(2000) / 3
"""市亩: 1 mu is 2,000/3 square metres, 15 mu one hectare."""


def _local(value: date) -> date:
    """The value in the current zone; a date, or a moment without a zone, stays as it is."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _day_of(value: date) -> date:
    local = _local(value)
    return local.date() if isinstance(local, datetime) else local


def _today(now: datetime | None) -> date:
    return _day_of(now if now is not None else timezone.now())


def day(value: date, now: datetime | None = None) -> str:
    """``11月23日``; with the year when it is not the present one."""
    local = _day_of(value)
    if local.year == _today(now).year:
        return dateformat.format(local, pgettext("date format", "j M"))
    return dateformat.format(local, pgettext("date format", "j M Y"))


def day_long(value: date) -> str:
    """``11月23日 星期一``: the head of a page about one day."""
    return dateformat.format(_day_of(value), pgettext("date format", "l j F"))


def month_long(value: date) -> str:
    """``2026年11月``: the head of a page about one month."""
    return dateformat.format(_day_of(value), pgettext("date format", "F Y"))


def clock_time(value: datetime) -> str:
    """``17:30``."""
    return f"{_local(value):%H:%M}"


def moment(value: date, now: datetime | None = None) -> str:
    """
    Day and hour as one says it: ``今天 17:30``, ``上周五 15:10``, ``10月28日 09:00``.

    A weekday alone means this week (Monday to Sunday), so a Friday past and a Friday to come
    differ. A date without an hour is written without one.
    """
    local = _local(value)
    if not isinstance(local, datetime):
        return _day_words(local, _today(now))
    return f"{_day_words(local.date(), _today(now))} {local:%H:%M}"


def _day_words(local: date, today: date) -> str:
    distance = (local - today).days
    if distance == 0:
        return pgettext("day", "today")
    if distance == -1:
        return pgettext("day", "yesterday")
    if distance == 1:
        return pgettext("day", "tomorrow")
    weeks = (_monday(local) - _monday(today)).days // 7
    weekday = {"weekday": _WEEKDAYS[local.weekday()]}
    if weeks == 0:
        return pgettext("day", "%(weekday)s") % weekday
    if weeks == -1:
        return pgettext("day", "last %(weekday)s") % weekday
    if weeks == 1:
        return pgettext("day", "next %(weekday)s") % weekday
    if local.year == today.year:
        return dateformat.format(local, pgettext("date format", "j M"))
    return dateformat.format(local, pgettext("date format", "j M Y"))


def _monday(value: date) -> date:
    return value - timedelta(days=value.weekday())


def ago(value: datetime, now: datetime | None = None) -> str:
    """``刚刚``, ``3 分钟前``, ``2 小时前``, ``昨天``, ``5 天前``; after a week the day itself."""
    present = now if now is not None else timezone.now()
    seconds = (present - value).total_seconds()
    if seconds < 60:
        return pgettext("time ago", "just now")
    if seconds < 3600:
        count = int(seconds // 60)
        return ngettext("%(count)s minute ago", "%(count)s minutes ago", count) % {"count": count}
    days = (_today(present) - _day_of(value)).days
    if days <= 0 or seconds < 6 * 3600:
        count = int(seconds // 3600)
        return ngettext("%(count)s hour ago", "%(count)s hours ago", count) % {"count": count}
    if days == 1:
        return pgettext("day", "yesterday")
    if days < 7:
        return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}
    return day(value, present)


def duration(minutes: float) -> str:
    """``42 分``, ``1 小时 20 分``; minutes as they are counted, with no notion of a working day."""
    total = round(minutes)
    hours, rest = divmod(abs(total), 60)
    sign = MINUS if total < 0 else ""
    if not hours:
        return sign + pgettext("duration", "%(minutes)s min") % {"minutes": rest}
    if not rest:
        return sign + pgettext("duration", "%(hours)s h") % {"hours": hours}
    text = pgettext("duration", "%(hours)s h %(minutes)s min")
    return sign + text % {"hours": hours, "minutes": rest}


def _trim(number: Decimal, places: int) -> str:
    """Rounded half up, grouped by thousands, without trailing zeros."""
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _counts_in_wan() -> bool:
    """Whether the page's language counts by ten thousands: a matter of numbers, not of words."""
    return (get_language() or "").startswith("zh")


def wan(amount: float | Decimal) -> str:
    """
    Money kept in 万元 (ten thousand yuan): ``850 万元``, ``22.4 亿元``.

    English readers get millions and billions, since 万 has no word there.
    """
    value = Decimal(str(amount))
    large = 10_000 if _counts_in_wan() else 100_000
    if abs(value) >= large:
        words, value = pgettext("money, large", "RMB %(amount)s billion"), value / large
    elif _counts_in_wan():
        words = pgettext("money", "RMB %(amount)s million")
    elif abs(value) >= 100:
        words, value = pgettext("money", "RMB %(amount)s million"), value / 100
    else:
        words, value = pgettext("money, small", "RMB %(amount)s"), value * 10_000
    return words % {"amount": _trim(value, 2)}


def mu(square_metres: float | Decimal) -> str:
    """Land kept in ㎡, said in mu: ``591 亩``; where mu is a foreign word, the hectares as well."""
    area = Decimal(str(square_metres))
    in_mu = area / SQUARE_METRES_PER_MU
    text = pgettext("land", "%(mu)s mu") % {"mu": _trim(in_mu, 0 if abs(in_mu) >= 100 else 2)}
    if _counts_in_wan():
        return text
    return f"{text} ({_trim(area / 10_000, 1 if abs(area) >= 10_000 else 2)} ha)"


def size(octets: int) -> str:
    """Length of a file: ``640 KB``, ``1.4 MB``."""
    amount = Decimal(octets)
    for unit in ("B", "KB", "MB"):
        if amount < 1024:
            return f"{_trim(amount, 0 if amount >= 10 else 1)} {unit}"
        amount /= 1024
    return f"{_trim(amount, 1)} GB"


def masked_phone(number: str) -> str:
    """``138****2210``: first three and last four digits; a short number keeps its last two."""
    digits = str(number).strip()
    if len(digits) >= 11:
        return f"{digits[:3]}****{digits[-4:]}"
    if len(digits) >= 5:
        return "*" * (len(digits) - 2) + digits[-2:]
    return "*" * len(digits)


def masked_name(name: str) -> str:
    """``陈*``: the family name; a compound or foreign name keeps its first letter."""
    text = str(name).strip()
    return text[:1] + "*" * min(max(len(text) - 1, 0), 2)


_MARKED = re.compile(r"^(演示|Demo)\s*[·・:：]\s*|\s*[（(](演示|Demo)[)）]$", re.IGNORECASE)


def initials(name: str) -> str:
    """
    Two characters for an avatar: the given name of a Chinese person, the initials of a western one,
    the last two before 员 of a post (审计员).

    The mark 演示 of an invented person is not part of the name.
    """
    text = _MARKED.sub("", str(name).strip()).strip()
    if not text:
        return "·"
    if text[0].isascii():
        words = re.findall(r"[^\W_]+", text)
        letters = [words[0][0], words[-1][0]] if len(words) > 1 else [text[0]]
        return "".join(letters).upper()
    # 审计员, 供电公司联络员: a post, whose last character would tell nobody anything.
    return text[-3:-1] if text.endswith("员") and len(text) > 2 else text[-2:]


def figure(count: int | str) -> str:
    """The number alone of a count in words ("3 late"), for where only that has room."""
    found = re.search(r"\d+\+?", str(count))
    return found.group() if found else str(count)


STATE_WORDS = {
    "kept": pgettext_lazy("promise", "kept"),
    "running": pgettext_lazy("promise", "running"),
    "late": pgettext_lazy("promise", "late"),
    "missed": pgettext_lazy("promise", "done late"),
    "coming": pgettext_lazy("promise", "to come"),
    "paused": pgettext_lazy("promise", "paused"),
}
"""What the state of a promise is called."""

STEP_WORDS = {
    "done": pgettext_lazy("step", "Done"),
    "now": pgettext_lazy("step", "Now"),
    "late": pgettext_lazy("step", "Late"),
    "paused": pgettext_lazy("step", "Paused"),
    "coming": pgettext_lazy("step", "To come"),
}
"""What the state of a station on the way is called."""
