"""Add a large archive of stories and comments, for measurements."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from articles.demo import archive, texts
from articles.models import Article
from comments.demo import archive as comment_archive


class Command(BaseCommand):
    help = "Add many stories and comments put together from the demo's sentences."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--articles", type=int, default=2000, metavar="N")
        parser.add_argument("--comments", type=int, default=20_000, metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        number, comments = options["articles"], options["comments"]
        if number < 1 or comments < 0:
            raise CommandError("--articles must be 1 or more, --comments 0 or more")
        hidden = None if options["verbosity"] else True
        if not Article.objects.exists():
            call_command("load_demo", verbosity=options["verbosity"])
        now = timezone.now()
        started = time.monotonic()
        with tqdm(total=number, desc="stories", unit=" stories", disable=hidden) as bar:
            batches = []
            for ids in archive.load(texts.load(), number, now):
                batches.append(ids)
                bar.update(len(ids))
        stories_took = time.monotonic() - started
        written = range(batches[0].start, batches[-1].stop)
        started = time.monotonic()
        with tqdm(total=comments, desc="comments", unit=" comments", disable=hidden) as bar:
            for count in comment_archive.load(texts.load(), written, comments, now):
                bar.update(count)
        comments_took = time.monotonic() - started
        if options["verbosity"]:
            self.stdout.write(
                f"newsportal: {number} stories added in {stories_took:.1f} s,"
                f" {comments} comments in {comments_took:.1f} s"
            )
            busiest = (
                Article.objects.filter(pk__gte=written.start, pk__lt=written.stop)
                .order_by("-comment_count")
                .first()
            )
            if busiest and busiest.comment_count:
                self.stdout.write(
                    f"newsportal: {busiest.comment_count} comments under the busiest of them,"
                    f" {settings.SITE_URL}{busiest.get_absolute_url()}"
                )
