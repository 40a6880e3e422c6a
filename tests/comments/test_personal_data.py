"""One person's data by her address: the erasure, and what it does not touch."""

import logging
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from comments import actions, counts, personal_data, retention
from comments.models import (
    Act,
    Block,
    Comment,
    MailAddress,
    ModerationRecord,
    Notice,
    Report,
    Status,
)
from newsportal.page_cache import tag
from tests.factories import make_article, make_block, make_comment, make_user

pytestmark = pytest.mark.django_db

EMAIL = "souad.benali@example.org"
NAME = "سعاد بنعلي"
BODY = "جملة لم يكتبها أحد سواها"


@pytest.fixture
def moderator():
    return make_user("MODERATOR")


@pytest.fixture
def administrator():
    return make_user("ADMINISTRATOR")


def hers(**fields):
    values = {
        "name": NAME,
        "email": EMAIL,
        "body": BODY,
        "network": "1-abc",
        "stamp": "nonce",
        "fingerprint": 7,
        "findings": [{"check": "terms", "verdict": "hold", "reason": f"عبارة: {BODY}"}],
    }
    return make_comment(**values | fields)


def approve(*comments, by):
    actions.decide(comments, Status.APPROVED, by)


def fresh(comment):
    return Comment.objects.get(pk=comment.pk)


# --- Erasure: the thread -----------------------------------------------------------------------


def test_an_answered_comment_leaves_a_mark_and_the_thread_stays(moderator, administrator):
    top = hers()
    approve(top, by=moderator)
    answer = make_comment(parent=fresh(top), email="other@example.org", body="جواب")
    approve(answer, by=moderator)
    assert personal_data.erase(EMAIL, administrator).comments == 1
    top, answer = fresh(top), fresh(answer)
    assert (top.status, top.in_thread, top.reply_count) == (Status.WITHDRAWN, True, 1)
    assert top.is_erased
    assert (answer.body, answer.in_thread, answer.parent_id) == ("جواب", True, top.pk)
    top.article.refresh_from_db()
    assert top.article.comment_count == 1
    assert counts.rebuild() == 0


def test_an_unanswered_comment_leaves_the_thread(moderator, administrator):
    top = make_comment(email="other@example.org")
    approve(top, by=moderator)
    answer = hers(parent=fresh(top))
    approve(answer, by=moderator)
    personal_data.erase(EMAIL, administrator)
    assert not fresh(answer).in_thread
    assert fresh(top).reply_count == 0
    assert counts.rebuild() == 0


def test_pages_that_showed_her_comments_are_forgotten(moderator, administrator, forgotten):
    shown, waiting = hers(), hers(article=make_article())
    approve(shown, by=moderator)
    tags = forgotten(lambda: personal_data.erase(EMAIL, administrator))
    assert tag("article", shown.article_id) in tags
    assert tag("article", waiting.article_id) not in tags


def test_what_was_turned_away_keeps_its_status_and_its_time(moderator, administrator):
    comment = hers()
    actions.decide([comment], Status.REJECTED, moderator, rule="القاعدة الأولى")
    before = fresh(comment)
    personal_data.erase(EMAIL, administrator)
    after = fresh(comment)
    assert (after.status, after.decided_at, after.answer) == (
        Status.REJECTED,
        before.decided_at,
        "القاعدة الأولى",
    )
    assert after.is_erased
    assert after.version > before.version


def test_an_erased_comment_is_decided_about_no_more(moderator, administrator):
    comment = hers()
    seen = {comment.pk: comment.version}
    personal_data.erase(EMAIL, administrator)
    outcome = actions.decide([comment], Status.APPROVED, moderator, versions=seen)
    assert [conflict.pk for conflict in outcome.conflicts] == [comment.pk]


@pytest.mark.parametrize("nothing", ["", "  "])
def test_an_empty_address_is_nobodys(administrator, nothing):
    """It is what every erased comment has for one."""
    comment = hers()
    make_block(value="", comment=comment)
    personal_data.erase(EMAIL, administrator)
    erased = fresh(comment)
    records = ModerationRecord.objects.count()
    assert personal_data.erase(nothing, administrator, blocks_too=True) == personal_data.Erased(
        0, False, 0, None
    )
    assert fresh(comment).version == erased.version
    assert ModerationRecord.objects.count() == records
    # Nothing was done that the history could tell of.
    assert LogEntry.objects.count() == 1
    assert not personal_data.find(nothing)
    copy = personal_data.export(nothing)
    assert (copy["comments"], copy["mail_address"], copy["blocks"]) == ([], None, [])


def test_an_empty_address_is_for_administrators_alone_too(moderator):
    with pytest.raises(PermissionDenied):
        personal_data.erase("", moderator)


