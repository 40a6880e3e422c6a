"""What e-mails to commenters say, and their headers."""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from unicodedata import bidirectional

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles import furniture
from articles.models import Article, SiteSettings
from comments.mail import notices, texts
from comments.models import Comment, MailAddress, Notice, Status
from tests.comments.mail.outbox import DECISION, EMAIL, QUESTION, REPLY, make_notice, reply_to
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

CONTROLS = {"\u200e", "\u200f", "\u2066", "\u2067", "\u2068", "\u2069"}


def composed(notice):
    return texts.compose(notice.pk, furniture.load())


def lines(message):
    return [
        "".join(char for char in line if char not in CONTROLS) for line in message.body.splitlines()
    ]


def links(message):
    return re.findall(r"^https?://\S+$", message.body, re.MULTILINE)


# --- What they say -----------------------------------------------------------------------------


def test_the_question_names_the_story_and_how_to_answer_and_to_refuse(settings):
    settings.SITE_URL = "https://news.example"
    article = make_article(headline="عنوان الخبر")
    comment = make_comment(article=article, notify=True, email=EMAIL)
    message = composed(make_notice(QUESTION, comment=comment))
    assert message.to == [EMAIL]
    assert "عنوان الخبر" in lines(message)
    story, confirm, refuse = links(message)
    assert story == f"https://news.example{article.get_short_url()}"
    assert confirm.startswith("https://news.example/comments/mail/confirm/")
    assert refuse.startswith("https://news.example/comments/mail/unsubscribe/")
    assert "7 أيام" in message.body


def test_the_question_carries_nothing_the_stranger_typed():
    comment = make_comment(notify=True, email=EMAIL, name="اسم مسيء", body="نص مسيء")
    message = composed(make_notice(QUESTION, comment=comment))
    assert "مسيء" not in message.message().as_string() + message.body + message.subject


def test_an_approved_comment_is_told_with_its_place(settings):
    settings.SITE_URL = "https://news.example"
    notice = make_notice(DECISION)
    message = composed(notice)
    place, _unsubscribe = links(message)
    assert place == f"https://news.example{notice.comment.get_absolute_url()}"
    assert notice.comment.article.headline in lines(message)


@pytest.mark.parametrize("status", [Status.REJECTED, Status.SPAM])
def test_a_comment_turned_away_is_told_with_the_reason_and_without_its_text(status):
    comment = make_comment(
        notify=True, email=EMAIL, status=status, answer="لا شتائم", name="س" * 9, body="نص مسيء"
    )
    message = composed(make_notice(DECISION, comment=comment))
    assert "لا شتائم" in lines(message)
    assert "نص مسيء" not in message.body
    assert comment.name not in message.body
    assert len(links(message)) == 1


def test_the_three_decisions_read_differently():
    bodies = set()
    for status in notices.DECIDED:
        comment = make_comment(notify=True, email=EMAIL, status=status)
        bodies.add(lines(composed(make_notice(DECISION, comment=comment)))[0])
    assert len(bodies) == 3


def test_a_reply_is_told_with_name_text_and_place(settings):
    settings.SITE_URL = "https://news.example"
    notice = make_notice(REPLY)
    message = composed(notice)
    assert message.to == [EMAIL]
    assert "قارئ آخر" in message.body
    assert "نص الرد" in lines(message)
    assert links(message)[0] == f"https://news.example{notice.comment.get_absolute_url()}"


def test_a_long_reply_is_shortened_and_on_one_line():
    parent = make_comment(notify=True, email=EMAIL, status=Status.APPROVED)
    reply = reply_to(parent, body="كلمة\n\n" * 600)
    message = composed(make_notice(REPLY, comment=reply))
    (quoted,) = [line for line in lines(message) if line.startswith("كلمة كلمة")]
    assert len(quoted) <= texts.QUOTED


@pytest.mark.parametrize("kind", Notice.Kind.values)
def test_no_e_mail_shows_an_address_or_escapes_what_is_no_markup(kind):
    SiteSettings.objects.update_or_create(pk=1, defaults={"name": "أخبار & آراء"})
    notice = make_notice(kind)
    Article.objects.update(headline="«قال» <نعم> & 'لا'")
    message = composed(notice)
    assert "example.org" not in message.body
    assert "«قال» <نعم> & 'لا'" in lines(message)
    assert "أخبار & آراء" in "\n".join(lines(message))


@pytest.mark.parametrize("kind", Notice.Kind.values)
def test_every_line_reads_from_the_right_and_isolates_close(kind):
    notice = make_notice(kind)
    Article.objects.update(headline="ChatGPT arrive à l'école")
    Comment.objects.filter(email="other@example.org").update(name="Amine", body="Très bien")
    message = composed(notice)
    for line in message.body.splitlines():
        assert line.count("\u2068") == line.count("\u2069")
        if "http" in line:
            assert line.isascii()
            assert line.startswith("http")
        elif line:
            assert bidirectional(first_strong(line)) in {"R", "AL"}


def first_strong(line):
    """The letter or mark a line's direction is taken from (UAX #9, P2): not within isolates."""
    outside = re.sub("\u2068[^\u2069]*\u2069", "", line)
    return next(char for char in outside if bidirectional(char) in {"L", "R", "AL"})


