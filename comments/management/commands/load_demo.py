"""Fill an empty portal with the demo newspaper."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from articles.demo import album, loader, texts
from articles.demo.timetable import Timetable
from articles.models import Article
from comments import retention
from comments.demo import loader as comment_loader
from newsportal.demo_accounts import ensure_demo_accounts

MODERATORS = ("moderator", "admin")
"""The demo accounts that decided about comments."""


class Command(BaseCommand):
    help = "Fill an empty portal with demo content; does nothing where there are stories."

    def handle(self, *args: Any, **options: Any) -> None:
        if Article.objects.exists():
            return
        if options["verbosity"]:
            self.stdout.write("newsportal: preparing the demo content (once, about 20 seconds)")
        written = texts.load()
        sketches = loader.sketches(written)
        painted = list(
            tqdm(
                album.paint_all(sketches),
                desc="newsportal: painting",
                total=len(sketches),
                unit=" pictures",
                disable=None if options["verbosity"] else True,
            )
        )
        now = timezone.now()
        with transaction.atomic():
            if not settings.PRODUCTION:
                ensure_demo_accounts()
            stories = loader.load(written, painted, now, reporter=_account("reporter"))
            timetable = Timetable.of(written.stories, now)
            moderators = [account for name in MODERATORS if (account := _account(name))]
            comments = comment_loader.load(written, stories, timetable, moderators)
        # The demo reaches back half a year; a portal of that age would have purged meanwhile.
        retention.purge(timezone.now())
        if options["verbosity"]:
            self.stdout.write(
                f"newsportal: demo content loaded, {len(stories)} stories, {comments} comments"
            )


def _account(username: str) -> Any:
    """The demo account; None where there is none, as in production."""
    if settings.PRODUCTION:
        return None
    return get_user_model().objects.filter(username=username).first()
