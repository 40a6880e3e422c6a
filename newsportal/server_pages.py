"""Error pages for the web server in front, which shows them when nobody here is asked or answers.

They are the plain ones of newsportal/error_pages.py, as files.
"""

from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _


def folder() -> Path:
    """Where the pages lie, each named by its status: `413.html`."""
    return Path(settings.VAR_DIR) / "errors"


def write() -> None:
    """Write the pages; they link to the static files collected before."""
    folder().mkdir(parents=True, exist_ok=True)
    with translation.override(settings.LANGUAGE_CODE):
        for status, (title, explanation) in _pages().items():
            context = {"status": int(status), "title": title, "explanation": explanation}
            page = render_to_string("error.html", context | {"base": "base_plain.html"})
            path = folder() / f"{int(status)}.html"
            # Replaced at once: the server may be reading it.
            new = path.with_suffix(".new")
            new.write_text(page, encoding="utf-8")
            new.replace(path)


def _pages() -> dict[HTTPStatus, tuple[str, str]]:
    return {
        HTTPStatus.BAD_REQUEST: (
            _("This request cannot be understood"),
            _("The address or the form holds something that no page of ours sends."),
        ),
        HTTPStatus.NOT_FOUND: (
            _("There is no such page"),
            _("The address may be mistyped, or the page has never been here."),
        ),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
            _("This is too large to be sent"),
            _(
                "Go back: what you wrote is still in the form. Shorten it, or choose a smaller "
                "file."
            ),
        ),
        HTTPStatus.TOO_MANY_REQUESTS: (
            _("Too much at once"),
            _(
                "Many requests have come from your network within a short time. Wait a minute and "
                "go back: what you wrote is still in the form."
            ),
        ),
        HTTPStatus.BAD_GATEWAY: (
            _("The site cannot answer at the moment"),
            _("We are working on it. Please try again in a minute."),
        ),
    }
