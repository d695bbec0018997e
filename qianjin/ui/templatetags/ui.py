"""
``{% load ui %}``: the cheap writers of hot rows, and the filters that word values.

The tags write the same HTML as the components of the same name; docs/decisions/0005 has the
measurements.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache, wraps
from itertools import count
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.http import HttpRequest
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from qianjin.ui import icons, keeping, wording
from qianjin.ui.drawing import day as day_drawing
from qianjin.ui.drawing import figures, plat_svg, table
from qianjin.ui.drawing import gauge as gauge_drawing
from qianjin.ui.drawing import ground as ground_drawing
from qianjin.ui.drawing import notice as notices
from qianjin.ui.prose import prose
from qianjin.ui.tones import tone_class, tone_of

register = template.Library()

THEMES = ("light", "dark")
DENSITIES = ("compact",)


# --- writers -----------------------------------------------------------------------------------


@register.simple_tag
def gauge(stages: Sequence[Any]) -> SafeString:
    """The small gauge of promises; most rows of a list show one of a few."""
    try:
        return mark_safe(_gauge(tuple(stages or ()), get_language()))
    except TypeError:  # dicts, which the gallery and the tests may give
        return mark_safe(gauge_drawing.small(stages))


@lru_cache(maxsize=2048)
def _gauge(stages: tuple[Any, ...], language: str | None) -> str:
    return gauge_drawing.small(stages)


@register.simple_tag
def tone_tag(tone: str, label: Any, icon: bool = False) -> SafeString:
    """A word with its tone; ``icon`` adds the tone's sign."""
    sign = tone_of(tone).sign if icon else ""
    drawn = icons.markup(sign, 14) if sign else ""
    return mark_safe(
        f'<span class="tag {tone_class(tone)}">{drawn}{conditional_escape(label)}</span>'
    )


@register.simple_tag
def due(tone: str, text: Any, at: datetime | None = None, live: bool = False) -> SafeString:
    """When something is due; ``at`` is its title, and with ``live`` the browser keeps count."""
    sign = icons.markup(
        "warn" if tone == "breached" else "pause" if tone == "waiting" else "clock", 14
    )
    words: str = conditional_escape(text)
    if at is not None:
        stamp = conditional_escape(at.isoformat())
        counted = f' data-due="{stamp}"' if live else ""
        title = conditional_escape(wording.moment(at))
        words = f'<time datetime="{stamp}" title="{title}"{counted}>{words}</time>'
    return mark_safe(f'<span class="tag due {tone_class(tone)}">{sign}{words}</span>')


@register.simple_tag
def icon(name: str, label: Any = "", size: int = 18) -> SafeString:
    """An icon; silent unless a label names it."""
    return mark_safe(icons.markup(name, int(size), conditional_escape(label) if label else ""))


@register.simple_tag
def avatar(name: Any, tone: str = "", size: str = "") -> SafeString:
    """Round initials; the full name stands beside it, so it is silent."""
    letters = conditional_escape(wording.initials(str(name or "")))
    extra = f" is-{conditional_escape(size)}" if size else ""
    return mark_safe(
        f'<span class="avatar {tone_class(tone)}{extra}" aria-hidden="true">{letters}</span>'
    )


_LAMPS = {
    "green": '<circle cx="7" cy="7" r="5.5"/>',
    "yellow": '<path d="M7 1.2 13.2 12.4H.8z"/>',
    "red": '<path d="M4.4.8h5.2l3.6 3.6v5.2l-3.6 3.6H4.4L.8 9.6V4.4z"/>',
    "blue": '<path d="M3 2h3v10H3zM8 2h3v10H8z"/>',
    "off": '<circle class="hollow" cx="7" cy="7" r="5"/>',
}


@register.simple_tag
def light(tone: str, label: Any) -> SafeString:
    """A traffic light: disc, triangle or octagon, and its word."""
    lamp = _LAMPS[tone_of(tone).lamp]
    return mark_safe(
        f'<span class="light {tone_class(tone)}"><svg width="14" height="14" viewBox="0 0 14 14"'
        f' aria-hidden="true">{lamp}</svg>{conditional_escape(label)}</span>'
    )


