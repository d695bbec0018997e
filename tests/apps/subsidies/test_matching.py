"""匹配 Who meets a scheme: the database and the engine say the same, and why."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qianjin.apps.enterprises.models import Enterprise, YearFigures
from qianjin.apps.subsidies import condition_text, planning, selectors
from qianjin.apps.subsidies.choices import NUMBERS, FactField
from qianjin.apps.subsidies.models import Qualification, Scheme
from qianjin.apps.subsidies.sentences import condition_words
from tests.factories import enterprises
from tests.factories.accounts import Cast
from tests.factories.subsidies import HIGH_TECH, REVENUE, RND, a_mark, a_scheme, figures

TODAY = date(2026, 11, 23)


class TestOneEnterprise:
    def test_meets_a_scheme_when_one_of_a_group_is_enough(self, cast: Cast) -> None:
        scheme = a_scheme(cast)
        figures(cast.chenxi, revenue_wan=5000, rnd_wan=50)
        a_mark(cast.chenxi)

        match = selectors.match_of(cast.acts(cast.linyue), scheme, cast.chenxi, on=TODAY)

        assert (match.verdict, match.missing) == ("yes", ())
        assert match.estimate == Decimal("5.00")

    def test_is_told_which_figure_of_which_year_is_missing(self, cast: Cast) -> None:
        scheme = a_scheme(cast)
        figures(cast.chenxi, revenue_wan=5000)

        match = selectors.match_of(cast.acts(cast.linyue), scheme, cast.chenxi, on=TODAY)

        assert match.verdict == "unknown"
        assert match.missing == ("rnd_wan", "mark:high_tech", "mark:specialised_sme")
        assert match.year == 2025

    def test_is_asked_for_nothing_that_could_not_change_the_answer(self, cast: Cast) -> None:
        scheme = a_scheme(cast)
        figures(cast.chenxi, revenue_wan=1000)

        match = selectors.match_of(cast.acts(cast.linyue), scheme, cast.chenxi, on=TODAY)

        assert (match.verdict, match.missing) == ("no", ())

    def test_has_not_a_label_that_has_run_out(self, cast: Cast) -> None:
        scheme = a_scheme(cast, conditions=[{**HIGH_TECH, "values": ["high_tech"], "group": ""}])
        a_mark(cast.chenxi, valid_until=date(2026, 11, 22))

        match = selectors.match_of(cast.acts(cast.linyue), scheme, cast.chenxi, on=TODAY)

        assert match.verdict == "no"

    def test_is_judged_by_the_year_the_scheme_names(self, cast: Cast) -> None:
        scheme = a_scheme(cast, conditions=[REVENUE], figures_year=2024)
        figures(cast.chenxi, 2024, revenue_wan=3000)
        figures(cast.chenxi, 2025, revenue_wan=100)

        match = selectors.match_of(cast.acts(cast.linyue), scheme, cast.chenxi, on=TODAY)

        assert (match.verdict, match.year) == ("yes", 2024)

    def test_of_what_share_is_paid_is_estimated_no_higher_than_the_ceiling(
        self, cast: Cast
    ) -> None:
        scheme = a_scheme(cast)
        figures(cast.chenxi, revenue_wan=90000, rnd_wan=4000)

        match = selectors.match_of(cast.acts(cast.linyue), scheme, cast.chenxi, on=TODAY)

        assert match.estimate == 100


class TestAPage:
    def test_counts_every_verdict_and_leaves_out_who_has_left(self, cast: Cast) -> None:
        scheme = a_scheme(cast, conditions=[REVENUE])
        figures(cast.chenxi, revenue_wan=5000)
        enterprises.an_enterprise(cast.park, "已迁出（演示）", status="left")
        actor = cast.acts(cast.linyue)

        counts = selectors.verdict_counts(actor, scheme, on=TODAY)

        assert counts == {"yes": 1, "unknown": 1, "no": 0}
        page = selectors.matches_page(actor, scheme, on=TODAY, verdict="yes")
        assert [row.enterprise for row in page.rows] == [cast.chenxi]

    def test_continues_behind_its_last_row(self, cast: Cast) -> None:
        scheme = a_scheme(cast, conditions=[])
        for number in range(3):
            enterprises.an_enterprise(cast.park, f"演示第{number}号")
        actor = cast.acts(cast.linyue)

        first = selectors.matches_page(actor, scheme, on=TODAY, size=3)
        second = selectors.matches_page(actor, scheme, on=TODAY, size=3, after=int(first.further))

        assert (len(first.rows), len(second.rows), second.further) == (3, 2, "")

    @pytest.mark.parametrize("verdict", ["yes", "unknown"])
    def test_asks_as_much_for_many_rows_as_for_one(
        self, cast: Cast, verdict: str, django_assert_num_queries: Any
    ) -> None:
        scheme = a_scheme(cast, conditions=[REVENUE, RND, HIGH_TECH])
        for number in range(12):
            firm = enterprises.an_enterprise(cast.park, f"演示第{number}号")
            figures(firm, revenue_wan=5000, rnd_wan=400 if number % 2 else None)
        actor = cast.acts(cast.linyue)

        with django_assert_num_queries(4):
            selectors.matches_page(actor, scheme, on=TODAY, verdict=verdict)

    def test_is_empty_for_an_enterprise_that_asks_for_it(self, cast: Cast) -> None:
        scheme = a_scheme(cast)

        assert not selectors.judged(cast.acts(cast.chenlan), scheme, on=TODAY).exists()


# ------------------------------------------------------------------ the two judges agree


def conditions() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Any conditions that can be entered, over few values so that bounds are met."""

    def numeric(field: str) -> st.SearchStrategy[list[dict[str, Any]]]:
        bound = st.sampled_from(["0", "1", "2.5", "3", "5", "10"])
        one = st.tuples(bound, st.sampled_from(["at_least", "at_most"]))
        return st.lists(one, min_size=1, max_size=2, unique_by=lambda pair: pair[1]).map(
            lambda pairs: [
                {"field": field, "comparator": sign, "values": [value]} for value, sign in pairs
            ]
        )

    def chosen(field: str) -> st.SearchStrategy[list[dict[str, Any]]]:
        values = st.lists(
            st.sampled_from(planning.CHOICES[field][:4]), min_size=1, max_size=3, unique=True
        )
        signs = st.sampled_from(planning.COMPARATORS[field])
        return st.tuples(values, signs).map(
            lambda pair: [{"field": field, "comparator": pair[1], "values": pair[0]}]
        )

    def of(field: str) -> st.SearchStrategy[list[dict[str, Any]]]:
        return numeric(field) if field in NUMBERS else chosen(field)

    fields = st.lists(st.sampled_from(list(FactField.values)), max_size=5, unique=True)
    grouped = fields.flatmap(
        lambda names: st.tuples(
            *(st.tuples(of(name), st.sampled_from(["", "a", "b"])) for name in names)
        )
    )
    return grouped.map(
        lambda parts: planning.checked(
            [{**one, "group": group} for some, group in parts for one in some]
        )
    )


