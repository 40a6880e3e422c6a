"""Derive the index of the search anew."""

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles import search
from articles.models import Article


class Command(BaseCommand):
    help = "Derives the words and the index of all stories anew; readers search the old meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        hidden = None if options["verbosity"] else True
        total = Article.objects.count()
        with tqdm(total=total, desc="stories", unit=" stories", disable=hidden) as bar:
            for stories in search.rebuild():
                bar.update(stories - done)
                done = stories
        if options["verbosity"]:
            self.stdout.write(f"newsportal: {done} stories indexed")
