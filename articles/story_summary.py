"""One or two sentences about a story, for those who have not opened it."""

from typing import Any

from django.utils.text import Truncator

from articles.rich_text import plain_text

DESCRIPTION_LENGTH = 200
"""Characters of a description; result pages and share cards cut longer ones."""


def summary_of(article: Any) -> str:
    """A story's standfirst, or else how its text or a static page's begins: plain, in one line."""
    text = getattr(article, "standfirst", "") or plain_text(article.body)
    return Truncator(" ".join(text.split())).chars(DESCRIPTION_LENGTH)
