"""What is one's own: profile, drafts, views, notices, tokens, the last look."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianjin.apps.accounts import selectors, services
from qianjin.apps.accounts.models import ApiToken, Membership, Notice
from qianjin.apps.audit import selectors as audit
from qianjin.units.refusals import Missing
from tests.factories.accounts import a_notice, a_person, a_role, acting, the_cast
from tests.factories.parks import NOON, a_park

LATER = NOON + timedelta(hours=1)


class TestTheProfile:
    def change(self, cast, **fields):
        told = {"name": "林悦", "phone": "", "email": "", "language": "zh-hans", **fields}
        return services.change_profile(by=cast.acts(cast.linyue), at=NOON, **told)

    def test_is_changed_and_the_trail_names_the_fields_only(self, cast) -> None:
        user = self.change(cast, name=" 林悦悦 ", phone="13800000000", language="en")

        assert (user.name, user.phone, user.language) == ("林悦悦", "13800000000", "en")
        (entry,) = audit.entries_about(cast.park.pk, "person", cast.linyue.pk)
        assert (entry.verb, entry.detail) == (
            "person.change",
            {"fields": ["name", "phone", "language"]},
        )

    def test_left_as_it_was_leaves_no_trace(self, cast) -> None:
        self.change(cast)

        assert not audit.entries_about(cast.park.pk, "person", cast.linyue.pk).exists()

    def test_needs_a_name_a_language_and_an_address_of_its_own(self, cast) -> None:
        a_person(email="taken@example.com")

        with pytest.raises(services.BadPerson) as refusal:
            self.change(cast, name=" ", language="tlh", email="TAKEN@example.com")

        assert set(refusal.value.fields) == {"name", "language", "email"}

    def test_s_language_is_kept_when_it_is_known(self, cast) -> None:
        services.set_language(user=cast.linyue, language="en")
        services.set_language(user=cast.linyue, language="tlh")

        cast.linyue.refresh_from_db()
        assert cast.linyue.language == "en"


class TestDrafts:
    def test_are_kept_by_form_and_person_and_overwritten(self, cast) -> None:
        by = cast.acts(cast.linyue)
        services.save_draft(by=by, key="ask", data={"words": "停"}, at=NOON)
        services.save_draft(by=by, key="ask", data={"words": "停电"}, at=LATER)

        draft = selectors.draft_of(by, "ask")
        assert draft is not None
        assert (draft.data, draft.saved_at) == ({"words": "停电"}, LATER)
        assert selectors.draft_of(cast.acts(cast.hewei), "ask") is None
        assert selectors.draft_of(by, "other") is None

    def test_left_empty_sent_or_old_are_gone(self, cast) -> None:
        by = cast.acts(cast.linyue)
        for key in ("emptied", "sent", "old"):
            services.save_draft(by=by, key=key, data={"words": "停"}, at=NOON)

        services.save_draft(by=by, key="emptied", data={"words": ""}, at=LATER)
        services.forget_draft(by=by, key="sent")
        assert services.forget_drafts(at=NOON + timedelta(days=59)) == 0
        assert services.forget_drafts(at=NOON + timedelta(days=61)) == 1


class TestSavedViews:
    def test_are_overwritten_by_name_and_dropped_by_their_owner(self, cast) -> None:
        by = cast.acts(cast.linyue)
        services.save_view(by=by, page="desk", name=" 我的 ", query="tab=mine")
        row = services.save_view(by=by, page="desk", name="我的", query="tab=late")

        assert [(v.name, v.query) for v in selectors.saved_views_of(by, "desk")] == [
            ("我的", "tab=late")
        ]
        assert selectors.saved_views_of(by, "people") == []
        services.drop_view(by=cast.acts(cast.hewei), view_id=row.pk)
        assert selectors.saved_views_of(by, "desk") == [row]
        services.drop_view(by=by, view_id=row.pk)
        assert selectors.saved_views_of(by, "desk") == []

    def test_need_a_name_and_are_thirty_at_most(self, cast) -> None:
        by = cast.acts(cast.linyue)
        for n in range(30):
            services.save_view(by=by, page="desk", name=f"视图{n}", query="")

        with pytest.raises(services.BadPerson):
            services.save_view(by=by, page="desk", name=" ", query="")
        with pytest.raises(services.BadPerson):
            services.save_view(by=by, page="desk", name="第三十一", query="")

        assert services.save_view(by=by, page="desk", name="视图3", query="x").query == "x"
        assert services.save_view(by=by, page="people", name="另一页", query="").pk


class TestNotices:
    def test_are_read_one_by_one_or_all_at_once_by_their_owner(self, cast) -> None:
        first = a_notice(cast.park, cast.linyue)
        for _ in range(2):
            a_notice(cast.park, cast.linyue)
        theirs = a_notice(cast.park, cast.hewei)
        by = cast.acts(cast.linyue)

        assert services.read_notices(by=by, at=LATER, notice_id=theirs.pk) == 0
        assert services.read_notices(by=by, at=LATER, notice_id=first.pk) == 1
        assert selectors.unread_count(by) == 2
        assert services.read_notices(by=by, at=LATER) == 2
        assert services.read_notices(by=by, at=LATER) == 0
        assert Notice.objects.get(pk=theirs.pk).read_at is None

    def test_are_counted_no_further_than_is_shown(self, cast) -> None:
        for _ in range(4):
            a_notice(cast.park, cast.linyue)

        assert selectors.unread_count(cast.acts(cast.linyue), most=3) == 3

    def test_of_others_and_of_other_parks_are_missing(self, cast) -> None:
        elsewhere = a_park()
        a_role(cast.linyue, elsewhere, "auditor")
        here, there = a_notice(cast.park, cast.linyue), a_notice(elsewhere, cast.linyue)
        by = cast.acts(cast.linyue)
        arrived = selectors.arrival(user=cast.linyue, slug=cast.park.slug, at=NOON)

        assert selectors.notice_for(by, here.pk) == here
        for pk in (there.pk, a_notice(cast.park, cast.hewei).pk, 0):
            with pytest.raises(Missing):
                selectors.notice_for(by, pk)
        assert [row[2] for row in arrived.serving] == [1, 1]

    def test_are_mailed_once_to_those_with_an_address_while_they_are_news(self, cast) -> None:
        reader = a_person(email="lin@example.com")
        due = a_notice(cast.park, reader)
        a_notice(cast.park, cast.linyue)
        a_notice(cast.park, reader, at=LATER + timedelta(seconds=1))
        a_notice(cast.park, reader, at=NOON - timedelta(days=4))
        a_notice(cast.park, reader, read_at=NOON)
        a_notice(cast.park, a_person(email="x@example.com", is_active=False))

        assert selectors.to_mail(before=LATER) == [due]
        assert services.mailed(notice_ids=[due.pk], at=LATER) == 1
        assert services.mailed(notice_ids=[due.pk], at=LATER) == 0
        assert selectors.to_mail(before=LATER) == []


class TestTokens:
    def make(self, cast, **fields):
        told = {"name": "报表", "days": 30, "at": NOON, **fields}
        return services.make_token(by=cast.acts(cast.linyue), **told)

    def test_are_shown_once_and_kept_as_a_hash(self, cast) -> None:
        row, secret = self.make(cast)

        assert secret.startswith("qj_")
        assert secret.startswith(row.hint)
        assert secret not in row.token_hash
        assert row.is_read_only
        found = selectors.valid_token(secret, at=NOON)
        assert found is not None
        assert (found, found.user) == (row, cast.linyue)
        (entry,) = audit.entries_about(cast.park.pk, "token", row.pk)
        assert secret not in str(entry.detail)

    def test_open_nothing_when_over_revoked_unknown_or_of_a_barred_person(self, cast) -> None:
        row, secret = self.make(cast, days=1)
        revoked, other = self.make(cast)
        services.revoke_token(by=cast.acts(cast.linyue), token_id=revoked.pk, at=NOON)

        assert selectors.valid_token(secret, at=NOON + timedelta(hours=23)) == row
        assert selectors.valid_token(secret, at=NOON + timedelta(days=1)) is None
        assert selectors.valid_token(other, at=NOON) is None
        assert selectors.valid_token("qj_unknown", at=NOON) is None
        type(cast.linyue).objects.filter(pk=cast.linyue.pk).update(is_active=False)
        assert selectors.valid_token(secret, at=NOON) is None

    def test_are_revoked_by_their_owner_once(self, cast) -> None:
        row, _secret = self.make(cast)
        by = cast.acts(cast.linyue)
        with pytest.raises(Missing):
            services.revoke_token(by=cast.acts(cast.admin), token_id=row.pk, at=NOON)

        services.revoke_token(by=by, token_id=row.pk, at=NOON)
        services.revoke_token(by=by, token_id=row.pk, at=LATER)

        row.refresh_from_db()
        assert row.revoked_at == NOON
        assert not selectors.tokens_of(by, at=NOON).exists()

    @pytest.mark.parametrize(
        ("fields", "field"),
        [({"name": " "}, "name"), ({"days": 0}, "days"), ({"days": 367}, "days")],
    )
    def test_need_a_name_and_an_end(self, cast, fields, field) -> None:
        with pytest.raises(services.BadToken) as refusal:
            self.make(cast, **fields)

        assert list(refusal.value.fields) == [field]

    def test_are_twenty_at_most(self, cast) -> None:
        for _ in range(20):
            last, _secret = self.make(cast)
        with pytest.raises(services.BadToken):
            self.make(cast)

        services.revoke_token(by=cast.acts(cast.linyue), token_id=last.pk, at=NOON)

        assert self.make(cast)[0].pk

    def test_note_their_use_every_ten_minutes_at_most(self, cast) -> None:
        row, _secret = self.make(cast)

        seen = []
        for minutes in (0, 9, 11):
            services.token_used(token=row, at=NOON + timedelta(minutes=minutes))
            seen.append(ApiToken.objects.get(pk=row.pk).used_at)

        assert seen == [NOON, NOON, NOON + timedelta(minutes=11)]


def test_the_last_look_is_remembered_by_park(cast) -> None:
    elsewhere = the_cast()
    a_role(cast.linyue, elsewhere.park, "auditor")
    by = cast.acts(cast.linyue)

    assert services.looked(by=by, at=NOON) is None
    assert services.looked(by=by, at=LATER) == NOON
    assert services.looked(by=acting(cast.linyue, elsewhere.park), at=LATER) is None
    assert Membership.objects.filter(looked_at=LATER).count() == 2
