"""What an editor may write, declared once: the editor's buttons and the sanitizer's allowlist.

The field cleans on every way to the database (form, `save()`, `update()`, `bulk_create()`), so a
stored text is a clean text and templates may mark it safe.
"""

import re
from html import unescape
from typing import Any

import nh3
from django.urls import reverse_lazy
from django.utils.html import strip_tags
from django_prose_editor.config import allowlist_from_extensions, expand_extensions
from django_prose_editor.fields import ProseEditorField

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "PullQuote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Figure": True,
    "Image": True,
    "Caption": True,
    "History": True,
    "HTML": True,
    "Direction": True,
    "Labels": True,
    "PictureLibrary": {"chooserUrl": reverse_lazy("admin:articles_picture_choose")},
    "Menu": {
        "groups": [
            {"group": "headings"},
            {"group": "lists"},
            {"group": "nodes -blockType -lists"},
            {"group": "marks"},
            {"group": "link"},
            {"group": "table"},
            {"group": "history"},
            {"group": "utility"},
        ]
    },
}

DIRECTED_TAGS = ("p", "h2", "h3", "figcaption")
"""Blocks that take their direction from their own first strong letter (UAX #9, P2-P3)."""

CONTAINER_TAGS = ("li", "blockquote", "td", "th")
"""Blocks that do so only where they hold text themselves, and no blocks.

`dir=auto` passes over descendants that have a `dir`, finds no letter, and falls back to left to
right (HTML, 3.2.6.4): a list item around a paragraph would turn round.
"""

PULL_QUOTE = "pull"
"""The class of a quotation that is set large; the only class a text keeps."""

_KEPT_GLOBALLY = {"dir", "lang"}
_IMAGE_SRC = re.compile(r"/media/pictures/[\w/.-]+\Z")


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    """Drop what the tag-wise allowlist cannot judge: foreign pictures, wild numbers."""
    if tag == "img" and name == "src":
        return value if _IMAGE_SRC.match(value) and ".." not in value else None
    if name == "dir":
        return value if value in {"auto", "rtl", "ltr"} else None
    if name == "class":
        return PULL_QUOTE if PULL_QUOTE in value.split() else None
    if name in {"width", "height", "colspan", "rowspan", "start"}:
        return value if value.isascii() and value.isdigit() and len(value) <= 5 else None
    return value


def _cleaner() -> nh3.Cleaner:
    allowed = allowlist_from_extensions(expand_extensions(EXTENSIONS))
    attributes = {tag: set(names) for tag, names in allowed["attributes"].items()}
    for names in attributes.values():
        names -= {"class", "style", "rel", "target", "data-file", "data-type"}
    attributes["blockquote"] = attributes.get("blockquote", set()) | {"class"}
    attributes["*"] = set(_KEPT_GLOBALLY)
    return nh3.Cleaner(
        tags=set(allowed["tags"]) | {"bdi", "span"},
        clean_content_tags={"script", "style"},
        attributes=attributes,
        attribute_filter=_filter_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
        strip_comments=True,
    )


_CLEANER = _cleaner()
_HOLDS_BLOCKS = r"(?=\s*<(?:p|h\d|ul|ol|blockquote|figure|table|hr)\b)"
_NO_DIRECTION = re.compile(
    rf"<((?:{'|'.join(DIRECTED_TAGS)})(?=[ >])|(?:{'|'.join(CONTAINER_TAGS)})"
    rf"(?=[^>]*>(?!{_HOLDS_BLOCKS}))(?=[ >]))(?![^>]*\sdir=)"
)
_CONTAINER_ON_AUTO = re.compile(
    rf"<({'|'.join(CONTAINER_TAGS)})((?:\s[^>]*)?)\sdir=\"auto\"([^>]*>){_HOLDS_BLOCKS}"
)
_IMAGE_WITHOUT_SRC = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")
_EMPTY_FIGURE = re.compile(r"<figure[^>]*>(?:\s|<figcaption[^>]*>\s*</figcaption>)*</figure>")
_EMPTY_PARAGRAPH = re.compile(r"<p(?:\s[^>]*)?>(?:\s|<br>)*</p>\s*\Z")
_ONLY_EMPTY_BLOCKS = re.compile(r"(?:\s|<(p|h2|h3)[^>]*>\s*(?:<br>)?\s*</\1>)*\Z")


ROUNDS = 4
"""How often at most a text is cleaned again."""


class CleanHTML(str):
    """HTML that has been through `clean`; cleaning it again is skipped."""

    __slots__ = ()


def clean(html: str) -> CleanHTML:
    """`html` reduced to what the editor can make, each block with a direction.

    It is cleaned until cleaning changes nothing more, so that a text stays as it is when it is
    saved again; a text that ROUNDS do not settle is stored as the last of them leaves it. NUL,
    which PostgreSQL cannot store, is dropped. Text without content becomes "".
    """
    if isinstance(html, CleanHTML):
        return html
    cleaned = _cleaned_once(html)
    # Markup that may not stand in a table moves out of it when it is parsed again (HTML, 13.2.6.1,
    # foster parenting).
    for _round in range(ROUNDS):
        again = _cleaned_once(cleaned)
        if again == cleaned:
            break
        cleaned = again
    return CleanHTML(cleaned)


def _cleaned_once(html: str) -> str:
    cleaned = _CLEANER.clean((html or "").replace("\x00", ""))
    cleaned = _IMAGE_WITHOUT_SRC.sub("", cleaned)
    cleaned = _EMPTY_FIGURE.sub("", cleaned)
    if _ONLY_EMPTY_BLOCKS.match(cleaned):
        return ""
    cleaned = _without_empty_end(cleaned)
    cleaned = _CONTAINER_ON_AUTO.sub(r"<\1\2\3", cleaned)
    return _NO_DIRECTION.sub(r'<\1 dir="auto"', cleaned)


def _without_empty_end(html: str) -> str:
    """`html` without empty paragraphs at its end: the editor leaves one below a last picture."""
    end = len(html)
    while (start := html.rfind("<p", 0, end)) >= 0 and _EMPTY_PARAGRAPH.match(html, start, end):
        end = start
    return html[:end]


_BLOCK_END = re.compile(r"<(?=/(?:p|h\d|li|td|th|blockquote|figcaption)>|br)")


def plain_text(html: str) -> str:
    """The words of `html`, entities decoded, with a space where a block ends."""
    return " ".join(unescape(strip_tags(_BLOCK_END.sub(" <", html))).split())


class RichTextField(ProseEditorField):
    """Rich text that is clean whichever way it reaches the database."""

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs |= {"extensions": dict(EXTENSIONS), "sanitize": clean}
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: Any, add: bool) -> CleanHTML:
        value = clean(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        """Clean on the way of `update()` and `bulk_create()`; leaves expressions alone."""
        value = super().get_prep_value(value)
        return clean(value) if isinstance(value, str) else value
