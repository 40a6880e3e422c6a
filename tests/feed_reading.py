"""Reading a feed or a sitemap in a test, as its readers do: through a parser."""

from typing import Any
from xml.etree import ElementTree

from django.test import Client

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


def read_xml(client: Client, address: str) -> ElementTree.Element:
    """The root element of what `address` answers; fails unless it is well-formed and 200."""
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return ElementTree.fromstring(response.content)


def read_json(client: Client, address: str) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    found: dict[str, Any] = response.json()
    return found


def texts(element: ElementTree.Element, path: str) -> list[str]:
    """The texts of the elements at `path`, with the prefixes of NAMESPACES."""
    return [found.text or "" for found in element.findall(path, NAMESPACES)]


def one(element: ElementTree.Element, path: str) -> str:
    """The text of the only element at `path`."""
    (found,) = texts(element, path)
    return found
