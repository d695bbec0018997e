"""找目标 Registers ranked with reasons, given to callers, led into the book."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.prospects import planning, selectors, services
from qianjin.apps.prospects.models import Campaign, Organisation, Target
from qianjin.apps.prospects.planning import Firm, Wanted, rank
from qianjin.apps.prospects.refusals import (
    BadCampaign,
    BadResult,
    CampaignClosed,
    MayNotEnter,
    MayNotGiveAway,
    NotYourTarget,
)
from qianjin.apps.tables.refusals import BadTable
from qianjin.units.refusals import Missing
from tests.factories.accounts import Cast
from tests.factories.parks import NOON
from tests.factories.prospects import a_prospect, someone

REGISTER = """企业名录（演示）
企业名称,统一社会信用代码,所属行业,所属城市,主营产品,注册资本（万元）,参保人数
上海青松电机有限公司（演示）,,C3812,上海市,驱动电机、电控,60000,1200
苏州长河铜材有限公司（演示）,,,苏州,扁线,800,40
晨曦精密（演示）,,,,精密件,,
无锡白鹭餐饮（演示）,,,无锡,餐饮,,
"""


def a_campaign(cast: Cast, **values: object) -> Campaign:
    told = {
        "name": "补链（演示）",
        "sector": "auto",
        "nodes": ["AM08"],
        "cities": ["上海"],
        **values,
    }
    return services.open_campaign(by=cast.acts(cast.zhouheng), at=NOON, **told)


def loaded(cast: Cast, text: str = REGISTER) -> Campaign:
    campaign = a_campaign(cast)
    services.load_targets(
        campaign=campaign, data=text.encode(), by=cast.acts(cast.zhouheng), at=NOON
    )
    return campaign


def codes(target: Target) -> set[str]:
    return {code for code, _subject, _points in target.reasons}


class TestRanking:
    def test_the_wanted_node_comes_first_and_each_point_has_its_reason(self, cast: Cast) -> None:
        campaign = loaded(cast)

        rows = selectors.targets_page(campaign, cast.acts(cast.yeting)).rows

        assert [row.name[:4] for row in rows[:2]] == ["上海青松", "苏州长河"]
        assert codes(rows[0]) == {"wanted_node", "sector_product", "large", "city"}
        assert codes(rows[1]) == {"next_to_wanted", "sector_product"}
        assert rows[0].score == sum(points for *_why, points in rows[0].reasons) == 60
        in_park = next(row for row in rows if row.name == cast.chenxi.name)
        assert (in_park.score, codes(in_park)) == (0, {"in_the_park"})

    def test_enterprises_of_the_park_and_people_known_count(self, cast: Cast) -> None:
        Enterprise.objects.filter(pk=cast.other.pk).update(industry="C3812")
        someone(cast, firm=a_prospect(cast, "苏州长河铜材有限公司（演示）"))

        rows = loaded(cast).targets.order_by("-score")

        assert "same_trade" in codes(rows[0])
        assert {"feeds_present", "known_people"} <= codes(rows[1])

    @given(
        st.builds(
            Firm,
            name=st.text(max_size=20),
            industry=st.sampled_from(["", "C3812", "C3670", "C3741", "I6510"]),
            products=st.text(max_size=20),
            employees=st.none() | st.integers(0, 10**6),
        )
    )
    def test_points_are_never_more_than_a_hundred_and_the_sum_of_the_reasons(
        self, firm: Firm
    ) -> None:
        wanted = Wanted("auto", frozenset({"AM08"}), frozenset({"上海"}), {"3670": 3, "3812": 1})

        score, reasons = rank(firm, wanted, key=firm.name)

        assert 0 <= score <= 100
        assert score == min(100, sum(points for *_why, points in reasons))

    def test_every_node_of_the_chains_feeds_one_that_is_there(self) -> None:
        nodes = planning.chain_nodes()

        assert len(nodes) == 152
        assert all(node.feeds <= nodes.keys() for node in nodes.values())


class TestACampaign:
    def test_is_taken_over_whole_or_not_at_all_and_brought_up_to_date(self, cast: Cast) -> None:
        campaign, by = a_campaign(cast), cast.acts(cast.zhouheng)
        bad = REGISTER.replace("60000", "六万") + ",,C9999999,,,,\n"

        with pytest.raises(BadTable) as refused:
            services.load_targets(campaign=campaign, data=bad.encode(), by=by, at=NOON)
        faults = " ".join(refused.value.fields["table"])
        assert "第3行F列" in faults and "第7行" in faults and not Target.objects.exists()

        first = services.load_targets(campaign=campaign, data=REGISTER.encode(), by=by, at=NOON)
        again = services.load_targets(campaign=campaign, data=REGISTER.encode(), by=by, at=NOON)
        assert (first, again, campaign.targets.count()) == (4, 0, 4)

    def test_needs_a_name_a_sector_and_nodes_that_are_there(self, cast: Cast) -> None:
        with pytest.raises(BadCampaign) as refused:
            a_campaign(cast, name="x", sector="cars", nodes=["XX"])
        assert set(refused.value.fields) == {"name", "sector", "nodes"}
        with pytest.raises(MayNotEnter):
            services.open_campaign(name="名单", sector="auto", by=cast.acts(cast.linyue), at=NOON)

    def test_the_best_go_to_callers_by_heads(self, cast: Cast) -> None:
        campaign = loaded(cast)
        by = cast.acts(cast.zhouheng)

        given_out = services.assign_targets(
            campaign=campaign, caller=cast.yeting, count=1, by=by, at=NOON
        )

        mine = selectors.targets_page(campaign, cast.acts(cast.yeting), mine=True).rows
        assert given_out == 1 and [row.name[:4] for row in mine] == ["上海青松"]
        with pytest.raises(MayNotEnter):
            services.assign_targets(
                campaign=campaign, caller=cast.yeting, count=1, by=cast.acts(cast.yeting), at=NOON
            )
        own = services.open_campaign(
            name="自己的名单", sector="auto", by=cast.acts(cast.yeting), at=NOON
        )
        with pytest.raises(MayNotGiveAway):
            services.assign_targets(
                campaign=own, caller=cast.zhouheng, count=1, by=cast.acts(cast.yeting), at=NOON
            )

    def test_what_came_of_it_is_noted_and_leads_into_the_book(self, cast: Cast) -> None:
        campaign = loaded(cast)
        target = campaign.targets.order_by("-score").first()
        by = cast.acts(cast.yeting)

        services.note_result(target=target, state="called", words="下周再联系", by=by, at=NOON)
        done = services.note_result(target=target, state="adopted", words="", by=by, at=NOON)

        firm = Organisation.objects.get()
        assert (done.organisation, done.caller, firm.source) == (firm, cast.yeting, "register")
        assert (firm.city, firm.sector, firm.owner) == ("上海", "auto", cast.yeting)
        with pytest.raises(BadResult):
            services.note_result(target=target, state="open", words="", by=by, at=NOON)

    def test_a_colleagues_target_is_left_to_them_and_a_closed_list_alone(self, cast: Cast) -> None:
        campaign, head = loaded(cast), cast.acts(cast.zhouheng)
        target = campaign.targets.first()
        services.note_result(target=target, state="called", words="", by=head, at=NOON)

        with pytest.raises(NotYourTarget):
            services.note_result(
                target=target, state="declined", words="", by=cast.acts(cast.yeting), at=NOON
            )
        services.close_campaign(campaign=campaign, by=head, at=NOON)
        with pytest.raises(CampaignClosed):
            services.note_result(target=target, state="declined", words="", by=head, at=NOON)
        with pytest.raises(CampaignClosed):
            services.load_targets(campaign=campaign, data=b"", by=head, at=NOON)

    def test_open_targets_go_along_when_a_book_is_handed_over(self, cast: Cast) -> None:
        campaign, by = loaded(cast), cast.acts(cast.zhouheng)
        services.assign_targets(campaign=campaign, caller=cast.yeting, count=1, by=by, at=NOON)

        done = services.hand_over(giver=cast.yeting, taker=cast.zhouheng, by=by, at=NOON)

        assert campaign.targets.get(caller__isnull=False).caller == cast.zhouheng
        services.undo_handover(handover=done, by=by, at=NOON)
        assert campaign.targets.get(caller__isnull=False).caller == cast.yeting

    def test_is_missing_to_who_does_not_court(self, cast: Cast) -> None:
        campaign = loaded(cast)

        assert selectors.campaigns_of(cast.acts(cast.linyue)) == []
        for ask, pk in (
            (selectors.campaign_for, campaign.pk),
            (selectors.target_for, campaign.targets.first().pk),
        ):
            with pytest.raises(Missing):
                ask(cast.acts(cast.linyue), pk)
