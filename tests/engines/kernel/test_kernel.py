"""When a search ends, and what may be claimed of its answer."""

from __future__ import annotations

import pytest

from qianjin.engines.kernel import Proof, Status, Stop


def test_a_search_without_an_end_is_refused() -> None:
    with pytest.raises(ValueError, match="needs an end"):
        Stop()


@pytest.mark.parametrize(
    ("given", "field"), [({"seconds": 0}, "seconds"), ({"iterations": -1}, "iterations")]
)
def test_an_end_lies_ahead(given: dict[str, int], field: str) -> None:
    with pytest.raises(ValueError, match=field):
        Stop(**given)


@pytest.mark.parametrize(
    ("proof", "status", "gap"),
    [
        (Proof(100, 100), Status.OPTIMAL, 0.0),
        (Proof(110, 100), Status.WITHIN, 10.0),
        (Proof(110, None), Status.HEURISTIC, None),
        (Proof(110, 0), Status.WITHIN, None),
        (Proof(90, 100, is_possible=False), Status.IMPOSSIBLE, None),
    ],
)
def test_an_answer_claims_what_its_bound_proves(
    proof: Proof, status: Status, gap: float | None
) -> None:
    assert (proof.status, proof.gap_percent) == (status, gap)


def test_a_bound_above_the_answer_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="bound"):
        Proof(99, 100)
