"""The blocked terms in use follow the stored ones, whichever way those change."""

import pytest

from comments.models import BlockedTerm, ModerationPolicy
from comments.moderation import term_lists
from comments.moderation.verdict import Verdict

pytestmark = pytest.mark.django_db


def found(text="غبي حمار كازينو"):
    """What the terms in use find, by verdict."""
    lists = term_lists.in_use(ModerationPolicy.current())
    return {
        verdict.value: [hit.term for hit in listed.find(text)] for verdict, listed in lists.items()
    }


def make_term(term, verdict="hold"):
    return BlockedTerm.objects.create(term=term, verdict=verdict)


def test_without_terms_there_are_no_lists():
    assert found() == {}


def test_terms_by_verdict():
    make_term("غبي")
    make_term("حمار", "reject")
    make_term("كازينو", "spam")
    assert found() == {"hold": ["غبي"], "reject": ["حمار"], "spam": ["كازينو"]}


def save(term):
    term.term = "كازينو"
    term.save()


CHANGES = {
    "created": (lambda term: make_term("كازينو"), ["غبي", "كازينو"]),
    "saved": (save, ["كازينو"]),
    "deleted": (lambda term: term.delete(), None),
    "deleted in bulk": (lambda term: BlockedTerm.objects.all().delete(), None),
    "created in bulk": (
        lambda term: BlockedTerm.objects.bulk_create([BlockedTerm(term="كازينو")]),
        ["غبي", "كازينو"],
    ),
    "changed in bulk": (lambda term: BlockedTerm.objects.update(term="حمار"), ["حمار"]),
    "pasted": (lambda term: term_lists.add(["كازينو"], "hold"), ["غبي", "كازينو"]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_in_use_at_once(change):
    term = make_term("غبي")
    assert found() == {"hold": ["غبي"]}
    act, after = CHANGES[change]
    act(term)
    assert found() == ({"hold": after} if after else {})


def test_the_same_clock_twice_is_two_changes():
    make_term("غبي")
    first = ModerationPolicy.current().terms_changed_at
    # The clock stands behind what was noted last.
    later = first.replace(year=first.year + 1)
    ModerationPolicy.objects.update(terms_changed_at=later)
    make_term("حمار")
    assert ModerationPolicy.current().terms_changed_at > later


def test_they_are_read_once(django_assert_num_queries):
    make_term("غبي")
    policy = ModerationPolicy.current()
    term_lists.in_use(policy)
    with django_assert_num_queries(0):
        assert term_lists.in_use(policy)[Verdict.HOLD].find("غبي")


def test_many_deleted_together_are_noted_once(django_assert_max_num_queries):
    BlockedTerm.objects.bulk_create(BlockedTerm(term=f"كلمة {n}") for n in range(50))
    with django_assert_max_num_queries(12):
        BlockedTerm.objects.all().delete()


def test_other_settings_stay_when_the_terms_change():
    ModerationPolicy.objects.create(links_to_spam=9)
    make_term("غبي")
    assert ModerationPolicy.current().links_to_spam == 9


def test_add_says_what_became_of_each_line():
    make_term("غبي", "reject")
    lines = ["حمار", "  كلب   الحي ", "", "غَبِيّ", "غبى", "حمار", "!!!", "ـــ", "ط" * 101, "ط" * 100]
    added = term_lists.add(lines, "spam")
    assert added.new == ["حمار", "كلب الحي", "ط" * 100]
    assert added.known == ["غَبِيّ", "غبى", "حمار"]
    assert added.empty == ["!!!", "ـــ"]
    assert added.too_long == ["ط" * 101]
    stored = dict(BlockedTerm.objects.values_list("term", "verdict"))
    assert stored == {"غبي": "reject", "حمار": "spam", "كلب الحي": "spam", "ط" * 100: "spam"}


def test_the_feminine_finds_more_and_is_another_term():
    assert term_lists.add(["زباله", "زبالة", "زبالة"], "hold").new == ["زباله", "زبالة"]


def test_adding_many_takes_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        added = term_lists.add([f"كلمة {number}" for number in range(1000)], "hold")
    assert BlockedTerm.objects.count() == len(added.new) == 1000


@pytest.mark.parametrize("query", ["غبي", "غبى", "غ", "غَبيـــ"])
def test_search_overlooks_spelling(query):
    term = make_term("غَبِيّ جدا")
    make_term("حمار")
    assert term_lists.matching(query) == [term.pk]


@pytest.mark.parametrize("query", ["", "ـــ", "شيء آخر"])
def test_search_that_finds_nothing(query):
    make_term("غبي")
    assert term_lists.matching(query) == []
