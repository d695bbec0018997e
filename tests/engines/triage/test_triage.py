"""Suggestions learned from the past: what is learned, how surely, and for which reasons."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qianjin.engines.triage import Classifier, Example, TrainingData, measured, train
from qianjin.engines.triage.grams import distinct_places, grams, rows_of
from qianjin.engines.triage.regression import fit, products

PLACES = ("东门", "西门", "三号车间", "河滨路", "北侧堆场", "职工宿舍", "二期工地", "物流通道")
PLANTED = {
    "ENG": "{}停电跳闸，请抢修",
    "INF": "{}路灯坏了，夜里太黑",
    "WAT": "{}下水堵了，污水倒灌",
}


def planted() -> tuple[Example, ...]:
    """Eight places times three complaints; the place says nothing of the type."""
    return tuple(
        Example(sentence.format(place), label)
        for place in PLACES
        for label, sentence in PLANTED.items()
    )


@pytest.fixture(scope="module")
def learned():
    return train(TrainingData(planted()), seed=7)


class TestLearning:
    @pytest.mark.parametrize(
        ("text", "label"),
        [("新厂房又跳闸", "ENG"), ("厂区门口路灯全灭", "INF"), ("食堂后面污水外溢", "WAT")],
    )
    def test_finds_a_planted_rule_in_words_it_never_saw(self, learned, text, label) -> None:
        assert learned.classifier.suggest(text)[0].label == label

    def test_says_which_words_spoke_for_it_and_leaves_the_place_out(self, learned) -> None:
        reasons = learned.classifier.suggest("东门停电跳闸，请抢修")[0].reasons

        assert {reason.code for reason in reasons} == {"ngram"}
        assert all(reason.amount > 0 for reason in reasons)
        assert not {"东", "门", "东门"} & {reason.subject for reason in reasons}

    def test_no_reason_lies_within_another(self, learned) -> None:
        subjects = [r.subject for r in learned.classifier.suggest("河滨路路灯坏了")[0].reasons]

        assert len(subjects) > 1
        assert not any(a in b for a in subjects for b in subjects if a != b)

    def test_a_correction_weighs_more_than_an_ordinary_choice(self) -> None:
        others = [Example(f"{place}一般事项咨询", "ADV") for place in PLACES]

        def learned_with(weight: float) -> Classifier:
            torn = [
                Example(f"{place}围墙要倒了，请支援", label, weight if label == "EMG" else 1.0)
                for place in PLACES
                for label in ("INF", "EMG")
            ]
            return train(TrainingData((*torn, *others)), seed=1).classifier

        def odds(classifier: Classifier) -> float:
            return chance_of(classifier, "围墙要倒了", "EMG") / chance_of(
                classifier, "围墙要倒了", "INF"
            )

        assert odds(learned_with(1.0)) == pytest.approx(1, abs=0.01)
        assert odds(learned_with(3.0)) > 1.2

    def test_numbers_of_the_same_length_or_not_are_read_alike(self) -> None:
        assert grams("缺口30吨") == grams("缺口1200吨")

    def test_full_width_and_capitals_are_read_alike(self) -> None:
        assert grams("ＶＯＣ排放") == grams("voc排放")


def chance_of(classifier: Classifier, text: str, label: str) -> float:
    return float(classifier.probabilities([text])[0][classifier.labels.index(label)])


class TestProbabilities:
    @settings(max_examples=40, deadline=None)
    @given(st.text(max_size=60))
    def test_of_any_text_sum_to_one(self, learned, text) -> None:
        shares = learned.classifier.probabilities([text])[0]

        assert shares.sum() == pytest.approx(1)
        assert (shares > 0).all()

    def test_of_a_text_without_known_words_are_those_of_the_labels_alone(self) -> None:
        many = [Example(f"停电{place}", "ENG") for place in PLACES]
        few = [Example(f"路灯{place}", "INF") for place in PLACES[:2]]
        classifier = train(TrainingData((*many, *few)), seed=1).classifier

        assert chance_of(classifier, "zzz", "ENG") > chance_of(classifier, "zzz", "INF")

    def test_are_less_sure_where_the_past_contradicts_itself(self, learned) -> None:
        torn = [
            Example(f"{place}停电，请帮忙", label) for place in PLACES for label in ("ENG", "EMG")
        ]

        found = train(TrainingData(tuple(torn)), seed=1)

        assert found.measured.top1 < 0.8
        assert found.classifier.suggest("东门停电，请帮忙")[0].probability < 0.75


class TestSameSeed:
    def test_same_answer(self, learned) -> None:
        again = train(TrainingData(planted()), seed=7)

        assert again.classifier.pack() == learned.classifier.pack()
        assert again.measured == learned.measured

    def test_the_order_of_the_examples_changes_no_suggestion(self, learned) -> None:
        turned = train(TrainingData(planted()[::-1]), seed=7).classifier

        assert np.allclose(turned.weights, learned.classifier.weights, atol=1e-3)


class TestAgainstATwin:
    def test_the_weights_are_those_of_plain_descent(self) -> None:
        """The twin goes down the full slope of dense rows, step by small step."""
        texts = ["停电", "跳闸", "路灯", "路坏", "停车"]
        labels = np.array([0, 0, 1, 1, 1])
        counts = np.array([1.0, 1.0, 2.0, 1.0, 1.0])
        places = distinct_places(texts, 12)
        known = np.unique(np.concatenate(places))
        rows = rows_of(places, known, np.ones(len(known)))
        smoothing = 0.05

        found = fit(rows, labels, counts, 2, smoothing)

        assert np.allclose(found, plain_descent(rows, labels, counts, smoothing), atol=2e-3)

    def test_products_are_those_of_dense_rows(self) -> None:
        places = distinct_places(["停电", "", "路灯坏了，路也坏了"], 10)
        known = np.unique(np.concatenate(places))
        rows = rows_of(places, known, np.linspace(1, 2, len(known)))
        weights = np.random.default_rng(3).normal(size=(rows.width, 4))

        assert np.allclose(products(rows, weights), dense(rows) @ weights)


def dense(rows) -> np.ndarray:
    whole = np.zeros((len(rows), rows.width))
    ends = [*rows.starts[1:], len(rows.columns)]
    for n, (begin, end) in enumerate(zip(rows.starts, ends, strict=True)):
        whole[n, rows.columns[begin:end]] = rows.values[begin:end]
    return whole


def plain_descent(rows, labels, counts, smoothing) -> np.ndarray:
    x, wanted = dense(rows), np.eye(2)[labels]
    share = counts / counts.sum()
    pull = np.full((rows.width, 1), smoothing)
    pull[-1] = smoothing / 100
    weights = np.zeros((rows.width, 2))
    for _ in range(6000):
        odds = np.exp(x @ weights)
        shares = odds / odds.sum(axis=1, keepdims=True)
        weights -= 0.5 * (x.T @ ((shares - wanted) * share[:, None]) + pull * weights)
    return weights


class TestPacking:
    def test_a_packed_classifier_suggests_the_same(self, learned) -> None:
        texts = [example.text for example in planted()]

        again = Classifier.unpack(learned.classifier.pack())

        assert again.labels == learned.classifier.labels
        assert np.allclose(
            again.probabilities(texts), learned.classifier.probabilities(texts), atol=0.02
        )

    def test_is_small(self, learned) -> None:
        assert len(learned.classifier.pack()) < 4000

    def test_another_version_is_refused(self, learned, monkeypatch) -> None:
        packed = learned.classifier.pack()
        monkeypatch.setattr("qianjin.engines.triage.classifier.VERSION", 2)

        with pytest.raises(ValueError, match="version"):
            Classifier.unpack(packed)


class TestMeasuring:
    def test_counts_what_was_right_first_and_among_three(self) -> None:
        shares = np.array(
            [[0.7, 0.1, 0.1, 0.1], [0.4, 0.3, 0.2, 0.1], [0.4, 0.3, 0.2, 0.1], [0.9, 0, 0, 0.1]]
        )

        found = measured(shares, np.array([0, 2, 3, 0]))

        assert (found.count, found.top1, found.top3) == (4, 0.5, 0.75)

    def test_calibration_compares_confidence_with_truth(self) -> None:
        """Four at 75 %: three come true, so nothing is wrong with the confidence."""
        found = measured(np.array([[0.75, 0.25]] * 4), np.array([0, 0, 0, 1]))

        assert found.calibration_error == pytest.approx(0)
        assert [(b.low, b.count, b.accuracy) for b in found.bins] == [(0.7, 4, 0.75)]

    def test_boasting_is_an_error(self) -> None:
        found = measured(np.array([[0.95, 0.05]] * 4), np.array([0, 0, 1, 1]))

        assert found.calibration_error == pytest.approx(0.45)

    def test_held_out_confidence_is_near_the_truth(self, learned) -> None:
        assert learned.measured.top1 == 1
        assert learned.measured.calibration_error < 0.3


class TestRefusals:
    @pytest.mark.parametrize(
        ("make", "field"),
        [
            (lambda: Example("停电", ""), "label"),
            (lambda: Example("停电", "ENG", weight=0), "weight"),
            (lambda: TrainingData((Example("停电", "ENG"),)), "examples"),
            (lambda: TrainingData(planted(), bits=30), "bits"),
            (lambda: TrainingData(planted(), smoothing=0), "smoothing"),
        ],
    )
    def test_a_wrong_input_is_named(self, make, field) -> None:
        with pytest.raises(ValueError, match=field):
            make()


def test_many_examples_are_measured_on_a_fifth() -> None:
    many = [
        Example(f"{PLACES[n % 8]}{sentence[2:5]}{n % 7}", label)
        for n in range(500)
        for label, sentence in PLANTED.items()
    ]

    found = train(TrainingData(tuple(many), bits=10), seed=1)

    assert found.measured.count == 300
    assert found.measured.top1 > 0.95
