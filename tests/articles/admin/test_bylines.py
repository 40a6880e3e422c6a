"""Bylines in the story's form: each author once in a role, whatever happens meanwhile."""

import pytest

from articles.models import Article, Byline
from articles.publication import Status
from tests.articles.admin.conftest import values
from tests.factories import make_article, make_author, make_category

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def change(story: Article) -> str:
    return f"/admin/articles/article/{story.pk}/change/"


def signed(story: Article) -> list[tuple[int, str]]:
    return [(line.author_id, line.role) for line in story.bylines.order_by("position", "pk")]


def line(index: int, author, *, role: str = "by", position: int = 9, pk="") -> dict[str, str]:
    """What the form sends of one byline."""
    sent = {"author": author.pk, "role": role, "position": position, "id": pk}
    return {f"bylines-{index}-{name}": str(value) for name, value in sent.items()}


def draft_by(*authors) -> Article:
    return make_article(status=Status.DRAFT, authors=list(authors))


def sent_form(person, story) -> dict:
    """What the open form of the story would send."""
    person.open(change(story))
    return values(person.page.select_one("#article_form"))


def test_two_authors_trade_places(desk):
    first, second = make_author(), make_author()
    story = draft_by(first, second)
    response = desk().send(
        change(story),
        headline="عنوان آخر",
        **{"bylines-0-author": second.pk, "bylines-1-author": first.pk},
    )
    assert response.status_code == 302
    assert signed(story) == [(second.pk, "by"), (first.pk, "by")]
    assert Article.objects.get().headline == "عنوان آخر"


def test_three_authors_and_their_roles_move_on_by_one(desk):
    first, second, third = authors = [make_author() for _each in range(3)]
    story = draft_by(*authors)
    response = desk().send(
        change(story),
        **{"bylines-0-author": second.pk, "bylines-1-author": third.pk},
        **{"bylines-2-author": first.pk, "bylines-2-role": "photos"},
    )
    assert response.status_code == 302
    assert signed(story) == [(second.pk, "by"), (third.pk, "by"), (first.pk, "photos")]


def test_a_line_takes_the_place_of_one_deleted_with_it(desk):
    first, second = make_author(), make_author()
    story = draft_by(first, second)
    response = desk().send(
        change(story), **{"bylines-0-author": second.pk, "bylines-1-DELETE": "on"}
    )
    assert response.status_code == 302
    assert signed(story) == [(second.pk, "by")]


def test_a_line_deleted_and_written_again_is_there_once(desk):
    author = make_author()
    story = draft_by(author)
    response = desk().send(
        change(story),
        **{"bylines-TOTAL_FORMS": "2", "bylines-0-DELETE": "on"},
        **line(1, author),
    )
    assert response.status_code == 302
    assert signed(story) == [(author.pk, "by")]


@pytest.mark.parametrize("sends_initial", [True, False])
def test_an_author_written_twice_is_an_error_beside_the_second_line(desk, sends_initial):
    editor, author = desk(), make_author()
    story = draft_by(author)
    sent = {"bylines-TOTAL_FORMS": "2", "bylines-INITIAL_FORMS": "1" if sends_initial else "0"}
    response = editor.send(change(story), headline="عنوان آخر", **sent, **line(1, author))
    assert response.status_code == 200
    assert editor.page.select("#bylines-1 .errorlist")
    assert editor.page.select_one("[name=headline]")["value"] == "عنوان آخر"
    assert signed(story) == [(author.pk, "by")]


def test_an_error_elsewhere_does_not_bring_a_deleted_line_back_into_the_count(desk):
    editor, author = desk(), make_author()
    story = draft_by(author)
    response = editor.send(
        change(story),
        **{"bylines-TOTAL_FORMS": "3", "bylines-0-DELETE": "on"},
        **line(1, author),
        **line(2, make_author(), position="x"),
    )
    assert response.status_code == 200
    assert not editor.page.select("#bylines-1 .errorlist")
    assert editor.page.select("#bylines-2 .errorlist")


def test_a_colleague_signs_meanwhile_with_the_same_author(desk):
    editor, author = desk(), make_author()
    story = draft_by(make_author())
    form = sent_form(editor, story)
    Byline.objects.create(article=story, author=author)
    sent = form | {"bylines-TOTAL_FORMS": ["2"], "headline": ["عنوان مكتوب"]} | line(1, author)
    response = editor._keep(editor.client.post(change(story), sent))
    assert response.status_code == 200
    assert editor.page.select("#bylines-1 .errorlist")
    assert editor.page.select_one("[name=headline]")["value"] == "عنوان مكتوب"
    assert story.bylines.count() == 2


def test_a_line_that_a_colleague_deleted_meanwhile_comes_back_only_on_purpose(desk):
    editor, first, second = desk(), make_author(name="الأولى"), make_author(name="الثانية")
    story = draft_by(first, second)
    form = sent_form(editor, story)
    story.bylines.get(author=first).delete()

    sent = form | {"headline": ["عنوان مكتوب"]}
    response = editor._keep(editor.client.post(change(story), sent))
    assert response.status_code == 200
    assert editor.page.select(".stored-bylines")
    assert signed(story) == [(second.pk, "by")]

    # Each line is shown with the author it names, and the whole can be sent again.
    again = values(editor.page.select_one("#article_form"))
    assert [again[f"bylines-{index}-author"] for index in (0, 1)] == [
        [str(second.pk)],
        [str(first.pk)],
    ]
    assert editor.client.post(change(story), again).status_code == 302
    story.refresh_from_db()
    assert story.headline == "عنوان مكتوب"
    assert set(signed(story)) == {(first.pk, "by"), (second.pk, "by")}


def test_a_line_deleted_by_two_stays_deleted(desk):
    editor, first, second = desk(), make_author(), make_author()
    story = draft_by(first, second)
    form = sent_form(editor, story)
    story.bylines.get(author=first).delete()
    editor._keep(editor.client.post(change(story), form | {"bylines-0-DELETE": ["on"]}))
    again = values(editor.page.select_one("#article_form"))
    assert editor.client.post(change(story), again).status_code == 302
    assert signed(story) == [(second.pk, "by")]


def test_a_new_story_names_an_author_once(desk):
    author = make_author()
    response = desk().send(
        "/admin/articles/article/add/",
        headline="خبر",
        body="<p>نص</p>",
        category=make_category().pk,
        **{"bylines-TOTAL_FORMS": "2"},
        **line(0, author),
        **line(1, author),
    )
    assert response.status_code == 200
    assert not Article.objects.exists()


def test_the_line_of_another_story_is_not_taken_from_it(desk):
    other = draft_by(make_author())
    story, author = draft_by(make_author()), make_author()
    foreign = other.bylines.get()
    desk().send(change(story), **line(0, author, pk=foreign.pk))
    foreign.refresh_from_db()
    assert foreign.article == other
    assert foreign.author != author
