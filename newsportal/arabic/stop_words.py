"""Words that ask and join but say nothing of what a text is about.

Prepositions, conjunctions, pronouns, question words and the verbs that only carry a tense: the
closed classes of Arabic grammar, as any grammar lists them. A question typed into a search box is
full of them, while a story that answers it need not hold one.
"""

from newsportal.arabic.folding import words

_PREPOSITIONS = "من في على إلى عن مع حتى منذ مذ لدى عند بين خلال حول ضد دون بدون عبر نحو"
_CONJUNCTIONS = "أو أم ثم إذا إذ لو لولا لأن أن إن كي لكي لكن بل سوى إلا حيث كما بينما كلما لما"
_PARTICLES = "لا لم لن ما قد سوف هل يا إما أما إنما ألا كأن ليت لعل"
_QUESTIONS = "من ما ماذا متى أين كيف كم لماذا لم أي أية هل أيهما بماذا"
_PRONOUNS = "أنا نحن أنت أنتم أنتن هو هي هم هن هما"
_DEMONSTRATIVES = "هذا هذه هذان هذين هؤلاء ذلك تلك أولئك هنا هناك ذا"
_RELATIVES = "الذي التي الذين اللذان اللتان اللذين اللتين اللواتي اللاتي مما عما ممن فيما"
_WITH_PRONOUNS = (
    "منه منها منهم فيه فيها فيهم عليه عليها عليهم إليه إليها إليهم عنه عنها عنهم معه معها معهم "
    "له لها لهم به بها بهم أنه أنها أنهم إنه إنها إنهم لأنه لأنها لأنهم لكنه لكنها لكنهم بينهم"
)
_VERBS = "كان كانت كانوا يكون تكون يكونون ليس ليست"

STOP_WORDS = frozenset(
    words(
        " ".join(
            (
                _PREPOSITIONS,
                _CONJUNCTIONS,
                _PARTICLES,
                _QUESTIONS,
                _PRONOUNS,
                _DEMONSTRATIVES,
                _RELATIVES,
                _WITH_PRONOUNS,
                _VERBS,
            )
        )
    )
)

_ATTACHED = ("و", "ف", "ب", "ل", "ك")


def is_stop_word(word: str) -> bool:
    """Whether a folded word (see ``folding.words``) is one of them, a letter attached or not."""
    return word in STOP_WORDS or (word[:1] in _ATTACHED and word[1:] in STOP_WORDS)
