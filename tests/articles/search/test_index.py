"""The index follows every change of a story, and what it holds is what rebuilding makes."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from articles import search
from articles.models import Article, Byline, Listing, SearchEntry, SearchWord
from articles.publication import Status
from articles.search import find as finding
from articles.search.find import Filters, find
from articles.search.query import parse
from articles.search.store import store
from tests.factories import make_article, make_author, make_category, make_tag, sign

pytestmark = pytest.mark.django_db


def found(text: str, **filters) -> list[int]:
    answer = find(store(), parse(text), timezone.now(), Filters(**filters))
    return [story.article_id for story in answer.stories]


def terms() -> list[tuple]:
    if connection.vendor == "postgresql":
        sql = "SELECT key, ends, terms::text FROM articles_searchterms ORDER BY key"
    else:
        sql = "SELECT rowid, terms FROM articles_searchterms ORDER BY rowid"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def entries_and_words() -> list:
    return [
        [
            (row["key"], row["article_id"], row["ends"], bytes(row["impacts"]))
            for row in SearchEntry.objects.order_by("key").values()
        ],
        list(SearchWord.objects.order_by("stem").values_list("stem", "stories", "headlines")),
    ]


def whole_index() -> list:
    return [*entries_and_words(), terms()]


def test_a_story_is_found_while_it_is_out():
    before = timezone.now() - timedelta(hours=2)
    story = make_article(headline="زلزال", status=Status.DRAFT, published_at=before)
    assert found("زلزال") == []
    story.status = Status.PUBLISHED
    story.save()
    assert found("زلزال") == [story.pk]
    story.headline = "فيضان"
    story.save()
    assert found("زلزال") == []
    assert found("فيضان") == [story.pk]
    story.ends_at = timezone.now() - timedelta(minutes=1)
    story.save()
    assert found("فيضان") == []
    story.ends_at = None
    story.status = Status.WITHDRAWN
    story.save()
    assert found("فيضان") == []


def test_a_scheduled_story_is_found_by_the_clock_alone():
    later = timezone.now() + timedelta(hours=1)
    story = make_article(headline="زلزال", published_at=later)
    assert found("زلزال") == []
    after = find(store(), parse("زلزال"), later + timedelta(seconds=1))
    assert [entry.article_id for entry in after.stories] == [story.pk]


@pytest.mark.parametrize("act", ["one", "many"])
def test_a_deleted_story_leaves_nothing(act):
    story = make_article(headline="زلزال")
    if act == "one":
        story.delete()
    else:
        Article.objects.all().delete()
    assert whole_index() == [[], [], []]


def test_lists_follow_the_story():
    category, other = make_category(), make_category()
    tag, author, second = make_tag(), make_author(), make_author()
    story = make_article(headline="زلزال", category=category, tags=[tag], authors=[author])
    sign(story, second, role=Byline.Role.PHOTOS)

    def is_in(kind, target) -> bool:
        return found("زلزال", lists=((kind.value, target.pk),)) == [story.pk]

    assert is_in(Listing.Kind.CATEGORY, category)
    assert is_in(Listing.Kind.TAG, tag)
    assert is_in(Listing.Kind.AUTHOR, author)
    assert is_in(Listing.Kind.AUTHOR, second)
    assert not is_in(Listing.Kind.CATEGORY, other)
    story.further_categories.add(other)
    assert is_in(Listing.Kind.CATEGORY, other)
    story.tags.clear()
    assert not is_in(Listing.Kind.TAG, tag)
    Byline.objects.filter(author=second).first().delete()
    assert not is_in(Listing.Kind.AUTHOR, second)


def test_rebuilt_equals_live():
    now = timezone.now()
    stories = [
        make_article(
            headline=f"خبر {word}",
            body=f"<p>نص وبيتهم {word} {word}</p>",
            published_at=now - timedelta(days=number),
            tags=[make_tag()],
            authors=[make_author()],
        )
        for number, word in enumerate(["زلزال", "فيضان", "مهرجان", "ملعب"])
    ]
    make_article(headline="مسودة", status=Status.DRAFT)
    stories[0].headline = "عنوان آخر"
    stories[0].save()
    stories[1].delete()
    stories[2].status = Status.WITHDRAWN
    stories[2].save()
    live = whole_index()
    assert len(live[0]) == 2
    assert list(search.rebuild(batch_size=2)) == [2, 4]
    assert whole_index() == live
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    search.ensure_built()
    assert whole_index() == live


def test_rebuilding_repairs_counts():
    make_article(headline="زلزال")
    live = whole_index()
    SearchWord.objects.update(stories=77)
    SearchWord.objects.create(stem="شبح", stories=3, headlines=1)
    assert list(search.rebuild()) == [1]
    assert whole_index() == live


@pytest.mark.skipif(connection.vendor != "postgresql", reason="locks of PostgreSQL")
def test_only_who_changes_counts_waits_for_who_counts(transactional_db):
    from articles.search import postgresql

    story = make_article(headline="زلزال", body="<p>نص</p>")
    with connection.copy("counting").cursor() as other, connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
        other.execute("BEGIN")
        other.execute("SELECT pg_advisory_xact_lock(%s)", [postgresql.ADVISORY_LOCK])
        try:
            story.body = "<p>نص زلزال نص</p>"
            story.save()
            story.headline = "فيضان"
            with pytest.raises(OperationalError, match="lock timeout"):
                story.save()
        finally:
            other.execute("ROLLBACK")
            other.connection.close()
            cursor.execute("RESET lock_timeout")
    story.save()
    assert found("فيضان") == [story.pk]


def test_phrases_are_words_in_a_row_in_one_text():
    together = make_article(headline="مجلس النواب", body="<p>نص</p>")
    attached = make_article(headline="خبر", body="<p>وقال لمجلس النواب اليوم</p>")
    make_article(headline="خبر", body="<p>النواب في مجلس</p>")
    make_article(headline="مجلس", standfirst="النواب", body="<p>نص</p>")
    make_article(headline="خبر", kicker="مجلس", standfirst="النواب", body="<p>نص</p>")
    assert sorted(found('"مجلس النواب"')) == [together.pk, attached.pk]
    assert found('"قال لمجلس النواب"') == [attached.pk]
    assert found('"مجلس النواب" -"قال لمجلس"') == [together.pk]
    assert len(found("مجلس النواب")) == 5


def test_of_very_many_with_a_phrase_the_newest_are_found(monkeypatch):
    monkeypatch.setattr(finding, "RANKED", 2)
    monkeypatch.setattr(finding, "READ_AT_ONCE", 2)
    now = timezone.now()
    bodies = ["مجلس النواب", "النواب مجلس", "مجلس النواب", "مجلس النواب", "مجلس النواب"]
    stories = [
        make_article(
            headline="خبر", body=f"<p>{body}</p>", published_at=now - timedelta(days=number)
        )
        for number, body in enumerate(bodies)
    ]
    answer = find(store(), parse('"مجلس النواب"'), now)
    assert {story.article_id for story in answer.stories} == {stories[0].pk, stories[2].pk}
    assert not answer.is_complete
    monkeypatch.setattr(finding, "RANKED", 4)
    answer = find(store(), parse('"مجلس النواب"'), now)
    assert (len(answer.stories), answer.is_complete) == (4, True)
    monkeypatch.setattr(finding, "READ_FOR_PHRASES", 4)
    answer = find(store(), parse('"مجلس النواب"'), now)
    assert (len(answer.stories), answer.is_complete) == (3, False)


@pytest.mark.slow
def test_terms_go_together_and_apart_as_they_were(transactional_db):
    from django.core.management import call_command

    tag = make_tag()
    for number in range(3):
        make_article(
            headline=f"زلزال {number}", ends_at=timezone.now() + timedelta(days=number + 1)
        )
    story = make_article(headline="زلزال", tags=[tag])
    before = whole_index()
    call_command("migrate", "articles", "0003", verbosity=0)
    try:
        assert entries_and_words() == before[:2]
    finally:
        call_command("migrate", verbosity=0)
    assert whole_index() == before
    assert found("زلزال", lists=((Listing.Kind.TAG.value, tag.pk),)) == [story.pk]
    story.delete()
    assert len(whole_index()[2]) == 3


@pytest.mark.slow
def test_schema_can_be_undone(transactional_db):
    from django.core.management import call_command

    call_command("migrate", "articles", "0001", verbosity=0)
    try:
        assert "articles_searchentry" not in connection.introspection.table_names()
    finally:
        call_command("migrate", verbosity=0)
    story = make_article(headline="زلزال")
    assert found("زلزال") == [story.pk]
