"""The assistant learns what moderators reject, says why, and cannot be dodged by spelling."""

import json
import math
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.moderation import assistant as assistant_module
from comments.moderation.assistant import (
    LEAST_OF_EACH,
    Assistant,
    NotEnoughDecisions,
    OtherVersion,
)
from comments.moderation.measures import Outcome, auc, best_threshold
from comments.moderation.training import learn, logistic, stratified_folds

ROOT = Path(__file__).resolve().parents[3]

# Invented words: ``REJECTED`` ones stand in every rejected comment, ``KEPT`` in none of them.
REJECTED = ("زنطور", "بلقوش", "مخرطم")
KEPT = ("سلهوف", "نرجيل", "وديمة")
COMMON = ("كان", "هذا", "المقال", "عن", "المدينة", "اليوم", "قال", "الناس", "جديد", "طريق")


def decisions(each=40, seed=1):
    """Labelled comments of common words around one telling word."""
    pick = random.Random(seed)
    rows = []
    for number in range(2 * each):
        rejected = number % 2 == 0
        words = pick.choices(COMMON, k=6)
        words.insert(pick.randrange(7), pick.choice(REJECTED if rejected else KEPT))
        rows.append((" ".join(words), rejected))
    return rows


def drawn_by_lot(rows=120, seed=7):
    """Comments whose labels nothing in them tells, one rejected in four."""
    pick = random.Random(seed)
    vocabulary = [
        a + b for a in ("زن", "بل", "مخ", "سل", "نر") for b in ("طور", "قوش", "رطم", "هوف")
    ]
    return [(" ".join(pick.choices(vocabulary, k=5)), number % 4 == 0) for number in range(rows)]


@pytest.fixture(scope="module")
def assistant():
    return Assistant.train(decisions())


def test_it_tells_rejected_from_kept(assistant):
    unseen = decisions(seed=2)
    probabilities = [assistant.probability(text) for text, _ in unseen]
    labels = [rejected for _, rejected in unseen]
    called = [probability >= assistant.threshold for probability in probabilities]
    assert auc(probabilities, labels) == 1
    assert called == labels


def test_it_knows_an_inflected_word_it_never_saw(assistant):
    assert assistant.probability("هذا المقال عن وبالزنطورين") > assistant.threshold
    assert assistant.probability("هذا المقال عن والسلهوفات") < assistant.threshold


def test_forms_of_a_word_share_its_stem():
    for form in ("زنطور", "والزنطور", "وبالزنطورين"):
        assert "=زنطور" in list(assistant_module._features(form))


def test_chance_is_not_taken_for_a_reason():
    """Calibrated on rows it was not trained on, it stays near the share of the rejected."""
    rows = drawn_by_lot()
    unsure = Assistant.train(rows)
    assert all(0.05 < unsure.probability(text) < 0.5 for text, _ in rows)


def test_a_slip_of_a_moderator_is_outvoted():
    slip = "كان هذا المقال زنطور اليوم"
    corrected = Assistant.train([*decisions(), (slip, False)])
    assert corrected.probability(slip) > corrected.threshold


def test_of_what_it_never_saw_it_says_what_the_decisions_say():
    few_rejected = [row for row in decisions(120) if row[1]][:30]
    kept = [row for row in decisions(120) if not row[1]]
    unsure = Assistant.train(few_rejected + kept)
    assert unsure.probability("") < 0.5


@given(st.text())
def test_the_probability_is_one_whatever_the_text(assistant, text):
    probability = assistant.probability(text)
    assert 0 <= probability <= 1
    assert probability == assistant.probability(text)


@pytest.mark.parametrize(
    "text", ["", "\0", "\u202e" * 50, "\u200b" * 1000, "ب" * 100_000, "بت" * 50_000, "😀" * 4000]
)
def test_odd_texts_are_judged_too(assistant, text):
    assert 0 <= assistant.probability(text) <= 1
    assistant.explain(text)


# --- Spelling ----------------------------------------------------------------------------------

comment = st.lists(st.sampled_from(REJECTED + KEPT + COMMON), min_size=1, max_size=12).map(" ".join)
dressing = st.sampled_from(["", "", "\u064e", "\u0651", "\u0652", "\u0640", "\u200c", "\u202b"])


@given(comment, st.data())
def test_marks_tatweel_and_invisible_characters_change_nothing(assistant, text, data):
    dressed = "".join(letter + data.draw(dressing) for letter in text)
    assert assistant.probability(dressed) == assistant.probability(text)


@given(comment, st.data(), st.integers(3, 9))
def test_elongation_changes_nothing(assistant, text, data, times):
    letters = [place for place, letter in enumerate(text) if letter.isalpha()]
    place = data.draw(st.sampled_from(letters))
    elongated = text[:place] + text[place] * times + text[place + 1 :]
    assert assistant.probability(elongated) == pytest.approx(assistant.probability(text))


@given(comment)
def test_spellings_of_a_letter_change_nothing(assistant, text):
    respelt = text.replace("ي", "ى").replace("ك", "ک").replace("ا", "أ").replace("ة", "ه")
    assert assistant.probability(respelt) == assistant.probability(text)


