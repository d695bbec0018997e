"""One firm that stood twice: merged, and two again, with everything where it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianjin.apps.audit.models import AuditEntry
from qianjin.apps.desk import selectors as desk
from qianjin.apps.desk.models import ServiceRequest, Thanks
from qianjin.apps.drives import services as drives
from qianjin.apps.enterprises import selectors, services
from qianjin.apps.enterprises.models import Contact, Enterprise, ThreadEntry, YearFigures
from qianjin.apps.enterprises.refusals import (
    AlreadyUndone,
    BadMerge,
    CannotUndoMerge,
    ChangedMeanwhile,
    MayNotMerge,
    MergedAway,
)
from qianjin.apps.enterprises.services import index
from qianjin.apps.subsidies import services as services_of_claims
from qianjin.apps.subsidies.models import Claim, Qualification
from qianjin.journeys.merge_enterprises import merge_enterprises, undo_merge_enterprises
from qianjin.units import credit_code
from qianjin.units.refusals import Missing
from tests.factories.accounts import the_cast
from tests.factories.desk import a_request
from tests.factories.drives import a_drive, target_of
from tests.factories.enterprises import a_contact, an_enterprise
from tests.factories.parks import NOON
from tests.factories.subsidies import a_mark, a_scheme

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


@pytest.fixture
def keeper(cast):
    return cast.acts(cast.linyue)


@pytest.fixture
def twin(cast, keeper) -> Enterprise:
    """晨曦精密 entered a second time, with all that may hang on an entry."""
    twin = an_enterprise(
        cast.park, "晨曦精密机械（演示）", credit_code=credit_code.make(5), address="演示路5号"
    )
    a_contact(twin, "苏清越", phone="13800001234")
    services.set_figures(enterprise=twin, year=2025, by=keeper, at=NOON, employees=60)
    services.set_figures(enterprise=twin, year=2024, by=keeper, at=NOON, employees=50)
    services.set_figures(enterprise=cast.chenxi, year=2024, by=keeper, at=NOON, employees=55)
    services.note(enterprise=twin, text="记在重复条目上", by=keeper, at=NOON)
    request = a_request(twin, keeper, words="重复条目上的诉求")
    index.refresh([cast.chenxi, twin])
    Thanks.objects.create(
        park=cast.park, enterprise=twin, request=request, at=NOON, by_name="苏清越", text="谢谢"
    )
    return twin


def whole(*enterprises: Enterprise) -> dict[str, object]:
    """Everything that hangs on these entries, as the database holds it."""
    own = {"enterprise__in": enterprises}
    fields = ("name", "short_name", "credit_code", "address", "tier", "officer", "search_text")
    return {
        "entries": sorted(
            Enterprise.objects.filter(pk__in=[e.pk for e in enterprises]).values_list(
                "pk", "merged_into", *fields
            )
        ),
        "contacts": sorted(
            Contact.objects.filter(**own).values_list("pk", "enterprise", "is_primary")
        ),
        "figures": sorted(
            YearFigures.objects.filter(**own).values_list("pk", "enterprise", "employees")
        ),
        "thread": sorted(
            ThreadEntry.objects.filter(**own)
            .exclude(object_kind="merge")
            .values_list("pk", "enterprise")
        ),
        "requests": sorted(
            ServiceRequest.objects.filter(**own).values_list("pk", "enterprise", "text__words")
        ),
        "thanks": sorted(Thanks.objects.filter(**own).values_list("pk", "enterprise")),
    }


class TestMerging:
    def test_brings_contacts_figures_thread_requests_and_thanks(self, cast, keeper, twin):
        merge_enterprises(kept=cast.chenxi, dropped=twin, by=keeper, at=LATER)

        assert {c.name for c in selectors.contacts_of(cast.chenxi)} == {"陈岚", "苏清越"}
        assert [(f.year, f.employees) for f in selectors.figures_of(cast.chenxi)] == [
            (2025, 60),
            (2024, 55),
        ]
        texts = [e.text for e in selectors.thread_of(keeper, cast.chenxi).entries]
        assert "记在重复条目上" in texts
        assert ServiceRequest.objects.get().enterprise == cast.chenxi
        assert Thanks.objects.get().enterprise == cast.chenxi

    def test_takes_the_chosen_fields_even_the_credit_code(self, cast, keeper, twin):
        merge = merge_enterprises(
            kept=cast.chenxi,
            dropped=twin,
            by=keeper,
            at=LATER,
            values={"credit_code": twin.credit_code, "address": twin.address},
        )

        assert (merge.kept.credit_code, merge.kept.address) == (credit_code.make(5), "演示路5号")

    def test_requests_are_found_under_both_names(self, cast, keeper, twin):
        merge_enterprises(kept=cast.chenxi, dropped=twin, by=keeper, at=LATER)

        for words in ("晨曦精密机械", "晨曦精密（演示）"):
            found = desk.page_of(keeper, desk.Filters(tab="all", words=words), at=LATER)
            assert len(found.rows) == 1, words

    def test_the_old_address_leads_to_the_new_one(self, cast, keeper, twin):
        merge_enterprises(kept=cast.chenxi, dropped=twin, by=keeper, at=LATER)

        with pytest.raises(selectors.MovedTo) as moved:
            selectors.get_enterprise_for(keeper, twin.pk)
        assert moved.value.enterprise == cast.chenxi
        assert isinstance(moved.value, Missing)

    def test_is_refused_to_a_head_of_section(self, cast, twin):
        with pytest.raises(MayNotMerge):
            merge_enterprises(kept=cast.chenxi, dropped=twin, by=cast.acts(cast.zhouheng), at=LATER)

    def test_is_refused_across_parks_and_with_itself(self, cast, keeper, twin):
        with pytest.raises(MayNotMerge):
            merge_enterprises(kept=the_cast().chenxi, dropped=twin, by=keeper, at=LATER)
        with pytest.raises(BadMerge):
            merge_enterprises(kept=twin, dropped=twin, by=keeper, at=LATER)

    def test_is_refused_twice(self, cast, keeper, twin):
        merge_enterprises(kept=cast.chenxi, dropped=twin, by=keeper, at=LATER)

        with pytest.raises(MergedAway):
            merge_enterprises(kept=cast.other, dropped=twin, by=keeper, at=LATER)

    def test_is_refused_when_an_entry_changed_since_it_was_looked_at(self, cast, keeper, twin):
        services.change(enterprise=twin, version=1, by=keeper, at=NOON, address="演示路6号")

        with pytest.raises(ChangedMeanwhile):
            merge_enterprises(
                kept=cast.chenxi,
                dropped=twin,
                by=keeper,
                at=LATER,
                seen={cast.chenxi.pk: 1, twin.pk: 1},
            )

        twin.refresh_from_db()
        assert twin.merged_into is None

    def test_leaves_a_trace_on_both(self, cast, keeper, twin):
        merge_enterprises(kept=cast.chenxi, dropped=twin, by=keeper, at=LATER)

        traced = AuditEntry.objects.filter(at=LATER).values_list("verb", "object_id")
        assert set(traced) == {
            ("enterprise.merge", cast.chenxi.pk),
            ("enterprise.merged_away", twin.pk),
        }


class TestUndoing:
    def test_restores_everything(self, cast, keeper, twin):
        before = whole(cast.chenxi, twin)
        merge = merge_enterprises(
            kept=cast.chenxi,
            dropped=twin,
            by=keeper,
            at=LATER,
            values={
                "name": twin.name,
                "credit_code": twin.credit_code,
                "address": twin.address,
                "officer_id": cast.yeting.pk,
            },
        )
        assert whole(cast.chenxi, twin) != before

        undo_merge_enterprises(merge=merge, by=keeper, at=LATER)

        assert whole(cast.chenxi, twin) == before

    def test_leaves_with_the_kept_entry_what_came_since(self, cast, keeper, twin):
        merge = merge_enterprises(kept=cast.chenxi, dropped=twin, by=keeper, at=LATER)
        since = a_request(cast.chenxi, keeper, at=LATER, words="合并以后提的诉求")
        services.change(
            enterprise=merge.kept,
            version=merge.kept.version,
            by=keeper,
            at=LATER,
            address="演示路99号",
        )

        undo_merge_enterprises(merge=merge, by=keeper, at=LATER)

        since.refresh_from_db()
        cast.chenxi.refresh_from_db()
        assert since.enterprise == cast.chenxi
        assert cast.chenxi.address == "演示路99号"

    def test_what_was_written_about_a_request_since_goes_back_with_it(self, cast, keeper, twin):
        request = ServiceRequest.objects.get()
        merge = merge_enterprises(kept=cast.chenxi, dropped=twin, by=keeper, at=LATER)
        services.write_on_thread(
            enterprise=merge.kept,
            kind="request_resolved",
            by=keeper,
            at=LATER,
            object_kind="request",
            object_ref=request.number,
        )

        undo_merge_enterprises(merge=merge, by=keeper, at=LATER)

        line = ThreadEntry.objects.get(kind="request_resolved")
        assert line.enterprise == twin

    def test_is_refused_when_the_kept_entry_was_merged_on(self, cast, keeper, twin):
        merge = merge_enterprises(kept=cast.chenxi, dropped=twin, by=keeper, at=LATER)
        merge_enterprises(kept=cast.other, dropped=cast.chenxi, by=keeper, at=LATER)

        with pytest.raises(CannotUndoMerge):
            undo_merge_enterprises(merge=merge, by=keeper, at=LATER)

    def test_is_refused_when_a_third_has_the_credit_code_by_now(self, cast, keeper, twin):
        merge = merge_enterprises(kept=cast.chenxi, dropped=twin, by=keeper, at=LATER)
        services.register(
            park=cast.park, by=keeper, at=LATER, name="第三家", credit_code=twin.credit_code
        )

        with pytest.raises(CannotUndoMerge) as refused:
            undo_merge_enterprises(merge=merge, by=keeper, at=LATER)
        assert "第三家" in str(refused.value)

    def test_happens_once(self, cast, keeper, twin):
        merge = merge_enterprises(kept=cast.chenxi, dropped=twin, by=keeper, at=LATER)
        undo_merge_enterprises(merge=merge, by=keeper, at=LATER)

        with pytest.raises(AlreadyUndone):
            undo_merge_enterprises(merge=merge, by=keeper, at=LATER)


class TestSuspecting:
    def test_shows_the_pair_with_its_reasons(self, cast, keeper, twin):
        (pair,) = selectors.suspicions(keeper).pairs

        assert {pair.one, pair.other} == {cast.chenxi, twin}
        assert [code for code, _subject in pair.reasons] == ["contains"]

    def test_forgets_a_pair_that_was_said_to_be_two(self, cast, keeper, twin):
        services.say_distinct(one=twin, other=cast.chenxi, by=keeper, at=NOON)

        assert selectors.suspicions(keeper).pairs == []

    def test_forgets_a_pair_that_was_merged(self, cast, keeper, twin):
        merge_enterprises(kept=cast.chenxi, dropped=twin, by=keeper, at=LATER)

        assert selectors.suspicions(keeper).pairs == []
        assert [m.dropped for m in selectors.merges_of(keeper).merges] == [twin]

    def test_turns_its_pages_without_losing_a_pair(self, cast, keeper):
        for number in range(7):
            name = "东南西北春夏秋"[number] + "山林业有限公司（演示）"
            an_enterprise(cast.park, name)
            an_enterprise(cast.park, f"杭州{name}")
        seen, after = [], ""
        while True:
            found = selectors.suspicions(keeper, after=after, size=3)
            seen += [pair.key for pair in found.pairs]
            after = found.older
            if not after:
                break

        assert len(seen) == len(set(seen)) == found.count
        assert found.count >= 7

    def test_shows_nothing_to_who_may_not_merge(self, cast, twin):
        assert selectors.suspicions(cast.acts(cast.zhouheng)).pairs == []
        assert selectors.merges_of(cast.acts(cast.auditor)).merges == []


def test_claims_and_labels_come_along_but_for_what_both_have(cast, keeper, twin):
    told = {"scheme": a_scheme(cast, conditions=[]), "by": keeper, "at": NOON}
    mine = services_of_claims.begin(enterprise=cast.chenxi, **told)
    theirs = services_of_claims.begin(enterprise=twin, **told)
    other = a_scheme(cast, "首台套奖励（演示）", conditions=[])
    alone = services_of_claims.begin(scheme=other, enterprise=twin, by=keeper, at=NOON)
    a_mark(cast.chenxi, "high_tech")
    a_mark(twin, "high_tech", holds=False)
    a_mark(twin, "green_factory")

    merge = merge_enterprises(kept=cast.chenxi, dropped=twin, by=keeper, at=LATER)

    assert set(Claim.objects.filter(enterprise=cast.chenxi)) == {mine, alone}
    assert list(Claim.objects.filter(enterprise=twin)) == [theirs]
    labels = Qualification.objects.filter(enterprise=cast.chenxi).order_by("kind")
    assert [(row.kind, row.holds) for row in labels] == [
        ("green_factory", True),
        ("high_tech", True),
    ]
    undo_merge_enterprises(merge=merge, by=keeper, at=LATER)
    assert set(Claim.objects.filter(enterprise=twin)) == {theirs, alone}
    assert Qualification.objects.filter(enterprise=twin).count() == 2


class TestSpecialActions:
    """One firm answers once, whichever of its two entries was asked."""

    def test_the_place_goes_with_the_enterprise_and_comes_back(self, cast) -> None:
        drive = a_drive(cast, [cast.other], told=True)
        row = target_of(drive, cast.other)

        merge = merge_enterprises(
            kept=cast.chenxi, dropped=cast.other, by=cast.acts(cast.hewei), at=NOON
        )
        row.refresh_from_db()
        assert row.enterprise == cast.chenxi

        undo_merge_enterprises(merge=merge, by=cast.acts(cast.hewei), at=NOON)
        row.refresh_from_db()
        assert row.enterprise == cast.other

    def test_of_two_places_the_further_one_stays_with_who_is_kept(self, cast) -> None:
        drive = a_drive(cast, told=True)
        mine, theirs = target_of(drive, cast.chenxi), target_of(drive, cast.other)
        drives.answer(target=theirs, answers={}, words="不缺", by=cast.acts(cast.linyue), at=NOON)

        merge = merge_enterprises(
            kept=cast.chenxi, dropped=cast.other, by=cast.acts(cast.hewei), at=NOON
        )

        kept = target_of(drive, cast.chenxi)
        assert (kept.pk, kept.state, kept.answer) == (theirs.pk, "answered", "不缺")
        assert target_of(drive, cast.other).state == "not_needed"
        undo_merge_enterprises(merge=merge, by=cast.acts(cast.hewei), at=NOON)
        assert (target_of(drive, cast.chenxi).pk, target_of(drive, cast.chenxi).state) == (
            mine.pk,
            "told",
        )
        assert target_of(drive, cast.other).state == "answered"
