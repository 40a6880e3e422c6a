"""Search that knows Arabic: what is indexed of a story, and how a query meets it.

``texts`` keeps the words of a story as they are compared, ``entries`` makes of them what a database
is asked for, ``index`` keeps both up to date. ``query`` reads what a reader typed, ``find`` answers
it and ``ranking`` orders the answer. ``sqlite`` and ``postgresql`` say only which stories hold
which words; everything that decides the result is computed from that, and is the same on both.
See docs/decisions/010-search.md.
"""

from articles.search.index import ensure_built, forget, rebuild, refresh, refresh_lists
from articles.search.texts import filter_stories, indexed, story_texts

__all__ = [
    "ensure_built",
    "filter_stories",
    "forget",
    "indexed",
    "rebuild",
    "refresh",
    "refresh_lists",
    "story_texts",
]
