"""How one and the same word is spelt: digits for letters, letters of a look, affixes.

Everything here reads text that ``newsportal.arabic.folding`` has folded. What the digits stand for
is Arabizi as it is typed in Morocco (7mar, 9bi7, 3abit, 5ayn); what is written onto a word follows
the affixes of light10 (Larkey, Ballesteros and Connell, 2007) and those of Darija.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from newsportal.arabic.folding import CharacterTable

_ARABIC_LETTER = "ء-غف-ي"
_OTHER_LETTER = rf"[^\W\d_{_ARABIC_LETTER}]"

#: Words of folded text. Unlike ``folding.words`` it leaves digits with the letters they touch.
TOKEN = re.compile(
    rf"(?P<arabic>\d*+[{_ARABIC_LETTER}](?:[{_ARABIC_LETTER}]++|\d++(?!{_OTHER_LETTER}))*+)"
    rf"|(?P<latin>\d*+{_OTHER_LETTER}(?:{_OTHER_LETTER}++|\d++|[@$](?=[^\W_{_ARABIC_LETTER}]))*+)"
    r"|(?P<number>\d++)"
)

_DIGIT = re.compile(r"[\d@$]")
_DIGITS = "0123456789"
# A year, a telephone number, a pseudonym such as ali2026: numbers, whatever letters they touch.
_LONG_NUMBER = re.compile(r"\d{3}")

_ARABIZI = str.maketrans("12356789", "ااعخطحغق")
# The digit ٥ has the shape of ه, and folds to the same 5 as the one that stands for خ.
_ARABIZI_BY_SHAPE = str.maketrans("12356789", "ااعهطحغق")
_LEET = str.maketrans("0134578@$", "oieastbas")

_SOUND = re.compile(r"3a|a3|[aeiou]?2[aeiou]?|[2356789x]|kh|gh|sh|ou")
_SOUNDS = {
    "3a": "a",
    "a3": "a",
    "3": "a",
    "5": "kh",
    "x": "kh",
    "6": "t",
    "7": "h",
    "8": "gh",
    "9": "q",
    "sh": "ch",
    "ou": "u",
}

# One letter for each sound that Arabic letters and Arabizi share.
_SOUND_OF_ARABIC = str.maketrans("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "abttj75ddrzs$sdtz38f9klmnhwy", "ء")
_DIGRAPHS_OF_ARABIZI = {"kh": "5", "gh": "8", "ch": "$", "sh": "$", "ou": "w", "th": "t", "dh": "d"}
_DIGRAPH_OF_ARABIZI = re.compile("|".join(_DIGRAPHS_OF_ARABIZI))
_SOUND_OF_ARABIZI = str.maketrans("iouvpcgx62", "ywwfbkk5ta", "e")
_VOWELS = str.maketrans("", "", "awy")

_PRONOUNS = ("ه", "ها", "هم", "هوم", "هن", "هما", "ك", "كم", "كن", "نا", "ي", "و")
_PLURALS = ("ات", "ين", "ون", "ان")
_BEFORE_PRONOUN = ("ت", "ات")

#: Endings a word takes after its ة became ت (زبالة: زبالتكم) or gave way to the plural (زبالات).
ENDINGS_FOR_TEH_MARBUTA = frozenset(
    {"ات", *(before + pronoun for before in _BEFORE_PRONOUN for pronoun in _PRONOUNS)}
)
# A noun with the article takes no pronoun: الكلبي is a name, not "my dog".
_AFTER_ARTICLE = frozenset({"", "ه", *_PLURALS})
_AFTER_PARTICLE = frozenset({"", "ا", "وا", *_PRONOUNS, *_PLURALS}) | ENDINGS_FOR_TEH_MARBUTA


class Affixes(NamedTuple):
    """What may be written onto the words of a script."""

    endings: dict[str, frozenset[str]]
    """For each beginning, the endings that go with it."""
    shortest: int
    """The fewest letters between beginning and ending."""

    def beginnings(self, word: str) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield the beginnings ``word`` may have, the empty one first, and their endings."""
        for length in range(min(_LONGEST_BEGINNING, len(word) - self.shortest) + 1):
            if (endings := self.endings.get(word[:length])) is not None:
                yield word[:length], endings


_LONGEST_BEGINNING = 4
LONGEST_ENDING = 5

ARABIC = Affixes(
    dict.fromkeys(
        ("", "و", "ف", "ب", "ك", "ل", "وب", "وك", "ول", "فب", "فك", "فل", "يا", "ويا"),
        _AFTER_PARTICLE,
    )
    | dict.fromkeys(
        ("ال", "وال", "فال", "بال", "كال", "لل", "ولل", "فلل", "وبال", "وكال", "فبال")
        # Darija: of the, on the, this.
        + ("دال", "عال", "هال"),
        _AFTER_ARTICLE,
    ),
    shortest=3,
)
LATIN = Affixes(
    dict.fromkeys(
        ("", "l", "el", "al", "w", "wl", "wel", "wal", "ya"),
        frozenset({"", "s", "e", "es", "a", "in", "at", "ek", "kum", "kom", "hum", "hom"}),
    ),
    shortest=4,
)

