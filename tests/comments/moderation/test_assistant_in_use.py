"""The latest training is used, read once, and never used when it cannot be."""

import json

import pytest

from comments.models import TrainedAssistant
from comments.moderation import assistant_in_use
from comments.moderation.assistant import Assistant

pytestmark = pytest.mark.django_db


def trained(word):
    rows = [(f"{word if bad else 'شكرا'} رقم {n}", bad) for n in range(20) for bad in (True, False)]
    return Assistant.train(rows)


def store(state):
    return TrainedAssistant.objects.create(kept=20, rejected=20, state=state)


@pytest.fixture(scope="module")
def states():
    return {word: trained(word).to_json() for word in ("سيئ", "قبيح")}


def test_none_is_trained():
    assert assistant_in_use.current() is None


def test_the_stored_one_is_used(states):
    store(states["سيئ"])
    assert assistant_in_use.current().probability("سيئ رقم") > 0.5


def test_a_newer_one_replaces_it(states):
    store(states["سيئ"])
    before = assistant_in_use.current().probability("قبيح")
    store(states["قبيح"])
    assert assistant_in_use.current().probability("قبيح") > before


def test_it_is_read_once_and_asked_about_with_one_query(states, django_assert_num_queries):
    store(states["سيئ"])
    first = assistant_in_use.current()
    with django_assert_num_queries(1) as queries:
        assert assistant_in_use.current() is first
    assert "state" not in queries[0]["sql"]


def other_version(state):
    return json.dumps(json.loads(state) | {"fold_version": -1})


@pytest.mark.parametrize("spoil", [other_version, lambda state: state[:-20], lambda state: ""])
def test_what_cannot_be_used_is_logged_once(states, spoil, caplog, django_assert_num_queries):
    store(states["سيئ"])
    assistant_in_use.current()
    store(spoil(states["سيئ"]))
    assert assistant_in_use.current() is None
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    with django_assert_num_queries(1):
        assert assistant_in_use.current() is None
    assert len(caplog.records) == 1
