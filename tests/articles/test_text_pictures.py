"""Pictures inside the text: known to the library, measured, described, or left out."""

import pytest

from articles import text_pictures
from articles.rich_text import clean
from tests.factories import make_article, make_picture

pytestmark = pytest.mark.django_db


def figure(picture, alt: str = "", caption: str = "شرح") -> str:
    given = f' alt="{alt}"' if alt else ""
    return (
        f'<figure><img src="{picture.file.url}"{given}><figcaption>{caption}</figcaption></figure>'
    )


def test_saving_adds_size_and_alternative_text():
    picture = make_picture(alt="حقل قمح")
    body = make_article(body=figure(picture)).body
    assert f'<img src="{picture.file.url}" alt="حقل قمح" width="640" height="400">' in body


def test_a_text_of_its_own_wins():
    picture = make_picture(alt="حقل قمح")
    assert 'alt="الحقل عند الفجر"' in make_article(body=figure(picture, "الحقل عند الفجر")).body


def test_unknown_pictures_go_with_their_captions():
    body = (
        '<p>نص</p><figure><img src="/media/pictures/none.jpg"><figcaption>x</figcaption></figure>'
    )
    assert make_article(body=body).body == '<p dir="auto">نص</p>'


def test_a_picture_without_description_does_not_go_out():
    picture = make_picture(alt="")
    article = make_article(body="<p>نص</p>" + figure(picture))
    assert text_pictures.unready(article.body)
    assert "body" in article.publication_errors()
    assert "<img" not in text_pictures.for_readers(article.body)
    assert "شرح" not in text_pictures.for_readers(article.body)


def test_a_decorative_picture_goes_out_silent():
    picture = make_picture(alt="", decorative=True)
    article = make_article(body=figure(picture))
    assert article.publication_errors() == {}
    assert 'alt=""' in text_pictures.for_readers(article.body)


def test_readers_get_widths_from_files_that_exist():
    picture = make_picture(size=(900, 600))
    shown = text_pictures.for_readers(make_article(body=figure(picture)).body)
    stem = picture.file.name.rsplit(".", 1)[0]
    for name in ("text-360.webp", "text-720.webp", "text-720.jpg"):
        assert f"{stem}/{name}" in shown
        assert picture.file.storage.exists(f"{stem}/{name}")
    assert 'width="720" height="480" loading="lazy"' in shown


def test_no_query_to_show_and_one_to_save(django_assert_num_queries):
    bodies = [figure(make_picture()) + figure(make_picture())]
    html = clean(bodies[0])
    with django_assert_num_queries(1):
        completed = text_pictures.complete(html)
    with django_assert_num_queries(0):
        text_pictures.for_readers(completed)


def test_quotes_in_a_description_stay_inside_it():
    picture = make_picture(alt='لافتة "ممنوع" <b>')
    article = make_article(body=figure(picture))
    shown = text_pictures.for_readers(article.body)
    assert "&quot;ممنوع&quot; &lt;b&gt;" in shown
    article.save()
    assert text_pictures.for_readers(article.body) == shown
