"""Which pages show a story: the tags they carry, and the tags to forget when it changes."""

from collections.abc import Iterable

from django.db.models import QuerySet

from articles.models import Article, Listing, Picture
from articles.related import Topics
from newsportal import page_cache
from newsportal.page_cache import tag

AUTHORS = "authors"
TAGS = "tags"
"""What shows names or addresses of so many authors or tags that it cannot name each of them."""


def of_stories(stories: QuerySet) -> set[str]:
    """The tags of every page that shows one of `stories`, as they are listed now: two queries.

    Those are their own pages and the stories that name them as related, the lists of their
    categories, tags and authors, the archive and the home page. A draft is on none of the lists.
    The breaking-news bar shows no more than an address; it belongs to the furniture.
    """
    found = {tag("article", pk) for pk in stories.order_by().values_list("pk", flat=True)}
    if not found:
        return found
    listed = Listing.objects.filter(article__in=stories.order_by().values("pk"))
    for kind, target in listed.values_list("kind", "target_id").distinct():
        found |= {
            tag(Listing.Kind(kind).name.lower(), target),
            page_cache.HOME,
            page_cache.ARCHIVE,
        }
    return found


def of_picture(picture: Picture) -> set[str]:
    """The tags of every page that shows the picture as a cover or a portrait."""
    portraits = picture.portrait_of.values_list("pk", flat=True)
    covers = of_stories(Article.objects.filter(cover=picture))
    return covers | {tag("author", pk) for pk in portraits}


def of_story_page(story: Article, topics: Topics, related: Iterable[Article]) -> set[str]:
    """The tags of a story's own page: the story, its topics, its authors, the related stories."""
    return {
        tag("article", story.pk),
        tag("category", story.category_id),
        *(tag("category", category.pk) for category in topics.categories),
        *(tag("tag", subject.pk) for subject in topics.tags),
        *(tag("author", byline.author_id) for byline in story.bylines.all()),
        *(tag("article", other.pk) for other in related),
    }
