"""Links, written out or disguised."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.moderation.quotation import listed
from comments.moderation.verdict import PASS, Context, Result, Verdict
from newsportal.arabic.counting import counted
from newsportal.arabic.folding import fold

# Endings that make a domain of two words with a full stop between them. Left out are those that
# are words themselves (.de, .la, .me, .es): after a full stop without a space they are no link.
_ENDINGS = (
    "com|net|org|info|biz|edu|gov|io|co|ma|fr|dz|tn|eg|ae|qa|uk|eu|ru|cn|tv|ly|app|dev|xyz|online|"
    "site|website|shop|store|club|live|link|click|top|vip|bet|casino|page|blog|news"
)
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = rf"(?:{_LABEL}\.){{1,8}}"
_TAIL = r"[^\s<>\"'«»()\[\]،؛]*+"

_LINK = re.compile(
    rf"""
    [a-z]{{2,10}}://{_TAIL}
    | (?<![\w.@-]) (?:
        www\.{_TAIL}
        | (?:\d{{1,3}}\.){{3}}\d{{1,3}}(?!\.?\d) (?:[:/]{_TAIL})?
        | {_DOMAIN}(?:
            (?:{_ENDINGS})(?![\w-]) (?:[:/?]{_TAIL})?
            | [a-z]{{2,18}}/{_TAIL}
        )
    )
    """,
    re.VERBOSE,
)
_HOST = re.compile(r"(?:[a-z]+://)?([^\s/?#]*)")

# "example (dot) com", "example نقطة كوم", "example . com"
_SPELT_DOT = re.compile(
    r"""
    (?<=[a-z0-9])
    (?:
        \s*[(\[{]\s*(?:dot|point|نقطه|\.)\s*[)\]}]\s* (?=[a-z]{2,18}\b|كوم\b|نت\b)
        | \s+(?:dot\s+|نقطه\s*) (?=(?:com|net|org|ma)\b|كوم\b|نت\b)
        | \s*\.\s* (?=com\b)
    )
    """,
    re.VERBOSE,
)
_ENDINGS_IN_ARABIC = re.compile(r"(?<=[a-z0-9]\.)(كوم|نت)\b")
_LATIN = {"كوم": "com", "نت": "net"}


class Links:
    """Holds a comment with links, and calls one with many of them spam.

    Those in the name of the commenter count like those in the text.
    """

    name = "links"
    label = gettext_lazy("Links")

    def __call__(self, context: Context) -> Result:
        in_name = links(fold(context.name))
        found = in_name + links(context.folded)
        if not found:
            return PASS
        limits = context.limits
        reason = _("Links: %(number)s (%(hosts)s).") % {
            "number": counted(len(found), "link"),
            "hosts": listed(host(link) for link in found),
        }
        if in_name:
            in_name_too = _("In the name: %(hosts)s.") % {"hosts": listed(map(host, in_name))}
            reason = f"{reason} {in_name_too}"
        if limits.links_to_spam and len(found) >= limits.links_to_spam:
            answer = _("A comment with so many links is not published.")
            return Result(Verdict.SPAM, reason, answer)
        if limits.links_to_hold and len(found) >= limits.links_to_hold:
            return Result(Verdict.HOLD, reason)
        return PASS


def links(folded: str) -> list[str]:
    """Return the links in a folded text in reading order, each as often as it stands there.

    >>> links("see www.example.org or example (dot) com, not user@example.com")
    ['www.example.org', 'example.com']
    """
    plain = _ENDINGS_IN_ARABIC.sub(lambda match: _LATIN[match[0]], _SPELT_DOT.sub(".", folded))
    if "." not in plain and "://" not in plain:
        return []
    return [match[0].rstrip(".,:;!?؟") for match in _LINK.finditer(plain)]


def host(link: str) -> str:
    """Return the part of a link that names the machine."""
    match = _HOST.match(link)
    return match[1] if match else link
