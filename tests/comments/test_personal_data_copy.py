"""A copy of one person's data, and what is not in it."""

import json

import pytest
from django.utils import timezone

from comments import actions, personal_data
from comments.models import MailAddress, Notice, Report, Status
from tests.factories import make_article, make_block, make_comment, make_user

pytestmark = pytest.mark.django_db

EMAIL = "souad.benali@example.org"
NAME = "سعاد بنعلي"
BODY = "جملة لم يكتبها أحد سواها"


@pytest.fixture
def moderator():
    return make_user("MODERATOR")


def hers(**fields):
    return make_comment(**{"name": NAME, "email": EMAIL, "body": BODY} | fields)


def approve(*comments, by):
    actions.decide(comments, Status.APPROVED, by)


def fresh(comment):
    return type(comment).objects.get(pk=comment.pk)


def test_the_copy_holds_what_is_hers_and_nothing_of_others(moderator):
    top = make_comment(email="other@example.org", name="كاتبة أخرى", body="كلام غيرها")
    approve(top, by=moderator)
    comment = hers(parent=fresh(top))
    actions.decide([comment], Status.REJECTED, moderator, rule="القاعدة الأولى", reason="ملاحظة")
    Report.objects.create(
        comment=comment, reader=12345, origin=12345, rule="إهانة", note="كلام المبلغ"
    )
    mail = MailAddress.objects.create(email=EMAIL, asked_at=timezone.now())
    Notice.objects.create(address=mail, kind=Notice.Kind.QUESTION)
    make_block(value=EMAIL, reason="سبب الحظر")
    copy = json.loads(json.dumps(personal_data.export(EMAIL), ensure_ascii=False))
    (entry,) = copy["comments"]
    assert (entry["name"], entry["text"], entry["status"]) == (NAME, BODY, "rejected")
    assert (entry["story"], entry["in_reply_to"]) == (top.article.headline, top.pk)
    assert entry["story_address"] == top.article.get_absolute_url()
    assert entry["told_to_you"] == "القاعدة الأولى ملاحظة"
    assert entry["submitted_at"] == fresh(comment).submitted_at.isoformat()
    (record,) = entry["records"]
    assert (record["act"], record["rule"], record["text"]) == ("decided", "القاعدة الأولى", BODY)
    (report,) = entry["reports"]
    assert report["rule"] == "إهانة"
    assert copy["mail_address"]["asked_at"] == mail.asked_at.isoformat()
    assert [sent["kind"] for sent in copy["mail_address"]["emails"]] == ["question"]
    assert copy["blocks"][0]["reason"] == "سبب الحظر"
    text = json.dumps(copy, ensure_ascii=False)
    for foreign in ("كاتبة أخرى", "كلام غيرها", "كلام المبلغ", "12345", moderator.username):
        assert foreign not in text


def test_the_copy_says_which_comment_was_really_answered():
    top = make_comment(status=Status.APPROVED)
    deepest = make_comment(parent=top, status=Status.APPROVED)
    hers(parent=top, answered=deepest.pk)
    assert personal_data.export(EMAIL)["comments"][0]["in_reply_to"] == deepest.pk


def test_a_story_that_is_not_out_is_named_without_an_address():
    hers(article=make_article(status="draft"))
    assert personal_data.export(EMAIL)["comments"][0]["story_address"] is None


def test_the_copy_of_nothing_is_empty():
    copy = personal_data.export("nobody@example.org")
    assert (copy["comments"], copy["mail_address"], copy["blocks"]) == ([], None, [])


def test_the_copy_costs_the_same_queries_however_many_comments(django_assert_num_queries):
    article = make_article()
    hers(article=article)
    with django_assert_num_queries(5):
        personal_data.export(EMAIL)
    for number in range(5):
        Report.objects.create(
            comment=hers(article=article, body=f"{number}"), reader=number, origin=number
        )
    with django_assert_num_queries(5):
        personal_data.export(EMAIL)