def many_enterprises(cast: Cast) -> None:
    """Enterprises of every kind, with figures, without, with some, at bounds."""
    days = [None, date(2026, 11, 23), date(2025, 11, 23), date(2025, 11, 24), date(2023, 11, 22),
            date(2026, 12, 24), date(2016, 11, 23)]  # fmt: skip
    amounts = itertools.cycle([None, 0, 1, 3, 5, 10, 100, 2])
    sectors = itertools.cycle(planning.CHOICES["sector"])
    tiers = itertools.cycle(planning.CHOICES["tier"])
    for number in range(56):
        firm = enterprises.an_enterprise(
            cast.park,
            f"演示第{number}号",
            sector=next(sectors),
            tier=next(tiers),
            opened_on=days[number % len(days)],
        )
        if number % 5:
            names = ("revenue_wan", "rnd_wan", "tax_wan", "land_mu", "output_wan", "employees")
            YearFigures.objects.create(
                park=cast.park,
                enterprise=firm,
                year=2025 if number % 7 else 2024,
                **{name: next(amounts) for name in names},
            )
            next(amounts)
        for place, kind in enumerate(planning.CHOICES["qualifications"][:4]):
            if (number + place) % 3:
                Qualification.objects.create(
                    park=cast.park,
                    enterprise=firm,
                    kind=kind,
                    holds=(number + place) % 4 != 1,
                    valid_until=[None, TODAY, date(2026, 11, 22)][(number + 2 * place) % 3],
                    stated_by="林悦",
                    stated_at="2026-11-01T00:00:00Z",
                )