@register.simple_tag
def stars(value: float | None, count: int | None = None) -> SafeString:
    """A rating of one to five: filled stars, the number, and from how many ratings."""
    if value is None:
        return mark_safe(
            f'<span class="stars muted">{conditional_escape(_("Not rated yet"))}</span>'
        )
    spoken = conditional_escape(_("%(stars)s of 5 stars") % {"stars": f"{value:g}"})
    full = int(value + 0.5)
    drawn = "".join(icons.markup("star_full" if n < full else "star", 15) for n in range(5))
    many = ""
    if count is not None:
        words = ngettext("%(count)s rating", "%(count)s ratings", count) % {"count": count}
        many = f' <span class="muted">{conditional_escape(words)}</span>'
    return mark_safe(
        f'<span class="stars" role="img" aria-label="{spoken}">{drawn}</span>'
        f' <span class="num-small" aria-hidden="true">{value:g}</span>{many}'
    )


@register.simple_tag
def spark(values: Sequence[float], label: Any = "") -> SafeString:
    """A tiny line of recent values."""
    return mark_safe(figures.spark(values, conditional_escape(label or _("Recent values"))))


@register.simple_tag
def ground(points: Sequence[Any], label: Any, ways: Sequence[Any] = ()) -> SafeString:
    """Places on the ground, with the ways between them; its list belongs beside it."""
    return mark_safe(ground_drawing.ground(points or (), ways or (), str(label)))


@register.simple_tag
def plat(shapes: Any, label: Any, marks: Any = (), window: Any = None) -> SafeString:
    """Outlines of parcels with numbered marks; its list belongs beside it."""
    return mark_safe(plat_svg.plat(shapes or (), str(label), marks or (), window or None))


@register.simple_tag
def bars(
    items: Sequence[Any], title: str = "", unit: str = "", whole: float | str = 0
) -> SafeString:
    """A table with drawn bars, against the largest one or against ``whole``."""
    return mark_safe(figures.bars(items or (), title, unit, float(whole or 0)))


@register.simple_tag
def columns(items: Sequence[Any], label: Any = "") -> SafeString:
    """Upright columns for a course in time."""
    return mark_safe(figures.columns(items or (), conditional_escape(label)))


@register.simple_tag
def share(items: Sequence[Any], title: str = "") -> SafeString:
    """Parts of a whole as one stacked bar with its legend."""
    return mark_safe(figures.share(items or (), title))


@register.simple_tag
def day_line(
    items: Sequence[Any],
    start: float = 8,
    end: float = 18,
    now: Any = None,
    breaks: Sequence[Sequence[Any]] = (),
    label: Any = "",
) -> SafeString:
    """The day as one line of time."""
    spoken = conditional_escape(label or _("The day as a line of time"))
    return mark_safe(
        day_drawing.line(
            items or (),
            label=spoken,
            start=float(start),
            end=float(end),
            now=now or None,
            breaks=breaks or (),
        )
    )


@register.simple_tag
def stage_parts(stage: Any) -> dict[str, Any]:
    """What the large gauge shows of a stage: tone class, state in words, share in per cent."""
    state = gauge_drawing.state_of(stage)
    sign = {"kept": "check", "missed": "check", "late": "warn", "paused": "pause"}.get(state, "")
    return {
        "tone": gauge_drawing.stage_tone(stage),
        "state": state,
        "word": wording.STATE_WORDS[state],
        "share": round(gauge_drawing.filled(stage)),
        "sign": sign,
    }


@register.simple_tag
def table_rows(rows: Any, columns: Any, select: str = "", form: str = "") -> SafeString:
    """The rows of a data table."""
    how = (select or "", form or "")
    try:
        return mark_safe("".join(_table_row.each(rows, tuple(columns), *how)))
    except TypeError:  # dicts, which the gallery and the tests may give
        return mark_safe("".join([table.row(row, columns, *how) for row in rows]))


_table_row = keeping.kept_calls(most=1024)(table.row)


@register.simple_tag
def notice_line(notice: Any) -> SafeString:
    """One message of ``notice-list``."""
    return mark_safe(notices.line(notice))


@register.simple_tag
def field_parts(field: BoundField) -> dict[str, Any]:
    """How a bound field is laid out: its kind, and whether a fieldset groups its boxes."""
    widget = field.field.widget
    kind = "check" if isinstance(widget, CheckboxInput) else "text"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        kind = "choices"
    elif isinstance(widget, Select):
        kind = "select"
    return {
        "kind": kind,
        "grouped": widget.use_fieldset,
        "describedby": field.aria_describedby or "",
    }


