"""The load of commenters: nothing that was answered is lost, doubled or miscounted."""

from collections import Counter
from pathlib import Path

import pytest

from bench.comments import Answers, Post, Round, compose, measure_all

POSTS = [Post(f"م{number}", 1, {}) for number in range(4)]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds workers through /proc")
def test_accepted_and_refused_are_all_that_was_sent_and_each_accepted_is_stored_once():
    limited, unlimited = measure_all(200, 10)
    for measured in (limited, unlimited):
        print(measured.table())
        assert measured.mistakes() == []
        assert measured.sent > 200, "some were sent twice"
        assert measured.answers.refused["closed"] > 0
        assert measured.cpu_seconds > 0
    assert limited.answers.refused["flood"] > 0
    assert set(limited.stored["statuses"]) == {"waiting"}
    assert set(unlimited.answers.refused) == {"closed"}
    assert unlimited.stored["statuses"]["approved"] > 100


def good_round() -> Round:
    """Three accepted, one of them published, one refused at a closed story."""
    answers = Answers()
    for post, status in zip(POSTS, (201, 201, 201, 403), strict=True):
        answers.add(post, status, 0.01)
    stored = {
        "marks": {"م0": 1, "م1": 1, "م2": 1},
        "statuses": {"approved": 1, "waiting": 2},
        "checks": {},
        "counted": 1,
        "records": 1,
        "wrong": 0,
    }
    return Round("جولة", 4, answers, stored, 1.0, 0.1)


def test_a_good_round_has_no_mistakes():
    assert good_round().mistakes() == []
    assert "closed 1" in good_round().table()


@pytest.mark.parametrize(
    ("stored", "mistake"),
    [
        ({"marks": {"م0": 1, "م1": 1}, "records": 0}, "1 accepted and not stored"),
        ({"marks": {"م0": 1, "م1": 1, "م2": 1, "م3": 1}, "records": 2}, "1 refused and stored"),
        ({"marks": {"م0": 2, "م1": 1, "م2": 1}, "records": 2}, "1 stored twice"),
        ({"counted": 2}, "counts are wrong"),
        ({"wrong": 1}, "counts are wrong"),
        ({"records": 2}, "decisions and their records differ"),
    ],
)
def test_each_mistake_is_told(stored, mistake):
    measured = good_round()
    measured.stored.update(stored)
    assert measured.mistakes() == [mistake]


def test_answers_that_never_came_and_strange_ones_are_told():
    measured = good_round()
    measured.sent = 5
    measured.answers.statuses[3] = 500
    assert measured.mistakes() == [
        "4 answers to 5 requests",
        "refused for no reason known: status 500",
    ]


def test_the_load_has_every_kind_of_post():
    clients = compose(1000, 20, [1, 2, 3], map(str, range(1000)))
    posts = [post for own in clients for post in own]
    assert len({post.mark for post in posts}) == len({post.typed["body"] for post in posts}) == 1000
    assert Counter(post.times for post in posts)[2] > 10
    assert Counter(post.story for post in posts)[3] > 10
    flooding = [own for own in clients if len({post.typed["email"] for post in own}) == 1]
    assert len(flooding) == 2
