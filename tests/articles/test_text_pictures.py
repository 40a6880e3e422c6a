"""Pictures inside the text: known to the library, measured, described, or left out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import renditions, text_pictures
from articles.models import Article, Page
from articles.rich_text import clean
from tests.factories import make_article, make_page, make_picture

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
    picture = make_picture(size=(900, 600), ready=renditions.KINDS)
    shown = text_pictures.for_readers(make_article(body=figure(picture)).body)
    stem = picture.file.name.rsplit(".", 1)[0]
    for name in ("text-360.avif", "text-736.webp", "text-900.webp", "text-720.jpg"):
        assert f"{stem}/{name}" in shown
        assert picture.file.storage.exists(f"{stem}/{name}")
    assert 'width="720" height="480" loading="lazy"' in shown


def test_a_picture_just_uploaded_is_shown_by_its_preview():
    picture = make_picture(size=(900, 600))
    shown = text_pictures.for_readers(make_article(body=figure(picture)).body)
    assert "<source" not in shown
    assert f'<img src="{renditions.preview(picture).url}"' in shown


def test_one_query_to_show_and_one_to_save(django_assert_num_queries):
    bodies = [figure(make_picture()) + figure(make_picture())]
    html = clean(bodies[0])
    with django_assert_num_queries(1):
        completed = text_pictures.complete(html)
    with django_assert_num_queries(1):
        text_pictures.for_readers(completed)
    with django_assert_num_queries(0):
        text_pictures.for_readers("<p>نص</p>")
        text_pictures.with_previews(completed)


def test_quotes_in_a_description_stay_inside_it():
    picture = make_picture(alt='لافتة "ممنوع" <b>')
    article = make_article(body=figure(picture))
    shown = text_pictures.for_readers(article.body)
    assert "&quot;ممنوع&quot; &lt;b&gt;" in shown
    article.save()
    assert text_pictures.for_readers(article.body) == shown


class TestAnAlternativeTextChangesInTheLibrary:
    def change(self, picture, **fields) -> None:
        for name, value in fields.items():
            setattr(picture, name, value)
        picture.save()

    def body(self, story) -> str:
        return type(story).objects.values_list("body", flat=True).get(pk=story.pk)

    def test_it_reaches_the_texts_and_leaves_what_was_written_by_hand(self):
        picture, other = make_picture(alt="وصف أول"), make_picture(alt="وصف أول")
        following = make_article(body=figure(picture) + figure(other))
        by_hand = make_article(body=figure(picture, "بخط اليد"))
        self.change(picture, alt="وصف ثان")
        assert [part.count("alt") for part in self.body(following).split("وصف ثان")] == [1, 1]
        assert f'src="{other.file.url}" alt="وصف أول"' in self.body(following)
        assert 'alt="بخط اليد"' in self.body(by_hand)
        assert "وصف" not in self.body(by_hand)

    def test_a_text_that_is_saved_again_follows_the_library_still(self):
        picture = make_picture(alt="وصف أول")
        story = make_article(body=figure(picture))
        self.change(picture, alt="وصف ثان")
        Article.objects.get(pk=story.pk).save()
        self.change(picture, alt='وصف "ثالث"')
        assert 'alt="وصف &quot;ثالث&quot;"' in self.body(story)

    def test_decorative_and_back(self):
        picture = make_picture(alt="وصف")
        story = make_article(body=figure(picture))
        by_hand = make_article(body=figure(picture, "يد"))
        self.change(picture, decorative=True)
        assert 'alt=""' in self.body(story)
        assert 'alt="يد"' in self.body(by_hand)
        Article.objects.get(pk=by_hand.pk).save()
        assert 'alt="يد"' in self.body(by_hand)
        self.change(picture, decorative=False)
        assert 'alt="وصف"' in self.body(story)

    def test_a_missing_description_comes_late_and_can_go_again(self):
        picture = make_picture(alt="")
        story = make_article(body=figure(picture))
        assert " alt" not in self.body(story)
        self.change(picture, alt="وصف")
        assert 'alt="وصف"' in self.body(story)
        self.change(picture, alt="")
        assert " alt" not in self.body(story)

    def test_static_pages_follow_too(self):
        picture = make_picture(alt="وصف أول")
        markup = f'<img src="{picture.file.url}" alt="وصف أول" width="640" height="400">'
        page = make_page(body=markup)
        changed_at = Page.objects.get(pk=page.pk).changed_at
        self.change(picture, alt="وصف ثان")
        assert self.body(page) == markup.replace("أول", "ثان")
        assert Page.objects.get(pk=page.pk).changed_at == changed_at

    def test_only_a_changed_description_has_the_texts_searched(self):
        picture = make_picture()
        make_article(body=figure(picture))
        picture.credit = "مصورة"
        with CaptureQueriesContext(connection) as queries:
            picture.save()
        assert not [query for query in queries if "body" in query["sql"]]

    def test_what_was_not_saved_reaches_no_text(self):
        picture = make_picture(alt="وصف أول")
        story = make_article(body=figure(picture))
        picture.alt, picture.focal_x = "وصف ثان", 20
        picture.save(update_fields=["focal_x"])
        assert 'alt="وصف أول"' in self.body(story)
