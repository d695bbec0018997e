"""协办延期: a co-handler asks for more time, the lead rules, the enterprise's promise stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.models import Entry, Extension, Part
from qianjin.apps.desk.refusals import (
    BadRequest,
    ExtensionWaits,
    MayNotHelp,
    MayNotRule,
    NothingToExtend,
    OwnExtension,
    PartSettled,
    TooLateToExtend,
)
from tests.factories.desk import MORNING, an_accepted_request
from tests.factories.parks import local

LATER = MORNING + timedelta(hours=1)
FRIDAY = date(2026, 11, 27)


@pytest.fixture
def part(cast) -> Part:
    """Two working days for the power company, of a request promised for Monday the 30th."""
    request = an_accepted_request(cast)
    made = services.share(
        request=request, units=[cast.power], words="请到场核实", days=2,
        by=cast.acts(cast.yeting), at=LATER,
    )  # fmt: skip
    return made[0]


def asked(cast, part, until_on=FRIDAY, at=LATER, words="设备周五到货") -> Extension:
    return services.ask_part_extension(
        part=part, words=words, until_on=until_on, by=cast.acts(cast.liaison), at=at
    )


def test_the_lead_grants_it_and_only_the_clock_of_the_part_moves(cast, part, dues, heard) -> None:
    before = dues(part.request)
    row = asked(cast, part)
    assert heard(cast.yeting)[-1] == "more_time"

    services.rule_extension(extension=row, is_granted=True, by=cast.acts(cast.yeting), at=LATER)

    part.refresh_from_db()
    assert part.due_at == local("2026-11-27 17:30")
    assert dues(part.request) == before
    assert heard(cast.liaison)[-1] == "extension_granted"
    assert "extended" not in heard(cast.chenlan)
    entry = Entry.objects.get(request=part.request, kind="extended")
    assert (entry.is_internal, entry.data["units"]) == (True, ["供电公司"])


def test_time_given_outlasts_a_pause(cast, part) -> None:
    row = asked(cast, part)
    by = cast.acts(cast.yeting)
    services.rule_extension(extension=row, is_granted=True, by=by, at=LATER)

    services.ask_material(request=part.request, words="补", by=by, at=local("2026-11-24 09:00"))
    services.go_on_without(request=part.request, by=by, at=local("2026-11-25 09:00"))

    part.refresh_from_db()
    assert part.due_at == local("2026-11-30 17:30")


def test_refused_nothing_changes(cast, part, heard) -> None:
    due = part.due_at
    row = asked(cast, part)

    services.rule_extension(
        extension=row, is_granted=False, words="企业等着", by=cast.acts(cast.yeting), at=LATER
    )

    part.refresh_from_db()
    assert part.due_at == due
    assert heard(cast.liaison)[-1] == "extension_refused"


def test_it_never_reaches_beyond_what_the_enterprise_was_promised(cast, part) -> None:
    with pytest.raises(BadRequest) as refused:
        asked(cast, part, until_on=date(2026, 12, 4))

    assert "2026-11-30 17:30" in refused.value.fields["until_on"][0]


def test_days_that_are_not_later_or_not_worked_on_are_bad_input(cast, part) -> None:
    for day in (date(2026, 11, 24), date(2026, 11, 28)):
        with pytest.raises(BadRequest):
            asked(cast, part, until_on=day)
    with pytest.raises(BadRequest):
        asked(cast, part, words=" ")
    assert not Extension.objects.exists()


def test_in_good_time_once_and_only_of_what_runs(cast, part) -> None:
    with pytest.raises(TooLateToExtend):
        asked(cast, part, at=local("2026-11-25 09:00"))
    asked(cast, part)
    with pytest.raises(ExtensionWaits):
        asked(cast, part)
    by = cast.acts(cast.yeting)
    services.ask_material(request=part.request, words="补", by=by, at=LATER)
    with pytest.raises(NothingToExtend):
        asked(cast, part)


def test_what_is_answered_is_asked_nothing_for_and_others_may_not_ask(cast, part) -> None:
    with pytest.raises(MayNotHelp):
        services.ask_part_extension(
            part=part, words="x", until_on=FRIDAY, by=cast.acts(cast.yeting), at=LATER
        )
    row = asked(cast, part)
    services.answer_part(part=part, words="好", by=cast.acts(cast.liaison), at=LATER)
    with pytest.raises(PartSettled):
        asked(cast, part)
    with pytest.raises(NothingToExtend):
        services.rule_extension(extension=row, is_granted=True, by=cast.acts(cast.yeting), at=LATER)


def test_neither_the_asker_nor_a_stranger_rules(cast, part) -> None:
    row = asked(cast, part)

    with pytest.raises((OwnExtension, MayNotRule)):
        services.rule_extension(
            extension=row, is_granted=True, by=cast.acts(cast.liaison), at=LATER
        )


def test_it_waits_for_the_lead_and_for_whoever_rules_on_leads(cast, part) -> None:
    asked(cast, part)

    for user, waits in ((cast.yeting, 1), (cast.zhouheng, 1), (cast.liaison, 0), (cast.linyue, 1)):
        actor = cast.acts(user)
        found = selectors.extensions_page(actor, open_only=True)
        assert len(found.rows) == waits, user.name
        assert selectors.today(actor, at=LATER).extensions_total == waits, user.name
    row = selectors.extensions_page(cast.acts(cast.yeting), open_only=True).rows[0]
    assert (row.is_part, row.may_rule, row.unit) == (True, True, "供电公司")
