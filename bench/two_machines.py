"""Two gunicorns on one PostgreSQL and one Redis, as two machines would be."""

import os
import signal
import time
from urllib.parse import urlencode

from bs4 import BeautifulSoup

from bench.client import Answer, Client
from bench.content import Content, set_up
from bench.load import PHONE, RUN, Site, send
from bench.office import Office, office
from bench.outage import Found
from bench.processes import tree
from bench.requests import EMPTY, FORM
from scripts.production_stack import Stack

EDITS = 5
VIEWS = 400
MOST_SECONDS = 1.0
GIVE_UP_SECONDS = 10
PASSWORD = "a-password-for-the-bench"

_ACCOUNT = """
from django.contrib.auth.models import Group, User
from articles import roles
User.objects.filter(username="bench").delete()
editor = User.objects.create_user("bench", password=arguments[0], is_staff=True)
editor.groups.set([Group.objects.get(name=roles.EDITOR)])
"""


class Editor:
    """Someone of the newsroom, signed in at one machine."""

    def __init__(self, site: Site):
        self._site = site
        self._client = Client(site.port)
        self._cookies: dict[str, str] = {}
        form = self._form("/admin/login/", "login-form")
        self._submit("/admin/login/", form | {"username": "bench", "password": PASSWORD})

    def rename(self, story: int, headline: str) -> None:
        """Change a story's headline through its form. Raises RuntimeError when it is refused."""
        path = f"/admin/articles/article/{story}/change/"
        form = self._form(path, "article_form")
        self._submit(path, form | {"headline": headline})

    def close(self) -> None:
        self._client.close()

    def _form(self, path: str, name: str) -> dict[str, str]:
        answer = self._ask(self._site.request("GET", path, **self._headers(path)))
        page = BeautifulSoup(answer.body, "html.parser")
        form = page.find("form", id=name)
        if form is None:
            raise RuntimeError(f"{path}: status {answer.status}, no form {name}")
        typed: dict[str, str] = {}
        for field in form.find_all(["input", "textarea", "select"]):
            kind, key = field.get("type", ""), field.get("name")
            if not key or kind in ("submit", "button", "file", "image"):
                continue
            if kind in ("checkbox", "radio") and not field.has_attr("checked"):
                continue
            if field.name == "select":
                chosen = [each["value"] for each in field.find_all("option", selected=True)]
                if chosen:
                    typed[key] = chosen if field.has_attr("multiple") else chosen[0]
            elif field.name == "textarea":
                typed[key] = field.get_text().removeprefix("\n")
            else:
                typed[key] = field.get("value", "")
        return typed

    def _submit(self, path: str, typed: dict[str, str]) -> None:
        body = urlencode(typed, doseq=True).encode()
        headers = self._headers(path) | {"Content_Type": FORM}
        answer = self._ask(self._site.request("POST", path, body, **headers))
        if answer.status != 302:
            page = BeautifulSoup(answer.body, "html.parser")
            errors = [
                each.get_text(" ", strip=True) for each in page.select(".errornote, .errorlist")
            ]
            raise RuntimeError(f"{path}: status {answer.status}, {errors}")

    def _headers(self, path: str) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Referer": self._site.site_url + path, "Accept_Encoding": "identity"}
        return headers | ({"Cookie": cookies} if cookies else {})

    def _ask(self, request: bytes) -> Answer:
        answer = self._client.ask(request)
        for line in answer.head.decode("latin-1").split("\r\n"):
            name, _colon, value = line.partition(":")
            if name.lower() == "set-cookie":
                key, _equals, rest = value.strip().partition("=")
                self._cookies[key] = rest.partition(";")[0]
        return answer


def run(stack: Stack) -> Found:
    """Edits through one seen through the other, views counted on both, and one of them lost."""
    found = Found()
    with office(stack.environment) as desk:
        content = set_up(desk)
        first, second = (Site(each.port, stack.site_url) for each in stack.gunicorns)
        _edits(desk, content, first, second, found)
        nginx = Site(int(stack.address.rpartition(":")[2]), stack.site_url)
        _views(content, nginx, "both", found)
        for pid in tree(stack.gunicorns[0].service.process.pid):
            os.kill(pid, signal.SIGKILL)
        stack.gunicorns[0].service.process.wait()
        _views(content, nginx, "one lost", found)
        client = Client(nginx.port)
        statuses = [
            client.ask(nginx.request("GET", path)).status
            for _round in range(10)
            for path in content.pages.values()
        ]
        client.close()
        good = statuses.count(200)
        found.note(
            "pages asked for after the loss",
            f"{good} of {len(statuses)}",
            good=set(statuses) == {200},
        )
    return found


def _edits(desk: Office, content: Content, first: Site, second: Site, found: Found) -> None:
    desk.run(_ACCOUNT, PASSWORD)
    waited = []
    for number in range(EDITS):
        # Each in its turn is the one that edits.
        here, there = (first, second) if number % 2 == 0 else (second, first)
        editor, reader = Editor(here), Client(there.port)
        headline = f"عنوان جديد رقم {number}"
        page = there.request("GET", content.pages["article"], Accept_Encoding="identity")
        reader.ask(page)
        editor.rename(content.story, headline)
        began = time.monotonic()
        # The old address leads to the new one: that it does is the edit, seen.
        while (answer := reader.ask(page)).status == 200 and headline not in answer.body.decode():
            if time.monotonic() - began > GIVE_UP_SECONDS:
                break
            time.sleep(0.005)
        waited.append(time.monotonic() - began)
        editor.close()
        reader.close()
    found.note(
        "an edit through one, seen through the other",
        f"after {max(waited) * 1000:.0f} ms at most, of {EDITS} edits in turns",
        good=max(waited) < MOST_SECONDS,
    )


def _views(content: Content, nginx: Site, when: str, found: Found) -> None:
    before = content.counts()
    requests = [
        nginx.request(
            "POST",
            f"/n/{content.story}/views",
            User_Agent=f"{PHONE} {RUN} {when}/{number}",
            Sec_Fetch_Site="same-origin",
        )
        for number in range(VIEWS)
    ]
    send(nginx.port, requests, VIEWS, counted=204, filler=nginx.request("GET", EMPTY))
    after = content.counts()
    counted = [after[name] - before[name] for name in ("total", "hours")]
    found.note(
        f"views sent through {when}",
        f"{counted[0]} of {VIEWS} counted",
        good=counted == [VIEWS] * 2,
    )
