"""The writers of hot rows: what they say without colour, and that they let no markup through."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from qianjin.ui import gallery
from qianjin.ui.shapes import Cell, Column, Stage, TableRow
from qianjin.ui.templatetags import ui

TEMPLATES = Path(gallery.__file__).parent / "templates/cotton/ui"
EVIL = '"><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def chinese() -> Any:
    with translation.override("zh-hans"):
        yield


def rendered(source: str, **context: Any) -> str:
    return Template(CottonCompiler().process(source)).render(Context(context))


STAGES = [
    Stage(1, "响应", "kept", 100, tag="已兑现"),
    Stage(3, "方案", "running", 62, tone="at_risk"),
    Stage(5, "办结", "coming"),
]


class TestTheGauge:
    def test_says_each_promise_in_words(self) -> None:
        drawn = ui.gauge(STAGES)

        assert 'aria-label="1 响应 已兑现 已兑现; 3 方案 进行中; 5 办结 未开始"' in drawn

    def test_fills_what_is_used_of_the_time(self) -> None:
        ends = re.findall(r'class="g-fill (tone-[\w-]+)" d="M[\d.]+ 11H([\d.]+)"', ui.gauge(STAGES))

        assert ends == [("tone-done", "27.7"), ("tone-at-risk", "43")]

    @pytest.mark.parametrize("state", ["kept", "running", "late", "missed", "coming", "paused"])
    def test_gives_each_state_a_shape_of_its_own(self, state: str) -> None:
        drawn = ui.gauge([Stage(1, "a", state, 50)])
        others = [
            ui.gauge([Stage(1, "a", other, 50)])
            for other in ("kept", "running", "late", "missed", "coming", "paused")
            if other != state
        ]

        def shape(svg: str) -> str:
            knot = re.search(r'<g class="(g-\w+) tone-[\w-]+">(.*?)<text', svg)
            assert knot is not None
            return knot[1]

        assert shape(drawn) not in [shape(other) for other in others]

    def test_reads_a_dict_as_well(self) -> None:
        as_dicts = [
            {"number": 1, "label": "响应", "state": "kept", "percent": 100, "tag": "已兑现"},
            {"number": 3, "label": "方案", "state": "running", "percent": 62, "tone": "at_risk"},
            {"number": 5, "label": "办结", "state": "coming"},
        ]

        assert ui.gauge(as_dicts) == ui.gauge(STAGES)

    def test_holds_a_share_beyond_its_bounds(self) -> None:
        assert ui.gauge([Stage(1, "a", "running", 250)]) == ui.gauge(
            [Stage(1, "a", "running", 100)]
        )

    def test_is_nothing_without_promises(self) -> None:
        assert ui.gauge([]) == ui.gauge(None) == ""

    def test_refuses_a_state_it_does_not_know(self) -> None:
        with pytest.raises(ValueError, match="unknown state of a promise 'open'"):
            ui.gauge([Stage(1, "a", "open")])

    def test_is_the_same_as_the_small_component(self) -> None:
        component = rendered('<c-ui.promise-gauge :stages="s" size="small" />', s=STAGES)

        assert component.strip() == ui.gauge(STAGES)


class TestNothingGetsOutOfItsQuotes:
    @pytest.mark.parametrize(
        "drawn",
        [
            lambda: ui.gauge([Stage(EVIL, EVIL, "kept", 1, EVIL, EVIL)]),
            lambda: ui.tone_tag("done", EVIL),
            lambda: ui.due("done", EVIL, datetime(2026, 1, 1, tzinfo=UTC), live=True),
            lambda: ui.avatar(EVIL),
            lambda: ui.light("done", EVIL),
            lambda: ui.icon("phone", EVIL),
            lambda: ui.spark([1, 2], EVIL),
            lambda: ui.bars([{"label": EVIL, "value": 1, "url": EVIL, "shown": EVIL}], EVIL, EVIL),
            lambda: ui.columns([{"label": EVIL, "value": 1, "shown": EVIL}], EVIL),
            lambda: ui.share([{"label": EVIL, "value": 1, "url": EVIL}], EVIL),
            lambda: ui.day_line(
                [{"start": datetime(2026, 1, 1, 9), "end": None, "label": EVIL, "url": EVIL}],
                label=EVIL,
                breaks=[("12:00", "13:00", EVIL)],
            ),
            lambda: ui.table_rows(
                [TableRow((Cell(EVIL, EVIL, "", EVIL), EVIL), key=EVIL)],
                [Column(EVIL), Column(EVIL, align=EVIL)],
                EVIL,
                EVIL,
            ),
        ],
    )
    def test_in_a_tag(self, drawn: Any) -> None:
        assert "<script" not in drawn()
        assert '""' not in drawn().replace('=""', "")

    @pytest.mark.parametrize(
        "value",
        [
            EVIL,
            "' onmouseover='alert(1)",
            '"x" onmouseover=alert(1) "',
            "both ' and \" onclick=alert(1)",
            '{"a": "\' onclick=alert(1) "}',
        ],
    )
    def test_in_an_attribute_passed_on_to_a_component(self, value: str) -> None:
        bound = rendered('<c-ui.button label="a" :data-x="value" />', value=value)
        written = rendered('<c-ui.button label="a" data-x="{{ value }}" />', value=value)

        for html in (bound, written):
            opening = r'<button type="submit" class="btn" data-x="[^"<>]*"><span>'
            assert re.search(opening, html), html

    def test_in_a_component_that_is_given_a_value(self) -> None:
        html = rendered(
            '<c-ui.panel :title="v" small="{{ v }}"><c-ui.person :name="v" :phone="v" />'
            "</c-ui.panel>"
            '<c-ui.timeline :entries="e" /><c-ui.empty :title="v" /><c-ui.copy-button :text="v" />',
            v=EVIL,
            e=[{"who": EVIL, "what": EVIL, "said": EVIL, "text": EVIL, "time": EVIL}],
        )

        assert "<script" not in html


@pytest.mark.parametrize("name", gallery.component_names())
def test_a_class_that_is_passed_joins_the_components_own(name: str) -> None:
    """A second class attribute on an element would be dropped by the browser without a word."""
    source = (TEMPLATES / f"{name}.html").read_text("utf-8")
    opening = [part.rpartition("<")[2] for part in source.split("{{ attrs|attributes }}")[:-1]]

    assert all("{{ class }}" in tag for tag in opening if 'class="' in tag)


def test_a_json_attribute_stays_what_it_is() -> None:
    html = rendered('<c-ui.button label="a" hx-vals=\'{"state": "{{ s }}"}\' />', s="done")

    assert 'hx-vals="{&quot;state&quot;: &quot;done&quot;}"' in html


def test_a_flag_is_written_bare_and_a_false_one_left_out() -> None:
    html = rendered('<c-ui.button label="a" autofocus :data-no="n" />', n=False)

    assert " autofocus>" in html
    assert "data-no" not in html


class TestADueBadge:
    moment = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)

    def test_says_when_on_the_clock(self) -> None:
        drawn = ui.due("at_risk", "还有 2 工时", self.moment)

        assert 'datetime="2026-11-27T09:30:00+00:00"' in drawn
        assert "17:30" in drawn
        assert "data-due" not in drawn

    def test_is_counted_by_the_browser_only_when_asked(self) -> None:
        assert 'data-due="2026-11-27T09:30:00+00:00"' in ui.due("", "…", self.moment, live=True)


class TestStars:
    def test_say_the_number(self) -> None:
        drawn = ui.stars(4.7, 208)

        assert 'aria-label="4.7 分（满分 5 分）"' in drawn
        assert "208 次评价" in drawn

    @pytest.mark.parametrize(("value", "full"), [(1, 1), (4.4, 4), (4.5, 5), (5, 5)])
    def test_are_filled_to_the_nearest_whole(self, value: float, full: int) -> None:
        assert ui.stars(value).count('class="f s"') == full

    def test_say_that_there_is_no_rating_yet(self) -> None:
        assert "尚未评价" in ui.stars(None)


def test_an_unknown_icon_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown icon 'telephone'"):
        ui.icon("telephone")


def test_a_row_needs_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="zip"):
        ui.table_rows([TableRow(("a",))], [Column("A"), Column("B")])


def test_a_cell_repeats_its_column_for_a_phone() -> None:
    html = ui.table_rows(
        [TableRow(("a", "b"), tone="breached", key="7")],
        [Column("企业", main=True), Column("编号", align="end", phone=False, nowrap=True)],
        "pick",
        "bulk",
    )

    assert html.startswith('<tr class="tone-breached" data-walk><td class="tick">')
    assert '<input type="checkbox" name="pick" value="7" form="bulk"' in html
    assert '<td class="main" data-label="企业">a</td>' in html
    assert '<td class="end hide-phone nowrap" data-label="编号">b</td>' in html


def test_filters_write_nothing_for_nothing() -> None:
    names = ("day", "moment", "ago", "wan", "mu", "duration", "size", "initials")
    source = "{% for v in nothing %}" + "".join(f"{{{{ v|{n} }}}}" for n in names) + "{% endfor %}"

    assert rendered(source, nothing=[None, ""]) == ""
    assert rendered("{{ zero|duration }}", zero=0) == "0 分"


def test_htmx_may_not_evaluate_and_swaps_what_is_a_page_to_read() -> None:
    import json
    from html import unescape

    settings = json.loads(unescape(ui.htmx_config()))

    assert settings["allowEval"] is False
    assert settings["selfRequestsOnly"] is True
    assert settings["includeIndicatorStyles"] is False
    swapped = {rule["code"]: rule["swap"] for rule in settings["responseHandling"]}
    assert swapped == {"204": False, "[23]..": True, "409": True, "422": True, "[45]..": False}
