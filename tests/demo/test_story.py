"""The story is told through the services, and shows every side of the desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

import pytest
from django.db.models import F
from django.utils import timezone

from qianjin.apps.accounts.models import Absence, Membership, Notice
from qianjin.apps.audit.selectors import verify
from qianjin.apps.clearing.models import (
    Acquisition,
    ListingPaper,
    Meeting,
    Objection,
    PaperFile,
    ReadyDate,
    SiteNeed,
    VillagePart,
)
from qianjin.apps.desk import selectors, services
from qianjin.apps.desk.choices import OPEN_STATES
from qianjin.apps.desk.models import (
    Cause,
    Entry,
    Extension,
    Link,
    Part,
    Promise,
    Rating,
    Return,
    ServiceRequest,
    Thanks,
)
from qianjin.apps.drives import services as drives
from qianjin.apps.drives.models import Drive, Target
from qianjin.apps.drives.selectors import counts_of
from qianjin.apps.enterprises.models import Contact, Enterprise
from qianjin.apps.investment.models import Pipeline, Project
from qianjin.apps.investment.planning import forecasting
from qianjin.apps.land.models import BoundaryChange, LowUse, Parcel
from qianjin.apps.parks.models import Park
from qianjin.apps.subsidies.choices import ClaimState
from qianjin.apps.subsidies.models import Claim, ClaimReading, Scheme
from qianjin.demo import cast, clearing, story, together
from tests.factories.parks import NOON
from tests.factories.story import telling

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Park]:
    """The whole of it, as it is shown."""
    with django_db_blocker.unblock(), telling(tmp_path_factory.mktemp("media")) as park:
        yield park


class TestTheStory:
    def test_has_a_parcel_book_with_changes_in_every_state(self, told) -> None:
        here = Parcel.objects.filter(park=told, closed_on=None)
        named = here.filter(number__in=["ZT2-01", "CD-01"])

        assert here.count() == 46 + 29  # fields, and the tracts of large parcels
        assert set(named.values_list("state", flat=True)) == {"acquiring"}
        assert here.filter(is_enclave=True).count() >= 4
        kinds = BoundaryChange.objects.filter(park=told).values_list("kind", "state")
        assert set(kinds) == {
            ("split", "approved"),
            ("split", "proposed"),
            ("merge", "rejected"),
            ("boundary", "approved"),
            ("new", "proposed"),
        }
        states = LowUse.objects.filter(park=told).values_list("state", flat=True)
        assert {"remedying", "remedied"} <= set(states)
        whole = [sum((t.share for t in row.tenures.all()), Fraction(0)) for row in here]
        assert set(whole) == {1}

    def test_acquires_the_two_named_projects_and_land_of_many_villages(self, told) -> None:
        rows = Acquisition.objects.filter(park=told)
        named = rows.filter(parcel__number__in=["ZT2-01", "CD-01"])
        villages = VillagePart.objects.filter(park=told).values_list("village", flat=True)

        assert set(named.values_list("state", flat=True)) == {"under_way"}
        assert len(set(villages)) >= 10
        assert Meeting.objects.filter(park=told).count() >= 8
        assert not VillagePart.objects.filter(vacated__gt=0, paid__lt=F("due")).exists()
        assert ReadyDate.objects.filter(park=told).count() >= 50

    def test_matches_600_mu_over_three_villages_and_a_household_moves_the_day(self, told) -> None:
        need = SiteNeed.objects.get(park=told, name=clearing.PROJECT)
        chosen = Parcel.objects.filter(pk__in=need.chosen)
        owners = {t.unit_id for row in chosen for t in row.tenures.all()}
        last = ReadyDate.objects.filter(parcel__in=need.chosen).latest("likely")
        objection = Objection.objects.get(park=told, state="open")

        assert 600 <= sum(row.mu for row in chosen) <= 680
        assert len(owners) >= 3
        assert last.likely > need.chosen_ready
        assert (last.blocker, last.blocker_unit_id) == ("objection", objection.part.village_id)
        answers = need.search.answer["sites"]
        sooner = [one for one in answers if one["ready"] < last.likely.toordinal()]
        assert sooner  # the next best is offered
        assert set(sooner[0]["parcels"]) != set(need.chosen)

    def test_has_a_dossier_with_files_and_one_thing_late(self, told) -> None:
        papers = ListingPaper.objects.filter(park=told)

        assert papers.filter(state="there").count() >= 8
        assert papers.filter(state="asked", due_on__lt=NOON.date()).count() == 1
        assert PaperFile.objects.filter(park=told).exists()

    def test_ends_today_and_leaves_work_to_do(self, told) -> None:
        requests = ServiceRequest.objects.filter(park=told)

        assert requests.count() == story.REQUESTS + story.RECENT + together.REQUESTS == 212
        assert not requests.filter(opened_at__gt=NOON).exists()
        assert not Entry.objects.filter(park=told, at__gt=NOON).exists()
        assert requests.filter(opened_at__gt=NOON - timedelta(hours=30)).exists()
        assert requests.filter(opened_at__lt=NOON - timedelta(days=300)).exists()
        assert requests.filter(status__in=OPEN_STATES).count() >= 10
        assert requests.filter(status="closed").count() >= 20

    def test_has_support_schemes_and_a_claim_in_every_state(self, told) -> None:
        schemes, claims = Scheme.objects.filter(park=told), Claim.objects.filter(park=told)

        assert schemes.count() == 6
        assert not schemes.exclude(title__contains="演示").exists()
        assert set(claims.values_list("state", flat=True)) == set(ClaimState.values)
        assert ClaimReading.objects.filter(claim__in=claims).exists()
        assert not claims.filter(changed_at__gt=NOON).exists()

    def test_has_late_paused_rated_reopened_and_praised_ones(self, told) -> None:
        requests = ServiceRequest.objects.filter(park=told)
        lights = Counter(
            selectors.light_of(r, NOON) for r in requests.filter(status__in=OPEN_STATES)
        )
        late = Promise.objects.filter(request__in=requests, met_at__gt=F("due_at"))

        assert lights["red"] >= 1
        assert lights["green"] >= 1
        assert late.exists()
        assert Entry.objects.filter(park=told, kind="supplied").exists()
        assert requests.filter(round__gt=1).exists()
        assert Rating.objects.filter(park=told, score=5).exclude(words="").exists()
        assert Rating.objects.filter(park=told, score__lte=2).exists()
        assert Thanks.objects.filter(park=told).exists()

    def test_lets_enterprises_act_in_waking_hours(self, told) -> None:
        acts = Entry.objects.filter(park=told, kind__in=["raised", "rated", "reopened", "thanked"])
        hours = {timezone.localtime(at).hour for at in acts.values_list("at", flat=True)}

        assert hours
        assert hours <= set(range(7, 22))

    def test_has_weeks_that_look_like_weeks(self, told) -> None:
        usual = ServiceRequest.objects.filter(park=told).exclude(place=together.PLACE)
        opened = usual.values_list("opened_at", flat=True)
        weeks = Counter((NOON - at).days // 7 for at in opened)
        lately = [weeks[n] for n in range(8)]

        assert len([count for count in lately if count]) >= 7
        assert max(lately) <= 2.5 * sum(lately) / len(lately)

    def test_leaves_only_the_messages_of_the_last_days_unread(self, told) -> None:
        unread = Notice.objects.filter(park=told, read_at=None)

        assert Notice.objects.filter(park=told, read_at__isnull=False).exists()
        assert not unread.filter(at__lt=NOON - timedelta(days=3)).exists()

    def test_leaves_a_trace_that_is_whole(self, told) -> None:
        assert verify(told.pk) == []

    def test_gives_every_number_once_and_every_thread_in_order(self, told) -> None:
        numbers = list(ServiceRequest.objects.filter(park=told).values_list("number", flat=True))
        assert len(numbers) == len(set(numbers))
        for request in ServiceRequest.objects.filter(park=told):
            moments = list(request.entries.order_by("id").values_list("at", flat=True))
            assert moments == sorted(moments), request.number

    def test_is_told_once(self, told) -> None:
        before = ServiceRequest.objects.count()

        assert story.is_told()
        assert not story.is_told("province")
        story.tell(at=NOON)

        assert ServiceRequest.objects.count() == before


class TestThePowerFailure:
    """What the demonstration shows of several hands, to the case."""

    @pytest.fixture
    def cause(self, told) -> Cause:
        return Cause.objects.get(park=told)

    def test_is_one_cause_of_seven_enterprises_three_of_which_asked(self, cause) -> None:
        members = cause.members.select_related("enterprise")

        assert cause.title == together.TITLE
        assert members.count() == 7
        assert members.filter(request__isnull=False).count() == 3
        assert members.filter(told_at__isnull=False).count() == 7
        assert all(member.enterprise.is_demo for member in members)
        assert cause.main.unit.code == "power"

    def test_has_two_open_parts_a_return_and_two_extensions_that_wait(self, told, cause) -> None:
        parts = Part.objects.filter(request=cause.main).order_by("id")

        assert [(part.unit.code, part.status) for part in parts] == [
            ("planning", "taken"),
            ("investment", "asked"),
        ]
        waiting = Return.objects.get(park=told, request=cause.main)
        assert (waiting.part.unit.code, waiting.status) == ("investment", "asked")
        asked = Extension.objects.filter(request=cause.main, status="asked").order_by("id")
        assert [row.part is not None for row in asked] == [True, False]

    def test_is_found_from_today_by_whoever_rules(self, told) -> None:
        people = story.actors_of(told)
        dispatcher = selectors.today(people["linyue"], at=NOON)
        deputy = selectors.today(people["hewei"], at=NOON)

        assert dispatcher.returns_total >= 1
        assert deputy.extensions_total >= 1
        assert deputy.causes_total == dispatcher.causes_total == 1

    def test_has_a_merged_pair_a_split_one_and_linked_ones(self, told, cause) -> None:
        kinds = Counter(Link.objects.filter(park=told).values_list("kind", flat=True))

        assert kinds == {"merged": 1, "split": 1, "follows": 1, "blocks": 1}
        merged = Link.objects.get(park=told, kind="merged")
        assert (merged.target, merged.source.status) == (cause.main, "merged")


class TestTheInvestmentSection:
    def test_its_year_has_the_size_the_report_tells_of(self, told) -> None:
        year_ago = timezone.now() - timedelta(days=366)
        rows = Project.objects.filter(park=told)
        invented = rows.filter(is_demo=True)

        assert invented.filter(opened_at__gte=year_ago).count() > 100
        assert len(set(invented.values_list("city", flat=True))) >= 12
        assert all("（演示）" in row.name for row in invented)
        assert invented.filter(stage__meaning="lost").count() > invented.count() / 3
        assert invented.filter(revive_on__gt=timezone.localdate()).exists()

    def test_of_the_four_published_only_what_was_published_is_told(self, told) -> None:
        rows = Project.objects.filter(park=told, is_demo=False).order_by("-investment_wan")

        sums = [(row.name, row.investment_wan, row.stage.code) for row in rows]
        assert sums == [
            ("华瑞项目", 1_000_000, "started"),
            ("零跑新能源汽车项目", 400_000, "signed"),
            ("中通项目", 260_000, "signed"),
            ("杭萧钢构项目", 224_000, "signed"),
        ]
        assert not any(row.touches.exists() or row.signed_on or row.land_mu for row in rows)
        assert all(row.enterprise and row.enterprise.name == row.name for row in rows)

    def test_one_was_followed_for_forty_months_lost_and_won(self, told) -> None:
        row = Project.objects.get(park=told, name__startswith="高温合金")

        first = row.moves.earliest("at").at
        assert (row.signings.get().at - first).days > 1_100
        assert row.touches.count() >= 30
        assert row.moves.filter(after__meaning="lost").count() == 1
        assert row.reviews.get().state == "passed"
        assert row.commitments.count() == 8

    def test_a_fortnight_of_talks_ended_on_a_monday_morning(self, told) -> None:
        row = Project.objects.get(park=told, name__startswith="智能座舱总部")
        signed = timezone.localtime(row.signings.get().at)

        assert (signed.weekday(), signed.hour) == (0, 9)
        rounds = row.negotiation.rounds.all()
        assert all(one.touch_id for one in rounds)
        latest = timezone.localtime(max(one.at for one in rounds))
        assert latest.weekday() == 6

    def test_the_record_is_long_enough_to_forecast_from(self, told) -> None:
        pipeline = Pipeline.objects.get(park=told, code="projects")
        found = forecasting.outlook(pipeline, at=timezone.now())

        assert found.signed >= 10
        assert len(found.found.quarters) == 4


class TestItsPeople:
    def test_every_invented_enterprise_is_marked_and_has_a_contact_who_signs_in(self, told) -> None:
        signed = Enterprise.objects.filter(projects__isnull=False)
        invented = Enterprise.objects.filter(park=told, is_demo=True)
        assert all(enterprise.name.endswith("（演示）") for enterprise in invented)

        invented = invented.exclude(pk__in=signed)
        assert invented.count() == 60
        assert all(enterprise.name.endswith("（演示）") for enterprise in invented)
        contacts = Contact.objects.filter(enterprise__in=invented, user__isnull=False)
        assert contacts.count() == 60
        assert all(contact.name.startswith("演示·") for contact in contacts)

    def test_everybody_of_the_office_is_marked_as_invented(self, told) -> None:
        for row in Membership.objects.filter(park=told).select_related("user"):
            assert row.user.name.startswith("演示·"), row.user.username

    def test_one_is_away_and_has_a_deputy(self, told) -> None:
        absence = Absence.objects.get(park=told)

        assert (absence.absent.username, absence.deputy.username) == ("gumingzhou", "luoyichuan")
        assert absence.from_on.isoformat() == "2026-11-23"

    def test_the_sign_ins_name_every_role_and_the_password(self, told) -> None:
        lines = "\n".join(story.sign_ins("http://127.0.0.1:8000/"))

        for username in ("linyue", "hewei", "zhouheng", "auditor", "admin", "chenlan"):
            assert username in lines
        assert cast.PASSWORD in lines


def test_what_the_acts_of_the_story_add_up_to_is_what_a_recount_finds(told: Park) -> None:
    assert services.recount(park=told) == 0


class TestItsSpecialActions:
    def test_stand_in_every_state_and_give_no_more_than_there_is(self, told) -> None:
        permits, survey = Drive.objects.filter(park=told).order_by("pk")
        states = {
            state for drive in (permits, survey) for state, n in counts_of(drive).items() if n
        }

        assert states == {"told", "unclear", "answered", "done", "not_needed"}
        for resource in permits.resources.all():
            assert drives.is_exact(resource)
        first = permits.resources.get(name="第一批开工许可").slots.get()
        assert (first.taken, first.capacity) == (9, 9)
        assert permits.resources.get(name="返岗观察房").claims.filter(place=1).count() == 1

    def test_wait_for_the_answer_of_the_enterprise_that_is_shown(self, told) -> None:
        mine = Enterprise.objects.get(park=told, name="晨曦精密机械有限公司（演示）")

        assert set(Target.objects.filter(enterprise=mine).values_list("state", flat=True)) == {
            "told"
        }
