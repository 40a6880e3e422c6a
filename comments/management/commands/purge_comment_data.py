"""`manage.py purge_comment_data`: see comments/retention.py."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from comments import retention


class Command(BaseCommand):
    help = (
        "Forgets personal data whose time is over: of comments turned away or withdrawn, traces of "
        "networks and readers, ended blocks, sent e-mails, addresses that never answered or that "
        "no comment wants e-mails for. To be run daily."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="only count what would be forgotten"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        purged = retention.purge(timezone.now(), dry_run=options["dry_run"])
        if not options["verbosity"]:
            return
        title = "Due, and left as it is" if options["dry_run"] else "Forgotten"
        self.stdout.write(
            f"{title}: texts, names and addresses of {purged.comments} comments, network traces of "
            f"{purged.networks}, readers of {purged.reactions} likes and reports, {purged.keys} "
            f"network keys, values of {purged.blocks} blocks, {purged.emails} sent e-mails, "
            f"{purged.addresses} addresses that no e-mail goes to."
        )
