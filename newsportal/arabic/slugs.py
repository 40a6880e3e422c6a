"""Readable addresses in Arabic."""

import re
import unicodedata

from newsportal.arabic.folding import CharacterTable, fold_character

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


def _spell(character: str) -> str:
    """Return what one character becomes in a slug, before words are parted."""
    name = unicodedata.name(character, "")
    if name.startswith("ARABIC LETTER ") and unicodedata.category(character) == "Lo":
        return character
    return fold_character(character)


_TABLE = CharacterTable(_spell)