def test_controls_of_direction_in_texts_reach_no_further():
    notice = make_notice(DECISION)
    Article.objects.update(headline="عنوان\u202e مقلوب\u2069\u2067")
    message = composed(notice)
    assert "عنوان مقلوب" in message.body
    assert not set("\u202a\u202b\u202d\u202e\u2067") & set(message.body + message.subject)


# --- What has nothing more to say ----------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"status": Status.WAITING},
        {"status": Status.WITHDRAWN},
        {"body": ""},
        {"email": ""},
        {"notify": False},
    ],
)
def test_a_decision_that_is_no_longer_true_is_not_told(change):
    notice = make_notice(DECISION)
    Comment.objects.update(**change)
    assert composed(notice) is None


@pytest.mark.parametrize("kind", [DECISION, REPLY])
def test_nothing_is_told_of_what_stands_under_a_story_taken_off_the_site(kind):
    notice = make_notice(kind)
    Article.objects.update(ends_at=timezone.now())
    assert composed(notice) is None


@pytest.mark.parametrize("which", ["parent", "reply"])
def test_a_reply_is_told_only_while_both_are_seen(which):
    notice = make_notice(REPLY)
    comment = notice.comment if which == "reply" else notice.comment.parent
    Comment.objects.filter(pk=comment.pk).update(status=Status.WAITING)
    assert composed(notice) is None


def test_an_answer_beside_what_it_answers_is_told_of_that():
    above = make_comment(status=Status.APPROVED)
    answered = reply_to(above, email=EMAIL, notify=True)
    notice = make_notice(REPLY, comment=reply_to(above, answered=answered.pk))
    assert composed(notice) is not None
    Comment.objects.filter(pk=answered.pk).update(status=Status.WAITING)
    assert composed(notice) is None


@pytest.mark.parametrize("kind", [DECISION, REPLY])
def test_nothing_is_told_after_unsubscribing(kind):
    notice = make_notice(kind)
    MailAddress.objects.update(unsubscribed_at=timezone.now())
    assert composed(notice) is None


def test_nobody_is_asked_when_no_comment_wants_e_mails_any_more():
    notice = make_notice(QUESTION)
    assert composed(notice) is not None
    Comment.objects.update(status=Status.SPAM)
    assert composed(notice) is None
    # Another comment of hers still asks for them.
    make_comment(notify=True, email=EMAIL)
    assert composed(notice) is not None
    MailAddress.objects.update(confirmed_at=timezone.now())
    assert composed(notice) is None


# --- Headers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Notice.Kind.values)
def test_headers_of_automatic_mail_with_one_click(kind, settings):
    settings.SITE_URL = "https://news.example"
    settings.DEFAULT_FROM_EMAIL = "noreply@news.example"
    notice = make_notice(kind)
    message = composed(notice)
    assert message.from_email == "noreply@news.example"
    headers = message.extra_headers
    address = links(message)[-1]
    # RFC 8058, 3.1: an https address in angle brackets, and this very text.
    assert headers["List-Unsubscribe"] == f"<{address}>"
    assert address.startswith("https://news.example/comments/mail/unsubscribe/")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[\w.]+@news\.example>", headers["Message-ID"])


def test_the_message_id_is_stable_and_its_own():
    first, second = make_notice(DECISION), make_notice(DECISION)
    ids = [composed(notice).extra_headers["Message-ID"] for notice in (first, first, second)]
    assert ids[0] == ids[1] != ids[2]


ANY_TEXT = st.text(
    st.characters(exclude_categories=("Cs",)) | st.sampled_from("\r\n\v\f\x1c\x85\u2028\u2029"),
    max_size=180,
)


def test_no_text_breaks_a_header():
    made = {kind: make_notice(kind, email=f"{kind}@example.org") for kind in Notice.Kind.values}
    site = furniture.load()

    @given(headline=ANY_TEXT, name=ANY_TEXT, brand=ANY_TEXT, kind=st.sampled_from(list(made)))
    def check(headline, name, brand, kind):
        Article.objects.update(headline=headline.replace("\0", ""))
        Comment.objects.update(name=name.replace("\0", "")[:60])
        message = texts.compose(made[kind].pk, replace(site, name=brand))
        for value in (message.subject, *message.extra_headers.values()):
            assert value.splitlines() == [value]
        raw = message.message().as_bytes()
        parsed = message_from_bytes(raw, policy=policy.SMTP)
        # What a mail program reads of it: the headers we set, each once, and no other.
        assert sorted(parsed.keys()) == sorted(
            [
                "Content-Type",
                "MIME-Version",
                "Content-Transfer-Encoding",
                "Subject",
                "From",
                "To",
                "Date",
                *message.extra_headers,
            ]
        )
        assert parsed["To"] == f"{kind}@example.org"
        # RFC 5322, 2.1.1.
        assert max(len(line) for line in raw.splitlines()) <= 998

    check()


def test_a_subject_is_bounded():
    notice = make_notice(DECISION)
    Article.objects.update(headline="ع" * 180)
    assert len(composed(notice).subject) <= texts.SUBJECT_HEADLINE + 40
