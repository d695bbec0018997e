"""Articles and canned replies: who keeps them, who reads them, when a check is due."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.library import selectors, services
from qianjin.apps.library.models import Article, CannedReply
from qianjin.apps.library.refusals import (
    BadArticle,
    BadCanned,
    BadPeriod,
    ChangedSince,
    MayNotKeep,
    MayNotSet,
    NotPublished,
)
from qianjin.apps.library.selectors import ArticleFilters
from qianjin.units.refusals import Missing
from tests.factories.accounts import the_cast
from tests.factories.library import BODY, a_canned_reply, an_article
from tests.factories.parks import NOON, a_park, a_unit

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture
def article(cast) -> Article:
    return an_article(cast.park, cast.linyue, cast.investment)


def change(article, by, **fields):
    told = {
        "title": article.title,
        "body": article.body,
        "unit": article.unit,
        "audience": article.audience,
        "state": article.state,
        "kinds": article.kinds,
        **fields,
    }
    return services.change_article(article=article, by=by, at=LATER, **told)


def verbs(cast) -> list[str]:
    rows = AuditEntry.objects.filter(park_id=cast.park.pk).order_by("seq")
    return [row.verb for row in rows if row.verb.startswith(("article", "canned", "library"))]


class TestWriting:
    def test_whoever_writes_has_checked_it(self, cast, article) -> None:
        assert (article.checked_by_id, article.checked_at) == (cast.linyue.pk, NOON)
        assert verbs(cast) == ["article.write"]

    def test_an_officer_writes_for_the_own_section_only(self, cast) -> None:
        an_article(cast.park, cast.yeting, cast.investment)

        for unit in (cast.planning, None):
            with pytest.raises(MayNotKeep):
                an_article(cast.park, cast.yeting, unit)

    def test_an_enterprise_writes_none(self, cast) -> None:
        with pytest.raises(MayNotKeep):
            an_article(cast.park, cast.chenlan)

    def test_nobody_writes_in_another_park(self, cast) -> None:
        with pytest.raises(MayNotKeep):
            services.write_article(
                park=a_park(), title="题", body="文", by=cast.acts(cast.linyue), at=NOON
            )

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", "  "),
            ("title", "长" * 121),
            ("body", ""),
            ("body", "长" * 20_001),
            ("kinds", ["ENG;"]),
            ("audience", "everyone"),
            ("state", "lost"),
        ],
    )
    def test_what_does_not_fit_is_named(self, cast, field, value) -> None:
        with pytest.raises(BadArticle) as refusal:
            an_article(cast.park, cast.linyue, **{field: value})

        assert list(refusal.value.fields) == [field]
        assert not Article.objects.exists()

    def test_the_unit_must_be_of_this_park(self, cast) -> None:
        with pytest.raises(BadArticle):
            an_article(cast.park, cast.linyue, a_unit(a_park(), "别处"))


class TestChanging:
    def test_a_new_text_counts_as_a_check(self, cast, article) -> None:
        row = change(article, cast.acts(cast.hewei), body="先打抢修电话。")

        assert (row.checked_by_id, row.checked_at, row.version) == (cast.hewei.pk, LATER, 2)

    def test_a_new_title_does_not(self, cast, article) -> None:
        row = change(article, cast.acts(cast.hewei), title="临时用电")

        assert (row.checked_by_id, row.checked_at) == (cast.linyue.pk, NOON)

    def test_equal_values_change_nothing(self, cast, article) -> None:
        assert change(article, cast.acts(cast.linyue)).version == 1
        assert verbs(cast) == ["article.write"]

    def test_the_second_of_two_is_told(self, cast, article) -> None:
        change(article, cast.acts(cast.hewei), title="临时用电")

        with pytest.raises(ChangedSince):
            change(article, cast.acts(cast.linyue), title="另一题", version=1)

    def test_a_section_neither_takes_nor_gives_away(self, cast, article) -> None:
        by = cast.acts(cast.yeting)
        theirs = an_article(cast.park, cast.linyue, cast.planning)

        for row, unit in ((article, cast.planning), (theirs, cast.investment)):
            with pytest.raises(MayNotKeep):
                change(row, by, unit=unit)


class TestChecking:
    def test_an_old_article_is_due_until_it_is_checked(self, cast, article) -> None:
        by, late = cast.acts(cast.linyue), NOON + timedelta(days=181)
        stale = ArticleFilters(show="stale")
        assert [a.pk for a in selectors.articles_page(by, stale, at=late).rows] == [article.pk]

        services.check_article(article=article, by=by, at=late)

        assert selectors.articles_page(by, stale, at=late).rows == []
        assert verbs(cast) == ["article.write", "article.check"]

    def test_the_park_sets_after_how_many_days(self, cast, article) -> None:
        services.set_stale_days(park=cast.park, days=30, by=cast.acts(cast.admin), at=NOON)

        found = selectors.articles_page(
            cast.acts(cast.linyue), ArticleFilters(show="stale"), at=NOON + timedelta(days=31)
        )
        assert [row.pk for row in found.rows] == [article.pk]
        assert verbs(cast)[-1] == "library.period"

    @pytest.mark.parametrize("days", [6, 1001])
    def test_a_period_has_bounds(self, cast, days) -> None:
        with pytest.raises(BadPeriod):
            services.set_stale_days(park=cast.park, days=days, by=cast.acts(cast.admin), at=NOON)

    def test_only_the_administrator_sets_it(self, cast) -> None:
        with pytest.raises(MayNotSet):
            services.set_stale_days(park=cast.park, days=30, by=cast.acts(cast.linyue), at=NOON)

    def test_a_draft_is_not_checked(self, cast) -> None:
        draft = an_article(cast.park, cast.linyue, state="draft")

        with pytest.raises(NotPublished):
            services.check_article(article=draft, by=cast.acts(cast.linyue), at=NOON)

    def test_another_section_does_not_check_it(self, cast) -> None:
        theirs = an_article(cast.park, cast.linyue, cast.planning)

        with pytest.raises(MayNotKeep):
            services.check_article(article=theirs, by=cast.acts(cast.yeting), at=NOON)


class TestReading:
    @pytest.mark.parametrize(
        ("audience", "state", "is_read"),
        [
            ("enterprises", "published", True),
            ("office", "published", False),
            ("enterprises", "draft", False),
            ("enterprises", "retired", False),
        ],
    )
    def test_an_enterprise_reads_what_is_published_for_it(self, cast, audience, state, is_read):
        row = an_article(cast.park, cast.linyue, audience=audience, state=state)
        by = cast.acts(cast.chenlan)

        found = selectors.articles_like(by, "变压器容量不够，想接临时用电")

        assert [a.pk for a in found] == ([row.pk] if is_read else [])
        if not is_read:
            with pytest.raises(Missing):
                selectors.article_for(by, row.pk)

    def test_another_parks_is_not_there(self, cast, article) -> None:
        other = the_cast()

        with pytest.raises(Missing):
            selectors.article_for(other.acts(other.linyue), article.pk)

    def test_is_found_by_any_two_characters(self, cast, article) -> None:
        an_article(cast.park, cast.linyue, title="招工", body="提前两周提交岗位表。")

        def found(words: str) -> list[str]:
            page = selectors.articles_page(
                cast.acts(cast.linyue), ArticleFilters(words=words), at=NOON
            )
            return [row.title for row in page.rows]

        assert found("压器") == ["变压器容量不够怎么办"]
        assert found("临时用电 增容") == ["变压器容量不够怎么办"]
        assert found("岗位表") == ["招工"]
        assert found("用电岗位") == []

    def test_a_changed_text_is_found_by_its_new_words_only(self, cast, article) -> None:
        change(article, cast.acts(cast.linyue), body="请打抢修电话。")
        by = cast.acts(cast.linyue)

        def count(words: str) -> int:
            return len(selectors.articles_page(by, ArticleFilters(words=words), at=NOON).rows)

        assert (count("抢修"), count("报装")) == (1, 0)

    def test_pages_follow_each_other_without_gap(self, cast) -> None:
        by = cast.acts(cast.linyue)
        made = [an_article(cast.park, cast.linyue, title=f"第{n}条").pk for n in range(27)]

        first = selectors.articles_page(by, ArticleFilters(), at=NOON)
        second = selectors.articles_page(by, ArticleFilters(before=first.older), at=NOON)

        assert [row.pk for row in (*first.rows, *second.rows)] == made[::-1]
        assert second.older == 0

    def test_what_is_written_brings_articles_of_its_type_or_of_none(self, cast) -> None:
        by, words = cast.acts(cast.linyue), "变压器容量不够，想接临时用电"
        power = an_article(cast.park, cast.linyue, kinds=["ENG"])
        any_type = an_article(cast.park, cast.linyue)
        an_article(cast.park, cast.linyue, kinds=["LAB"])

        found = selectors.articles_like(by, words, kinds=("ENG",))

        assert {row.pk for row in found} == {power.pk, any_type.pk}
        assert selectors.articles_like(by, "孩子转学名额怎么申请") == []
        assert selectors.articles_like(by, "用电") == []


class TestCannedReplies:
    def test_the_own_section_comes_first(self, cast) -> None:
        a_canned_reply(cast.park, cast.linyue, name="甲")
        a_canned_reply(cast.park, cast.linyue, cast.investment, name="乙")

        assert [row.name for row in selectors.canned_of(cast.acts(cast.yeting))] == ["乙", "甲"]

    def test_open_places_are_filled_and_unknown_ones_stay(self, cast) -> None:
        text = "{contact}您好，{enterprise}的{number}，{due}前答复。"

        filled = selectors.filled(text, {"contact": "陈岚", "number": "2026-1123-001", "due": ""})

        assert filled == "陈岚您好，{enterprise}的2026-1123-001，{due}前答复。"

    def test_an_unknown_place_is_refused(self, cast) -> None:
        with pytest.raises(BadCanned) as refusal:
            a_canned_reply(cast.park, cast.linyue, text="{phone}您好")

        assert "{phone}" in str(refusal.value.fields["text"][0])

    def test_a_name_is_used_once_in_a_section(self, cast) -> None:
        a_canned_reply(cast.park, cast.linyue, name="甲")
        a_canned_reply(cast.park, cast.linyue, cast.investment, name="甲")

        with pytest.raises(BadCanned):
            a_canned_reply(cast.park, cast.linyue, name="甲")

    @pytest.mark.parametrize("field", ["name", "text"])
    def test_what_is_missing_is_named(self, cast, field) -> None:
        with pytest.raises(BadCanned) as refusal:
            a_canned_reply(cast.park, cast.linyue, **{field: " "})

        assert list(refusal.value.fields) == [field]

    def test_the_unit_must_be_of_this_park(self, cast) -> None:
        with pytest.raises(BadCanned):
            a_canned_reply(cast.park, cast.linyue, a_unit(a_park(), "别处"))

    def test_can_be_changed_and_taken_out(self, cast) -> None:
        row = a_canned_reply(cast.park, cast.linyue)
        by = cast.acts(cast.linyue)

        row = services.change_canned(
            reply=row, name="改", text="好的。", by=by, at=LATER, version=1
        )
        with pytest.raises(ChangedSince):
            services.change_canned(reply=row, name="再", text="好。", by=by, at=LATER, version=1)
        services.drop_canned(reply=row, by=by, at=LATER)

        assert not CannedReply.objects.exists()
        assert verbs(cast) == ["canned.write", "canned.change", "canned.drop"]

    def test_another_section_leaves_them_alone(self, cast) -> None:
        row = a_canned_reply(cast.park, cast.linyue, cast.planning)
        by = cast.acts(cast.yeting)

        with pytest.raises(MayNotKeep):
            a_canned_reply(cast.park, cast.yeting, cast.planning)
        with pytest.raises(MayNotKeep):
            services.change_canned(reply=row, name="改", text="好。", by=by, at=LATER)
        with pytest.raises(MayNotKeep):
            services.drop_canned(reply=row, by=by, at=LATER)


def test_the_body_is_kept_as_written(cast, article) -> None:
    assert article.body == BODY
