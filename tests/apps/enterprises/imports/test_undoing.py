"""An import can be taken back as a whole while nothing was built on it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qianjin.apps.audit import selectors as audit
from qianjin.apps.enterprises import services
from qianjin.apps.enterprises.models import Contact, Enterprise, ImportBatch, YearFigures
from qianjin.apps.enterprises.refusals import BuiltUpon, MayNotImport, NotTakenOver
from tests.factories.enterprises import a_contact, an_enterprise
from tests.factories.parks import NOON
from tests.factories.tables import DAWN, a_messy_workbook, a_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(cast):
    return cast.acts(cast.linyue)


def taken_over(cast, officer, data: bytes) -> ImportBatch:
    batch = services.upload(park=cast.park, data=data, file_name="台账.xlsx", by=officer, at=NOON)
    return services.take_over(batch=batch, by=officer, at=NOON)


def test_new_entries_go_with_all_that_came_with_them(cast, officer):
    before = Enterprise.objects.count(), Contact.objects.count()
    batch = taken_over(cast, officer, a_messy_workbook())

    undone = services.undo_import(batch=batch, by=officer, at=NOON)

    assert undone.state == "undone"
    assert (Enterprise.objects.count(), Contact.objects.count()) == before
    assert YearFigures.objects.count() == 0


def test_changed_entries_say_again_what_they_said_before(cast, officer):
    entry = an_enterprise(cast.park, "云帆航空有限公司", address="旧址")
    a_contact(entry, "周一", phone="13800000000")
    YearFigures.objects.create(park=cast.park, enterprise=entry, year=2025, tax_wan=5)
    batch = taken_over(
        cast,
        officer,
        a_workbook(
            [
                (
                    "企业名称",
                    "地址",
                    "入园时间",
                    "联系人",
                    "电话",
                    "2025年税收（万元）",
                    "2024年税收（万元）",
                ),
                ("云帆航空有限公司", "新址", "2021-03-24", "周一", "13900000000", 62, 60),
            ]
        ),
    )
    assert YearFigures.objects.count() == 2

    services.undo_import(batch=batch, by=officer, at=NOON)

    entry.refresh_from_db()
    assert (entry.address, entry.opened_on, entry.version) == ("旧址", None, 3)
    assert Contact.objects.get(enterprise=entry).phone == "13800000000"
    assert YearFigures.objects.get(enterprise=entry).tax_wan == Decimal(5)
    assert audit.verify(cast.park.pk) == []


def test_an_entry_that_was_changed_since_is_named_and_nothing_is_undone(cast, officer):
    batch = taken_over(cast, officer, a_messy_workbook())
    entry = Enterprise.objects.get(credit_code=DAWN)
    services.change(enterprise=entry, version=1, by=officer, at=NOON, address="江东大道 1 号")

    with pytest.raises(BuiltUpon) as refusal:
        services.undo_import(batch=batch, by=officer, at=NOON)

    assert entry.name in str(refusal.value)
    assert Enterprise.objects.filter(pk=entry.pk).exists()


def test_an_entry_that_was_written_about_since_stays(cast, officer):
    batch = taken_over(cast, officer, a_messy_workbook())
    entry = Enterprise.objects.get(credit_code=DAWN)
    services.note(enterprise=entry, text="来过一次电话", by=officer, at=NOON)

    with pytest.raises(BuiltUpon):
        services.undo_import(batch=batch, by=officer, at=NOON)


def test_an_entry_whose_contact_was_invited_since_stays(cast, officer):
    batch = taken_over(cast, officer, a_messy_workbook())
    services.invite_contact(contact=Contact.objects.get(name="周一"), by=officer, at=NOON)

    with pytest.raises(BuiltUpon):
        services.undo_import(batch=batch, by=officer, at=NOON)


def test_an_entry_that_was_merged_since_stays(cast, officer):
    batch = taken_over(cast, officer, a_messy_workbook())
    entry = Enterprise.objects.get(credit_code=DAWN)
    services.merge_entries(kept=cast.chenxi, dropped=entry, by=officer, at=NOON)

    with pytest.raises(BuiltUpon):
        services.undo_import(batch=batch, by=officer, at=NOON)


def test_an_import_is_undone_only_once(cast, officer):
    batch = taken_over(cast, officer, a_messy_workbook())
    services.undo_import(batch=batch, by=officer, at=NOON)

    with pytest.raises(NotTakenOver):
        services.undo_import(batch=batch, by=officer, at=NOON)


def test_an_officer_without_the_right_may_not_undo(cast, officer):
    batch = taken_over(cast, officer, a_messy_workbook())

    with pytest.raises(MayNotImport):
        services.undo_import(batch=batch, by=cast.acts(cast.yeting), at=NOON)