#: Words that read as particle, term and ending though they are none (كفار is no ك and فأر, ثورة no
#: feminine of ثور). They are met only by a term spelt like them.
STANDING_ALONE = frozenset(
    "كفار كفاره كتافه بعير ثوره ثوري ثوريه ثورات ثوران ثورتنا ثورتهم غرابه قرعه قرعتنا"
    " عجله عجلات عاري عاريه فاره وحشه لعاب جربه".split()
)

#: What is said before an insult, and spelt out together with it.
FORMS_OF_ADDRESS = ("يا", "انت", "انتي", "انتم", "هو", "هي", "هذا", "هاد")
#: Words of one letter, which stand beside spelt-out words without belonging to them.
SINGLE_LETTER_WORDS = frozenset("وفبلدع")


def _look(character: str) -> str:
    """Return the Latin letter that a Greek, Cyrillic or phonetic one looks like."""
    if character in _LOOKS:
        return _LOOKS[character]
    small_capital = _SMALL_CAPITAL.fullmatch(unicodedata.name(character, ""))
    return small_capital[1].lower() if small_capital else character


# Lower case, or capitals whose shape is the Latin one (В, Н), as folding leaves lower case only.
_LOOKS = dict(
    zip(
        "аеорсухкмтвніѕјԁԛԝһӏзαοεκρτυνιωηβ",
        "aeopcyxkmtbhisjdqwhlzaoekrtuviwnb",
        strict=True,
    )
) | {"ρ": "p", "ɑ": "a", "ɡ": "g"}
_SMALL_CAPITAL = re.compile(r"LATIN LETTER SMALL CAPITAL ([A-Z])")
_LOOK_TABLE = CharacterTable(_look)


def arabic_letters(token: str) -> str:
    """Return an Arabic token with its digits read as letters."""
    return token.translate(_ARABIZI)


def latin_letters(token: str) -> str:
    """Return a Latin token with look-alikes replaced, letter for letter."""
    return token if token.isascii() else token.translate(_LOOK_TABLE)


class Reading(NamedTuple):
    """One way to read a token: letters, the place of each in the token, and what was replaced."""

    letters: str
    start: int
    """Where in the token the first letter stands; the others follow one by one."""
    replaced: str = ""
    """``arabizi`` or ``lookalike`` where other characters stood for letters, else empty."""


def arabic_readings(token: str) -> list[Reading]:
    """Return the ways to read an Arabic token that may hold digits."""
    if token.isalpha():
        return [Reading(token, 0)]
    readings = []
    if (core := token.strip(_DIGITS)).isalpha():
        readings.append(Reading(core, token.index(core)))
    if not _LONG_NUMBER.search(token):
        readings.append(Reading(token.translate(_ARABIZI), 0, "arabizi"))
        if "5" in token:
            readings.append(Reading(token.translate(_ARABIZI_BY_SHAPE), 0, "lookalike"))
    return readings


def latin_readings(token: str) -> list[Reading]:
    """Return the ways to read a Latin token that may hold digits and look-alikes."""
    letters = latin_letters(token)
    replaced = "" if letters == token else "lookalike"
    if not _DIGIT.search(letters):
        return [Reading(letters, 0, replaced)]
    readings = []
    if (core := letters.strip(_DIGITS)).isalpha():
        readings.append(Reading(core, letters.index(core), replaced))
    if not _LONG_NUMBER.search(letters):
        readings.append(Reading(letters, 0, "arabizi"))
        readings.append(Reading(letters.translate(_LEET), 0, "lookalike"))
    return readings


def sounds(letters: str) -> str:
    """Return Latin letters with the spellings of one sound made equal (7 and h, sh and ch)."""
    return _SOUND.sub(_sound, letters)


def sound_places(letters: str) -> list[int]:
    """Return for each letter of ``sounds(letters)`` its index in ``letters``, and their length."""
    places: list[int] = []
    end = 0
    for match in _SOUND.finditer(letters):
        places += range(end, match.start())
        places += [match.start()] * len(_sound(match))
        end = match.end()
    return [*places, *range(end, len(letters) + 1)]


def _sound(match: re.Match[str]) -> str:
    return _SOUNDS.get(match[0], match[0].replace("2", ""))


def sound_of_arabic(letters: str) -> str:
    """Return the sounds of an Arabic word, to be compared with ``sound_of_arabizi``."""
    return letters.translate(_SOUND_OF_ARABIC)


def sound_of_arabizi(letters: str) -> str:
    """Return the sounds of an Arabic word in Latin letters and digits, short vowels included."""
    joined = _DIGRAPH_OF_ARABIZI.sub(lambda match: _DIGRAPHS_OF_ARABIZI[match[0]], letters)
    return joined.translate(_SOUND_OF_ARABIZI)


def consonants(sound: str) -> str:
    """Return ``sound`` without its vowels, long or short."""
    return sound.translate(_VOWELS)
