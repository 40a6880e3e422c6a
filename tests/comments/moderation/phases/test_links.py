"""Links are counted, written out or disguised, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.moderation.phases.links import Links, host, links
from comments.moderation.verdict import PASS, Verdict
from newsportal.arabic.folding import fold
from tests.comments.moderation.invented import context

LINKS = {
    "http://example.org/a?b=c": ["example.org"],
    "انظر https://example.org.": ["example.org"],
    "HTTPS://EXAMPLE.ORG": ["example.org"],
    "www.example.ci": ["www.example.ci"],
    "زوروا example.com الآن": ["example.com"],
    "موقع hespress.ma": ["hespress.ma"],
    "(example.com)": ["example.com"],
    "bit.ly/xyz و t.me/abc": ["bit.ly", "t.me"],
    "wa.me/212600000000": ["wa.me"],
    "http://١٩٢.١٦٨.٠.١/": ["192.168.0.1"],
    "10.20.30.40:8080": ["10.20.30.40:8080"],
    "exa\u200bmple.com": ["example.com"],
    "ｅｘａｍｐｌｅ．ｃｏｍ": ["example.com"],
    "example (dot) com": ["example.com"],
    "example[.]com": ["example.com"],
    "example dot com": ["example.com"],
    "example نقطة كوم": ["example.com"],
    "example . com": ["example.com"],
    "https://موقع.المغرب/خبر": ["موقع.المغرب"],
    "a.com b.net c.org": ["a.com", "b.net", "c.org"],
    "sub.domain.example.com/x": ["sub.domain.example.com"],
    "example.com؟": ["example.com"],
}
NONE = [
    "كلمة.كوم",
    "انتهى.المغرب بلد جميل",
    "reader@example.com",
    "C'est fini.La suite demain.",
    "vu.Me voici",
    "في 24.11.2026 الساعة 3.30",
    "النسخة 5.2.1",
    "3.14",
    "كلمة. كلمة",
    "U.S.A",
    "etc...",
    "et/ou",
    "1/2",
    "نقطة نظام",
    "Un point net et clair",
    "a.b.c",
]


@pytest.mark.parametrize("text", LINKS)
def test_a_link_is_found(text):
    assert [host(link) for link in links(fold(text))] == LINKS[text]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_link(text):
    assert links(fold(text)) == []
    assert Links()(context(text)) == PASS


def test_one_holds_and_is_named():
    result = Links()(context("انظر https://casino.example/win"))
    assert result.verdict == Verdict.HOLD
    assert "casino.example" in result.reason


def test_five_are_spam():
    result = Links()(context("example.com " * 5))
    assert result.verdict == Verdict.SPAM
    assert result.answer
    assert result.reason.count("example.com") == 1
    assert Links()(context("example.com " * 4)).verdict == Verdict.HOLD


def test_those_in_the_name_count_and_are_said_to_stand_there():
    result = Links()(context("تعليق مفيد", name="زوروا casino-bonus.com"))
    assert result.verdict == Verdict.HOLD
    assert result.reason.count("casino-bonus.com") == 2
    in_text = Links()(context("example.com")).reason
    assert Links()(context("example.com", name="example.com")).reason != in_text
    assert Links()(context("a.com b.com c.com d.com", name="e.com")).verdict == Verdict.SPAM
    assert Links()(context("تعليق مفيد", name="casino.com", links_to_hold=2)) == PASS


@pytest.mark.parametrize("name", ["سعاد", "M. Ali", "قارئة.كوم", "Dr. El Fassi", "reader@mail.ma"])
def test_names_are_no_links(name):
    assert Links()(context("تعليق مفيد", name=name)) == PASS


def test_the_limits_are_the_newsrooms():
    two = "example.com example.net"
    assert Links()(context(two, links_to_hold=3)) == PASS
    assert Links()(context(two, links_to_hold=0)) == PASS
    assert Links()(context(two * 9, links_to_spam=0)).verdict == Verdict.HOLD
    assert Links()(context(two, links_to_spam=2)).verdict == Verdict.SPAM


@given(st.text(st.sampled_from("aم.:/ (dot)wcom-@1؟ نقطهك"), max_size=80) | st.text(max_size=80))
def test_no_text_raises(text):
    for link in links(fold(text)):
        assert link
        host(link)


@pytest.mark.parametrize("pattern", ["a.", "a-", "1.", "www.", "a . ", "a (dot", "http://", "a/."])
def test_hostile_text_takes_no_longer_than_its_length(pattern):
    """Counted by the engine's own patience: a pattern that backtracks would never come back."""
    links((pattern * 4000)[:4000])
