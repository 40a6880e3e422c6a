"""The demo prose's markup: what each mark becomes, and that nothing written breaks the HTML."""

import tomllib
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.demo.markup import linked_stories, to_html
from articles.demo.prose_files import FOLDER
from articles.rich_text import clean, plain_text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("فقرة أولى.\n\nفقرة ثانية.", "<p>فقرة أولى.</p><p>فقرة ثانية.</p>"),
        ("سطر\nيتبعه سطر", "<p>سطر يتبعه سطر</p>"),
        ("## عنوان فرعي", "<h2>عنوان فرعي</h2>"),
        ("##بلا مسافة", "<p>##بلا مسافة</p>"),
        ("- أ\n- ب", "<ul><li><p>أ</p></li><li><p>ب</p></li></ul>"),
        ("- أ\nب", "<p>- أ ب</p>"),
        (
            "> قول أول.\n> — سعاد، رئيسة الجمعية",
            "<blockquote><p>قول أول.</p><p>— سعاد، رئيسة الجمعية</p></blockquote>",
        ),
        (
            "| سنة | عدد |\n|---|---|\n| 2024 | 120 |",
            "<table><tbody><tr><th><p>سنة</p></th><th><p>عدد</p></th></tr>"
            "<tr><td><p>2024</p></td><td><p>120</p></td></tr></tbody></table>",
        ),
        ("| أ |", "<table><tbody><tr><td><p>أ</p></td></tr></tbody></table>"),
        ("بـ**22 لاعبا**، منهم", "<p>بـ<strong>22 لاعبا</strong>، منهم</p>"),
        ("2 ** 3 ** 4", "<p>2 ** 3 ** 4</p>"),
        ("[تقرير](https://example.org/?a=1&b=2)", None),
        ("**[تقرير](mailto:a@example.org)**", None),
        ("{en} The jury was moved.", '<p lang="en">The jury was moved.</p>'),
        ("<script>alert(1)</script> & \"'", None),
        ("", ""),
        ("\n \n\n", ""),
    ],
)
def test_each_mark(text, html):
    expected = {
        "[تقرير](https://example.org/?a=1&b=2)": (
            '<p><a href="https://example.org/?a=1&amp;b=2">تقرير</a></p>'
        ),
        "**[تقرير](mailto:a@example.org)**": (
            '<p><strong><a href="mailto:a@example.org">تقرير</a></strong></p>'
        ),
        "<script>alert(1)</script> & \"'": (
            "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;&#x27;</p>"
        ),
    }
    assert to_html(text) == expected.get(text, html)
