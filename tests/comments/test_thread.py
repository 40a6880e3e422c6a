"""Which comments a page shows, in what order, at what price."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from comments import counts, thread
from comments.models import Comment
from comments.thread import ANSWERS, PAGE_SIZE, THREAD_PAGE_SIZE, Asked, Order
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

START = datetime(2023, 1, 18, 12, 0, tzinfo=UTC)


def write(article, body, minute, parent=None, **fields):
    values = {"status": "approved", "submitted_at": START + timedelta(minutes=minute)} | fields
    return make_comment(article=article, parent=parent, body=body, **values)


def asked(query):
    pairs = (pair.split("=") for pair in query.removeprefix("?").split("&") if pair)
    return Asked.of(dict(pairs))


def tree(entries):
    return [(entry.comment.body, tree(entry.answers)) for entry in entries]


def bodies(found):
    return [entry.comment.body for entry in found.entries]


def many(article, number, **fields):
    """Approved top-level comments «0», «1» … a minute apart, quickly."""
    Comment.objects.bulk_create(
        Comment(
            article=article,
            name="قارئة",
            email="reader@example.org",
            body=str(n),
            status="approved",
            in_thread=True,
            submitted_at=START + timedelta(minutes=n),
            **fields,
        )
        for n in range(number)
    )
    Comment.objects.filter(root=None).update(root=F("pk"), number=0)


def answers(top, number, **fields):
    Comment.objects.bulk_create(
        Comment(
            root_id=top.root_id,
            parent=top,
            depth=2,
            number=n + 1,
            article=top.article,
            name="قارئ",
            email="reader@example.org",
            body=f"رد {n + 1}",
            status="approved",
            in_thread=True,
            submitted_at=top.submitted_at + timedelta(seconds=n),
            **fields,
        )
        for n in range(number)
    )
    counts.rebuild()
    top.refresh_from_db()


# --- Order -------------------------------------------------------------------------------------


def test_answers_stand_below_what_they_answer_in_the_order_of_writing():
    article = make_article()
    one = write(article, "١", 0)
    two = write(article, "٢", 1)
    late = write(article, "١ب", 5, parent=one)
    early = write(article, "٢أ", 2, parent=two)
    below = write(article, "١بأ", 6, parent=late)
    write(article, "٢ب", 7, parent=two)
    counts.rebuild()
    found = thread.thread(article, Asked())
    assert tree(found.entries) == [
        ("٢", [("٢أ", []), ("٢ب", [])]),
        ("١", [("١ب", [("١بأ", [])])]),
    ]
    assert (early.depth, below.depth) == (2, 3)


def test_three_orders():
    article = make_article()
    write(article, "قديم محبوب", 0, like_count=5)
    write(article, "أوسط", 1)
    write(article, "جديد محبوب أقل", 2, like_count=2)
    for order, expected in (
        ("newest", ["جديد محبوب أقل", "أوسط", "قديم محبوب"]),
        ("oldest", ["قديم محبوب", "أوسط", "جديد محبوب أقل"]),
        ("liked", ["قديم محبوب", "جديد محبوب أقل", "أوسط"]),
        ("nonsense", ["جديد محبوب أقل", "أوسط", "قديم محبوب"]),
    ):
        assert bodies(thread.thread(article, Asked.of({"order": order}))) == expected


@pytest.mark.parametrize("order", list(Order))
def test_pages_together_show_every_thread_once(order):
    article = make_article()
    many(article, 2 * PAGE_SIZE + 7)
    Comment.objects.filter(pk__in=list(Comment.objects.values_list("pk", flat=True)[:30])).update(
        like_count=3
    )
    found, pages, query = [], 0, f"?order={order}"
    while query:
        page = thread.thread(article, asked(query))
        assert page.is_first == (pages == 0)
        found += bodies(page)
        query, pages = page.next, pages + 1
    assert pages == 3
    assert sorted(found, key=int) == [str(n) for n in range(2 * PAGE_SIZE + 7)]


class OnlyOurs(TestCase):
    """Any text in the address finds a page or counts as missing."""

    @given(
        st.fixed_dictionaries(
            {},
            optional={
                name: st.one_of(
                    st.text(max_size=25),
                    st.from_regex(r"\d{1,17}-\d{1,18}", fullmatch=True),
                    st.from_regex(r"\d{1,18}", fullmatch=True),
                )
                for name in ("order", "comments", "thread", "after")
            },
        )
    )
    def test_addresses(self, query):
        thread.thread(make_article(), Asked.of(query))


# --- What is shown -----------------------------------------------------------------------------


def test_what_readers_do_not_see_is_left_out_and_others_stories_too():
    article = make_article()
    for status in ("waiting", "rejected", "spam", "withdrawn"):
        write(article, status, 0, status=status)
    make_comment(status="approved")
    assert thread.thread(article, Asked()).entries == []


@pytest.mark.parametrize("status", ["waiting", "rejected", "spam", "withdrawn"])
def test_a_mark_stands_where_an_answered_comment_was(status):
    article = make_article()
    top = write(article, "محذوف", 0)
    write(article, "رد", 1, parent=top)
    Comment.objects.filter(pk=top.pk).update(status=status)
    counts.rebuild()
    (entry,) = thread.thread(article, Asked()).entries
    assert entry.is_mark
    assert bodies(thread.Thread(entry.answers, Order.NEWEST)) == ["رد"]
    Comment.objects.filter(parent=top).update(status="rejected")
    counts.rebuild()
    assert thread.thread(article, Asked()).entries == []


def test_own_comments_are_shown_to_their_writer_whatever_became_of_them():
    article = make_article()
    top = write(article, "أول", 0)
    own = write(article, "جوابي المنتظر", 1, parent=top, status="waiting")
    rejected = write(article, "مرفوض لي", 2, status="rejected")
    elsewhere = make_comment(status="waiting")
    found = thread.thread(article, Asked(), [own.pk, rejected.pk, elsewhere.pk])
    assert tree(found.entries) == [("مرفوض لي", []), ("أول", [("جوابي المنتظر", [])])]
    assert tree(thread.thread(article, Asked()).entries) == [("أول", [])]


def test_an_own_comment_takes_no_others_place():
    article = make_article()
    many(article, PAGE_SIZE + 1)
    own = write(article, "لي", 999, status="waiting")
    page = thread.thread(article, Asked(), [own.pk])
    assert len(page.entries) == PAGE_SIZE + 1
    assert page.next
    assert bodies(thread.thread(article, asked(page.next))) == ["0"]


def test_nothing_private_is_loaded(django_assert_num_queries):
    article = make_article()
    write(article, "نص", 0)
    with django_assert_num_queries(1) as captured:
        thread.thread(article, Asked())
    for name in ("email", "network", "findings", "stamp"):
        assert f'"{name}"' not in captured[0]["sql"]


# --- Long threads ------------------------------------------------------------------------------


def test_of_a_long_thread_the_first_answers_and_the_number_of_the_others():
    article = make_article()
    top = write(article, "أول", 0)
    answers(top, ANSWERS + 5)
    (entry,) = thread.thread(article, Asked()).entries
    assert [a.comment.body for a in entry.answers] == [f"رد {n}" for n in range(1, ANSWERS + 1)]
    assert entry.more == 5


def test_the_page_of_one_thread_shows_all_in_parts():
    article = make_article()
    top = write(article, "أول", 0)
    write(article, "آخر", 1)
    answers(top, THREAD_PAGE_SIZE + 30)
    query, seen = f"?thread={top.pk}", []
    while query:
        page = thread.thread(article, asked(query))
        (entry,) = page.entries
        assert page.alone == entry.comment.pk == top.pk
        seen += [answer.comment.number for answer in entry.answers]
        query = page.next
    assert seen == list(range(1, THREAD_PAGE_SIZE + 31))


@pytest.mark.parametrize("thread_id", [0, 10**17])
def test_the_page_of_no_thread_is_empty(thread_id):
    assert thread.thread(make_article(), Asked.of({"thread": str(thread_id)})).entries == []


def test_a_thread_of_another_story_is_none_of_this_one():
    other = make_comment(status="approved")
    assert thread.thread(make_article(), Asked(thread=other.pk)).entries == []


# --- The place of one comment --------------------------------------------------------------------


def on_page(article, query, comment):
    def ids(entries):
        return {e.comment.pk for e in entries} | {i for e in entries for i in ids(e.answers)}

    return comment.pk in ids(thread.thread(article, asked(query)).entries)


def test_the_place_of_every_comment_shows_it():
    article = make_article()
    many(article, PAGE_SIZE + 3)
    oldest = Comment.objects.order_by("submitted_at")[0]
    answers(oldest, ANSWERS + THREAD_PAGE_SIZE + 3)
    newest = Comment.objects.filter(parent=None).order_by("-submitted_at")[0]
    assert thread.place(newest) == ""
    assert thread.place(oldest) != ""
    for number in (1, ANSWERS, ANSWERS + 1, ANSWERS + THREAD_PAGE_SIZE + 3):
        answer = Comment.objects.get(root=oldest, number=number)
        assert on_page(article, thread.place(answer), answer)
    for comment in Comment.objects.filter(parent=None):
        assert on_page(article, thread.place(comment), comment)


# --- Price -------------------------------------------------------------------------------------


@pytest.mark.slow
def test_five_thousand_comments_cost_what_fifty_cost(django_assert_num_queries):
    small, large = make_article(), make_article()
    many(small, 50)
    many(large, 4000)
    top = Comment.objects.filter(article=large).order_by("-submitted_at")[0]
    answers(top, 1000)
    for article in (small, large):
        with django_assert_num_queries(1):
            found = thread.thread(article, Asked())
        assert len(found.entries) == PAGE_SIZE
    assert len(found.entries[0].answers) == ANSWERS
