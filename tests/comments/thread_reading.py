"""How tests read the conversation on a story's page."""

from bs4 import BeautifulSoup

from comments.models import Status
from tests.factories import make_comment


def page_of(client, article, query=""):
    response = client.get(article.get_absolute_url() + query)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def shown(page):
    return [text.text.strip() for text in page.select("li.comment .comment__text")]


def box(page, comment):
    """What the page shows of the comment itself, without what stands below it."""
    return page.find(id=comment.anchor).find(class_="comment__box", recursive=False)


def answer(parent, **fields):
    return make_comment(**{"parent": parent, "status": Status.APPROVED} | fields)
