"""Under which key a page is kept: a stranger's query makes no second copy and changes nothing."""

from urllib.parse import parse_qs, urlencode

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from articles import urls as articles
from comments import urls as comments
from newsportal.page_cache.addresses import (
    LONGEST,
    MOST_PARAMETERS,
    Addresses,
    for_everyone,
    normalised,
)

DECLARED = ("before", "after", "q")

_names = st.one_of(st.sampled_from(DECLARED), st.text(max_size=8))
_pairs = st.lists(st.tuples(_names, st.text(max_size=20)), max_size=8)


@given(_pairs)
def test_the_page_sees_of_a_query_what_the_key_holds(pairs):
    query = urlencode(pairs, errors="surrogatepass")
    kept = normalised(query, DECLARED)
    assert kept is not None
    before, after = QueryDict(query), QueryDict(kept)
    assert set(after) == set(before) & set(DECLARED)
    assert all(after[name] == before[name] for name in after)


@given(_pairs, st.randoms())
def test_order_and_strangers_do_not_matter(pairs, random):
    declared = list({name: (name, value) for name, value in pairs if name in DECLARED}.values())
    mixed = [*declared, ("utm_source", "x"), ("fbclid", "y")]
    random.shuffle(mixed)
    assert normalised(urlencode(mixed), DECLARED) == normalised(urlencode(declared), DECLARED)


@given(_pairs)
def test_to_normalise_again_changes_nothing(pairs):
    once = normalised(urlencode(pairs), DECLARED)
    assert once is not None
    assert normalised(once, DECLARED) == once


@given(st.text(st.characters(max_codepoint=255), max_size=60))
def test_any_query_has_an_answer(query):
    kept = normalised(query, DECLARED)
    assert kept is not None
    assert set(parse_qs(kept, keep_blank_values=True)) <= set(DECLARED)


def test_a_query_of_very_many_parameters_is_none_of_ours():
    query = "&".join(f"p{number}=1" for number in range(MOST_PARAMETERS + 1))
    assert normalised(query, DECLARED) is None


def request(path: str, query: str = "", **more: str) -> dict:
    return {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, **more}


@pytest.mark.parametrize(
    ("path", "endless"),
    [
        ("/", False),
        ("/news/7/x/", False),
        ("/category/3/x/", False),
        ("/feeds/rss.xml", False),
        ("/news/007/x/", True),
        ("/archive/2026/3/", True),
        ("/search/", True),
    ],
)
def test_which_addresses_anybody_can_make_up(path, endless):
    found = Addresses().find(request(path))
    assert found is not None
    assert (found.key, found.endless) == (path, endless)


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/nowhere",
        "/n/1/views",
        "/comments/1/",
        "/comments/mine/",
        "/preview/1/",
        "/static/css/base.css",
        "/media/x.jpg",
        "",
        "\xff\xfe",
        "/news/1/" + "x" * LONGEST,
    ],
)
def test_which_are_not_kept_at_all(path):
    assert Addresses().find(request(path)) is None


def test_the_page_is_made_of_a_request_without_its_sender():
    asked = request(
        "/",
        "after=1-1&utm=x",
        HTTP_HOST="127.0.0.1:8000",
        HTTP_COOKIE="theme=dark",
        HTTP_USER_AGENT="x",
        HTTP_ACCEPT_LANGUAGE="fr",
        HTTP_IF_NONE_MATCH="*",
        HTTP_RANGE="bytes=0-1",
    )
    address = Addresses().find(asked)
    assert address is not None
    made_of = for_everyone(asked, address)
    assert {name for name in made_of if name.startswith("HTTP_")} == {"HTTP_HOST"}
    assert made_of["QUERY_STRING"] == address.query == ""


def test_every_view_is_either_everyones_or_known_not_to_be():
    """Who adds a view decides: a page of everyone's that is not shared is made for each reader."""
    personal = {
        "articles:preview",
        "articles:count_view",
        "comments:stamp",
        "comments:mine",
        "comments:submit",
        "comments:confirm",
        "comments:like",
        "comments:report",
        "comments:reply",
        "comments:correct",
        "comments:withdraw",
        "comments:mail_confirm",
        "comments:mail_unsubscribe",
    }
    patterns = {"articles": articles.urlpatterns, "comments": comments.urlpatterns}
    not_shared = {
        f"{app}:{pattern.name}"
        for app in patterns
        for pattern in patterns[app]
        if not hasattr(pattern.callback, "sharing")
    }
    assert not_shared == personal


@pytest.mark.parametrize(
    ("proxy", "more", "expected"),
    [
        (None, {"wsgi.url_scheme": "https"}, True),
        (None, {"wsgi.url_scheme": "http", "HTTP_X_FORWARDED_PROTO": "https"}, False),
        ("HTTP_X_FORWARDED_PROTO", {"HTTP_X_FORWARDED_PROTO": "https"}, True),
        ("HTTP_X_FORWARDED_PROTO", {"HTTP_X_FORWARDED_PROTO": "https, http"}, True),
        (
            "HTTP_X_FORWARDED_PROTO",
            {"HTTP_X_FORWARDED_PROTO": "http", "wsgi.url_scheme": "https"},
            False,
        ),
        ("HTTP_X_FORWARDED_PROTO", {"wsgi.url_scheme": "https"}, True),
    ],
)
def test_the_scheme_is_told_as_django_tells_it(settings, rf, proxy, more, expected):
    settings.SITE_URL = "https://newspaper.example"
    settings.SECURE_PROXY_SSL_HEADER = (proxy, "https") if proxy else None
    asked = request("/", HTTP_HOST="newspaper.example", **more)
    assert Addresses().is_plain(asked) is expected
    assert (rf.get("/", **more).scheme == "https") is expected
