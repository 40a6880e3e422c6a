"""The bulk archive: its rows are what the portal itself would have written."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.db.models import F
from django.utils import timezone

from articles import furniture, listings, view_counter
from articles.demo import archive, texts
from articles.demo.bulk_rows import Table, reserve_keys
from articles.demo.vocabulary import build
from articles.models import (
    Article,
    ArticleSearchText,
    Category,
    HourlyViews,
    Listing,
    SiteSettings,
    Tag,
    ViewTotal,
)
from articles.rich_text import clean
from articles.search import indexed, story_texts
from comments import counts
from comments.demo import archive as comment_archive
from comments.models import Comment, ModerationRecord, Status
from newsportal.arabic.folding import FOLD_VERSION, fold
from newsportal.arabic.slugs import slugify
from tests.factories import make_article, make_comment, make_picture

WRITTEN = texts.load()
STORIES, COMMENTS = 300, 3000

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def load(number: int = STORIES) -> range:
    batches = list(archive.load(WRITTEN, number, timezone.now()))
    return range(batches[0].start, batches[-1].stop)


def load_comments(stories: range, number: int = COMMENTS) -> int:
    return sum(comment_archive.load(WRITTEN, stories, number, timezone.now()))


def test_stories_are_complete_and_out():
    cover = make_picture()
    ids = load()
    now = timezone.now()
    stories = list(Article.objects.published().filter(pk__in=ids))
    assert len(stories) == STORIES
    for story in stories:
        assert story.slug == slugify(story.headline)
        assert str(clean(str(story.body))) == story.body, "the text is clean already"
        assert story.published_at <= now - archive.NEWEST
        assert story.corrected_at is None or story.published_at < story.corrected_at < now
        assert story.cover in (None, cover)
    assert {story.cover for story in stories} == {None, cover}
    assert all(story.bylines.exists() and story.tags.exists() for story in stories)


def test_derived_rows_are_what_their_rebuild_makes():
    ids = load()
    live = set(Listing.objects.values_list("kind", "target_id", "listed_at", "article_id"))
    listings.rebuild()
    assert live == set(Listing.objects.values_list("kind", "target_id", "listed_at", "article_id"))
    for story in Article.objects.filter(pk__in=ids).select_related("search_text"):
        row: ArticleSearchText = story.search_text
        assert (row.headline, row.text) == indexed(*story_texts(story))
        assert row.fold_version == FOLD_VERSION
    totals = dict(ViewTotal.objects.values_list("article_id", "count"))
    assert len(totals) == STORIES
    view_counter.rebuild_totals()
    assert totals == dict(ViewTotal.objects.values_list("article_id", "count"))
    assert SiteSettings.objects.get().furniture == furniture.compute(timezone.now())


def test_comments_are_complete_and_counted():
    ids = load()
    assert load_comments(ids) == COMMENTS
    assert Comment.objects.count() == COMMENTS
    live = dict(Article.objects.values_list("pk", "comment_count"))
    assert sum(live.values()) == Comment.objects.approved().count() > 0
    assert counts.rebuild() == 0, "stories and threads are counted as they were written"
    now = timezone.now()
    for comment in Comment.objects.select_related("article"):
        assert comment.article.published_at <= comment.submitted_at < now
        assert comment.folded_text == fold(f"{comment.name} {comment.body}")
        assert (comment.decided_at is None) == (comment.status == Status.WAITING)
    decided = Comment.objects.exclude(status=Status.WAITING)
    records = ModerationRecord.objects.values_list(
        "comment_id", "from_status", "to_status", "name", "text", "decided_at"
    )
    assert set(records) == {
        (
            comment.pk,
            Status.WAITING,
            comment.status,
            comment.name,
            comment.body,
            comment.decided_at,
        )
        for comment in decided
    }


def test_a_third_of_the_comments_are_answers_in_threads(monkeypatch):
    ids = load()
    corrected = []
    monkeypatch.setattr(counts, "rebuild", lambda: corrected.append("not yet"))
    load_comments(ids)
    monkeypatch.undo()
    stories = Article.objects.exclude(comment_count=0).count()
    with_comments = Comment.objects.approved().values("article").distinct().count()
    assert counts.rebuild() - (with_comments - stories) == 0, "threads needed no correction"
    assert corrected == ["not yet"]
    answers = Comment.objects.filter(parent__isnull=False).select_related("parent", "root")
    assert COMMENTS / 5 < len(answers) < COMMENTS / 2
    for answer in answers:
        assert answer.parent.status == Status.APPROVED
        assert answer.root_id == answer.parent.root_id
        assert answer.depth == answer.parent.depth + 1
        # What readers have never seen has no number.
        assert (answer.number is None) == (answer.status != Status.APPROVED)
        assert answer.article_id == answer.root.article_id
        assert answer.submitted_at > answer.parent.submitted_at
    assert {answer.depth for answer in answers} == {2, 3}
    places = [(answer.root_id, answer.number) for answer in answers if answer.number]
    assert len(set(places)) == len(places)
    assert not Comment.objects.filter(parent__isnull=True).exclude(root=F("pk")).exists()


def test_keys_go_on_after_the_archive():
    before = make_article()
    ids = load(5)
    comment = make_comment(article=before)
    load_comments(ids, 10)
    assert ids.start > before.pk
    assert make_article().pk >= ids.stop
    assert make_comment(article=before).pk > comment.pk + 10
    again = load(5)
    assert again.start >= ids.stop
    assert Article.objects.count() == 12


def test_words_are_common_and_rare_as_in_real_text():
    load()
    df = Counter(
        word
        for row in ArticleSearchText.objects.values_list("headline", "text")
        for word in set(" ".join(row).split())
    )
    frequencies = sorted(df.values(), reverse=True)
    assert frequencies[0] > STORIES * 0.9
    assert frequencies[len(frequencies) // 2] <= 20
    assert sum(number == 1 for number in frequencies) > STORIES * 0.8


def test_busy_and_quiet_subjects():
    load()
    for model, through in ((Tag, Article.tags.through), (Category, Article)):
        key = f"{model.__name__.lower()}_id"
        numbers = sorted(Counter(through.objects.values_list(key, flat=True)).values())
        assert numbers[-1] > 4 * numbers[0]


def test_lately_more_stories_than_before():
    load()
    times = sorted(Article.objects.values_list("published_at", flat=True))
    assert times[-1] - times[0] > timedelta(days=2 * 365)
    middle = times[0] + (times[-1] - times[0]) / 2
    assert sum(time > middle for time in times) > STORIES / 2


def test_recent_views_lie_in_their_hours():
    load()
    recent = HourlyViews.objects.filter(hour__gte=timezone.now() - timedelta(days=2))
    assert recent.exists()


@pytest.mark.parametrize(
    ("stories", "comments"), [(2000, 20_000), (2000, 60_000), (10, 5), (3, 0), (1, 7), (1, 60_000)]
)
def test_most_stories_have_no_comments_and_a_few_very_many(stories, comments):
    lengths = comment_archive.thread_lengths(stories, comments, Random(1))
    assert (len(lengths), sum(lengths)) == (stories, comments)
    assert min(lengths) >= 0
    if stories > 1 and comments >= comment_archive.GIANT_FROM:
        assert lengths[-1] == comment_archive.GIANT
    if stories == 2000:
        assert sorted(lengths)[stories // 2] == 0
        assert max(lengths) > 300


def test_the_vocabulary_is_the_same_every_time():
    first, second = build(WRITTEN), build(WRITTEN)
    assert first.all_sentences.things == second.all_sentences.things
    assert first.surnames.things == second.surnames.things


def test_columns_that_are_not_named_take_their_defaults():
    category = Category.objects.create(name="قسم")
    table = Table(Article, "id", "slug", "headline", "category_id")
    key = reserve_keys(Article, 1)
    table.write([(key, "عنوان", "عنوان", category.pk)])
    assert Article.objects.get(pk=key).status == "draft"


def test_a_column_that_does_not_exist_is_refused():
    with pytest.raises(KeyError):
        Table(Article, "nonsense")
