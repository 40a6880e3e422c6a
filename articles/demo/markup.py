"""The light markup that the demo prose is written in, turned into what the editor would make.

Blocks are parted by empty lines: `## ` begins a subhead, `> ` each paragraph of a quotation, `>> `
of one that is set large, `- ` each item of a list, `| ` each row of a table (a row of dashes below
the first makes that one the head), everything else is a paragraph; `{en} ` before a paragraph names
its language. Inside, `**` sets bold, wherever it stands, and `[text](address)` links: to http,
https and mailto addresses, or to another story as `story:<its key>`.
"""

import re
from collections.abc import Mapping
from html import escape

from articles.rich_text import PULL_QUOTE

_LINK = re.compile(r"\[([^\[\]]+)\]\(((?:https?://|mailto:|story:)[^\s()]+)\)")
_INLINE = re.compile(rf"\*\*(?=\S)(?P<bold>.+?)(?<=\S)\*\*|{_LINK.pattern}")
_LANGUAGE = re.compile(r"\{([a-z]{2})\} ")
_PARTING = re.compile(r"\n[^\S\n]*\n")
_RULE = re.compile(r"\|(?:-+\|)+")


def to_html(text: str, stories: Mapping[str, str] | None = None) -> str:
    """HTML of `text`; `stories` gives the address of each story that it links to by key.

    Everything written is escaped. Raises KeyError for a story that is not among them.
    """
    found = (block.strip() for block in _PARTING.split(text))
    return "".join(_block(block, stories or {}) for block in found if block)


def linked_stories(text: str) -> set[str]:
    """The keys of the stories that `text` links to."""
    addresses = (match[2] for match in _LINK.finditer(text))
    return {address.removeprefix("story:") for address in addresses if address.startswith("story:")}


def _block(block: str, stories: Mapping[str, str]) -> str:
    lines = [line.strip() for line in block.splitlines() if line.strip()]

    def inline(line: str) -> str:
        return _inline(line, stories)

    if len(lines) == 1 and block.startswith("## "):
        return f"<h2>{inline(block[3:].strip())}</h2>"
    for mark, tag in (("> ", "<blockquote>"), (">> ", f'<blockquote class="{PULL_QUOTE}">')):
        if quoted := _without_mark(lines, mark):
            return f"{tag}{''.join(f'<p>{inline(line)}</p>' for line in quoted)}</blockquote>"
    if items := _without_mark(lines, "- "):
        return f"<ul>{''.join(f'<li><p>{inline(line)}</p></li>' for line in items)}</ul>"
    if all(len(line) > 1 and line[0] == line[-1] == "|" for line in lines):
        return _table(lines, stories)
    paragraph = " ".join(lines)
    if language := _LANGUAGE.match(paragraph):
        return f'<p lang="{language[1]}">{inline(paragraph[language.end() :])}</p>'
    return f"<p>{inline(paragraph)}</p>"


def _without_mark(lines: list[str], mark: str) -> list[str]:
    """The lines without the mark that each begins with; none when one of them does not."""
    if not all(line.startswith(mark) for line in lines):
        return []
    return [line.removeprefix(mark).strip() for line in lines]


def _table(lines: list[str], stories: Mapping[str, str]) -> str:
    has_head = len(lines) > 1 and _RULE.fullmatch(lines[1].replace(" ", ""))
    rows = [lines[0], *lines[2:]] if has_head else lines
    html = []
    for number, row in enumerate(rows):
        tag = "th" if has_head and number == 0 else "td"
        cells = (_inline(cell.strip(), stories) for cell in row[1:-1].split("|"))
        html.append(f"<tr>{''.join(f'<{tag}><p>{cell}</p></{tag}>' for cell in cells)}</tr>")
    return f"<table><tbody>{''.join(html)}</tbody></table>"


def _inline(text: str, stories: Mapping[str, str]) -> str:
    """One line with its bold parts and its links, which may hold each other."""
    html, end = [], 0
    for match in _INLINE.finditer(text):
        html.append(escape(text[end : match.start()]))
        end = match.end()
        bold, name, address = match.groups()
        if bold:
            html.append(f"<strong>{_inline(bold, stories)}</strong>")
            continue
        if address.startswith("story:"):
            address = stories[address.removeprefix("story:")]
        html.append(f'<a href="{escape(address)}">{_inline(name, stories)}</a>')
    html.append(escape(text[end:]))
    return "".join(html)
