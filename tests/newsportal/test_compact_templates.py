"""Our templates lose what is for developers, and not one space that readers would miss."""

import pytest
from django.template import engines
from django.template.loader import get_template

from newsportal.compact_templates import compact


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>\n    نص\n  </p>\n", "<p>\nنص\n</p>\n"),
        ("{% load i18n %}\n<p>\n", "<p>\n"),
        ("<b>أ</b>\n  {% if one %}\n    <b>ب</b>\n  {% endif %}\n  <b>ج</b>", None),
        ("{# لماذا #}\n<p>", "<p>"),
        ("{% comment %}\n  لماذا\n{% endcomment %}\n<p>", "<p>"),
        ("<a>{{ one }}</a>{% if one %}، {% endif %}\n", None),
    ],
)
def test_what_is_left(source, expected):
    left = compact(source)
    if expected is not None:
        assert left.replace("{% load i18n %}", "") == expected
    for one in ("", "x"):
        full = engines["django"].from_string(source).render({"one": one})
        short = engines["django"].from_string(left).render({"one": one})
        assert " ".join(short.split()) == " ".join(full.split())


def test_words_of_two_lines_stay_two_words():
    source = "<p>\n  {% for word in words %}\n    {{ word }}\n  {% endfor %}\n</p>"
    left = engines["django"].from_string(compact(source)).render({"words": ["قبل", "بعد"]})
    assert left == "<p>\nقبل\nبعد\n</p>"


def test_a_line_that_writes_something_keeps_its_break():
    assert compact('  {% translate "By" %}\n  {% url "a" %}\n') == (
        '  {% translate "By" %}\n{% url "a" %}\n'
    )


def test_pages_are_read_compact_and_letters_as_they_are():
    assert "\n  " not in get_template("articles/article.html").template.source
    letter = get_template("comments/mail/decision.txt").template.source
    assert "\n\n" in letter
