"""The demo prose's markup: what each mark becomes, and that nothing written breaks the HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.demo import texts
from articles.demo.markup import linked_stories, to_html
from articles.rich_text import clean, plain_text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("\n \n\n", ""),
        ("فقرة أولى.\n\nفقرة ثانية.", "<p>فقرة أولى.</p><p>فقرة ثانية.</p>"),
        ("سطر\nيتبعه سطر", "<p>سطر يتبعه سطر</p>"),
        ("## عنوان فرعي", "<h2>عنوان فرعي</h2>"),
        ("##بلا مسافة", "<p>##بلا مسافة</p>"),
        ("- أ\n- ب", "<ul><li><p>أ</p></li><li><p>ب</p></li></ul>"),
        ("- أ\nب", "<p>- أ ب</p>"),
        (
            ">> قول يكبر.",
            '<blockquote class="pull"><p>قول يكبر.</p></blockquote>',
        ),
        (
            "> قول أول.\n> — سعاد، رئيسة الجمعية",
            "<blockquote><p>قول أول.</p><p>— سعاد، رئيسة الجمعية</p></blockquote>",
        ),
        (
            "| سنة | عدد |\n|---|---|\n| 2024 | **120** |",
            "<table><tbody><tr><th><p>سنة</p></th><th><p>عدد</p></th></tr>"
            "<tr><td><p>2024</p></td><td><p><strong>120</strong></p></td></tr></tbody></table>",
        ),
        ("| أ |", "<table><tbody><tr><td><p>أ</p></td></tr></tbody></table>"),
        ("بـ**22 لاعبا**، منهم", "<p>بـ<strong>22 لاعبا</strong>، منهم</p>"),
        ("2 ** 3 ** 4", "<p>2 ** 3 ** 4</p>"),
        (
            "[تقرير](https://example.org/?a=1&b=2)",
            '<p><a href="https://example.org/?a=1&amp;b=2">تقرير</a></p>',
        ),
        (
            "**[راسلنا](mailto:a@example.org)**",
            '<p><strong><a href="mailto:a@example.org">راسلنا</a></strong></p>',
        ),
        ("[**مهم**](story:other)", '<p><a href="/news/7/x/"><strong>مهم</strong></a></p>'),
        ("[لا](javascript:alert(1))", "<p>[لا](javascript:alert(1))</p>"),
        ("{en} The jury was moved.", '<p lang="en">The jury was moved.</p>'),
        (
            "<script>alert(1)</script> & \"'",
            "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;&#x27;</p>",
        ),
    ],
)
def test_each_mark(text, html):
    assert to_html(text, {"other": "/news/7/x/"}) == html


def test_a_link_to_an_unknown_story_is_an_error():
    with pytest.raises(KeyError):
        to_html("[قصة](story:nowhere)")


def test_linked_stories():
    text = "[أ](story:one) و[ب](https://example.org)\n\n- [ج](story:two)"
    assert linked_stories(text) == {"one", "two"}


MARKS = st.lists(
    st.sampled_from(["## ", "> ", "- ", "|", "|---|", "**", "[", "](", ")", "\n", "\n\n", "{en} "])
    | st.sampled_from(["story:a", "https://x.org/", '"', "<b>", "&amp;", "'", "كلمة", "12", " "])
).map("".join)


@given(MARKS | st.text())
def test_whatever_is_written_becomes_well_formed_clean_html(text):
    html = to_html(text, {"a": "/news/1/a/"})
    assert not clean(html) or _tags(clean(html)) == _tags(html)


@given(st.lists(st.text("كلمة نص 12.،<>&\"'", min_size=1), max_size=5))
def test_text_without_marks_loses_no_word(paragraphs):
    text = "\n\n".join(paragraphs)
    if not any(line.strip().startswith(("> ", "- ", "## ", "|")) for line in text.splitlines()):
        assert plain_text(to_html(text)).split() == text.split()


def _tags(html: str) -> list[str]:
    """The tags of well-formed HTML in order, without attributes; raises AssertionError else."""
    names, opened = [], []
    for part in html.split("<")[1:]:
        name = part.split(">")[0].split(" ")[0]
        names.append(name)
        if name.startswith("/"):
            assert opened.pop() == name[1:]
        else:
            opened.append(name)
    assert not opened
    return names


def test_the_demo_prose_leaves_no_mark_unread():
    written = texts.load()
    for entry in [*written.stories, *written.pages]:
        html = to_html(entry["body"], dict.fromkeys(linked_stories(entry["body"]), "/"))
        assert "**" not in html, entry["key"]
        assert "](" not in html, entry["key"]
        assert "<p>#" not in html, entry["key"]
        assert "<p>|" not in html, entry["key"]
