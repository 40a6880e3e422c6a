"""`manage.py personal_data export|erase EMAIL`: see comments/personal_data.py."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from comments import personal_data

OWNER_ONLY = 0o600


class Command(BaseCommand):
    help = "Exports, or erases, what is stored about a commenter, found by her e-mail address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=("export", "erase"))
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument(
            "--output", type=Path, metavar="FILE", help="export: a new file, instead of the screen"
        )
        parser.add_argument("--yes", action="store_true", help="erase: without asking")
        parser.add_argument(
            "--blocks", action="store_true", help="erase: end the blocks of this person as well"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError("This is no e-mail address.") from None
        if options["action"] == "export":
            self._export(email, options["output"])
        else:
            self._erase(email, options["yes"], options["blocks"])

    def _export(self, email: str, output: Path | None) -> None:
        text = json.dumps(personal_data.export(email), ensure_ascii=False, indent=2)
        if output is None:
            self.stdout.write(text)
            return
        try:
            # Never over another file, and for nobody else to read.
            opened = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}") from None
        with open(opened, "w", encoding="utf-8") as file:
            file.write(text + "\n")

    def _erase(self, email: str, sure: bool, blocks_too: bool) -> None:
        found = personal_data.find(email)
        if not found:
            self.stdout.write("Nothing is stored about this address.")
            return
        if not sure:
            question = (
                f"Erase {found.comments} comments and all else about this address, for ever? "
                "Type yes: "
            )
            if input(question) != "yes":
                raise CommandError("Nothing was erased.")
        erased = personal_data.erase(email, blocks_too=blocks_too)
        self.stdout.write(f"Erased: {erased.comments} comments.")
        if erased.kept_blocks:
            self.stdout.write(
                f"Blocks of this person that stay until they end: {erased.kept_blocks}, the last "
                f"until {erased.kept_until:%Y-%m-%d}. --blocks ends them."
            )
