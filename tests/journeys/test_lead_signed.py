"""签约 What a signing brings, that it happens whole, and that it is undone as one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from qianjin.apps.accounts.models import Notice
from qianjin.apps.channels.choices import Vendor
from qianjin.apps.channels.models import Delivery, Robot
from qianjin.apps.clearing.models import SiteNeed
from qianjin.apps.enterprises.models import Enterprise
from qianjin.apps.enterprises.refusals import InUse
from qianjin.apps.enterprises.services import note
from qianjin.apps.investment import services
from qianjin.apps.investment.models import Move, Project, Signing
from qianjin.apps.investment.refusals import (
    AlreadySigned,
    BadProject,
    MayNotKeepProject,
    MovedOn,
    NotAdmitted,
    NotSigned,
)
from qianjin.apps.prospects.models import Organisation
from qianjin.journeys.lead_signed import Signed, lead_signed, lead_unsigned
from tests.factories.accounts import Cast
from tests.factories.investment import a_criterion, a_project, the_pipeline, the_stage
from tests.factories.parks import NOON

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
FIRM = "云帆航空复材有限公司（演示）"


@pytest.fixture(scope="module")
def standing_cast(standing_cast: Cast) -> Cast:
    the_pipeline(standing_cast.park)
    return standing_cast


def a_talk(cast: Cast, **values: object) -> Project:
    return a_project(cast, stage="talks", firm=FIRM, land_mu=200, investment_wan=224_000, **values)


def signed(cast: Cast, project: Project, **values: object) -> Signed:
    by = cast.acts(cast.yeting)
    return lead_signed(project=project, signed_on=TODAY, by=by, at=NOON, **values)  # type: ignore[arg-type]


def test_enters_the_enterprise_asks_for_a_site_and_tells_people(cast: Cast) -> None:
    project = a_talk(cast)
    robot = Robot.objects.create(
        park=cast.park,
        vendor=Vendor.WECOM,
        name="招商群",
        host="example.test",
        sealed_address="x",
        topics=["signed"],
    )

    found = signed(cast, project)

    project.refresh_from_db()
    assert project.stage.code == "signed"
    assert project.enterprise == found.enterprise
    assert found.enterprise.name == FIRM
    assert found.enterprise.status == "building"
    assert found.need is not None
    assert (found.need.mu_min, found.need.mu_max, found.need.sector) == (200, 230, "aviation")
    assert project.organisation is not None
    project.organisation.refresh_from_db()
    assert project.organisation.enterprise == found.enterprise
    assert Notice.objects.filter(user=cast.hewei, kind="investment.signed").exists()
    told = Delivery.objects.get(robot=robot)
    assert told.params["amount"] == "22.4亿"
    assert found.enterprise.thread.filter(kind="signed", text=project.name).exists()


def test_lands_the_firm_though_it_is_in_somebody_elses_care(cast: Cast) -> None:
    project = a_talk(cast)
    assert project.organisation is not None
    Organisation.objects.filter(pk=project.organisation.pk).update(owner=cast.zhouheng)

    found = signed(cast, project)

    project.organisation.refresh_from_db()
    assert project.organisation.enterprise == found.enterprise


def test_links_the_enterprise_that_is_there_already(cast: Cast) -> None:
    project = a_talk(cast)

    found = signed(cast, project, enterprise=cast.chenxi, wants_site=False)

    assert found.enterprise == cast.chenxi
    assert not found.signing.is_new_enterprise
    assert not Enterprise.objects.filter(name=FIRM).exists()
    assert not SiteNeed.objects.exists()


def test_is_undone_as_one(cast: Cast) -> None:
    project = a_talk(cast)
    found = signed(cast, project)
    assert found.need is not None

    lead_unsigned(signing=found.signing, by=cast.acts(cast.yeting), at=NOON)

    project.refresh_from_db()
    found.need.refresh_from_db()
    assert (project.stage.code, project.signed_on, project.enterprise) == ("talks", None, None)
    assert found.need.state == "closed"
    assert not Enterprise.objects.filter(name=FIRM).exists()
    assert project.organisation is not None
    project.organisation.refresh_from_db()
    assert project.organisation.enterprise is None
    with pytest.raises(NotSigned):
        lead_unsigned(signing=found.signing, by=cast.acts(cast.yeting), at=NOON)
    assert signed(cast, project).enterprise.name == FIRM


def test_stays_once_work_has_been_built_on_it(cast: Cast) -> None:
    project = a_talk(cast)
    found = signed(cast, project)
    with translation.override("zh-hans"):
        note(enterprise=found.enterprise, text="已上门", by=cast.acts(cast.zhouheng), at=NOON)

    with pytest.raises(InUse):
        lead_unsigned(signing=found.signing, by=cast.acts(cast.yeting), at=NOON)

    assert Signing.objects.get().undone_at is None


def test_stays_once_the_project_has_moved_on(cast: Cast) -> None:
    project = a_talk(cast)
    found = signed(cast, project)
    services.move(
        project=project,
        to=the_stage(cast.park, "land"),
        by=cast.acts(cast.yeting),
        at=NOON + timedelta(days=30),
    )

    with pytest.raises(MovedOn):
        lead_unsigned(signing=found.signing, by=cast.acts(cast.yeting), at=NOON)


def test_leaves_nothing_behind_when_it_is_refused(cast: Cast) -> None:
    project = a_talk(cast)
    before = Move.objects.count()

    with pytest.raises(MayNotKeepProject):
        lead_signed(project=project, signed_on=TODAY, by=cast.acts(cast.gumingzhou), at=NOON)
    with pytest.raises(BadProject):
        signed_on = TODAY + timedelta(days=1)
        lead_signed(project=project, signed_on=signed_on, by=cast.acts(cast.yeting), at=NOON)

    assert Move.objects.count() == before
    assert not Enterprise.objects.filter(name=FIRM).exists()
    assert not SiteNeed.objects.exists()


def test_is_signed_once_and_not_while_under_review(cast: Cast) -> None:
    project, other = a_talk(cast), a_talk(cast)
    a_criterion(cast)
    services.open_review(project=other, units=[], by=cast.acts(cast.yeting), at=NOON)
    signed(cast, project)

    with pytest.raises(AlreadySigned):
        signed(cast, project)
    with pytest.raises(NotAdmitted):
        signed(cast, other)
    with pytest.raises(BadProject):
        signed(cast, a_project(cast, stage="talks"))
