"""Readable addresses in Arabic."""

import re
import unicodedata

from newsportal.arabic.folding import fold_character

_PARTING = re.compile(r"[\W_]+")


def slugify(text: str, max_length: int = 80) -> str:
    """Return a slug of ``text``: letters and digits, with single hyphens between words.

    Arabic letters stay as written (أ, ة and ى are not folded) while vowel signs, tatweel and
    invisible characters go; other letters are lowercased and lose their accents, digits become
    0–9, everything else parts words. Presentation forms become plain letters (NFKC).

    The slug is cut between words to at most ``max_length`` characters, inside a word only when the
    first alone is longer; ``max_length`` below 1 raises ValueError. Percent-encoded, an Arabic
    letter takes six bytes of the address. Returns "" when no letter or digit is left. A slug is
    its own slug.
    """
    if max_length < 1:
        raise ValueError(f"a slug of {max_length} characters is impossible")
    spelt = unicodedata.normalize("NFKC", text).translate(_TABLE)
    slug = _PARTING.sub("-", unicodedata.normalize("NFC", spelt)).strip("-")
    if len(slug) > max_length:
        whole_words, hyphen, _ = slug[: max_length + 1].rpartition("-")
        slug = whole_words if hyphen else slug[:max_length]
    return slug


class _SlugTable(dict[int, str]):
    """What each character becomes in a slug, worked out when a character is first met."""

    def __missing__(self, codepoint: int) -> str:
        character = chr(codepoint)
        if unicodedata.category(character) == "Lo" and unicodedata.name(character, "").startswith(
            "ARABIC LETTER "
        ):
            kept = character
        else:
            kept = fold_character(character)
        self[codepoint] = kept
        return kept


_TABLE = _SlugTable()