def test_others_are_left_alone(administrator):
    other = make_comment(email="souad.benali@example.org.ma", name=NAME, body=BODY)
    hers()
    personal_data.erase(EMAIL, administrator)
    assert (fresh(other).name, fresh(other).body) == (NAME, BODY)


def test_the_address_is_found_however_it_is_typed(administrator):
    hers()
    assert personal_data.find(" Souad.BenAli@Example.org ").comments == 1
    assert personal_data.erase("SOUAD.benali@example.org", administrator).comments == 1


def test_more_than_a_batch_is_erased(administrator, monkeypatch):
    monkeypatch.setattr(personal_data, "BATCH", 2)
    article = make_article()
    for number in range(5):
        hers(article=article, body=f"{BODY} {number}")
    assert personal_data.erase(EMAIL, administrator).comments == 5
    assert not Comment.objects.exclude(body="").exists()


# --- Erasure: the trail ------------------------------------------------------------------------


def test_the_trail_keeps_who_when_and_why(moderator, administrator):
    comment = hers()
    (decided,) = actions.decide(
        [comment], Status.REJECTED, moderator, rule="القاعدة الأولى", reason="ملاحظة"
    ).records
    personal_data.erase(EMAIL, administrator)
    erased, record = ModerationRecord.objects.all()
    assert (record.moderator, record.decided_at, record.rule, record.reason) == (
        moderator,
        decided.decided_at,
        "القاعدة الأولى",
        "ملاحظة",
    )
    assert (record.name, record.text) == ("", "")
    assert (erased.act, erased.moderator, erased.name, erased.text) == (
        Act.ERASED,
        administrator,
        "",
        "",
    )
    assert (erased.from_status, erased.to_status) == (Status.REJECTED, Status.REJECTED)


def test_the_address_is_struck_out_of_moderators_reasons(moderator, administrator):
    comment = hers()
    actions.decide([comment], Status.REJECTED, moderator, reason="Souad.Benali@example.org يكرر")
    personal_data.erase(EMAIL, administrator)
    record = ModerationRecord.objects.get(act=Act.DECIDED)
    assert (record.reason, fresh(comment).answer) == ("… يكرر", "… يكرر")


def test_reports_of_her_comments_are_settled_and_lose_their_notes(administrator):
    comment = hers(open_reports=1)
    report = Report.objects.create(comment=comment, reader=1, origin=1, note=f"تقول {BODY}")
    personal_data.erase(EMAIL, administrator)
    report.refresh_from_db()
    assert report.note == ""
    assert report.settled_at is not None
    assert fresh(comment).open_reports == 0


# --- Erasure: blocks and mail ------------------------------------------------------------------


def test_a_block_in_force_stays_and_is_parted_from_her_comments(administrator):
    comment = hers()
    block = make_block(value=EMAIL, comment=comment)
    network = make_block(kind=Block.Kind.NETWORK, value="1-abc", comment=comment)
    erased = personal_data.erase(EMAIL, administrator)
    assert (erased.kept_blocks, erased.kept_until) == (2, max(block.ends_at, network.ends_at))
    block.refresh_from_db()
    network.refresh_from_db()
    assert (block.value, block.comment, network.value, network.comment) == (
        EMAIL,
        None,
        "1-abc",
        None,
    )


def test_the_address_is_struck_out_of_the_reasons_of_blocks(administrator):
    kept = make_block(value=EMAIL, reason=f"{EMAIL.title()} ترسل إعلانات")
    domain = make_block(kind=Block.Kind.DOMAIN, value="example.org", reason=f"وأولها {EMAIL}")
    other = make_block(value="other@example.org", reason="مثل other@example.org")
    assert personal_data.erase(EMAIL, administrator).kept_blocks == 1
    reasons = Block.objects.in_bulk([kept.pk, domain.pk, other.pk])
    assert [block.reason for _pk, block in sorted(reasons.items())] == [
        "… ترسل إعلانات",
        "وأولها …",
        "مثل other@example.org",
    ]


def test_an_ended_block_loses_what_it_compared(administrator):
    ended = timezone.now() - timedelta(days=1)
    block = make_block(value=EMAIL, starts_at=ended - timedelta(days=2), ends_at=ended)
    assert personal_data.erase(EMAIL, administrator).kept_blocks == 0
    block.refresh_from_db()
    assert (block.value, block.ends_at) == ("", ended)


def test_blocks_end_where_that_is_wanted(administrator):
    comment = hers()
    block = make_block(kind=Block.Kind.NAME, value="سعاد", comment=comment)
    domain = make_block(kind=Block.Kind.DOMAIN, value="example.org", comment=comment)
    assert personal_data.erase(EMAIL, administrator, blocks_too=True).kept_blocks == 0
    block.refresh_from_db()
    domain.refresh_from_db()
    assert block.value == ""
    assert block.ends_at <= timezone.now()
    # A domain is that of many.
    assert domain.value == "example.org"
    assert domain.ends_at > timezone.now()


