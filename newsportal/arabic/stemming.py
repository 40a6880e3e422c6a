"""Light stemming of Arabic words, and the text search engines index.

Only what is written onto a word is taken off: article, conjunctions, prepositions, plural, dual,
feminine and pronoun endings, after the manner of light10 (Larkey, Ballesteros and Connell, "Light
stemming for Arabic information retrieval", 2007). Roots are not sought, so كتاب and كاتب stay
apart. Two departures from light10: endings are taken off one after another until none is left, so
that مغرب, مغربي and المغربيون meet in one stem whichever was built from which; and where a letter
may belong to the word or be attached to it, both readings are kept.

``folding.FOLD_VERSION`` counts changes here too.
"""

import re
from functools import lru_cache

from newsportal.arabic.folding import words

_SHORTEST_STEM = 3

# Only the article itself may come twice: إلغاء folds to الغاء and loses its first two letters, so
# الإلغاء has to lose four to arrive at the same stem, while الوالدين must keep the و of والد.
_ARTICLE = re.compile(rf"[وف]?(?:[بك]?ال|لل)(?:ال)*(?=.{{{_SHORTEST_STEM}}})")

# Nothing in the spelling tells these words of one letter from the first letter of a root.
_CONJUNCTIONS = frozenset("وف")
_PREPOSITIONS = frozenset("بلك")
_PROCLITICS = _CONJUNCTIONS | _PREPOSITIONS

# A pronoun or plural ending and the fewest letters it has to leave, the longer of two endings
# first. Four where many words of three root letters end that way (لبنان, قانون, تعاون, درهم);
# three for ات and ين, or شركات and يومين would part from شركة and يوم.
_PRONOUNS = {"هما": 4, "كما": 4, "ها": 3, "هم": 4, "هن": 4, "كم": 4, "نا": 4, "ه": 3}
_INFLECTIONS = {"وا": 3, "ات": 3, "ين": 3, "ان": 4, "ون": 4, "ا": 4, "ت": 4, "ي": 3, "ء": 3}
_ENDINGS = {
    last: tuple(
        (ending, least)
        for ending, least in (_PRONOUNS | _INFLECTIONS).items()
        if ending.endswith(last)
    )
    for last in "اتمنهيء"
}

# What follows ا and ي only where the ي stands for a hamza.
_AFTER_HAMZA = frozenset(_PRONOUNS) - {"ه"} | {"ي"}

# Words whose ending is part of them: verbal nouns of the pattern تفعيل from roots in ن, and names
# that would otherwise be taken for the dual or plural of another word.
_ENDING_BELONGS = re.compile(r"ت..ين|بحرين|سليمان|مهرجان")

# With three letters left these are read both ways: بيتهم is "their house", تفاهم one noun; يوما is
# "a day" in the accusative, كندا a country.
_DOUBTFUL_ENDING = re.compile(r"(...)(?:هما|كما|هم|كم|هن|نا|ا)")

# In a participle such as والد or بالغ the letters وال and بال are no article.
_PARTICIPLE = re.compile(r"([وفبك]ال[^ا])(?:ين|ان|ات|ها|هم|هما|ته|تها|تهم|تي|يه|يها|يهم)")


def stem(word: str) -> str:
    """Return the likeliest stem of one folded word (see ``folding.words``).

    A word that does not begin with an Arabic letter is returned unchanged. A stem has three letters
    or more, unless the word itself is shorter.
    """
    return stems(word)[0]


@lru_cache(maxsize=16_384)
def stems(word: str) -> tuple[str, ...]:
    """Return the stems one folded word may have, without repetition, the likeliest first.

    Most words have one. A word beginning with و ف ب ل ك has the stem of the whole and the stem of
    what follows the letter, and a third where a conjunction and a preposition may both be attached
    (وبتعاون); an ending of doubtful reading adds one too. Two words match when they share a stem.
    """
    if not word or not "ء" <= word[0] <= "ي":
        return (word,)
    readings = _read(word)
    # للجنة too: of the three ل of "for the committee" two are written, so that what follows the
    # first one is the bare noun.
    if word[0] in _PROCLITICS and len(word) > _SHORTEST_STEM:
        rest = word[1:]
        readings += _read(rest)
        if word[0] in _CONJUNCTIONS and rest[0] in _PREPOSITIONS and len(rest) > _SHORTEST_STEM + 1:
            readings += _read(rest[1:])
    return tuple(dict.fromkeys(readings))


def index_text(text: str) -> str:
    """Return the stems of the words of ``text``, in reading order, joined by single spaces.

    Meant for a column that a full-text engine splits at spaces and otherwise leaves alone.
    """
    return " ".join([form for word in words(text) for form in stems(word)])


def query_terms(text: str) -> list[tuple[str, ...]]:
    """Return for each word of a query the stems any one of which finds it, the likeliest first.

    A text matches the whole query when its ``index_text`` has, for every tuple, one of its stems.
    """
    return [stems(word) for word in words(text)]


def _read(word: str) -> list[str]:
    """Return the stems of a word taken as it stands, no conjunction or preposition before it."""
    article = _ARTICLE.match(word)
    bare = word[article.end() :] if article else word
    likeliest = _without_endings(bare)
    readings = [likeliest]
    if doubtful := _DOUBTFUL_ENDING.fullmatch(bare):
        readings.append(doubtful[1])
    # ة is written ت before an ending; whether دولت was دولة or ends in ت like كويت stays open.
    if len(likeliest) == _SHORTEST_STEM + 1 and likeliest[-1] == "ت" and likeliest != bare:
        readings.append(likeliest[:-1])
    if article and (participle := _PARTICIPLE.fullmatch(word)):
        readings.append(participle[1])
    return readings


def _without_endings(word: str) -> str:
    """Return ``word`` with its endings taken off one after another, the longest first."""
    removed = ""
    while not _ENDING_BELONGS.fullmatch(word):
        for ending, least in _ENDINGS.get(word[-1], ()):
            if (
                len(word) - len(ending) >= least
                and word.endswith(ending)
                and not _belongs_to_noun(word, ending, removed)
            ):
                word, removed = word[: -len(ending)], ending
                break
        else:
            return word
        # Final hamza takes a seat before a pronoun: لقاء, لقاؤهم. The other seat, ي as in لقائهم,
        # goes by itself, being an ending as well.
        if removed in _PRONOUNS and len(word) > _SHORTEST_STEM and word.endswith("او"):
            word = word[:-1]
    return word


def _belongs_to_noun(word: str, ending: str, removed: str) -> bool:
    """Return whether what looks like an ending of ``word`` is part of the noun.

    ``removed`` is the ending already taken off, or empty.
    """
    if ending == "نا":
        # After a long vowel the ن is the noun's and only the ا an ending: مليونا, تعاونا.
        return word[-3] in "اوي"
    if ending == "ي" and word[-2] == "ا":
        # ولاية and بداية are nouns of two letters before the ا and keep their ي, or they would
        # become the words ولا and بدا. Elsewhere the ي is the seat of a hamza: لقائهم, أعضائه.
        return len(word) <= _SHORTEST_STEM + 1 and removed not in _AFTER_HAMZA
    return False