@register.simple_tag
def star_choices() -> list[dict[str, Any]]:
    """The five answers of a rating, worst first, with what each says."""
    labels = (
        pgettext("rating", "Very poor"),
        pgettext("rating", "Poor"),
        pgettext("rating", "Fair"),
        pgettext("rating", "Good"),
        pgettext("rating", "Very good"),
    )
    return [{"value": n, "text": str(n), "label": label} for n, label in enumerate(labels, 1)]


@register.simple_tag(takes_context=True)
def html_attrs(context: Context, theme: str = "") -> SafeString:
    """
    Language, theme and density of ``<html>``; the switches keep the latter two in cookies.

    A page that has one look only, such as a wall, names its ``theme``.
    """
    request = context.get("request")
    cookies: Mapping[str, str] = request.COOKIES if isinstance(request, HttpRequest) else {}
    language = get_language() or "zh-hans"
    parts = [f'lang="{"zh-Hans" if language.startswith("zh") else conditional_escape(language)}"']
    theme = theme or cookies.get("theme", "")
    if theme in THEMES:
        parts.append(f'data-theme="{theme}"')
    if cookies.get("density") in DENSITIES:
        parts.append(f'data-density="{cookies["density"]}"')
    return mark_safe(" ".join(parts))


@register.simple_tag
@cache
def htmx_config() -> SafeString:
    """
    The settings of htmx as JSON for its meta element.

    No eval, no injected style, own origin only; a 409 or 422 answer is a page to read (the
    conflict, the form with its errors) and is swapped like any other; pages are not cached in the
    browser, which may be shared.
    """
    settings = {
        "allowEval": False,
        "allowScriptTags": False,
        "includeIndicatorStyles": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,
        "refreshOnHistoryMiss": True,
        "scrollIntoViewOnBoost": False,
        "timeout": 30000,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "409", "swap": True},
            {"code": "422", "swap": True},
            {"code": "[45]..", "swap": False, "error": True},
        ],
    }
    return SafeString(conditional_escape(json.dumps(settings, separators=(",", ":"))))


@register.filter
def attributes(attrs: Any) -> SafeString:
    """
    The attributes passed to a component, escaped.

    cotton's own ``{{ attrs }}`` writes values as they are, so a bound value could leave its quotes.
    """
    shown = attrs.attrs_dict() if hasattr(attrs, "attrs_dict") else dict(attrs or {})
    parts = []
    for name, value in shown.items():
        if value is True:
            parts.append(f" {conditional_escape(name)}")
        elif value is not None and value is not False:
            # a compiled attribute is marked safe yet may hold quotes of its own text
            safe = str(conditional_escape(value)).replace('"', "&quot;")
            parts.append(f' {conditional_escape(name)}="{safe}"')
    return mark_safe("".join(parts))


# --- wording -----------------------------------------------------------------------------------


def _nothing_for_nothing(function: Callable[..., str]) -> Callable[..., str]:
    """A filter that writes nothing where there is no value, so that templates need no ``if``."""

    @wraps(function)
    def filtered(value: Any, *arguments: Any) -> str:
        return "" if value is None or value == "" else function(value, *arguments)

    return filtered


for _function in (
    wording.day,
    wording.day_long,
    wording.month_long,
    wording.moment,
    wording.clock_time,
    wording.ago,
    wording.duration,
    *(wording.wan, wording.mu, wording.size),
    wording.masked_phone,
    wording.masked_name,
    wording.initials,
    wording.figure,
):
    register.filter(_function.__name__, _nothing_for_nothing(_function))

register.filter("tone_class", tone_class)
register.filter("prose", prose)


@register.filter
def dial(number: str | None) -> str:
    """A telephone number as ``tel:`` wants it: digits and a leading plus."""
    return "".join(c for c in str(number or "") if c.isdigit() or c == "+")


@register.filter
def step_word(state: str) -> str:
    """What the state of a station is called."""
    return str(wording.STEP_WORDS.get(str(state), ""))


# --- pieces that are kept ------------------------------------------------------------------------


class KeptNode(template.Node):
    """``{% kept a b %} … {% endkept %}``: see ``qianjin.ui.keeping``."""

    _number = count()

    def __init__(self, keys: list[FilterExpression], nodelist: template.NodeList) -> None:
        self.keys, self.nodelist = keys, nodelist
        self._which = next(self._number)

    def render(self, context: Context) -> SafeString:
        values = tuple(keeping.hashable(key.resolve(context)) for key in self.keys)
        key = (self._which, keeping.surroundings(), values)
        return keeping.drawn(key, context, lambda: self.nodelist.render(context))


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Keep what stands inside under the values named, all that it reads."""
    keys = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(keys, nodelist)
