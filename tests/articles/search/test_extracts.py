"""What was found is marked in its original letters, in the stretch that shows most of it."""

from hypothesis import given
from hypothesis import strategies as st

from articles.search.extracts import EXTRACT_WORDS, Highlighter
from articles.search.query import parse, readings
from articles.templatetags.search import marked
from newsportal.arabic.folding import words


def highlighter(text: str) -> Highlighter:
    return Highlighter(readings(parse(text).needed))


def bracketed(parts) -> str:
    return "".join(f"[{part.text}]" if part.is_found else part.text for part in parts)


def test_words_are_marked_as_they_are_written():
    text = "قالَ الوَزِيرُ إنّ «الأسعـار» وأسعارها في المغرب، 2024/٢٠٢٤ et l’Économie."
    assert bracketed(highlighter("الاسعار وزير 2024 economie").whole(text)) == (
        "قالَ [الوَزِيرُ] إنّ «[الأسعـار]» [وأسعارها] في المغرب، [2024]/[٢٠٢٤] et l’[Économie]."
    )


def test_stretch_holds_most_different_words():
    filler = "كلمة " * 60
    text = f"سوق سوق سوق {filler}سوق طنجة القديم {filler}طنجة"
    parts = highlighter("سوق طنجة").extract(text)
    shown = bracketed(parts)
    assert "[سوق] [طنجة] القديم" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(words(shown)) == EXTRACT_WORDS


def test_short_text_is_whole_and_unfound_text_has_no_extract():
    assert bracketed(highlighter("سوق").extract("سوق طنجة.")) == "[سوق] طنجة."
    assert highlighter("سوق").extract("خبر آخر") == []
    assert bracketed(highlighter("سوق").beginning("خبر آخر")) == "خبر آخر"
    assert highlighter("سوق").beginning("") == []
    begun = bracketed(highlighter("سوق").beginning("كلمة " * 60))
    assert len(words(begun)) == EXTRACT_WORDS
    assert begun.endswith(" …")


def test_nothing_in_a_text_becomes_markup():
    text = "<script>سوق</script> & <b>"
    assert marked(highlighter("سوق script").whole(text)) == (
        '<bdi dir="auto">&lt;<mark>script</mark>&gt;<mark>سوق</mark>&lt;/'
        "<mark>script</mark>&gt; &amp; &lt;b&gt;</bdi>"
    )


@given(st.text() | st.text("سوقٌَـ ﷲﻻﷺ a-é٢"), st.text("سوق ﷲلا a"))
def test_whole_text_is_kept_letter_by_letter(text, query):
    parts = highlighter(query).whole(text)
    assert "".join(part.text for part in parts) == text
    assert all(part.text for part in parts)


@given(st.lists(st.sampled_from(["سوق", "طنجة", "كلمة", "ﷺ", "—"]), max_size=120).map(" ".join))
def test_extract_is_a_stretch_of_the_text(text):
    parts = highlighter("سوق طنجة").extract(text)
    shown = "".join(part.text for part in parts)
    assert shown.removeprefix("… ").removesuffix(" …") in text
    assert bool(parts) == ("سوق" in text or "طنجة" in text)
