"""Reading a page in a test, as a reader would."""

from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag
from django.test import Client

from articles.models import SiteSettings


def set_site(**fields: Any) -> None:
    """Change the site's settings."""
    site, _made = SiteSettings.objects.get_or_create(pk=1)
    for name, value in fields.items():
        setattr(site, name, value)
    site.save()


def read(client: Client, address: str) -> BeautifulSoup:
    """The page at `address`; fails unless it is answered with 200."""
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "html.parser")


def text(part: Tag) -> str:
    """The words of a part of a page, with single spaces."""
    return " ".join(part.get_text().split())


def in_order(whole: str, *parts: str) -> None:
    """Fails unless `parts` follow each other in `whole`."""
    place = 0
    for part in parts:
        found = whole.find(part, place)
        assert found >= 0, f"{part!r} is missing after {whole[max(0, place - 60) : place]!r}"
        place = found + len(part)
