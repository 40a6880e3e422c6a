"""Where a picture of the library is used: what deleting it would change."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from articles.models import Article, Author, Page, Picture


@dataclass(frozen=True)
class PictureUses:
    """Everything that shows one of some pictures.

    A cover or a portrait is simply gone with its picture; a text would keep a hole, so `texts`
    stand in the way of deleting it.
    """

    texts: list[Article | Page] = field(default_factory=list)
    covers: list[Article] = field(default_factory=list)
    portraits: list[Author] = field(default_factory=list)


def uses_of(pictures: Iterable[Picture]) -> PictureUses:
    """Where `pictures` are used: four queries.

    The text of every story is searched through, so it is for one deletion and not for lists.
    """
    rows = list(pictures)
    if not rows:
        return PictureUses()
    in_text = Q()
    for picture in rows:
        in_text |= Q(body__contains=picture.file.url)
    return PictureUses(
        texts=[
            *Article.objects.filter(in_text).defer("body"),
            *Page.objects.filter(in_text).defer("body"),
        ],
        covers=list(Article.objects.filter(cover__in=rows).defer("body")),
        portraits=list(Author.objects.filter(portrait__in=rows)),
    )
