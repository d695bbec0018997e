"""Pictures of amounts and of the day: right lengths, nothing lost, readable without the picture."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from django.utils import translation

from qianjin.ui.drawing import day, figures, ground
from qianjin.ui.shapes import Bar, DayItem

TODAY = datetime(2026, 11, 23)


def item(start: str, end: str | None, label: str = "走访", **more: Any) -> DayItem:
    return DayItem(clock(start), clock(end) if end else None, label, **more)


def clock(text: str) -> datetime:
    hour, minute = text.split(":")
    return TODAY.replace(hour=int(hour), minute=int(minute))


def boxes(svg: str) -> list[tuple[float, float, float]]:
    """Left, top and width of each item."""
    found = re.findall(r'<rect x="([\d.]+)" y="(\d+)" width="([\d.]+)" height="36"', svg)
    return [(float(x), float(y), float(w)) for x, y, w in found]


class TestTheDay:
    def test_gives_an_hour_the_same_width_everywhere(self) -> None:
        svg = day.line([item("9:00", "10:00"), item("14:00", "16:00")], label="")

        (first, second) = boxes(svg)
        assert (second[2] + 2) == pytest.approx(2 * (first[2] + 2), abs=0.2)

    def test_keeps_what_overlaps_in_lanes(self) -> None:
        svg = day.line(
            [item("9:00", "11:00"), item("10:00", "12:00"), item("11:00", "12:00")], label=""
        )

        assert [top for _, top, _ in boxes(svg)] == [12, 53, 12]

    def test_boxes_of_one_lane_never_touch(self) -> None:
        items = [item(f"{8 + n // 4}:{n % 4 * 15:02d}", f"{9 + n // 4}:00") for n in range(20)]

        lanes: dict[float, list[tuple[float, float]]] = {}
        for left, top, width in boxes(day.line(items, label="")):
            lanes.setdefault(top, []).append((left, left + width))
        for spans in lanes.values():
            spans.sort()
            assert all(a[1] <= b[0] for a, b in pairwise(spans))

    def test_widens_for_what_begins_early_and_ends_late(self) -> None:
        svg = day.line([item("6:30", "7:00"), item("19:00", "20:30")], label="")

        hours = re.findall(r'class="day-hour"[^>]*>(\d+):00', svg)
        assert hours[0] == "6"
        assert hours[-1] == "21"

    def test_keeps_a_moment_at_the_end_of_the_day_inside(self) -> None:
        svg = day.line([item("18:00", None)], label="")

        ((left, _, width),) = boxes(svg)
        assert left + width <= day.WIDTH

    def test_shows_now_only_within_the_hours_drawn(self) -> None:
        assert 'class="day-now"' in day.line([], label="", now="9:42")
        assert 'class="day-now"' not in day.line([], label="", now="22:00")

    def test_says_each_item_in_full_whatever_fits(self) -> None:
        long = "关于雨污管网倒灌的现场裁定会（第二次）"

        svg = day.line([item("9:00", "9:20", long)], label="")

        assert f"<title>9:00 {long}</title>" in svg

    def test_draws_an_empty_day(self) -> None:
        svg = day.line([], label="今天")

        assert 'aria-label="今天"' in svg
        assert svg.count('class="day-hour"') == 11


class TestALabel:
    def test_that_fits_is_one_line(self) -> None:
        assert day.fitted("周例会", 60) == ["周例会"]

    def test_takes_a_second_line(self) -> None:
        assert day.fitted("裁定雨污管网", 46) == ["裁定雨污", "管网"]

    def test_is_cut_with_an_ellipsis_after_the_second(self) -> None:
        assert day.fitted("关于雨污管网倒灌的现场裁定会", 46) == ["关于雨污", "管网倒…"]

    def test_is_not_broken_within_a_word_or_a_number(self) -> None:
        assert day.fitted("Rule: drains", 46) == ["Rule:", "drains"]
        assert day.fitted("踏勘 A-07 地块", 46) == ["踏勘", "A-07…"]
        assert day.fitted("Abcdefghijkl", 46) == ["Abcdefg", "hijkl"]

    def test_counts_latin_letters_as_half(self) -> None:
        assert day.fitted("Site A-07", 60) == ["Site A-07"]

    def test_is_nothing_where_nothing_fits(self) -> None:
        assert day.fitted("周例会", 5) == []


class TestBars:
    def test_are_measured_from_zero_against_the_largest(self) -> None:
        svg = figures.bars([Bar("a", 200), Bar("b", 50), Bar("c", 0)])

        widths = re.findall(r'class="bar-fill" width="([\d.]+)%"', svg)
        assert widths == ["100", "25", "0"]

    def test_are_their_own_table(self) -> None:
        table = figures.bars([Bar("用工", 1480, url="/x")], "诉求", "件")

        assert "<caption>诉求</caption>" in table
        assert '<th scope="row"><a href="/x">用工</a></th>' in table
        assert "1,480 <small>件</small>" in table

    def test_draw_nothing_from_nothing(self) -> None:
        assert figures.bars([]) == '<table class="bars"><tbody></tbody></table>'
        assert 'width="0%"' in figures.bars([Bar("a", 0)])


class TestShares:
    def test_fill_the_whole(self) -> None:
        svg = figures.share([Bar("a", 1, "done"), Bar("b", 3, "breached")])

        parts = re.findall(r'<rect class="tone-[\w-]+" x="([\d.]+)%" width="([\d.]+)%"', svg)
        assert parts == [("0", "25"), ("25", "75")]

    def test_of_nothing_are_an_empty_track(self) -> None:
        svg = figures.share([Bar("a", 0)])

        assert "share-track" in svg
        assert " x=" not in svg
        assert "a <b>0</b>" in svg


class TestASpark:
    def test_ends_in_its_latest_value(self) -> None:
        svg = figures.spark([1, 2, 3], "")

        last = re.search(r'points="[^"]* ([\d.]+),([\d.]+)"', svg)
        knot = re.search(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg)
        assert last is not None
        assert knot is not None
        assert last.groups() == knot.groups()

    def test_draws_a_level_line_and_a_single_value(self) -> None:
        assert "nan" not in figures.spark([5, 5, 5], "")
        assert "<circle" in figures.spark([5], "")
        assert figures.spark([], "") == ""


def test_columns_name_at_most_a_dozen() -> None:
    with translation.override("en"):
        svg = figures.columns([Bar(f"d{n}", n) for n in range(60)], "days")

    names = re.findall(r">(d\d+)</text>", svg)
    assert len(names) <= 13
    assert names[-1] == "d59"
    assert svg.count("<title>") == 60


def test_hours_are_read_from_texts_times_and_moments() -> None:
    assert day.hours_of("13:30") == 13.5
    assert day.hours_of(clock("13:30")) == 13.5
    assert day.hours_of(clock("13:30").time()) == 13.5
    with pytest.raises(ValueError, match="unpack"):
        day.hours_of("half past one")


class TestNamesOnTheGround:
    """Names beside places: each readable, none over another."""

    def test_stand_apart_where_places_lie_close(self) -> None:
        close = [place(120.10 + 0.002 * n, 30.20, f"地点{n}") for n in range(3)]
        svg = ground.ground([*close, place(120.4, 30.4, "远处")], [], "图")
        named = re.findall(r'class="ground-name" x="([\d.]+)" y="([\d.]+)">([^<]+)<', svg)
        boxes = [(float(x), float(y), float(x) + 40) for x, y, _name in named]
        for n, one in enumerate(boxes):
            for other in boxes[n + 1 :]:
                beside = one[2] <= other[0] or other[2] <= one[0]
                assert beside or abs(one[1] - other[1]) >= 14

    def test_are_left_out_rather_than_written_over_each_other(self) -> None:
        crowd = [place(120.1, 30.2, f"挤在一处{n}") for n in range(9)]
        svg = ground.ground([*crowd, place(120.4, 30.4, "远处")], [], "图")
        assert svg.count('class="ground-name"') < 9
        assert all(f"<title>挤在一处{n}</title>" in svg for n in range(9))

    @pytest.mark.parametrize(("lon", "is_right"), [(120.5, False), (120.3, True)])
    def test_the_bar_stands_in_the_corner_where_nothing_does(
        self, lon: float, is_right: bool
    ) -> None:
        """The office at the lower right, then at the lower left; the other place far above."""
        points = [place(lon, 30.2, "园区办"), place(240.8 - lon, 30.35, "远处")]
        svg = ground.ground(points, [], "图")

        end = float(re.search(r'class="ground-scale" x="([\d.]+)"', svg)[1])

        assert (end > 320) is is_right


def place(lon: float, lat: float, name: str) -> dict[str, Any]:
    return {"lon": lon, "lat": lat, "label": name, "name": name}
