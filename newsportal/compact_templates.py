"""Our own templates, read without the whitespace that is there for developers alone.

A page of the indented kind is a sixth longer, and Django hands on every piece of it. What parts
two words or two elements, at least one line break, stays.
"""

import re

from django.template import Origin
from django.template.loaders import filesystem

_CONTROL = "if|elif|else|endif|for|empty|endfor|with|endwith|load|block|endblock|extends"

_INDENT = re.compile(r"\n\s+")

# Such a tag writes nothing itself; the line break before it is still there.
_LINE_OF_CONTROL = re.compile(rf"^(\{{% (?:{_CONTROL})\b[^%]*%\}})\n", re.M)
_LINE_OF_COMMENT = re.compile(r"^(?:\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\})\n", re.M | re.S)


class Loader(filesystem.Loader):
    """Django's loader of the folders in DIRS; HTML comes compact, anything else as it is."""

    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        return compact(contents) if str(origin.name).endswith(".html") else contents


def compact(source: str) -> str:
    """`source`, an HTML template, without indents, developers' comments and lines of mere control.

    Text in which whitespace means something (`<pre>`, `<textarea>`) may come from variables only.
    """
    unindented = _INDENT.sub("\n", source)
    return _LINE_OF_CONTROL.sub(r"\1", _LINE_OF_COMMENT.sub("", unindented))
