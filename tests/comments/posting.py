"""How a comment is posted in tests, and how the page that comes back is read."""

from bs4 import BeautifulSoup
from django.urls import reverse

OWN = {"Sec-Fetch-Site": "same-origin"}
TYPED = {"name": "قارئة", "email": "reader@example.org", "body": "تعليق مفيد"}
FORM = "application/x-www-form-urlencoded"


def address(article):
    return reverse("comments:submit", args=[article.pk])


def post(client, article, headers=OWN, **typed):
    return client.post(address(article), TYPED | typed, headers=headers)


def soup(response):
    return BeautifulSoup(response.content.decode(), "html.parser")


def field(page, name):
    """What stands in the form's field."""
    element = page.find(attrs={"name": name})
    return element.get("value") if element.name == "input" else element.text
