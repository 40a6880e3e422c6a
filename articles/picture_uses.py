"""Where a picture of the library is used: what a change of it or its deletion changes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from articles import text_pictures
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


def describe_anew(picture: Picture, former_alt: str) -> list[Article | Page]:
    """Bring the texts that show `picture` up to its alternative text; returns those that changed.

    What stood there as `former_alt`, the library's text until now, gives way; what was written by
    hand stays. The texts are rewritten in place and searched through as by `uses_of`. No story
    says anything else than before, so no last-updated stamp moves.
    """
    changed: list[Article | Page] = []
    with transaction.atomic():
        for model in (Article, Page):
            rows = model.objects.filter(body__contains=picture.file.url).only("pk", "body")
            for row in rows.select_for_update(no_key=True).order_by("pk"):
                body = text_pictures.described_anew(row.body, picture, former_alt)
                if body != row.body:
                    model.objects.filter(pk=row.pk).update(body=body)
                    changed.append(row)
    return changed
