"""What the measurements read: an archive, one story with a hundred comments, and its addresses."""

from dataclasses import dataclass
from typing import Any

from bench.office import Office

COMMENTS = 100

# Renditions are recorded and not made: pages name them, and nobody asks for the files.
_SET_UP = """
from datetime import timedelta
from itertools import cycle, islice
from django.db import connection
from django.utils import timezone
from articles import furniture, renditions
from articles.demo import texts
from articles.models import Article, Listing, Picture, RenditionJob
from articles.renditions.slots import PLAN, focus_of
from comments import counts
from comments.models import Comment, ModerationPolicy
from newsportal.keyset import Cursor
now = timezone.now()
for picture in Picture.objects.all():
    recorded = {"focus": focus_of(picture), "plan": PLAN}
    for slot, kind, widths in renditions.wanted(picture):
        recorded.setdefault(kind, {})[slot.name] = widths
    Picture.objects.filter(pk=picture.pk).update(renditions=recorded)
RenditionJob.objects.all().delete()
story = Article.objects.published(now).newest_first().exclude(cover=None)[0]
Comment.objects.filter(article=story).delete()
bodies = [c["body"] for s in texts.load().stories for c in s.get("comment", ())]
Comment.objects.bulk_create(
    Comment(article=story, name=f"قارئ {n}", body=body, status="approved", number=0,
            submitted_at=now - timedelta(minutes=n), in_thread=True)
    for n, body in enumerate(islice(cycle(bodies), arguments[0]))
)
counts.rebuild()
furniture.refresh()
section = story.category
rows = Listing.objects.filter(kind=Listing.Kind.CATEGORY, target_id=section.pk)
rows = rows.order_by("listed_at", "article_id")
deep = rows[min(200, rows.count() // 2)]
cursor = Cursor(deep.listed_at, deep.article_id)
with connection.cursor() as sql:
    sql.execute("VACUUM ANALYZE")
    sql.execute("CHECKPOINT")
result = {
    "stories": Article.objects.count(),
    "comments": Comment.objects.count(),
    "story": story.pk,
    "article": story.get_absolute_url(),
    "category": section.get_absolute_url(),
    "deep page": f"{section.get_absolute_url()}?before={cursor}",
}
"""

_QUERIES = """
from bench.search import draw
from django.utils.http import urlencode
result = [f"/search/?{urlencode({'q': words})}" for words in draw(arguments[0])]
"""

_FORGET = """
from newsportal import page_cache
from newsportal.page_cache import running
# Without the wait for a commit: the database may be away.
running.cache().forget({page_cache.FURNITURE})
"""

_COUNT_QUERIES = """
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
client = Client(headers={"host": settings.SITE_URL.partition("//")[2], **arguments[3]})
ask = lambda: client.generic(arguments[0], arguments[1], arguments[2].encode(), secure=True,
                             content_type="application/x-www-form-urlencoded")
if arguments[0] == "GET":
    ask()
with CaptureQueriesContext(connection) as captured:
    response = ask()
# What belongs to no table is how Django opens and closes a transaction.
queries = [query["sql"] for query in captured if query["sql"].split()[0] in
           ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")]
result = [response.status_code, len(queries)]
"""

_STAMPS = """
from datetime import timedelta
from django.utils import timezone
from comments.moderation import stamp
old = timezone.now() - timedelta(seconds=30)
result = [stamp.make(old) for _each in range(arguments[0])]
"""

_COUNTS = """
from articles.models import HourlyViews, ViewTotal
from comments.models import Comment
from django.db.models import Sum
story = arguments[0]
result = {
    "total": ViewTotal.objects.filter(article=story).aggregate(sum=Sum("count"))["sum"] or 0,
    "hours": HourlyViews.objects.filter(article=story).aggregate(sum=Sum("count"))["sum"] or 0,
    "comments": Comment.objects.filter(article=story).count(),
}
"""


@dataclass(frozen=True)
class Content:
    """A portal's content: how much there is, and the pages that are measured."""

    stories: int
    comments: int
    story: int
    pages: dict[str, str]
    office: Office

    def forget_all(self) -> None:
        """Every page kept is old from now on."""
        self.office.run(_FORGET)

    def queries(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, int]:
        """Status of a request that Django answers, and the queries it took."""
        status, number = self.office.run(_COUNT_QUERIES, method, path, body, headers)
        return status, number

    def searches(self, number: int) -> list[str]:
        """Addresses of searches for words of the stories, all different."""
        return list(dict.fromkeys(self.office.run(_QUERIES, number)))

    def stamps(self, number: int) -> list[str]:
        """What forms begun half a minute ago hold."""
        return self.office.run(_STAMPS, number)

    def counts(self) -> dict[str, int]:
        """Views of the story, as total and as sum of its hours, and its comments of any status."""
        return self.office.run(_COUNTS, self.story)


def set_up(office: Office) -> Content:
    """Prepare the loaded archive for measurements."""
    made: dict[str, Any] = office.run(_SET_UP, COMMENTS)
    pages = {"home": "/"} | {name: made[name] for name in ("category", "deep page", "article")}
    return Content(made["stories"], made["comments"], made["story"], pages, office)
