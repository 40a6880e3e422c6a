"""The search page and the suggestions for it. What is found and in what order: articles/search."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import cache_tags
from articles.context_processors import of_request
from articles.models import Author, Listing
from articles.next_change import next_change, next_end
from articles.public_answer import public_page
from articles.search.find import Filters
from articles.search.query import LONGEST
from articles.search.results import result_page
from articles.search.store import store
from articles.search.suggestions import suggest
from newsportal import page_cache

EARLIEST_DAY = date(1900, 1, 1)
LATEST_DAY = date(2500, 1, 1)

_KINDS = {
    "category": lambda: _("section"),
    "tag": lambda: _("tag"),
    "author": lambda: _("author"),
    "story": lambda: _("story"),
}


class SearchForm(forms.Form):
    """What the address of a search page asks for. A filter that makes no sense filters nothing."""

    q = forms.CharField(required=False, strip=False)
    category = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    author: Any = forms.ModelChoiceField(Author.objects.all(), required=False)
    since = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    until = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def __init__(self, data: Any, sections: list[Any]):
        super().__init__(data)
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            (section.id, section.name) for section in sections
        ]
        self.full_clean()

    def value(self, name: str) -> Any:
        """What was asked for, or None."""
        return getattr(self, "cleaned_data", {}).get(name)

    @property
    def filters(self) -> Filters:
        """The filters that make sense."""
        lists = []
        if self.value("category") is not None:
            lists.append((Listing.Kind.CATEGORY.value, self.value("category")))
        if self.value("author") is not None:
            lists.append((Listing.Kind.AUTHOR.value, self.value("author").pk))
        until = self.value("until")
        return Filters(
            lists=tuple(lists),
            start=_midnight(self.value("since")),
            end=_midnight(min(until, LATEST_DAY) + timedelta(days=1)) if until else None,
        )

    @property
    def chosen_category(self) -> int | None:
        return self.value("category")

    @property
    def chosen_author(self) -> Author | None:
        return self.value("author")

    @property
    def since_typed(self) -> str:
        """The first day as `<input type=date>` reads it (HTML, 4.10.5.1.7)."""
        return _typed(self.value("since"))

    @property
    def until_typed(self) -> str:
        """The last day, likewise."""
        return _typed(self.value("until"))

    @property
    def is_filtering(self) -> bool:
        return self.filters != Filters()

    def address(self, **changes: Any) -> str:
        """The query part of the same search with other values; None takes one away."""
        values = {
            "q": self.value("q"),
            "category": self.value("category"),
            "author": getattr(self.value("author"), "pk", None),
            "since": self.value("since"),
            "until": self.value("until"),
        } | changes
        return "?" + urlencode({name: value for name, value in values.items() if value})


@page_cache.shared("q", "category", "author", "since", "until", "page", endless=True)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The stories that a query finds; the form alone where nothing is asked for."""
    now = timezone.now()
    form = SearchForm(request.GET, of_request(request).sections)
    text = (form.value("q") or "")[:LONGEST]
    page = result_page(store(), text, now, form.filters, form.value("page") or 1)
    context: dict[str, Any] = {"form": form, "query": form.value("q") or "", "page": page}
    if page is not None:
        context |= _links(form, page)
    response = render(request, "articles/search.html", context)
    if page is None:
        return public_page(request, response, ())
    shown = [found.article for found in page.results]
    # What any story's change makes the archive forget, it makes a search forget.
    tags = {page_cache.ARCHIVE, cache_tags.AUTHORS}
    return public_page(request, response, tags, next_change(shown, now), removed_at=next_end(shown))


@page_cache.shared("q", endless=True)
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What the reader may be typing, as JSON: `suggestions`, each with kind, text and address."""
    text = request.GET.get("q", "")[:LONGEST]
    now = timezone.now()
    found = [
        {"kind": _KINDS[kind](), "text": name, "address": address}
        for kind, name, address in suggest(store(), text, now)
    ]
    response = JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})
    response["X-Robots-Tag"] = "noindex"
    tags = {page_cache.ARCHIVE, cache_tags.AUTHORS, cache_tags.TAGS}
    return page_cache.public(response, tags, next_change([], now))


def _links(form: SearchForm, page: Any) -> dict[str, str | None]:
    return {
        "previous": form.address(page=page.previous) if page.previous else None,
        "next": form.address(page=page.next) if page.next else None,
        "proposal": form.address(q=page.proposal) if page.proposal else None,
        "unfiltered": form.address(category=None, author=None, since=None, until=None)
        if form.is_filtering
        else None,
    }


def _typed(day: date | None) -> str:
    return day.isoformat() if day else ""


def _midnight(day: date | None) -> datetime | None:
    """The first moment of a day in the newspaper's time zone (aware)."""
    if day is None:
        return None
    day = max(EARLIEST_DAY, min(day, LATEST_DAY))
    return timezone.make_aware(datetime.combine(day, time()))
