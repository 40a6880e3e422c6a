"""A story's text as it leaves the site: whole addresses, plain pictures, nothing that runs."""

import nh3

from articles import text_pictures

_ATTRIBUTES = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()} | {
    "*": {"dir", "lang"}
}


def for_feeds(html: str, base: str) -> str:
    """A stored, clean text for feed readers; `base` is the story's absolute address.

    Addresses become absolute (RSS best practices profile: relative ones have no agreed base). Of
    a picture one plain width remains, since readers drop the rest.
    """
    cleaner = nh3.Cleaner(
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        url_relative=("rewrite_with_base", base),
        link_rel=None,
    )
    return cleaner.clean(text_pictures.with_previews(html))
