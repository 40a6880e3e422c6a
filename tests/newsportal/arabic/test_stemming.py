"""Words of one family share a stem, words of different families do not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsportal.arabic.folding import fold, words
from newsportal.arabic.stemming import index_text, query_terms, stem, stems

ARABIC = "ءابتثجحخدذرزسشصضطظعغفقكلمنهوي"
folded_words = st.text(st.sampled_from(ARABIC), min_size=1, max_size=14)

BEGINS_LIKE_ARTICLE = re.compile(r"[وف]?[بك]?ال|[وف]?لل")
nouns = st.text(st.sampled_from(ARABIC), min_size=3, max_size=14).filter(
    lambda word: not BEGINS_LIKE_ARTICLE.match(word)
)

ONE_STEM = [
    "مجال المجال مجالات المجالات مجالاتها للمجال",
    "مغرب المغرب مغربي المغربية مغربيون المغربيين مغربيات",
    "حكومة الحكومة حكومته حكومتنا الحكومي حكومية للحكومات والحكومة",
    "سياسة السياسي سياسات سياسيون سياستها السياسية",
    "مسؤول المسؤولون مسؤولين مسؤولية والمسؤولية",
    "فلسطين فلسطيني الفلسطينيين الفلسطينية فلسطينيون",
    "قضاء القضاء قضائي القضائية",
    "كهرباء الكهربائي كهربائية",
    "انتخاب الانتخابات انتخابي الانتخابية بالانتخابات",
    "التزام الالتزام التزامات بالتزاماتها التزامهم",
    "إلغاء الإلغاء بالإلغاء",
    "رياضة رياضي الرياضية الرياضات الرياضيون",
    "مشاهدة مشاهدات المشاهدون مشاهدتان مشاهدته",
    "درهم الدرهم درهما",
    "مليون المليون مليونا",
    "فرنسا فرنسي الفرنسية الفرنسيون",
    "أوروبا الأوروبي أوروبية",
    "سوريا السوري سورية السوريين",
    "الجزائر جزائري الجزائرية",
    "شركة شركات الشركة بالشركات",
    "ولاية الولاية الولايات",
    "عضو العضو عضوي",
    "أعضاء الأعضاء أعضائه أعضاؤها",
    "إجراء إجراءات الإجراءات",
    "أعلن أعلنت أعلنوا",
    "تنمية التنمية تنميتها للتنمية",
    "تصويت التصويت تصويتهم",
]

SHARED_STEM = [
    "تعاون التعاون وتعاونه تعاونهما بالتعاون وبتعاون للتعاون تعاونا",
    "شركة شركته وشركاتها شركتين لشركتنا",
    "لقاء لقاءات لقائهم لقاؤه اللقاء ولقاءاتهما",
    "دولة دول دولته الدولي دولية دولتين",
    "يوم اليوم يوما يومين",
    "بيت البيت بيته بيتها بيتهم ببيت",
    "ألمانيا الألمانية لألمانيا بألمانيا الألمان",
    "لجنة اللجنة للجنة ولجنة وللجنة لجنتها",
    "والد والده والدها والدته الوالدين والدين",
    "حياة الحياة حياته",
    "مراكش بمراكش ومراكش لمراكش وبمراكش",
    "برنامج البرنامج وبرنامج",
    "قانون القانون القانونية بقانون ولقانون",
    "كندا الكندي كندية",
    "ثابت ثابتة الثابتة ثابتا",
]

APART = [
    ("علم", "عالم"),
    ("علم", "علماء"),
    ("والد", "لد"),
    ("بنك", "نك"),
    ("مدرسة", "درس"),
    ("كتاب", "كاتب"),
    ("إجراء", "أجر"),
    ("خبراء", "خبر"),
    ("شركاء", "شركة"),
    ("لبنان", "لبن"),
    ("تعاون", "تعا"),
    ("البحرين", "البحر"),
    ("سليمان", "سليم"),
    ("مهرجان", "مهرج"),
    ("ولاية", "ولا"),
    ("بداية", "بدأ"),
    ("بناء", "البنات"),
    ("حكم", "حكومة"),
    ("دولة", "دولار"),
    ("تحسين", "تحس"),
    ("الأمة", "المة"),
    ("ماء", "ما"),
]


@pytest.mark.parametrize("family", ONE_STEM)
def test_family_has_one_stem(family):
    assert len({stem(fold(word)) for word in family.split()}) == 1


@pytest.mark.parametrize("family", SHARED_STEM)
def test_family_shares_a_stem_where_a_letter_may_be_attached(family):
    assert set.intersection(*(set(stems(fold(word))) for word in family.split()))


@pytest.mark.parametrize(("one", "other"), APART)
def test_words_of_different_families_share_no_stem(one, other):
    assert not set(stems(fold(one))) & set(stems(fold(other)))


def test_article_leaves_three_letters():
    assert stem("الم") == "الم"
    assert stem("والد") == "والد"
    assert stem("الدين") == "دين"


@pytest.mark.parametrize("word", ["تفاهم", "محاكم", "لبنان", "قانون", "تعاون", "تكوين", "تراكم"])
def test_ending_of_the_noun_itself_stays(word):
    assert stem(word) == word


def test_attached_conjunction_and_preposition_are_read_both_ways():
    assert stems("وتعاون")[-1] == "تعاون"
    assert stems("وزير") == ("وزير", "زير")
    assert set(stems("وبرنامج")) == {"وبرنامج", "برنامج", "رنامج"}


def test_word_without_doubt_has_one_stem():
    assert stems("مجالات") == ("مجال",)
    assert stems("التعاون") == ("تعاون",)


@pytest.mark.parametrize("word", ["covid", "19", "economiste", "covid19", "москва", ""])
def test_other_scripts_pass_unchanged(word):
    assert stems(word) == (word,)
    assert stem(word) == word


@given(folded_words)
def test_a_stem_is_part_of_its_word_and_keeps_three_letters(word):
    for form in stems(word):
        assert len(form) >= min(3, len(word))
        assert form in word
    assert stem(word) == stems(word)[0]
    assert len(set(stems(word))) == len(stems(word))


@given(nouns)
def test_noun_shares_a_stem_with_its_definite_form(noun):
    assert set(stems(noun)) & set(stems("ال" + noun))


@given(nouns, st.sampled_from("وفبلك"))
def test_noun_is_found_behind_an_attached_letter(noun, attached):
    if not BEGINS_LIKE_ARTICLE.match(attached + noun):
        assert stem(noun) in stems(attached + noun)


def test_index_text_keeps_reading_order():
    assert index_text("اتفاقُ التعاونِ العسكريِّ في ٢٠٢٣") == "اتفاق تعاون عسكر في 2023"
    assert index_text("قال: «نعم» وأضاف") == "قال نعم واضاف اضاف"
    assert index_text(" … ") == ""


def test_query_has_one_tuple_for_each_word():
    assert query_terms("تعاون، ومصر") == [("تعاون",), ("ومصر", "مصر")]
    assert query_terms("؟") == []


def _found(query: str, text: str) -> bool:
    indexed = set(index_text(text).split())
    return all(indexed.intersection(alternatives) for alternatives in query_terms(query))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("تعاون عسكري", "وُقِّع اتفاق التعاون العسكري بالرباط"),
        ("المغرب ومصر", "مباحثات بين مصر والمغرب"),
        ("الإنتخابات", "انتخاباتٌ جزئية"),
        ("مسؤول حكومي", "قال مسؤولون بالحكومة"),
        ("حادث بطنجة", "حادثة سير في طنجة"),
        ("FIFA", "ملف الـFIFA لسنة ٢٠٣٠"),
        ("شركة", "أعلنت الشركات"),
    ],
)
def test_query_finds_other_forms_of_its_words(query, text):
    assert _found(query, text)


@pytest.mark.parametrize(
    ("query", "text"), [("لبن", "زيارة إلى لبنان"), ("علم", "اجتماع العلماء"), ("بحر", "البحرين")]
)
def test_query_does_not_find_words_that_look_alike(query, text):
    assert not _found(query, text)


@given(st.text(st.sampled_from(ARABIC + "  ٣a،ً")))
def test_a_text_is_found_by_its_own_words(text):
    assert _found(text, text)
    assert len(query_terms(text)) == len(words(text))