def by_the_engine(scheme: Scheme) -> dict[int, str]:
    """The slow twin: one enterprise after the other."""
    found = {}
    for firm in Enterprise.objects.prefetch_related("figures", "qualifications"):
        told = next((row for row in firm.figures.all() if row.year == 2025), None)
        known = planning.Known(firm, told, list(firm.qualifications.all()))
        found[firm.pk] = planning.judge(scheme, known, on=TODAY).verdict
    return found


@pytest.mark.slow
def test_the_database_judges_as_the_engine_does(cast: Cast) -> None:
    many_enterprises(cast)
    actor = cast.acts(cast.linyue)
    seen: set[str] = set()

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(conditions())
    def agree(asked: list[dict[str, Any]]) -> None:
        scheme = Scheme(park=cast.park, conditions=asked)
        told = dict(selectors.judged(actor, scheme, on=TODAY).values_list("pk", "verdict"))
        seen.update(told.values())
        assert told == by_the_engine(scheme)

    agree()
    assert seen == {"yes", "no", "unknown"}


# ------------------------------------------------------------------ conditions as text


@settings(max_examples=60, deadline=None)
@given(conditions(), st.sampled_from(["zh-hans", "en"]))
def test_conditions_written_into_a_table_are_read_back_as_they_were(
    asked: list[dict[str, Any]], language: str
) -> None:
    with translation.override(language):
        assert planning.checked(condition_text.read(condition_text.written(asked))) == asked


def test_a_condition_reads_as_an_office_says_it() -> None:
    assert condition_words(REVENUE) == "营业收入不低于2,000万元"
    assert condition_words(RND) == "研发投入占营业收入比重不低于3%"
    assert condition_words(HIGH_TECH) == "企业资质：高新技术企业、专精特新中小企业之一"


@pytest.mark.parametrize(
    "line",
    ["随便写写", "营业收入 ≥ 很多", "主导产业 = 餐饮", "企业资质 任一", "≥ 3", "利润 ≥ 3"],
)
def test_a_line_that_is_no_condition_is_named(line: str) -> None:
    with pytest.raises(condition_text.UnreadableLine) as refused:
        condition_text.read(line)

    assert str(refused.value) == line


@pytest.mark.parametrize(
    "bad",
    [
        {"field": "profit", "comparator": "at_least", "values": ["1"]},
        {"field": "revenue_wan", "comparator": "one_of", "values": ["1"]},
        {"field": "revenue_wan", "comparator": "at_least", "values": ["NaN"]},
        {"field": "revenue_wan", "comparator": "at_least", "values": ["-1"]},
        {"field": "revenue_wan", "comparator": "at_least", "values": ["1e99"]},
        {"field": "revenue_wan", "comparator": "at_least", "values": []},
        {"field": "years_in_park", "comparator": "at_least", "values": ["2026"]},
        {"field": "sector", "comparator": "one_of", "values": ["food"]},
        {"field": "sector", "comparator": "one_of", "values": []},
        {**REVENUE, "group": "z"},
    ],
)
def test_a_condition_that_says_nothing_is_not_kept(bad: dict[str, Any]) -> None:
    with pytest.raises(planning.BadCondition):
        planning.checked([bad])


def test_the_same_is_not_asked_twice_and_one_field_stands_in_one_group() -> None:
    with pytest.raises(planning.BadCondition):
        planning.checked([REVENUE, {**REVENUE, "values": ["3000"]}])
    with pytest.raises(planning.BadCondition):
        planning.checked([REVENUE, {**REVENUE, "comparator": "at_most", "group": "a"}])
