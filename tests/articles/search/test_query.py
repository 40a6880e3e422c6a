"""What a reader types is read as words, phrases and exclusions; every text is a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.query import LONGEST, MOST_WORDS, Query, parse
from newsportal.arabic.folding import words


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Query()),
        (" ، \u200f", Query()),
        ("السوق  أسعار", Query(("السوق", "اسعار"))),
        ("سوق سوق", Query(("سوق",))),
        ('"مجلس النواب" اليوم', Query(("اليوم",), (("مجلس", "النواب"),))),
        ("«مجلس النواب»", Query((), (("مجلس", "النواب"),))),
        ("“مجلس النواب", Query((), (("مجلس", "النواب"),))),
        ('"في"', Query((), (("في",),))),
        ("الرجاء -الوداد", Query(("الرجاء",), (), ("الوداد",))),
        ("الرجاء −الوداد", Query(("الرجاء",), (), ("الوداد",))),
        ("الرجاء - الوداد", Query(("الرجاء", "الوداد"))),
        ("كرة-القدم", Query(("كره", "القدم"))),
        ('سوق -"كرة القدم"', Query(("سوق",), (), (), (("كره", "القدم"),))),
        ("سوق -كرة-القدم", Query(("سوق",), (), (), (("كره", "القدم"),))),
        ('""', Query()),
        ("-", Query()),
        ("a AND b OR NOT c*", Query(("a", "and", "b", "or", "not", "c"))),
    ],
)
def test_parsing(text, query):
    assert parse(text) == query


def test_stop_words_are_not_needed_beside_others():
    assert parse("أين تقع طنجة وفي أي إقليم").needed == ("تقع", "طنجه", "اقليم")
    assert parse("ما هو").needed == ("ما", "هو")
    assert parse('"في طنجة" من').needed == ("في", "طنجه")


def test_long_queries_are_cut():
    assert len(parse(" ".join(f"w{number}" for number in range(60))).words) == MOST_WORDS
    assert parse("س" * 10_000).words == ("س" * LONGEST,)


@given(st.text() | st.text('"-«» مغرب'))
def test_words_looked_for_are_words_of_the_text(text):
    query = parse(text)
    looked_for = {*query.words, *query.without}
    looked_for |= {word for phrase in (*query.phrases, *query.without_phrases) for word in phrase}
    read = {word for part in text[:LONGEST].split() for word in words(part)} | set(words(text))
    assert all(any(word in other for other in read) for word in looked_for)
    assert bool(query) == bool(query.words or query.phrases)