def test_her_address_and_its_notices_go(administrator):
    comment = hers()
    address = MailAddress.objects.create(email=EMAIL, confirmed_at=timezone.now())
    Notice.objects.create(address=address, kind=Notice.Kind.DECISION, comment=comment)
    other = MailAddress.objects.create(email="other@example.org", confirmed_at=timezone.now())
    Notice.objects.create(address=other, kind=Notice.Kind.REPLY, comment=comment)
    assert personal_data.erase(EMAIL, administrator).has_mail_address
    # Nobody is told of an answer that is gone.
    assert not Notice.objects.exists()
    assert list(MailAddress.objects.all()) == [other]


# --- Erasure: who may, and what is told of it --------------------------------------------------


def test_only_administrators_erase(moderator):
    hers()
    with pytest.raises(PermissionDenied):
        personal_data.erase(EMAIL, moderator)
    assert Comment.objects.get().name == NAME


def test_the_log_does_not_name_her(administrator, caplog):
    hers()
    with caplog.at_level(logging.INFO):
        personal_data.erase(EMAIL, administrator)
    assert administrator.username in caplog.text
    assert EMAIL not in caplog.text
    assert NAME not in caplog.text
    entry = LogEntry.objects.get()
    assert entry.user == administrator
    assert EMAIL not in entry.object_repr + entry.change_message


def stored_texts():
    """Every text in every table, with its place."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    yield f"{table}.{name}", str(value)


def test_nothing_of_her_is_left_in_any_table(administrator, moderator):
    """Written by the product's own ways as far as there are some, then looked for everywhere."""
    mail = MailAddress.objects.create(email=EMAIL, confirmed_at=timezone.now())
    shown, rejected, waiting, gone = (hers(article=make_article()) for _number in range(4))
    approve(shown, by=moderator)
    reply = make_comment(parent=fresh(shown), email="other@example.org", name="غيرها", body="جواب")
    approve(reply, by=moderator)
    actions.decide([rejected], Status.REJECTED, moderator, reason=f"كتبت {EMAIL}", block=["email"])
    actions.withdraw(gone)
    Report.objects.create(comment=shown, reader=1, origin=1, note=f"{NAME} تقول {BODY}")
    Notice.objects.create(address=mail, kind=Notice.Kind.DECISION, comment=rejected)
    make_block(kind=Block.Kind.NAME, value=NAME, comment=waiting, reason=f"من {EMAIL.upper()}")
    for row in (*Block.objects.all(), rejected):
        LogEntry.objects.create(
            user=moderator,
            content_type=ContentType.objects.get_for_model(type(row)),
            object_id=row.pk,
            object_repr=f"{row} {EMAIL}",
            action_flag=ADDITION,
            change_message=NAME,
        )
    make_block(kind=Block.Kind.DOMAIN, value="spam.example", reason=f"ومنها {EMAIL}")
    secrets = (EMAIL, NAME, BODY, BODY[:20], "souad")
    assert {place for place, text in stored_texts() if any(s in text for s in secrets)} >= {
        "comments_comment.email",
        "comments_comment.folded_text",
        "comments_moderationrecord.text",
        "comments_block.value",
        "comments_block.reason",
        "comments_report.note",
        "django_admin_log.object_repr",
    }
    personal_data.erase(EMAIL, administrator, blocks_too=True)
    left = [(place, text) for place, text in stored_texts() if any(s in text for s in secrets)]
    assert left == []
    assert fresh(reply).body == "جواب"


def test_every_column_of_a_comment_is_thought_of():
    """A new column is either personal, and blanked, or named here."""
    not_personal = {
        "id", "article", "parent", "root", "answered", "depth", "number", "status", "submitted_at",
        "corrected_at", "decided_at", "answer", "version", "rejection_probability", "in_thread",
        "reply_count", "like_count", "open_reports",
    }  # fmt: skip
    comment = hers(notify=True)
    retention.blank(Comment.objects.filter(pk=comment.pk))
    blanked = fresh(comment)
    columns = {field.name for field in Comment._meta.concrete_fields}
    kept = {name for name in columns if getattr(blanked, name) == getattr(comment, name)}
    assert kept == not_personal
    assert columns - kept == {
        "name", "email", "body", "notify", "network", "stamp", "findings", "fingerprint",
        "folded_text",
    }  # fmt: skip


def test_no_other_table_of_comments_holds_an_address():
    """Where a column for addresses is added, erasure has to know of it."""
    holders = {
        f"{model._meta.model_name}.{field.name}"
        for model in apps.get_app_config("comments").get_models()
        for field in model._meta.concrete_fields
        if field.get_internal_type() == "EmailField" or "email" in field.name
    }
    assert holders == {"comment.email", "mailaddress.email"}
