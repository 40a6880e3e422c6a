"""How one and the same word is spelt: digits for letters, letters of a look, affixes.

Everything here reads text that ``newsportal.arabic.folding`` has folded. What the digits stand for
is Arabizi as it is typed in Morocco (7mar, 9bi7, 3abit, 5ayn); what is written onto a word follows
the affixes of light10 (Larkey, Ballesteros and Connell, 2007) and those of Darija.
"""

import re
import unicodedata
from typing import NamedTuple

from comments.moderation.word_hits import Evasion
from newsportal.arabic.folding import CharacterTable

_ARABIC_LETTER = "ء-غف-ي"
_OTHER_LETTER = rf"[^\W\d_{_ARABIC_LETTER}]"

#: Words of folded text. Unlike ``folding.words`` it leaves digits with the letters they touch.
TOKEN = re.compile(
    rf"(?P<arabic>\d*+[{_ARABIC_LETTER}](?:[{_ARABIC_LETTER}]++|\d++(?!{_OTHER_LETTER}))*+)"
    rf"|(?P<latin>\d*+{_OTHER_LETTER}(?:{_OTHER_LETTER}++|\d++|[@$](?=[^\W_{_ARABIC_LETTER}]))*+)"
    r"|(?P<number>\d++)"
)

_DIGITS = "0123456789"
# A year, a telephone number, a pseudonym such as ali2026: numbers, whatever letters they touch.
_LONG_NUMBER = re.compile(r"\d{3}")

_ARABIZI_DIGIT = re.compile(r"[2356789]")
_NUMBER_AT_EDGE = re.compile(r"^\d{3,}|\d{3,}$")
_BEFORE_NOUN = re.compile(r"ya|w?(?:el|al|l)|w")

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
_SOUND_OF_ARABIC = str.maketrans(
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "abtTj75dDrzs$sdtD38f9klmnhwy", "ء"
)
_DIGRAPHS_OF_ARABIZI = {"kh": "5", "gh": "8", "ch": "$", "sh": "$", "ou": "w", "th": "T", "dh": "D"}
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


class Beginning(NamedTuple):
    """Particles written before a word."""

    length: int
    letters: str
    shortest: int
    """The fewest letters that the word after it has."""
    endings: frozenset[str]
    """What may be written after that word."""


class Affixes:
    """What may be written onto the words of a script.

    ``endings`` has for each beginning the endings that go with it; ``shortest`` is the fewest
    letters between the two.
    """

    def __init__(self, endings: dict[str, frozenset[str]], shortest: int) -> None:
        self.endings = endings.get("", frozenset({""}))
        bare = (Beginning(0, "", shortest, self.endings),)
        by_letter: dict[str, tuple[Beginning, ...]] = {}
        for letters, allowed in endings.items():
            if letters:
                # The article is plain enough before two letters, when nothing comes after them.
                least = 2 if allowed is _AFTER_ARTICLE else shortest
                beginning = Beginning(len(letters), letters, least, allowed)
                by_letter[letters[0]] = (*by_letter.get(letters[0], bare), beginning)
        self._bare, self._by_letter = bare, by_letter

    def beginnings(self, letter: str) -> tuple[Beginning, ...]:
        """Return the beginnings whose first letter is ``letter``, and before them the empty one."""
        return self._by_letter.get(letter, self._bare)

    def endings_of(self, word: str) -> frozenset[str]:
        """Return what may be written after ``word``, the beginnings it has being part of it."""
        is_defined = any(
            one.endings is _AFTER_ARTICLE and word.startswith(one.letters)
            for one in self.beginnings(word[0])
        )
        return _AFTER_ARTICLE if is_defined else self.endings


LONGEST_BEGINNING = 4
LONGEST_ENDING = 5

_LATIN_BEGINNINGS = ("", "l", "el", "al", "w", "wl", "wel", "wal", "ya")
_DARIJA_ENDINGS = frozenset({"", "a", "in", "at", "ek", "kum", "kom", "hum", "hom"})

AFFIXES = {
    "arabic": Affixes(
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
    ),
    "latin": Affixes(
        dict.fromkeys(_LATIN_BEGINNINGS, _DARIJA_ENDINGS | {"s", "e", "es"}),
        shortest=4,
    ),
    # A date in French, 7mars, is no plural of 7mar.
    "arabizi": Affixes(dict.fromkeys(_LATIN_BEGINNINGS, _DARIJA_ENDINGS), shortest=4),
    "number": Affixes({}, shortest=1),
}

