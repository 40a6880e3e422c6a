"""A stranger's text cannot break or forge a log line."""

import logging

from hypothesis import given
from hypothesis import strategies as st

from newsportal.logs import Printable, printable


@given(st.text())
def test_one_printable_line(text):
    assert all(char.isprintable() for char in printable(text))


def test_arabic_stays_readable():
    assert printable("خبر عاجل: 5 مشاهدات") == "خبر عاجل: 5 مشاهدات"


def test_forgeries_are_escaped():
    assert printable("a\nERROR b\x1b[2J\u202ec") == "a\\u000aERROR b\\u001b[2J\\u202ec"


def test_arguments_are_escaped_too():
    record = logging.LogRecord("n", logging.WARNING, __file__, 1, "path %s", ("/x\r\ny",), None)
    assert Printable().filter(record)
    assert record.getMessage() == "path /x\\u000d\\u000ay"
