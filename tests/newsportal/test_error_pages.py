"""Error pages: in the site's design, and without it when the database cannot be asked."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from django.test import Client, RequestFactory

from articles.models import SiteSettings
from articles.publication import Status
from newsportal import error_pages
from tests.factories import make_article, make_breaking, make_category, make_user


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def text(part) -> str:
    return " ".join(part.get_text().split())


@pytest.fixture
def down(monkeypatch):
    """The database answers nothing."""

    def refuse(*args, **kwargs):
        raise OperationalError("the database is down")

    monkeypatch.setattr("articles.furniture.load", refuse)
    monkeypatch.setattr("articles.views.front_page", refuse)


@pytest.fixture
def client():
    """Answers as a server does: with the 500 page instead of the exception."""
    return Client(raise_request_exception=False)


@pytest.mark.django_db
def test_not_found_stands_in_the_site_s_design(client):
    SiteSettings.objects.create(name="قوس الضحى")
    section = make_category(name="رياضة")
    make_breaking(text="خبر عاجل")
    response = client.get("/news/999/x/")
    page = soup(response)
    assert response.status_code == 404
    assert text(page.h1) == "الصفحة غير موجودة"
    assert text(page.title) == "الصفحة غير موجودة | قوس الضحى"
    assert section.get_absolute_url() in [link["href"] for link in page.nav.find_all("a")]
    assert "خبر عاجل" in text(page)
    assert page.main.find("a", href="/")
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert page.find("link", rel="canonical") is None
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_withdrawn_story_is_gone(client):
    response = client.get(make_article(status=Status.WITHDRAWN).get_absolute_url())
    assert response.status_code == 410
    assert text(soup(response).h1) == "هذه المادة لم تعد متاحة"


@pytest.mark.parametrize(
    ("handler", "status", "title"),
    [
        (lambda request: error_pages.bad_request(request, SuspiciousOperation()), 400, "تعذر فهم"),
        (
            lambda request: error_pages.permission_denied(request, PermissionDenied()),
            403,
            "لا يمكن",
        ),
        (lambda request: error_pages.not_found(request, Http404()), 404, "غير موجودة"),
        (error_pages.gone, 410, "لم تعد متاحة"),
        (error_pages.csrf_failure, 403, "انتهت صلاحية"),
        (error_pages.foreign_origin, 403, "من موقع آخر"),
        (error_pages.server_error, 500, "وقع خلل"),
    ],
)
@pytest.mark.django_db
def test_each_error_says_what_happened(handler, status, title):
    response = handler(RequestFactory().get("/"))
    page = soup(response)
    assert response.status_code == status
    assert title in text(page.h1)
    assert title in text(page.title)
    assert str(status) in text(page.main)
    assert page.select_one(".masthead").find("a", href="/")


def test_a_failure_is_answered_without_the_database(client, down):
    # Without the django_db mark any query at all would fail.
    response = client.get("/")
    page = soup(response)
    assert response.status_code == 503
    assert text(page.h1) == "تعذر عرض الصفحة مؤقتا"
    assert text(page.title) == "تعذر عرض الصفحة مؤقتا"
    assert page.select_one(".masthead").find("a", href="/")
    assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl")
    assert page.select("[style], style") == []


@pytest.mark.django_db
def test_not_found_is_answered_when_only_the_furniture_fails(client, down):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert text(soup(response).h1) == "الصفحة غير موجودة"


@pytest.mark.django_db
def test_a_locked_login_is_answered_in_the_site_s_design(client, settings):
    settings.AXES_FAILURE_LIMIT = 2
    make_user("EDITOR", username="editor")
    for _attempt in range(2):
        response = client.post("/admin/login/", {"username": "editor", "password": "wrong"})
    assert response.status_code == 429
    assert text(soup(response).h1) == "محاولات دخول كثيرة"
    assert "429" in text(soup(response).main)