# --- Reasons -----------------------------------------------------------------------------------


def test_the_words_that_weighed_most_come_first_and_tell_for_what(assistant):
    ((rejecting, weight), *_) = assistant.explain("قال الناس زنطور هذا اليوم")
    assert (rejecting, weight > 0) == ("زنطور", True)
    ((keeping, weight), *_) = assistant.explain("قال الناس سلهوف هذا اليوم")
    assert (keeping, weight < 0) == ("سلهوف", True)


def test_a_reason_is_the_word_as_it_was_written(assistant):
    written = "زَنْطــووووورٌ"
    reasons = dict(assistant.explain(f"قال: «{written}»، هذا اليوم."))
    assert reasons[written] == max(reasons.values(), key=abs)


def test_an_emoji_is_a_reason():
    rows = [(f"{text} 🐢" if rejected else text, rejected) for text, rejected in decisions()]
    reasons = dict(Assistant.train(rows).explain("هذا المقال 🐢 جديد"))
    assert reasons["🐢"] > 0


@given(st.one_of(comment, st.text()), st.integers(0, 8))
def test_reasons_stand_in_the_text_the_weightiest_first(assistant, text, n):
    reasons = assistant.explain(text, n)
    weights = [abs(weight) for _, weight in reasons]
    assert all(word and word in text for word, _ in reasons)
    assert weights == sorted(weights, reverse=True)
    assert len(reasons) <= n


@given(comment)
def test_reasons_and_signs_add_up_to_the_verdict(assistant, text):
    """Only the length of the text is part of the probability and no word."""
    total = sum(weight for _, weight in assistant.explain(text, n=1000))
    learnt = assistant._learnt
    signs = sum(
        learnt.calibration.machine * part.machine + learnt.calibration.bayes * part.bayes
        for name, part in learnt.classifier.parts(assistant_module._features(text)).items()
        if name.startswith("!")
    )
    start = learnt.calibration.intercept + learnt.calibration.machine * (
        learnt.classifier.columns.bias
    )
    assert logistic(start + signs + total) == pytest.approx(assistant.probability(text))


# --- Learning ----------------------------------------------------------------------------------


def test_the_same_decisions_make_the_same_assistant(assistant):
    assert Assistant.train(decisions()).to_json() == assistant.to_json()


