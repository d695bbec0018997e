"""A key is claimed once, whoever comes first."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from qianjin.apps.audit import services
from qianjin.apps.audit.models import AuditEntry, IdempotencyKey
from tests.factories.audit import Someone
from tests.factories.parks import NOON

PARK = 7


def claim(**fields: Any) -> IdempotencyKey | None:
    about = {"park_id": PARK, "user_id": 1, "key": "k", "path": "/p/", "at": NOON, **fields}
    return services.remember_key(**about)


def settle(status: int = 303) -> None:
    services.settle_key(
        user_id=1, key="k", status=status, location="/there/", body="", headers={"A": "b"}
    )


@pytest.mark.django_db
class TestAKey:
    def test_is_free_the_first_time_and_gives_the_answer_the_second(self) -> None:
        first = claim()
        settle()

        earlier = claim()

        assert first is None
        assert earlier is not None
        assert (earlier.status, earlier.location, earlier.headers) == (303, "/there/", {"A": "b"})

    def test_of_one_person_is_not_that_of_another(self) -> None:
        claim()

        assert claim(user_id=2) is None

    def test_is_free_again_when_the_act_is_rolled_back(self) -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            claim()
            raise RuntimeError

        assert claim() is None

    def test_is_forgotten_after_a_week(self) -> None:
        claim()

        assert services.forget_keys(at=NOON + timedelta(days=6)) == 0
        assert services.forget_keys(at=NOON + timedelta(days=8)) == 1
        assert claim() is None


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    """The same POST arrives twice at the same moment, on two connections."""

    def run(self, first_fails: bool) -> list[str]:
        outcome: list[str] = []
        inside = threading.Event()

        def act(name: str, fails: bool) -> None:
            try:
                with transaction.atomic():
                    earlier = claim()
                    if earlier is not None:
                        outcome.append(f"{name} repeats {earlier.status}")
                        return
                    inside.set()
                    # The other is now waiting for this transaction to end.
                    threading.Event().wait(0.3)
                    if fails:
                        raise RuntimeError
                    services.record(park_id=PARK, by=Someone(), at=NOON, verb="x.y")
                    settle()
                    outcome.append(f"{name} acts")
            except RuntimeError:
                outcome.append(f"{name} fails")
            finally:
                connection.close()

        one = threading.Thread(target=act, args=("first", first_fails))
        two = threading.Thread(target=act, args=("second", False))
        one.start()
        assert inside.wait(5)
        two.start()
        one.join(10)
        two.join(10)
        return outcome

    def test_act_once_and_get_the_same_answer(self) -> None:
        outcome = self.run(first_fails=False)

        assert outcome == ["first acts", "second repeats 303"]
        assert AuditEntry.objects.filter(verb="x.y").count() == 1

    def test_the_second_acts_when_the_first_fails(self) -> None:
        outcome = self.run(first_fails=True)

        assert outcome == ["first fails", "second acts"]
        assert AuditEntry.objects.filter(verb="x.y").count() == 1
