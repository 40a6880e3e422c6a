"""The demo's texts, as they lie in `prose/`: one TOML file for each section, and the rest."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "prose"


@dataclass(frozen=True)
class Texts:
    """Everything written for the demo, each part as the dicts that its file holds."""

    site: dict[str, Any]
    sections: list[dict[str, Any]]
    authors: list[dict[str, Any]]
    pages: list[dict[str, Any]]
    breaking: list[dict[str, Any]]
    names: dict[str, Any]
    stories: list[dict[str, Any]]
    """The stories of all sections, each with the key of its own under `section`, oldest first.

    The comments of each, under `comment`, are those of its own file and then of conversations.toml.
    """

    @property
    def tags(self) -> list[str]:
        """Every tag once, in the order of first use."""
        return _once(tag for story in self.stories for tag in story["tags"])


def load() -> Texts:
    """Read the files; raises OSError or tomllib.TOMLDecodeError when one is missing or broken."""
    sections = _read("sections")["section"]
    stories = [
        story | {"section": section["key"]}
        for section in sections
        for story in _read(section["key"])["story"]
    ]
    for conversation in _read("conversations")["conversation"]:
        _join(stories, conversation)
    stories.sort(key=lambda story: (-story["days_ago"], story["time"], story["key"]))
    return Texts(
        site=_read("site"),
        sections=sections,
        authors=_read("authors")["author"],
        pages=_read("pages")["page"],
        breaking=_read("breaking")["item"],
        names=_read("names"),
        stories=stories,
    )


def _join(stories: list[dict[str, Any]], conversation: dict[str, Any]) -> None:
    """Put the comments of a conversation under the story it names; raises StopIteration for none.

    They are approved where they do not say otherwise.
    """
    story = next(story for story in stories if story["key"] == conversation["story"])
    comments = [{"status": "approved"} | comment for comment in conversation["comments"]]
    story["comment"] = [*story.get("comment", ()), *comments]


def _read(name: str) -> dict[str, Any]:
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
