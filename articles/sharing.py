"""Where a story can be shared: plain links that need no script and load nothing from others."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.utils.encoding import uri_to_iri
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from articles.models import Article


@dataclass(frozen=True)
class ShareLink:
    """One way to share; `key` names its icon and class."""

    key: str
    label: Any
    url: str


def links(request: HttpRequest, article: "Article") -> list[ShareLink]:
    """The share links of a story: WhatsApp, Facebook, X, Telegram, e-mail.

    They carry the short address, which stays readable wherever it is pasted.
    """
    url = request.build_absolute_uri(article.get_short_url())
    text = article.headline
    return [
        ShareLink("whatsapp", _("WhatsApp"), _query("https://wa.me/", text=f"{text}\n{url}")),
        ShareLink("facebook", _("Facebook"), _query("https://www.facebook.com/sharer.php", u=url)),
        ShareLink("x", _("X"), _query("https://x.com/intent/post", text=text, url=url)),
        ShareLink("telegram", _("Telegram"), _query("https://t.me/share/url", url=url, text=text)),
        ShareLink("email", _("E-mail"), _query("mailto:", subject=text, body=f"{text}\n\n{url}")),
    ]


def _query(address: str, **parameters: str) -> str:
    # RFC 6068 knows no "+" for a space, and every service reads %20.
    return f"{address}?{urlencode(parameters, quote_via=quote)}"


def readable(url: str) -> str:
    """`url` as a person reads it: letters instead of their escapes (RFC 3987, 3.2).

    What would change the meaning (spaces, reserved characters, invalid UTF-8) stays escaped.
    """
    return uri_to_iri(url)
