"""The library's pages: keeping articles, taking them over, and what enterprises see of them."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from qianjin.apps.library import services
from qianjin.apps.library.models import Article, CannedReply
from tests.factories.desk import MORNING, a_resolved_request, an_accepted_request
from tests.factories.enterprises import a_contact
from tests.factories.library import a_canned_reply, an_article
from tests.factories.web import send, signed_in

pytestmark = pytest.mark.django_db
AFTERNOON = MORNING + timedelta(hours=7)


@pytest.fixture(autouse=True)
def _afternoon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AFTERNOON)


def seen(client, cast, path: str, **headers: str) -> str:
    answer = client.get(f"/{cast.park.slug}/{path}", headers=headers)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def filled(page: str) -> dict[str, str | list[str]]:
    """The form of a page as a browser would send it."""
    data: dict[str, str | list[str]] = dict(
        re.findall(r'<input type="(?:text|hidden)" name="(\w+)" value="([^"]*)"', page)
    )
    data |= dict(re.findall(r'<textarea name="(\w+)"[^>]*>\s*(.*?)</textarea>', page, re.S))
    data["unit"] = (re.findall(r'<option value="(\d+)" selected', page) or [""])[0]
    for name, value in re.findall(
        r'<input type="radio" name="(\w+)" value="(\w+)"[^>]*checked', page
    ):
        data[name] = value
    kinds = re.findall(r'<input type="checkbox" name="kinds" value="(\w+)"[^>]*checked', page)
    return {**data, "kinds": kinds}


class TestAGoodAnswer:
    def test_becomes_an_article_in_two_clicks(self, cast) -> None:
        solved = a_resolved_request(cast)
        client = signed_in(cast.yeting)

        first = seen(client, cast, f"requests/{solved.number}/")
        link = re.search(r'href="/[^/]+/(library/articles/new/\?from=[\d-]+)"', first)
        assert link
        form = filled(seen(client, cast, link[1]))
        answer = send(client, f"/{cast.park.slug}/library/articles/new/", form)

        made = Article.objects.get()
        assert answer.status_code == 303
        assert (made.body, made.kinds, made.source_number) == ("已落实供货", ["SUP"], solved.number)
        assert (made.unit, made.audience, made.state) == (cast.investment, "office", "published")

    def test_is_not_offered_while_the_request_is_open(self, cast) -> None:
        request = an_accepted_request(cast)

        page = seen(signed_in(cast.yeting), cast, f"requests/{request.number}/")

        assert "存为知识条目" not in page

    def test_of_another_section_is_not_given_away(self, cast) -> None:
        solved = a_resolved_request(cast)

        answer = signed_in(cast.gumingzhou).get(
            f"/{cast.park.slug}/library/articles/new/?from={solved.number}"
        )

        assert answer.status_code == 404


class TestTheList:
    def test_says_what_is_due_for_a_check(self, cast) -> None:
        an_article(cast.park, cast.linyue, at=AFTERNOON - timedelta(days=200), title="旧的")
        an_article(cast.park, cast.linyue, at=AFTERNOON, title="新的")

        page = seen(signed_in(cast.linyue), cast, "library/?show=stale")

        assert "旧的" in page
        assert "新的" not in page
        assert "该核对了" in page

    def test_its_rows_are_a_part_of_the_page(self, cast) -> None:
        an_article(cast.park, cast.linyue)
        client = signed_in(cast.linyue, "en")

        part = seen(
            client, cast, "library/?q=压器", **{"HX-Request": "true", "HX-Target": "article-rows"}
        )

        assert "变压器容量不够怎么办" in part
        assert "<main" not in part
        assert part.strip() in seen(client, cast, "library/?q=压器")

    def test_asks_no_more_queries_the_longer_it_is(self, cast, django_assert_max_num_queries):
        for n in range(27):
            an_article(cast.park, cast.linyue, title=f"第{n}条")
        client = signed_in(cast.linyue)
        seen(client, cast, "library/")

        with django_assert_max_num_queries(12):
            page = seen(client, cast, "library/")

        assert page.count('<article class="row') == 25
        older = re.search(r'rel="next" href="(\?[^"]+)"', page)
        assert older
        assert seen(client, cast, f"library/{older[1]}").count('<article class="row') == 2

    def test_stands_in_the_menu_of_every_officer_and_liaison(self, cast) -> None:
        for person in (cast.linyue, cast.yeting, cast.admin):
            assert "资料" in seen(signed_in(person), cast, "library/")


class TestAnArticle:
    def test_is_checked_today_with_one_click(self, cast) -> None:
        old = AFTERNOON - timedelta(days=200)
        row = an_article(cast.park, cast.linyue, at=old)
        client = signed_in(cast.hewei)
        assert "该核对了" in seen(client, cast, f"library/articles/{row.pk}/")

        send(client, f"/{cast.park.slug}/library/articles/{row.pk}/check/")

        page = seen(client, cast, f"library/articles/{row.pk}/")
        assert "该核对了" not in page
        row.refresh_from_db()
        assert (row.checked_by, row.checked_at) == (cast.hewei, AFTERNOON)

    def test_shows_whoever_comes_second_what_the_first_saved(self, cast) -> None:
        row = an_article(cast.park, cast.linyue)
        client = signed_in(cast.linyue)
        form = filled(seen(client, cast, f"library/articles/{row.pk}/edit/"))
        services.change_article(
            article=row,
            title=row.title,
            body="先打抢修电话。",
            by=cast.acts(cast.hewei),
            at=MORNING,
        )

        address = f"/{cast.park.slug}/library/articles/{row.pk}/edit/"
        answer = send(client, address, {**form, "body": "我的说法。"})

        page = html.unescape(answer.content.decode())
        assert answer.status_code == 409
        assert "先打抢修电话。" in page
        assert "我的说法。" in page
        again = send(client, address, {**form, "body": "我的说法。", "version": "2"})
        assert again.status_code == 303
        row.refresh_from_db()
        assert row.body == "我的说法。"

    def test_of_another_section_offers_no_change(self, cast) -> None:
        row = an_article(cast.park, cast.linyue, cast.planning)
        client = signed_in(cast.yeting)

        assert "修改" not in seen(client, cast, f"library/articles/{row.pk}/").split("</header>")[1]
        assert (
            send(client, f"/{cast.park.slug}/library/articles/{row.pk}/check/").status_code == 403
        )

    def test_names_its_request_only_to_who_may_see_it(self, cast) -> None:
        solved = a_resolved_request(cast)
        row = an_article(cast.park, cast.linyue, source_number=solved.number)

        assert solved.number in seen(signed_in(cast.linyue), cast, f"library/articles/{row.pk}/")
        assert solved.number not in seen(signed_in(cast.admin), cast, f"library/articles/{row.pk}/")

    def test_what_is_missing_is_said(self, cast) -> None:
        answer = send(
            signed_in(cast.linyue, "en"), f"/{cast.park.slug}/library/articles/new/", {"title": "x"}
        )

        assert answer.status_code == 422


class TestThePeriod:
    def test_is_set_by_the_administrator_on_the_list(self, cast) -> None:
        client = signed_in(cast.admin)

        answer = send(client, f"/{cast.park.slug}/library/period/", {"days": "30"})

        assert answer.status_code == 303
        assert 'value="30"' in seen(client, cast, "library/")

    def test_out_of_bounds_is_refused(self, cast) -> None:
        client = signed_in(cast.admin)

        assert send(client, f"/{cast.park.slug}/library/period/", {"days": "3"}).status_code == 422


class TestCannedReplies:
    def test_are_kept_changed_and_taken_out(self, cast) -> None:
        client = signed_in(cast.linyue)
        base = f"/{cast.park.slug}/library/canned/"

        send(client, f"{base}new/", {"name": "已收到", "text": "{contact}您好", "unit": ""})
        row = CannedReply.objects.get()
        assert "{contact}您好" in seen(client, cast, "library/canned/")
        send(
            client, f"{base}{row.pk}/", {"name": "收到", "text": "您好", "unit": "", "version": "1"}
        )
        late = send(
            client, f"{base}{row.pk}/", {"name": "迟", "text": "迟", "unit": "", "version": "1"}
        )
        row.refresh_from_db()
        assert (row.name, late.status_code) == ("收到", 409)
        send(client, f"{base}{row.pk}/drop/")

        assert not CannedReply.objects.exists()

    def test_are_filled_beside_the_form_of_a_reply(self, cast) -> None:
        contact = a_contact(cast.chenxi, "赵工", is_primary=False)
        request = an_accepted_request(cast, contact=contact)
        a_canned_reply(
            cast.park, cast.linyue, text="{contact}您好，{enterprise}的{number}，{due}前答复。"
        )
        client = signed_in(cast.yeting)

        form = seen(client, cast, f"requests/{request.number}/reply/")
        assert f'hx-get="/{cast.park.slug}/requests/{request.number}/helping/"' in form
        page = seen(client, cast, f"requests/{request.number}/helping/", **{"HX-Request": "true"})

        said = re.findall(r'data-insert="([^"]*)"', page)
        assert len(said) == 1
        assert said[0].startswith(f"赵工您好，{cast.chenxi.name}的{request.number}，")
        assert "{" not in said[0]
        assert 'data-into="words"' in page

    def test_are_not_offered_where_nobody_speaks_to_the_enterprise(self, cast) -> None:
        request = an_accepted_request(cast)

        assert "helping/" not in seen(
            signed_in(cast.yeting), cast, f"requests/{request.number}/note/"
        )


class TestArticlesWhileWriting:
    WORDS = "变压器容量不够，想接临时用电"

    def test_an_officer_sees_them_beside_the_request_and_takes_them_over(self, cast) -> None:
        request = an_accepted_request(cast, words=self.WORDS)
        row = an_article(cast.park, cast.linyue, kinds=["SUP"])
        client = signed_in(cast.yeting)

        beside = seen(client, cast, f"requests/{request.number}/similar/")
        helping = seen(client, cast, f"requests/{request.number}/helping/")

        assert f'href="/{cast.park.slug}/library/articles/{row.pk}/"' in beside
        assert f'data-insert="{row.body}"' in helping

    @pytest.mark.parametrize(("audience", "is_shown"), [("enterprises", True), ("office", False)])
    def test_an_enterprise_sees_published_ones_while_it_types(self, cast, audience, is_shown):
        row = an_article(cast.park, cast.linyue, audience=audience, body="先接<临时>用电。")
        client = signed_in(cast.chenlan)

        answer = client.post(
            f"/{cast.park.slug}/portal/ask/alike/",
            {"words": self.WORDS, "enterprise": cast.chenxi.pk},
        )

        page = answer.content.decode()
        assert (row.title in page) is is_shown
        assert "<临时>" not in page
        alone = client.get(f"/{cast.park.slug}/portal/articles/{row.pk}/")
        assert alone.status_code == (200 if is_shown else 404)


def test_the_pages_speak_english_to_whoever_reads_english(cast) -> None:
    row = an_article(cast.park, cast.linyue)
    a_canned_reply(cast.park, cast.linyue)
    client = signed_in(cast.linyue, "en")

    pages = [
        seen(client, cast, path)
        for path in ("library/", f"library/articles/{row.pk}/", "library/canned/")
    ]

    for words, page in zip(("New article", "Checked today", "New words"), pages, strict=True):
        assert words in page


def test_a_section_is_offered_itself_and_not_the_whole_office(cast) -> None:
    page = seen(signed_in(cast.yeting), cast, "library/canned/new/")

    assert f'<option value="{cast.investment.pk}" selected>' in page
    assert f'value="{cast.planning.pk}"' not in page
    assert "全办公室" not in page
