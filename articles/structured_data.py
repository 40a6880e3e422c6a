"""schema.org as plain dicts; templates serialise them, no HTML here.

Properties and limits follow https://schema.org and Google's pages on structured data for articles,
breadcrumbs, profile pages, site names and organizations (developers.google.com/search/docs).
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from articles import renditions
from articles.story_summary import summary_of

if TYPE_CHECKING:
    from articles.furniture import Furniture
    from articles.models import Article, Author, Picture

CONTEXT = "https://schema.org"
LANGUAGE = "ar"

SEARCH_PATH = "/search/"
"""The page of search results, which takes the words as `q`."""

HEADLINE_LENGTH = 110
"""Characters of a headline that Google shows."""

IMAGE_SLOTS = ("wide", "standard", "square")
IMAGE_PIXELS = 50_000
"""Google wants pictures in 16:9, 4:3 and 1:1, each of at least so many pixels."""

LOGO = "icons/logo.png"
LOGO_SIDE = 512


def news_article(
    request: HttpRequest, article: "Article", site: "Furniture", tags: Iterable[Any] = ()
) -> dict[str, Any]:
    """schema.org NewsArticle. `article` has its bylines, `tags` are its tags.

    `dateModified` is the last-updated stamp, the same value readers see. A story without a byline
    is the newspaper's own.
    """
    address = request.build_absolute_uri(article.get_absolute_url())
    publisher = organization(request, site)
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "headline": Truncator(article.headline).chars(HEADLINE_LENGTH),
        "description": summary_of(article),
        "inLanguage": LANGUAGE,
        "url": address,
        "mainEntityOfPage": {"@type": "WebPage", "@id": address},
        "articleSection": article.category.name,
        "isAccessibleForFree": True,
        "commentCount": article.comment_count,
        "publisher": publisher,
        "author": [_person(request, author) for author in article.writers]
        or [{"@type": publisher["@type"], "name": publisher["name"], "url": publisher["url"]}],
    }
    if article.published_at and article.updated_at:
        data["datePublished"] = timezone.localtime(article.published_at).isoformat()
        data["dateModified"] = timezone.localtime(article.updated_at).isoformat()
    if keywords := [tag.name for tag in tags]:
        data["keywords"] = keywords
    if images := _images(request, article.shown_cover):
        data["image"] = images
    return data


def organization(request: HttpRequest, site: "Furniture") -> dict[str, Any]:
    """The newspaper: schema.org NewsMediaOrganization with its logo."""
    home = request.build_absolute_uri(reverse("articles:home"))
    data: dict[str, Any] = {
        "@type": "NewsMediaOrganization",
        "@id": f"{home}#organization",
        "name": site.name,
        "url": home,
        "logo": {
            "@type": "ImageObject",
            "url": request.build_absolute_uri(static(LOGO)),
            "width": LOGO_SIDE,
            "height": LOGO_SIDE,
        },
    }
    if site.whatsapp_url:
        data["sameAs"] = [site.whatsapp_url]
    return data


def website(request: HttpRequest, site: "Furniture") -> dict[str, Any]:
    """The home page's own: the site with its search box, and who publishes it."""
    publisher = organization(request, site)
    if site.description:
        publisher["description"] = site.description
    home = publisher["url"]
    found: dict[str, Any] = {
        "@type": "WebSite",
        "@id": f"{home}#website",
        "name": site.name,
        "url": home,
        "inLanguage": LANGUAGE,
        "publisher": {"@id": publisher["@id"]},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{home.rstrip('/')}{SEARCH_PATH}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
    return _graph(found, publisher)


def collection_page(
    request: HttpRequest,
    site: "Furniture",
    name: str,
    address: str,
    description: str,
    stories: Sequence["Article"],
) -> dict[str, Any]:
    """A list of stories at the absolute `address`: CollectionPage, and the way to it."""
    page: dict[str, Any] = {
        "@type": "CollectionPage",
        "name": name,
        "url": address,
        "description": description,
        "inLanguage": LANGUAGE,
    }
    if stories:
        page["mainEntity"] = _item_list(request, stories)
    return _graph(page, breadcrumbs(request, site, [(name, address)]))


def profile_page(
    request: HttpRequest, site: "Furniture", author: "Author", address: str
) -> dict[str, Any]:
    """An author's page at the absolute `address`: ProfilePage, and the way to it."""
    person = _person(request, author)
    if author.job_title:
        person["jobTitle"] = author.job_title
    if author.biography:
        person["description"] = author.biography
    if images := _images(request, author.portrait):
        person["image"] = images
    publisher = organization(request, site)
    person["worksFor"] = {name: publisher[name] for name in ("@type", "@id", "name", "url")}
    page = {"@type": "ProfilePage", "url": address, "inLanguage": LANGUAGE, "mainEntity": person}
    return _graph(page, breadcrumbs(request, site, [(author.name, address)]))


def breadcrumbs(
    request: HttpRequest, site: "Furniture", trail: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    """The way from the home page: `trail` are names and addresses, the page itself last."""
    steps = [(site.name, reverse("articles:home")), *trail]
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": request.build_absolute_uri(address),
            }
            for position, (name, address) in enumerate(steps, start=1)
        ],
    }


def _graph(*nodes: dict[str, Any]) -> dict[str, Any]:
    """Several things in one block (JSON-LD 1.1, 4.9)."""
    plain = [{name: value for name, value in node.items() if name != "@context"} for node in nodes]
    return {"@context": CONTEXT, "@graph": plain}


def _item_list(request: HttpRequest, stories: Sequence["Article"]) -> dict[str, Any]:
    return {
        "@type": "ItemList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "url": request.build_absolute_uri(story.get_absolute_url()),
            }
            for position, story in enumerate(stories, start=1)
        ],
    }


def _person(request: HttpRequest, author: "Author") -> dict[str, Any]:
    address = request.build_absolute_uri(author.get_absolute_url())
    return {"@type": "Person", "name": author.name, "url": address}


def _images(request: HttpRequest, picture: "Picture | None") -> list[str]:
    """The picture in the ratios there are, those of at least IMAGE_PIXELS; JPEG for any machine."""
    if picture is None or not picture.ready:
        return []
    found = [renditions.largest_jpeg(picture, slot) for slot in IMAGE_SLOTS]
    large = [shown for shown in found if shown.width * shown.height >= IMAGE_PIXELS]
    # A small picture is better than none. Until the crops are made all three are one preview.
    addresses = dict.fromkeys(shown.url for shown in large or found[:1])
    return [request.build_absolute_uri(address) for address in addresses]
