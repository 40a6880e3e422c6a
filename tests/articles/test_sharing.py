"""Share links: plain, complete, readable where they are pasted."""

from urllib.parse import parse_qs, quote, urlsplit

import pytest

from articles import sharing
from tests.factories import make_article


@pytest.mark.django_db
def test_every_service_gets_the_headline_and_the_short_address(rf):
    article = make_article(headline="أسعار الزيت & الخبز: «ارتفاع» 5% #اليوم")
    url = f"http://testserver/n/{article.pk}"
    links = {link.key: link.url for link in sharing.links(rf.get("/"), article)}
    assert list(links) == ["whatsapp", "facebook", "x", "telegram", "email"]
    for key, link in links.items():
        parameters = parse_qs(urlsplit(link).query)
        text = " ".join(value for values in parameters.values() for value in values)
        assert url in text
        assert key == "facebook" or article.headline in text
        assert "+" not in urlsplit(link).query
    assert links["email"].startswith("mailto:?subject=")


def test_readable_address():
    escaped = "https://e.example/news/5/" + quote("المغرب-يوسع") + "/"
    assert sharing.readable(escaped) == "https://e.example/news/5/المغرب-يوسع/"


@pytest.mark.parametrize("url", ["https://e.example/%2F%3F", "https://e.example/a%20b", "/%FF"])
def test_what_would_change_its_meaning_stays_escaped(url):
    assert sharing.readable(url) == url