# Nouns in ة that are no feminine of another one: ثورة "revolution" of ثور "bull".
_NOUNS_IN_TEH_MARBUTA = ("ثوره", "غرابه", "قرعه", "عجله", "عاريه", "وحشه", "فاره", "كفاره")

#: Words that read as particle, term and ending though they are none: كفار "infidels" is no ك and
#: فأر "mouse". They are met only by a term spelt like them.
STANDING_ALONE = frozenset(
    {"كفار", "كتافه", "بعير", "لعاب", "ثوري", "ثوران", "عاري", *_NOUNS_IN_TEH_MARBUTA}
    | {
        noun[:-1] + ending
        for noun in _NOUNS_IN_TEH_MARBUTA
        for ending in (*ENDINGS_FOR_TEH_MARBUTA, "تان", "تين")
    }
)

#: What is said before an insult, and spelt out together with it.
FORMS_OF_ADDRESS = ("يا", "انت", "انتي", "انتم", "هو", "هي", "هذا", "هاد")
#: Words and numbers of one character, which stand beside spelt-out words and are no part of them.
SINGLE_LETTER_WORDS = frozenset("وفبلدع" + _DIGITS)


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


def term_letters(token: str, script: str) -> str:
    """Return the letters of a word of a term, written with digits or not."""
    if script == "arabic":
        return token if _LONG_NUMBER.search(token) else token.translate(_ARABIZI)
    return sounds(latin_letters(token)) if script == "latin" else token


def latin_letters(token: str) -> str:
    """Return a Latin token with look-alikes replaced, letter for letter."""
    return token if token.isascii() else token.translate(_LOOK_TABLE)


class Reading(NamedTuple):
    """One way to read a token: letters, the place of each in the token, and what was replaced."""

    letters: str
    start: int = 0
    """Where in the token the first letter stands; the others follow one by one."""
    seen: Evasion = Evasion.PLAIN


def readings(token: str, script: str) -> list[Reading]:
    """Return the ways to read a token of that script which may hold digits and look-alikes."""
    if script == "number":
        return [Reading(token)]
    letters = token if script == "arabic" else latin_letters(token)
    seen = Evasion.PLAIN if letters == token else Evasion.LOOKALIKE
    if letters.isalpha():
        return [Reading(letters, seen=seen)]
    if (word := _NUMBER_AT_EDGE.sub("", letters)) != letters:
        start = letters.index(word)
        found = [one._replace(start=start + one.start) for one in readings(word, script)]
        return [*found, Reading(letters, seen=seen)]
    found = []
    if (core := letters.strip(_DIGITS)).isalpha():
        found.append(Reading(core, letters.index(core), seen))
    if _LONG_NUMBER.search(letters):
        return [*found, Reading(letters, seen=seen)]
    if script == "arabic":
        # ١ has the shape of ا and stands for no other letter.
        by_sound = bool(_ARABIZI_DIGIT.search(letters))
        seen = Evasion.ARABIZI if by_sound else Evasion.LOOKALIKE
        found.append(Reading(letters.translate(_ARABIZI), seen=seen))
        if "5" in letters:
            found.append(Reading(letters.translate(_ARABIZI_BY_SHAPE), seen=Evasion.LOOKALIKE))
    else:
        found.append(Reading(letters, seen=Evasion.ARABIZI))
        found.append(Reading(letters.translate(_LEET), seen=Evasion.LOOKALIKE))
    return found


def without_article(token: str) -> list[tuple[int, str]]:
    """Return Latin letters with Arabizi digits, whole and from where the article or ya ends.

    The index of the first letter comes first. Empty where the digits stand for no Arabic letters.
    """
    letters = latin_letters(token)
    word = _NUMBER_AT_EDGE.sub("", letters)
    if _LONG_NUMBER.search(word) or len(word.strip(_DIGITS)) < 2:
        return []
    first = letters.index(word)
    beginning = _BEFORE_NOUN.match(word)
    starts = {0, beginning.end()} if beginning else {0}
    return [(first + start, word[start:]) for start in sorted(starts)]


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
