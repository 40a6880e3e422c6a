"""Where a picture of the library is used."""

import pytest

from articles.picture_uses import PictureUses, uses_of
from tests.factories import make_article, make_author, make_page, make_picture

pytestmark = pytest.mark.django_db


def figure(picture) -> str:
    return f'<p>نص</p><figure><img src="{picture.file.url}"></figure>'


def test_texts_covers_and_portraits():
    picture, other = make_picture(), make_picture()
    in_text = make_article(body=figure(picture))
    on_page = make_page(body=figure(picture))
    cover = make_article(cover=picture)
    portrait = make_author(portrait=picture)
    make_article(body=figure(other), cover=other)
    assert uses_of([picture]) == PictureUses([in_text, on_page], [cover], [portrait])


def test_of_several_pictures_at_once(django_assert_num_queries):
    first, second = make_picture(), make_picture()
    stories = [make_article(cover=first), make_article(cover=second)]
    with django_assert_num_queries(4):
        assert set(uses_of([first, second]).covers) == set(stories)


def test_of_none(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert uses_of([]) == PictureUses()
