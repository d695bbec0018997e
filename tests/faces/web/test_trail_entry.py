"""One entry of the audit trail, said in words."""

from __future__ import annotations

import pytest

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.enterprises import services as enterprises
from qianjin.apps.parks import services as parks
from tests.factories.parks import NOON
from tests.factories.web import signed_in

pytestmark = pytest.mark.django_db


def page_of(cast, verb: str, language: str = "zh-hans") -> str:
    client = signed_in(cast.admin, language)
    entry = AuditEntry.objects.filter(verb=verb).latest("seq")
    return client.get(f"/{cast.park.slug}/audit/{entry.seq}/").content.decode()


class TestAnEntry:
    def test_shows_field_by_field_what_was_and_what_is(self, cast) -> None:
        parks.change_park(
            park=cast.park,
            by=cast.acts(cast.admin),
            at=NOON,
            name_zh=cast.park.name_zh,
            name_en=cast.park.name_en,
            address="江东二路1号",
            opened_on=cast.park.opened_on,
            number_prefix="新",
            time_zone=cast.park.time_zone,
        )

        chinese, english = page_of(cast, "park.change"), page_of(cast, "park.change", "en")

        assert '<th scope="row">文号前缀</th>' in chinese
        assert "<td>新</td>" in chinese
        assert '<th scope="row">Prefix of document numbers</th>' in english
        assert '<th scope="row">Address</th>' in english
        assert "<td>江东二路1号</td>" in english

    def test_names_the_officer_and_not_a_number(self, cast) -> None:
        enterprises.assign(
            enterprise=cast.chenxi, officer=cast.yeting, by=cast.acts(cast.linyue), at=NOON
        )

        page = page_of(cast, "enterprise.assign")

        assert '<th scope="row">服务专员</th>' in page
        assert f"<td>{cast.yeting.name}</td>" in page

    def test_keeps_what_was_sealed_folded_away(self, cast) -> None:
        enterprises.register(
            park=cast.park,
            by=cast.acts(cast.linyue),
            at=NOON,
            name="阿波罗机械（演示）",
            tier="scale",
        )

        page = page_of(cast, "enterprise.register")

        assert "<details" in page
        assert "&quot;tier&quot;: &quot;scale&quot;" in page
        assert "<dt>企业分级</dt>" in page

    def test_that_changed_nothing_has_no_table_of_changes(self, cast) -> None:
        parks.add_unit(
            park=cast.park,
            code="new",
            kind="section",
            name_zh="新部门",
            by=cast.acts(cast.admin),
            at=NOON,
        )

        page = page_of(cast, "unit.add")

        assert "<dt>类型</dt>" in page
        assert "audit-changes" not in page
