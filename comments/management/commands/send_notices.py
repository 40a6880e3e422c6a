"""Send the e-mails that wait in the outbox; for cron, every minute."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments.mail import sending

MOST = 200


class Command(BaseCommand):
    help = "Send e-mails to commenters: questions, decisions, replies. To be run every minute."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--most", type=int, default=MOST, metavar="N", help="e-mails to try in this run"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["most"] < 1:
            raise CommandError("--most must be 1 or more")
        try:
            tally = sending.send_due(options["most"])
        except sending.MailServerUnavailable as error:
            raise CommandError(
                f"The mail server cannot be used ({error}); the e-mails wait."
            ) from error
        if options["verbosity"]:
            self.stdout.write(
                f"{tally.sent} sent, {tally.failed} not sent, {tally.dropped} dropped."
            )
        if tally.interrupted:
            raise CommandError("The mail server went away; the rest waits for the next run.")
