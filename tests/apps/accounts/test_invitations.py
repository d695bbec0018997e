"""邀请 Invitations: by whom, for what, how long, and once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianjin.apps.accounts import selectors, services, tasks
from qianjin.apps.accounts.choices import Role
from qianjin.apps.accounts.models import Draft, Invitation, Membership
from qianjin.apps.audit import selectors as audit
from qianjin.units.refusals import Missing
from tests.factories.accounts import a_person, an_invitation, the_cast
from tests.factories.parks import NOON, a_park, a_unit

NEWCOMER = {"username": "wenyan", "name": "温砚", "password": "tide-and-thread-135"}


def invite(cast, by=None, **fields):
    told = {"park": cast.park, "role": Role.GENERAL_AFFAIRS, **fields}
    return services.invite(by=by or cast.acts(cast.admin), at=NOON, **told)


class TestInviting:
    def test_gives_a_token_that_is_kept_as_a_hash_only(self, cast) -> None:
        row, token = invite(cast, name=" 温砚 ", email="wen@example.com", days=3)

        assert token not in (row.token_hash, row.name)
        assert row.token_hash == selectors.token_hash(token)
        assert (row.name, row.expires_at) == ("温砚", NOON + timedelta(days=3))
        assert selectors.open_invitation(token, at=NOON) == row
        assert audit.entries_about(cast.park.pk, "invitation", row.pk).get().verb == (
            "invitation.make"
        )

    def test_is_for_those_who_may_in_their_park(self, cast) -> None:
        for by, fields in (
            (cast.hewei, {}),
            (cast.chenlan, {}),
            (cast.linyue, {"role": Role.PARK_ADMIN}),
            (cast.admin, {"park": a_park()}),
        ):
            with pytest.raises(services.MayNotInvite):
                invite(cast, by=cast.acts(by), **fields)
        assert invite(cast, by=cast.acts(cast.linyue))[0].pk

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"role": "king"}, "role"),
            ({"role": Role.SECTION_HEAD}, "unit"),
            ({"unit": "elsewhere"}, "unit"),
            ({"days": 0}, "days"),
            ({"days": 91}, "days"),
        ],
    )
    def test_names_the_field_that_is_wrong(self, cast, fields, field) -> None:
        if fields.get("unit") == "elsewhere":
            fields = {"unit": a_unit(a_park())}

        with pytest.raises(services.BadRole) as refusal:
            invite(cast, **fields)

        assert list(refusal.value.fields) == [field]


class TestTakingItUp:
    def test_opens_an_account_with_the_role(self, cast) -> None:
        _row, token = invite(cast, role=Role.PLANNING_OFFICER, unit=cast.planning)

        row, user = services.accept_invitation(token=token, at=NOON, **NEWCOMER)

        assert (row.accepted_by, row.accepted_at) == (user, NOON)
        assert user.memberships.get().unit == cast.planning
        verbs = [e.verb for e in audit.entries_about(cast.park.pk, "invitation", row.pk)]
        assert "invitation.accept" in verbs

    def test_adds_the_role_to_an_account_one_has(self, cast) -> None:
        elsewhere = the_cast()
        _row, token = invite(cast)

        services.accept_invitation(token=token, at=NOON, user=elsewhere.linyue)

        assert Membership.objects.filter(user=elsewhere.linyue).count() == 2
        assert cast.acts(elsewhere.linyue).roles == ("general_affairs",)

    def test_works_once(self, cast) -> None:
        _row, token = invite(cast)
        services.accept_invitation(token=token, at=NOON, user=a_person())

        with pytest.raises(Missing):
            services.accept_invitation(token=token, at=NOON, user=a_person())

        settled = selectors.settled_invitation(token)
        assert settled is not None
        assert settled.accepted_at == NOON

    @pytest.mark.parametrize(
        "fields", [{"expires_at": NOON}, {"revoked_at": NOON}, {"accepted_at": NOON}]
    )
    def test_of_what_is_over_answers_as_an_unknown_link(self, cast, fields) -> None:
        an_invitation(cast.park, cast.admin, token="t", **fields)

        for token in ("t", "unknown"):
            with pytest.raises(Missing):
                services.accept_invitation(token=token, at=NOON, user=a_person())
        assert selectors.settled_invitation("unknown") is None

    def test_to_the_other_side_of_the_counter_is_refused_and_stays_open(self, cast) -> None:
        _row, token = invite(cast)

        with pytest.raises(services.BadRole):
            services.accept_invitation(token=token, at=NOON, user=cast.chenlan)

        assert selectors.open_invitation(token, at=NOON).accepted_at is None

    def test_with_a_bad_name_or_password_stays_open(self, cast) -> None:
        _row, token = invite(cast)

        with pytest.raises(services.BadPerson):
            services.accept_invitation(token=token, at=NOON, **NEWCOMER | {"password": "123"})

        assert services.accept_invitation(token=token, at=NOON, **NEWCOMER)[1].pk


class TestWithdrawingIt:
    def test_closes_the_link_and_twice_changes_nothing(self, cast) -> None:
        row, token = invite(cast)
        by = cast.acts(cast.admin)

        services.revoke_invitation(invitation=row, by=by, at=NOON)
        again = services.revoke_invitation(invitation=row, by=by, at=NOON + timedelta(hours=1))

        assert again.revoked_at == NOON
        with pytest.raises(Missing):
            selectors.open_invitation(token, at=NOON)
        verbs = [e.verb for e in audit.entries_about(cast.park.pk, "invitation", row.pk)]
        assert verbs.count("invitation.revoke") == 1

    def test_after_somebody_came_in_is_refused(self, cast) -> None:
        row, token = invite(cast)
        services.accept_invitation(token=token, at=NOON, user=a_person())

        with pytest.raises(services.InvitationSettled):
            services.revoke_invitation(invitation=row, by=cast.acts(cast.admin), at=NOON)

    def test_is_for_those_who_may_invite_here(self, cast) -> None:
        row, _token = invite(cast, role=Role.AUDITOR)
        elsewhere = the_cast()

        for by in (cast.acts(cast.linyue), elsewhere.acts(elsewhere.admin)):
            with pytest.raises(services.MayNotInvite):
                services.revoke_invitation(invitation=row, by=by, at=NOON)

    def test_a_park_s_invitations_are_its_own(self, cast) -> None:
        row, _token = invite(cast)
        elsewhere = the_cast()

        assert selectors.invitation_for(cast.acts(cast.admin), row.pk) == row
        with pytest.raises(Missing):
            selectors.invitation_for(elsewhere.acts(elsewhere.admin), row.pk)


class TestTidying:
    def test_forgets_whom_it_was_for_ninety_days_after_its_end(self, cast) -> None:
        old = an_invitation(
            cast.park,
            cast.admin,
            token="old",
            name="甲",
            phone="1",
            expires_at=NOON - timedelta(days=91),
        )
        fresh = an_invitation(cast.park, cast.admin, token="fresh", name="乙", expires_at=NOON)

        assert services.forget_invitations(at=NOON) == 1
        assert services.forget_invitations(at=NOON) == 0

        assert Invitation.objects.get(pk=old.pk).name == ""
        assert Invitation.objects.get(pk=fresh.pk).name == "乙"

    def test_is_done_by_the_clock(self, cast, monkeypatch) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(days=200))
        an_invitation(cast.park, cast.admin, token="x", name="甲")
        services.save_draft(by=cast.acts(cast.linyue), key="k", data={"a": "b"}, at=NOON)

        tasks.forget_invitations(0)
        tasks.forget_drafts(0)

        assert not Invitation.objects.exclude(name="").exists()
        assert not Draft.objects.exists()
