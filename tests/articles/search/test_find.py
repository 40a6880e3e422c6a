"""Which stories a query finds, and in what order: the same on every database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Listing
from articles.search import find as finding
from articles.search.entries import lexeme, seconds
from articles.search.find import EARLIEST, LATEST, Filters, find, find_any
from articles.search.query import parse
from articles.search.store import Condition
from tests.articles.search.corpus import NOW, Story, index_of, reference

pytestmark = pytest.mark.django_db

VOCABULARY = [
    "المغرب",
    "مغربية",
    "وقال",
    "قال",
    "والد",
    "بيتهم",
    "كتاب",
    "الكتاب",
    "لجنة",
    "للجنة",
    "2024",
    "rabat",
    "سوق",
]

stories = st.lists(
    st.builds(
        Story,
        headline=st.lists(st.sampled_from(VOCABULARY), max_size=4).map(" ".join),
        text=st.lists(st.sampled_from(VOCABULARY), max_size=30).map(" ".join),
        days=st.integers(-2, 4000),
    ),
    max_size=12,
)
queries = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=4).map(" ".join)


def found(index, text: str, **filters) -> list[int]:
    return [story.article_id for story in find(index, parse(text), NOW, Filters(**filters)).stories]


@given(stories, queries)
def test_set_and_order_are_those_of_a_plain_computation(invented, query):
    with index_of(invented) as index:
        assert found(index, query) == reference(invented, query)


@given(stories, st.text() | st.text("\"-«» \u200f\0'*()|&!:^~ANDORT" + "مغرب"))
def test_every_text_is_a_query(invented, text):
    with index_of(invented) as index:
        ids = found(index, text)
        assert len(ids) == len(set(ids)) <= len(invented)
        find_any(index, parse(text), NOW)


NEWSPAPER = [
    Story("المغرب يفتح سوقا جديدة", "افتتحت السوق في طنجة " * 3, days=1),
    Story("أسعار الخضر", "السوق هادئة والأسعار مستقرة في المغرب", days=0),
    Story("سوق السمك في طنجة", "سوق وسوق وسوق", days=3650),
    Story("كرة القدم", "المنتخب المغربي يفوز في طنجة", days=2),
    Story("خبر الغد", "سوق طنجة", days=-1),
    Story("خبر انتهى", "سوق طنجة", days=5, ends_in_days=-1),
    Story("خبر سينتهي", "سوق قديمة", days=5, ends_in_days=1),
]
"""The expected answers below are pinned: they hold on SQLite and on PostgreSQL."""


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("سوق", [1, 3, 7, 2]),
        ("السوق طنجة", [1, 3]),
        ("مغرب", [1, 2, 4]),
        ("سوق -المغرب", [3, 7]),
        ("طنجة -سوق", [4]),
        ("-سوق", []),
        ("غائب سوق", []),
        ("في", [1, 3, 2, 4]),
        ("أين السوق في طنجة؟", [1, 3]),
    ],
)
def test_pinned_answers(query, ids):
    with index_of(NEWSPAPER) as index:
        assert found(index, query) == ids


def test_a_strong_old_match_stays_above_a_weak_new_one():
    old = Story("الزلزال يضرب الحوز", "زلزال الحوز وضحايا الزلزال", days=1200)
    new = Story("أخبار متفرقة", "زار الوفد الحوز " + "كلام كثير آخر " * 60 + "بعد الزلزال", days=0)
    with index_of([new, old]) as index:
        assert found(index, "زلزال الحوز") == [2, 1]


def test_of_equal_matches_the_newest_comes_first_then_the_greater_id():
    same = [Story("زلزال", days=days) for days in (40, 3, 500, 3)]
    with index_of(same) as index:
        assert found(index, "الزلزال") == [4, 2, 1, 3]


def test_filters_narrow_what_is_found():
    category, author = Listing.Kind.CATEGORY.value, Listing.Kind.AUTHOR.value
    invented = [
        Story("سوق", days=number, lists=((category, 1 + number % 2), (author, 7)))
        for number in range(6)
    ] + [Story("سوق", days=3)]
    with index_of(invented) as index:
        assert sorted(found(index, "سوق", lists=((category, 2),))) == [2, 4, 6]
        assert sorted(found(index, "سوق", lists=((category, 2), (author, 7)))) == [2, 4, 6]
        assert found(index, "سوق", lists=((category, 7),)) == []
        start, end = NOW - timedelta(days=4), NOW - timedelta(days=2)
        assert sorted(found(index, "سوق", start=start, end=end)) == [4, 5, 7]


def test_of_very_many_the_newest_and_the_best_headlines_are_ranked(monkeypatch):
    monkeypatch.setattr(finding, "RANKED", 5)
    monkeypatch.setattr(finding, "RANKED_BY_HEADLINE", 2)
    invented = [Story("خبر", "سوق", days=number * 40) for number in range(30)]
    invented[20] = Story("سوق", "سوق", days=800)
    with index_of(invented) as index:
        answer = find(index, parse("سوق"), NOW)
        assert not answer.is_complete
        ids = [story.article_id for story in answer.stories]
        assert ids[0] == 21
        assert sorted(ids[1:]) == [1, 2, 3, 4, 5]
        exactly = find(index, parse("سوق"), NOW, Filters(start=NOW - timedelta(days=170)))
        assert exactly.is_complete
        assert len(exactly.stories) == 5


def test_any_word_may_match_and_rare_words_count_most():
    invented = [
        Story("سوق قديمة"),
        Story("سوق طنجة"),
        Story("سوق جديدة"),
        Story("سوق الزلزال"),
        Story("خبر"),
    ]
    with index_of(invented) as index:
        answer = find_any(index, parse("أين ضرب الزلزال سوق طنجة"), NOW)
        assert answer.any_word
        assert {story.article_id for story in answer.stories[:2]} == {2, 4}
        assert {story.article_id for story in answer.stories} == {1, 2, 3, 4}


@pytest.fixture
def by_windows(monkeypatch):
    """Let PostgreSQL take every word for a common one."""
    from articles.search import postgresql

    monkeypatch.setattr(postgresql, "FEW", -1)


@pytest.mark.usefixtures("by_windows")
class TestCommonWords:
    """The newest of very many come out the same (PostgreSQL asks for them window by window)."""

    test_pinned_answers = staticmethod(test_pinned_answers)

    @given(
        st.lists(st.tuples(st.integers(0, 5000), st.booleans()), min_size=1, max_size=40),
        st.integers(1, 12),
    )
    def test_the_newest_are_found_that_have_not_ended(self, ages, limit):
        invented = [
            Story("سوق", days=days, ends_in_days=-1 if ended else None) for days, ended in ages
        ]
        out = [at for at, (_days, ended) in enumerate(ages) if not ended]
        newest = sorted(out, key=lambda at: (ages[at][0], -at))[:limit]
        with index_of(invented) as index:
            condition = Condition(
                needed=[[lexeme("سوق")]],
                without=(),
                earliest=EARLIEST,
                latest=LATEST,
                now=seconds(NOW),
                most=len(ages),
            )
            ids = [story.article_id for story in index.candidates(condition, limit)]
            assert ids == [at + 1 for at in newest]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="plans of PostgreSQL")
@pytest.mark.slow
def test_a_common_word_is_answered_from_the_gin_index(monkeypatch):
    from articles.search import postgresql

    asked = []
    read = postgresql.PostgreSQLStore._read

    def noting(sql, parameters):
        asked.append((sql, parameters))
        return read(sql, parameters)

    monkeypatch.setattr(postgresql.PostgreSQLStore, "_read", staticmethod(noting))
    monkeypatch.setattr(postgresql, "FEW", 500)
    invented = [Story("سوق" if number % 50 else "ميناء", days=number) for number in range(6000)]
    with index_of(invented) as index, connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {index.entries}, {index.terms}")
        assert len(find(index, parse("سوق"), NOW).stories) == finding.RANKED
        assert len(find(index, parse("ميناء"), NOW).stories) == 120
        plans = []
        for sql, parameters in asked:
            cursor.execute(f"EXPLAIN {sql}", parameters)
            plans.append("\n".join(line for (line,) in cursor.fetchall()))
    assert any("w6" in query for _sql, (query, *_rest) in asked), "asked for month by month"
    assert len(plans) >= 2
    for plan in plans:
        assert f"Bitmap Index Scan on {index.terms}_terms" in plan, plan
        assert f"Index Scan using {index.entries}_pkey" in plan, plan
        assert f"{index.terms}_pkey" not in plan, plan
        assert "Seq Scan" not in plan, plan


@pytest.mark.sqlite_only
def test_fts5_hands_out_the_newest_without_sorting():
    with index_of(NEWSPAPER) as index, CaptureQueriesContext(connection) as captured:
        find(index, parse("سوق طنجة"), NOW)
        [sql] = [query["sql"] for query in captured if "MATCH" in query["sql"]]
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = [row[-1] for row in cursor.fetchall()]
    [search] = [number for number, step in enumerate(plan) if "VIRTUAL TABLE INDEX" in step]
    assert plan[search].startswith(f"SCAN {index.terms}")
    # Only the few that were found are sorted, to be read in the order in which they lie.
    assert [step for step in plan[:search] if "B-TREE" in step] == []
    assert sum("B-TREE" in step for step in plan) == 1
    assert plan[-1].startswith("SEARCH e USING INTEGER PRIMARY KEY")