def test_it_does_not_depend_on_the_seed_of_the_interpreters_hashes(assistant):
    program = (
        "from tests.comments.moderation.test_assistant import Assistant, decisions\n"
        "import hashlib, sys\n"
        "rows = [(text + ' 🐢🐍 ab 12, «#»!!', label) for text, label in decisions(15)]\n"
        "stored = Assistant.train(rows).to_json()\n"
        "sys.stdout.write(hashlib.sha256(stored.encode()).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1


@pytest.mark.parametrize(
    ("rejected", "kept"), [(0, 0), (50, 0), (0, 50), (LEAST_OF_EACH - 1, 50), (50, 1)]
)
def test_too_few_decisions_are_refused_with_their_numbers(rejected, kept):
    rows = [("زنطور", True)] * rejected + [("سلهوف", False)] * kept
    with pytest.raises(NotEnoughDecisions, match=f"{rejected} rejected and {kept} kept") as refusal:
        Assistant.train(rows)
    assert (refusal.value.rejected, refusal.value.kept) == (rejected, kept)


def test_the_fewest_decisions_are_enough():
    few = Assistant.train(decisions(LEAST_OF_EACH))
    assert few.probability("هذا زنطور") > few.probability("هذا سلهوف")


def test_each_of_the_two_scores_tells_by_itself():
    documents = [["common", "yes" if number % 3 == 0 else "no"] for number in range(30)]
    classifier = learn(documents, [number % 3 == 0 for number in range(30)]).classifier
    yes, no = classifier.scores(["common", "yes"]), classifier.scores(["common", "no"])
    assert yes.machine > 0 > no.machine
    assert yes.bayes > 0 > no.bayes


def test_both_classes_weigh_the_same_however_many_rows_each_has():
    classifier = learn([["word"]] * 40, [True] * 30 + [False] * 10).classifier
    assert classifier.scores(["word"]).machine == pytest.approx(0, abs=0.05)
    assert classifier.scores(["word"]).bayes == pytest.approx(0)


@pytest.mark.parametrize("text", ["", "المقال"])
def test_decisions_that_say_nothing_leave_it_undecided(text):
    unsure = Assistant.train([(text, True), (text, False)] * 20)
    assert unsure.probability(text) == pytest.approx(0.5, abs=0.05)


def test_of_many_decisions_the_latest_count(monkeypatch):
    monkeypatch.setattr(assistant_module, "MOST_ROWS", 60)
    changed = [(text, not rejected) for text, rejected in decisions(100)]
    latest = Assistant.train([*changed, *decisions(30)])
    assert latest.to_json() == Assistant.train(decisions(30)).to_json()


# --- Storage -----------------------------------------------------------------------------------


@given(st.one_of(comment, st.text()))
def test_what_was_stored_judges_alike(assistant, text):
    read = Assistant.from_json(assistant.to_json())
    assert read.probability(text) == assistant.probability(text)
    assert read.explain(text) == assistant.explain(text)


def test_storing_again_changes_nothing(assistant):
    stored = assistant.to_json()
    read = Assistant.from_json(stored)
    assert read.to_json() == stored
    assert read.threshold == assistant.threshold


@pytest.mark.parametrize("version", ["fold_version", "features_version"])
def test_another_form_of_text_is_refused(assistant, version):
    state = json.loads(assistant.to_json())
    state[version] += 1
    with pytest.raises(OtherVersion, match="Train it again"):
        Assistant.from_json(json.dumps(state))


@pytest.mark.parametrize("stored", ["", "null", "[]", "{}", "{", "12", '{"fold_version": 1}'])
def test_what_is_no_assistant_is_refused(stored):
    with pytest.raises(ValueError, match="no stored moderation assistant"):
        Assistant.from_json(stored)


@pytest.mark.parametrize(
    "damage",
    [
        {"features": 5},
        {"features": ["one"]},
        {"weight": None},
        {"bias": "x"},
        {"calibration": [1]},
        {"threshold": []},
    ],
)
def test_a_damaged_assistant_is_refused(assistant, damage):
    state = json.loads(assistant.to_json())
    with pytest.raises(ValueError, match="damaged"):
        Assistant.from_json(json.dumps({**state, **damage}))


# --- Measures ----------------------------------------------------------------------------------


def test_measures_of_an_outcome_counted_by_hand():
    labels = [True, True, True, False, False, False, False, False]
    called = [True, True, False, True, False, False, False, False]
    outcome = Outcome.of(called, labels)
    assert (outcome.true_positive, outcome.false_positive) == (2, 1)
    assert (outcome.false_negative, outcome.true_negative) == (1, 4)
    assert outcome.precision == pytest.approx(2 / 3)
    assert outcome.recall == pytest.approx(2 / 3)
    assert outcome.f1 == pytest.approx(2 / 3)
    assert outcome.macro_f1 == pytest.approx((2 / 3 + 4 / 5) / 2)


def test_measures_of_nothing_called_are_zero():
    outcome = Outcome.of([False, False], [True, False])
    assert (outcome.precision, outcome.recall, outcome.f1) == (0, 0, 0)
    assert outcome.macro_f1 == pytest.approx((0 + 2 / 3) / 2)


@pytest.mark.parametrize(
    ("scores", "labels", "area"),
    [
        ([0.1, 0.4, 0.35, 0.8], [False, False, True, True], 3 / 4),
        ([0.5, 0.5, 0.5], [True, False, False], 1 / 2),
        ([0.2, 0.5, 0.5, 0.9], [False, True, False, True], 3.5 / 4),
        ([3, 2, 1], [False, True, True], 0),
    ],
)
def test_area_under_the_curve_counts_ties_half(scores, labels, area):
    assert auc(scores, labels) == pytest.approx(area)


def test_area_of_one_class_is_undefined():
    assert math.isnan(auc([0.1, 0.2], [True, True]))


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=30))
def test_area_is_the_share_of_pairs_in_order(rows):
    pairs = [
        1 if positive > negative else 0.5 if positive == negative else 0
        for positive, label in rows
        for negative, other in rows
        if label and not other
    ]
    scores, labels = [row[0] for row in rows], [row[1] for row in rows]
    if pairs:
        assert auc(scores, labels) == pytest.approx(sum(pairs) / len(pairs))
    else:
        assert math.isnan(auc(scores, labels))


def test_the_threshold_parts_the_sure_from_the_unlikely():
    assert best_threshold([0.99, 0.97, 0.02, 0.03, 0.01]) == pytest.approx(0.5)


def test_the_threshold_of_rare_rejections_lies_below_one_half():
    assert best_threshold([0.45] * 10 + [0.02] * 90) == pytest.approx(0.235)


def test_the_threshold_counted_by_hand():
    """Macro-F1 to be expected from 0.7: (1.8 / 2.8 + 2.2 / 3.2) / 2 = 0.665; from 0.45: 0.641."""
    assert best_threshold([0.4, 0.9, 0.5]) == pytest.approx(0.7)


@pytest.mark.parametrize("probabilities", [[], [0.3], [0.3, 0.3]])
def test_without_a_difference_the_threshold_is_one_half(probabilities):
    assert best_threshold(probabilities) == 0.5


@given(st.lists(st.booleans(), min_size=1, max_size=60), st.integers(2, 6), st.integers())
def test_folds_test_each_row_once_and_share_the_classes_out(labels, folds, seed):
    tested = []
    for training, testing in stratified_folds(labels, folds, seed):
        assert sorted(training + testing) == list(range(len(labels)))
        shared = sum(labels) / folds
        assert math.floor(shared) <= sum(labels[row] for row in testing) <= math.ceil(shared)
        tested += testing
    assert sorted(tested) == list(range(len(labels)))
