"""The newest stories of many lists in one query: a few index steps for each list.

One correlated sub-query for each rank, on every database, where a window function would walk
through all stories.
"""

from datetime import datetime

from django.db import connection
from django.db.models import BigIntegerField, Model, QuerySet
from django.db.models.expressions import RawSQL

from articles.models import Listing
from articles.publication import not_ended_q


def newest_of(kind: Listing.Kind, topics: type[Model], now: datetime) -> QuerySet:
    """The ids of the stories out at `now` (aware) that are listed under a topic, newest first.

    The topic is the row of `topics` in the query around it.
    """
    topic = ".".join(map(connection.ops.quote_name, (topics._meta.db_table, "id")))
    return (
        Listing.objects.filter(
            not_ended_q(now, "article__"),
            kind=kind,
            target_id=RawSQL(topic, ()),
            listed_at__lte=now,
        )
        .order_by("-listed_at", "-article_id")
        .values("article_id")
    )


def ranks(name: str, ids: QuerySet, number: int) -> dict[str, RawSQL]:
    """The first `number` rows of `ids` as one annotation each: `name_0`, `name_1` …

    `ids` is turned into SQL once: Django would do so for each slice, which takes longer than the
    database needs to answer.
    """
    sql, params = ids.query.sql_with_params()
    return {
        f"{name}_{rank}": RawSQL(
            f"{sql} LIMIT 1 OFFSET {rank}",
            params,
            output_field=BigIntegerField(),
        )
        for rank in range(number)
    }
