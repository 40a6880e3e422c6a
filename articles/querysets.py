"""Which rows, in what order, with what beside them. Every list of the portal is named here."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Sum
from django.utils import timezone

from articles.publication import begun_q, not_ended_q, out_q

if TYPE_CHECKING:
    from articles.models import Listing

CARD_FIELDS = (
    "id",
    "slug",
    "headline",
    "kicker",
    "standfirst",
    "status",
    "published_at",
    "ends_at",
    "corrected_at",
    "comment_count",
    "category__id",
    "category__name",
    "category__slug",
    "cover__id",
    "cover__file",
    "cover__width",
    "cover__height",
    "cover__alt",
    "cover__decorative",
    "cover__focal_x",
    "cover__focal_y",
    "cover__renditions",
)


class ArticleQuerySet(models.QuerySet):
    """Stories."""

    def published(
        self,
        now: datetime | None = None,
        before: datetime | None = None,
        until: datetime | None = None,
    ) -> "ArticleQuerySet":
        """Stories that are out at `now` (aware; the present by default).

        Those that came out `before` a moment, or `until` it, where one is given.
        """
        return self.filter(out_q(now or timezone.now(), before=before, until=until))

    def visible_to(self, user: Any) -> "ArticleQuerySet":
        """Stories that `user` may read in the newsroom: all for an editor, else own and out."""
        if user.has_perm("articles.edit_any_article"):
            return self
        return self.filter(self._own_q(user) | out_q(timezone.now())) if user.pk else self.none()

    def owned_by(self, user: Any) -> "ArticleQuerySet":
        """Stories that `user` wrote: started by the account, or signed by its author."""
        return self.filter(self._own_q(user))

    @staticmethod
    def _own_q(user: Any) -> Any:
        from articles.models import Byline

        signed = Byline.objects.filter(article=OuterRef("pk"), author__user=user)
        return Q(created_by=user) | Exists(signed)

    def newest_first(self) -> "ArticleQuerySet":
        """Newest first; the id settles ties, so that pages never overlap."""
        return self.order_by("-published_at", "-id")

    def for_cards(self) -> "ArticleQuerySet":
        """With what a card shows, and without the body: one query."""
        return self.select_related("category", "cover").only(*CARD_FIELDS)

    def for_page(self) -> "ArticleQuerySet":
        """With what the story's own page shows: two queries."""
        from articles.models import Byline

        bylines = Byline.objects.select_related("author__portrait").order_by("position", "id")
        return self.select_related("category", "cover", "view_total").prefetch_related(
            Prefetch("bylines", queryset=bylines)
        )

    def for_newsroom(self) -> "ArticleQuerySet":
        """With what a line of the newsroom's list shows, and without the text: two queries."""
        from articles.models import Byline

        bylines = Byline.objects.select_related("author").order_by("position", "id")
        return (
            self.select_related("category", "view_total")
            .defer("body", "standfirst")
            .prefetch_related(Prefetch("bylines", queryset=bylines))
        )

    def listed(
        self,
        kind: "Listing.Kind",
        target_id: int,
        now: datetime | None = None,
        until: datetime | None = None,
    ) -> "ArticleQuerySet":
        """Stories of one category, tag or author that are out, newest first, from one index.

        Those that came out `until` a moment (aware), where one is given. What is asked further of
        the list's row names `listed_at` and `listed_id`: another filter on `listings` would mean
        any other list of the story.
        """
        now = now or timezone.now()
        return (
            self.filter(
                begun_q("listings__listed_at", now, until=until),
                not_ended_q(now),
                listings__kind=kind,
                listings__target_id=target_id,
            )
            .alias(listed_at=F("listings__listed_at"), listed_id=F("listings__article_id"))
            .order_by("-listed_at", "-listed_id")
        )

    def published_between(
        self, start: datetime, end: datetime, until: datetime | None = None
    ) -> "ArticleQuerySet":
        """Stories out now whose publication lies in [start, end), not after `until`; all aware."""
        out = self.published(before=end, until=until)
        return out.filter(published_at__gte=start).newest_first()

    def matching(self, text: str) -> "ArticleQuerySet":
        """Stories that contain every word of `text`, folded and stemmed."""
        from articles import search

        found: ArticleQuerySet = search.filter_stories(self, text)
        return found


class PictureQuerySet(models.QuerySet):
    """Pictures of the library."""

    def unready(self) -> "PictureQuerySet":
        """Pictures that may not go out yet: no alternative text and not marked decorative."""
        return self.filter(self._unready_q())

    def ready(self) -> "PictureQuerySet":
        """Pictures that may go out."""
        return self.exclude(self._unready_q())

    @staticmethod
    def _unready_q() -> Q:
        return Q(alt__regex=r"^\s*$", decorative=False)


class BreakingNewsQuerySet(models.QuerySet):
    """Items of the breaking-news bar."""

    def unexpired(self, now: datetime) -> "BreakingNewsQuerySet":
        """Items on the bar at `now` (aware) or to come, newest first."""
        return self.filter(expires_at__gt=now).order_by("-starts_at", "-id")

    def current(self, now: datetime | None = None) -> "BreakingNewsQuerySet":
        """Items on the bar at `now` (aware; the present by default), newest first."""
        now = now or timezone.now()
        return self.unexpired(now).filter(starts_at__lte=now)


class PageQuerySet(models.QuerySet):
    """Static pages."""

    def public(self) -> "PageQuerySet":
        return self.filter(is_public=True)


class HourlyViewsQuerySet(models.QuerySet):
    """Counted views by hour."""

    def most_read(
        self, period: timedelta, limit: int, now: datetime | None = None
    ) -> list[dict[str, int]]:
        """The stories out now with most views in the last `period`: `article_id`, `views`.

        Hours are whole: the hour in which the period begins counts as a whole. Two queries: of the
        stories read most, five times as many as are wanted, those that are not out are left out.
        """
        from articles.models import Article

        now = now or timezone.now()
        since = (now - period).replace(minute=0, second=0, microsecond=0)
        sums = self.filter(hour__gte=since).values("article_id").annotate(views=Sum("count"))
        # A join with the stories would read all of them.
        rows = list(sums.order_by("-views", "-article_id")[: 5 * limit])
        ids = [row["article_id"] for row in rows]
        out = set(Article.objects.published(now).filter(pk__in=ids).values_list("pk", flat=True))
        return [row for row in rows if row["article_id"] in out][:limit]
