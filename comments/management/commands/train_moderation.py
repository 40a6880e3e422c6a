"""`manage.py train_moderation`: the moderation assistant learns, and is used from then on."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments.management.commands.evaluate_moderation import read_rows
from comments.moderation import learning
from comments.moderation.assistant import Assistant, NotEnoughDecisions


class Command(BaseCommand):
    help = (
        "Trains the moderation assistant on the decisions of this site's moderators, or on "
        "labelled TSV files (see evaluate_moderation), and has it judge the waiting comments anew."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            type=Path,
            nargs="*",
            metavar="FILE",
            help="Learn from these TSV files, in this order, instead of decisions.",
        )
        parser.add_argument(
            "--with-decisions",
            action="store_true",
            help="Learn from the files first and from decisions after them.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [row for path in options["files"] for row in read_rows(path)]
        if options["with_decisions"] or not options["files"]:
            rows += learning.decisions()
        try:
            assistant = Assistant.train(rows)
        except NotEnoughDecisions as error:
            raise CommandError(f"{error} Nothing has changed.") from None
        trained = learning.store(assistant, rows)
        judged = learning.judge_waiting(assistant)
        self.stdout.write(
            f"Learnt from {trained.rejected} rejected and {trained.kept} kept comments; "
            f"{judged} waiting comments judged anew."
        )
