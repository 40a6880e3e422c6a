"""Using the admin as a browser does: open a form, change some fields, send it."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.factories import make_user


def values(form: Any) -> dict[str, list[str]]:
    """What a browser would send of an untouched form."""
    sent: dict[str, list[str]] = {}
    for control in form.find_all(["input", "select", "textarea"]):
        name, kind = control.get("name"), control.get("type")
        if not name or control.has_attr("disabled") or kind in {"submit", "file", "button"}:
            continue
        if kind in {"checkbox", "radio"} and not control.has_attr("checked"):
            continue
        if control.name == "select":
            chosen = [option.get("value", "") for option in control.select("option[selected]")]
            if not chosen and not control.has_attr("multiple") and control.option:
                chosen = [control.option.get("value", "")]
            sent.setdefault(name, []).extend(chosen)
        elif control.name == "textarea":
            # HTML, 13.2.6.4.7: the line break after the tag is not part of the value.
            sent.setdefault(name, []).append(control.get_text().removeprefix("\n"))
        else:
            unnamed = "on" if kind in {"checkbox", "radio"} else ""
            sent.setdefault(name, []).append(control.get("value", unnamed))
    return sent


class Desk:
    """Someone of the newsroom in front of the admin."""

    def __init__(self, user: Any):
        self.user = user
        self.client = Client()
        self.client.force_login(user)
        self.page: Any = None
        self.response: Any = None

    def _keep(self, response: Any) -> Any:
        self.response = response
        self.page = BeautifulSoup(response.content, "html.parser")
        return response

    def open(self, path: str) -> Any:
        """GET; follows no redirect."""
        return self._keep(self.client.get(path))

    def send(self, path: str, *, follow: bool = False, **changes: Any) -> Any:
        """POST the form at `path` as it stands, with `changes` (a list for several values)."""
        self.open(path)
        form = self.page.select_one("#content-main form[method=post]")
        assert form is not None, self.response.status_code
        return self._keep(self.client.post(path, values(form) | changes, follow=follow))

    def act(self, path: str, action: str, *rows: Any) -> Any:
        """Choose an action for some rows of a list; returns the page that follows."""
        data = {"action": action, "_selected_action": [row.pk for row in rows]}
        return self._keep(self.client.post(path, data, follow=True))

    def errors(self, field: str) -> str:
        """What the page says beside a field."""
        found = self.page.select(f".field-{field} .errorlist")
        return " ".join(error.get_text(" ", strip=True) for error in found)

    def shown(self, selector: str) -> list[str]:
        return [tag.get_text(" ", strip=True) for tag in self.page.select(selector)]


@pytest.fixture
def desk(db: None) -> Callable[..., Desk]:
    """`desk("EDITOR")`: an account with that role, signed in."""

    def _desk(role: str | None = "EDITOR", **fields: Any) -> Desk:
        return Desk(make_user(role, **fields))

    return _desk
