"""What an XML document can hold."""

import re

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """`text` without the characters that no XML document can hold, escaped or not.

    XML 1.0 (fifth edition), production 2: control characters other than tab, line feed and
    carriage return, surrogates, U+FFFE and U+FFFF. One of them makes the whole document unreadable.
    """
    return _NOT_XML.sub("", text)
