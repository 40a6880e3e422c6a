"""The daily purge: what goes when its time is over, what stays, and when it was forgotten."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.utils import timezone

from comments import network_hash, retention
from comments.models import (
    Act,
    Block,
    Comment,
    Like,
    MailAddress,
    ModerationPolicy,
    ModerationRecord,
    NetworkKey,
    Notice,
    Report,
    Status,
)
from tests.factories import make_block, make_comment, make_user

pytestmark = pytest.mark.django_db

NOW = timezone.make_aware(datetime(2026, 11, 24, 4))
LONG_AGO = NOW - timedelta(days=91)
LATELY = NOW - timedelta(days=89)


@pytest.fixture(autouse=True)
def _key():
    """The key in use, which the purge would make."""
    NetworkKey.objects.create(secret=b"k" * 32, created_at=NOW - timedelta(days=1))


def turned_away(status=Status.REJECTED, at=LONG_AGO, **fields):
    values = {
        "name": "سعاد",
        "email": "souad@example.org",
        "body": "نص مرفوض",
        "network": "1-abc",
        "stamp": "nonce",
        "fingerprint": 7,
        "notify": True,
        "answer": "القاعدة الأولى",
        "findings": [{"check": "terms", "verdict": "hold", "reason": "عبارة: مرفوض"}],
        "submitted_at": at - timedelta(hours=1),
        "decided_at": at,
    } | fields
    return make_comment(status=status, **values)


def personal(comment):
    comment.refresh_from_db()
    return (
        comment.name,
        comment.email,
        comment.body,
        comment.network,
        comment.stamp,
        comment.folded_text,
        comment.fingerprint,
        comment.notify,
    )


GONE = ("", "", "", "", "", "", None, False)


# --- Comments ----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.REJECTED, Status.SPAM, Status.WITHDRAWN])
def test_what_was_turned_away_loses_what_is_personal_and_keeps_why(status):
    comment = turned_away(status)
    retention.purge(NOW)
    assert personal(comment) == GONE
    assert comment.is_erased
    assert (comment.status, comment.decided_at, comment.answer) == (
        status,
        LONG_AGO,
        "القاعدة الأولى",
    )
    assert comment.findings == [{"check": "terms", "verdict": "hold", "reason": ""}]


@pytest.mark.parametrize(
    ("status", "at"),
    [
        (Status.REJECTED, LATELY),
        (Status.SPAM, LATELY),
        (Status.APPROVED, LONG_AGO),
        (Status.WAITING, LONG_AGO),
    ],
)
def test_what_is_not_due_stays(status, at):
    comment = turned_away(status, at, network="", submitted_at=LONG_AGO - timedelta(days=100))
    before = personal(comment)
    assert retention.purge(NOW).comments == 0
    assert personal(comment) == before


def test_the_time_is_the_newsrooms():
    ModerationPolicy(rejected_days=10).save()
    comment = turned_away(at=NOW - timedelta(days=11))
    assert retention.purge(NOW).comments == 1
    assert personal(comment) == GONE


def test_a_rejection_without_a_time_counts_from_its_submission():
    comment = turned_away(decided_at=None)
    retention.purge(NOW)
    assert personal(comment) == GONE


def test_records_lose_names_texts_and_quotations_and_keep_who_when_and_why():
    moderator = make_user("MODERATOR")
    comment = turned_away()
    values = {
        "comment": comment,
        "from_status": Status.WAITING,
        "to_status": Status.REJECTED,
        "name": comment.name,
        "text": comment.body,
        "decided_at": LONG_AGO,
    }
    ModerationRecord.objects.create(
        **values, moderator=moderator, rule="القاعدة الأولى", reason="ملاحظة"
    )
    ModerationRecord.objects.create(
        **values, act=Act.CHECKED, check_name="terms", reason="عبارة: مرفوض"
    )
    retention.purge(NOW)
    by_check, by_moderator = ModerationRecord.objects.all()
    assert {(record.name, record.text) for record in (by_check, by_moderator)} == {("", "")}
    assert (by_moderator.moderator, by_moderator.rule, by_moderator.reason) == (
        moderator,
        "القاعدة الأولى",
        "ملاحظة",
    )
    assert (by_check.check_name, by_check.reason, by_check.decided_at) == ("terms", "", LONG_AGO)


def test_reports_lose_their_notes():
    report = Report.objects.create(
        comment=turned_away(), reader=1, origin=2, rule="القاعدة", note="تقول سعاد"
    )
    retention.purge(NOW)
    report.refresh_from_db()
    assert (report.note, report.rule, report.reader) == ("", "القاعدة", 1)


def test_no_e_mail_leads_from_the_address_to_the_comment_any_more():
    address = MailAddress.objects.create(email="souad@example.org", confirmed_at=NOW)
    other = MailAddress.objects.create(email="other@example.org", confirmed_at=NOW)
    comment = turned_away()
    make_comment(article=comment.article, email=address.email, notify=True)
    kinds = Notice.Kind
    for kind, to, sent_at in (
        (kinds.QUESTION, address, LATELY),
        (kinds.DECISION, address, LATELY),
        (kinds.DECISION, address, None),
        (kinds.REPLY, other, LATELY),
        (kinds.REPLY, other, None),
    ):
        Notice.objects.create(
            address=to, kind=kind, comment=comment, created_at=LATELY, sent_at=sent_at
        )
    MailAddress.objects.filter(pk=other.pk).update(unsubscribed_at=NOW)
    retention.purge(NOW)
    left = Notice.objects.order_by("pk").values_list("kind", "comment")
    # That someone else was told of an answer says nothing of its writer.
    assert list(left) == [
        (kinds.QUESTION, None),
        (kinds.DECISION, None),
        (kinds.REPLY, comment.pk),
    ]


# --- Networks ----------------------------------------------------------------------------------


def test_a_trace_goes_after_its_days_whatever_became_of_the_comment():
    old = make_comment(network="1-a", submitted_at=NOW - timedelta(days=31), status="approved")
    fresh = make_comment(network="1-b", submitted_at=NOW - timedelta(days=29))
    purged = retention.purge(NOW)
    assert (purged.networks, purged.comments) == (1, 0)
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.network, fresh.network) == ("", "1-b")
    assert old.body


def test_old_keys_go_unless_a_block_needs_them():
    old = NetworkKey.objects.create(secret=b"o" * 32, created_at=NOW - timedelta(days=60))
    traced = NetworkKey.objects.create(secret=b"t" * 32, created_at=NOW - timedelta(days=59))
    held = NetworkKey.objects.create(secret=b"h" * 32, created_at=NOW - timedelta(days=60))
    # The newest is in use.
    NetworkKey.objects.create(secret=b"n" * 32, created_at=NOW)
    Block.objects.create(
        kind=Block.Kind.NETWORK,
        value=f"{held.pk}-x",
        starts_at=NOW - timedelta(days=1),
        ends_at=NOW + timedelta(days=1),
    )
    assert retention.purge(NOW).keys == 1
    assert set(NetworkKey.objects.values_list("secret", flat=True)) == {
        b"k" * 32,
        b"h" * 32,
        b"n" * 32,
        bytes(traced.secret),
    }
    assert not NetworkKey.objects.filter(pk=old.pk).exists()


def test_a_key_lives_as_long_as_traces_made_under_it():
    ModerationPolicy(network_days=365).save()
    NetworkKey.objects.create(
        secret=b"o" * 32, created_at=NOW - network_hash.ROTATION - timedelta(days=364)
    )
    NetworkKey.objects.create(secret=b"n" * 32, created_at=NOW)
    assert retention.purge(NOW).keys == 0
    assert retention.purge(NOW + timedelta(days=1)).keys == 1


# --- Likes and reports -------------------------------------------------------------------------

OLD = NOW - timedelta(days=31)
FRESH = NOW - timedelta(days=29)


def react(model, at=OLD, device="d" * 22, **fields):
    values = {"comment": make_comment(status=Status.APPROVED), "reader": 7, "origin": 8} | fields
    return model.objects.create(created_at=at, device=device, **values)


def ties(reaction):
    reaction.refresh_from_db()
    return reaction.reader, reaction.device, reaction.origin


@pytest.mark.parametrize(
    ("model", "fields"), [(Like, {}), (Report, {"settled_at": NOW - timedelta(days=30)})]
)
def test_old_reactions_tell_of_no_reader_any_more(model, fields):
    old, without_device = react(model, **fields), react(model, device="", reader=9, **fields)
    fresh = react(model, FRESH, **fields)
    assert retention.purge(NOW).reactions == 2
    assert ties(old) == (7, "", 0)
    assert ties(without_device) == (9, "", 0)
    assert ties(fresh) == (7, "d" * 22, 8)
    assert not retention.purge(NOW)


def test_a_report_hides_by_where_it_came_from_until_it_is_settled():
    report = react(Report)
    assert retention.purge(NOW).reactions == 1
    assert ties(report) == (7, "", 8)
    assert not retention.purge(NOW)
    Report.objects.update(settled_at=NOW)
    assert retention.purge(NOW).reactions == 1
    assert ties(report) == (7, "", 0)


def test_one_comments_readers_are_forgotten_together():
    comment = make_comment(status=Status.APPROVED)
    for number in range(3):
        react(Like, comment=comment, reader=number, device=str(number) * 22)
    assert retention.purge(NOW).reactions == 3
    assert comment.likes.count() == 3


# --- Blocks ------------------------------------------------------------------------------------


def ended_block(kind=Block.Kind.EMAIL, ends_at=LONG_AGO):
    return make_block(
        kind=kind, value="souad@example.org", starts_at=LONG_AGO - timedelta(30), ends_at=ends_at
    )


def test_an_ended_block_of_a_person_loses_what_it_compared_and_its_name():
    block = ended_block()
    LogEntry.objects.create(
        user=make_user("MODERATOR"),
        content_type=ContentType.objects.get_for_model(Block),
        object_id=block.pk,
        object_repr=str(block),
        action_flag=ADDITION,
        change_message="souad@example.org",
    )
    Block.objects.update(reason="إعلانات من Souad@example.org")
    assert retention.purge(NOW).blocks == 1
    block.refresh_from_db()
    assert (block.value, block.reason, block.ends_at) == ("", "إعلانات من …", LONG_AGO)
    entry = LogEntry.objects.get()
    assert "souad" not in entry.object_repr + entry.change_message


@pytest.mark.parametrize(
    ("kind", "ends_at"),
    [
        (Block.Kind.EMAIL, LATELY),
        (Block.Kind.EMAIL, NOW + timedelta(days=1)),
        (Block.Kind.DOMAIN, LONG_AGO),
    ],
)
def test_other_blocks_stay(kind, ends_at):
    block = ended_block(kind, ends_at)
    assert retention.purge(NOW).blocks == 0
    block.refresh_from_db()
    assert block.value


# --- Batches, again, dry -----------------------------------------------------------------------


def test_more_than_a_batch_is_purged_and_nothing_twice(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    article = make_comment().article
    for hours in (0, 0, 0, 1, 2):
        turned_away(article=article, at=LONG_AGO - timedelta(hours=hours), email="x@example.org")
    purged = retention.purge(NOW)
    assert (purged.comments, purged.networks) == (5, 5)
    assert not Comment.objects.filter(email="x@example.org").exists()
    assert not retention.purge(NOW)


def test_what_was_broken_off_is_finished_by_the_next_run(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    article = make_comment().article
    for _number in range(4):
        turned_away(article=article)
    blank = retention.blank
    batches = []

    def power_cut(comments):
        if batches:
            raise KeyboardInterrupt
        batches.append(1)
        return blank(comments)

    monkeypatch.setattr(retention, "blank", power_cut)
    with pytest.raises(KeyboardInterrupt):
        retention.purge(NOW)
    assert Comment.objects.filter(status="rejected", body="").count() == 2
    assert not ModerationPolicy.objects.filter(purged_at__isnull=False).exists()
    monkeypatch.setattr(retention, "blank", blank)
    assert retention.purge(NOW).comments == 2


def test_a_dry_run_counts_and_changes_nothing():
    comment = turned_away()
    NetworkKey.objects.create(secret=b"o" * 32, created_at=NOW - timedelta(days=60))
    NetworkKey.objects.create(secret=b"n" * 32, created_at=NOW)
    MailAddress.objects.create(email="a@example.org", asked_at=NOW - timedelta(days=91))
    ended_block()
    react(Like)
    asked = MailAddress.objects.create(email="asked@example.org", asked_at=LATELY)
    Notice.objects.create(address=asked, kind=Notice.Kind.DECISION, sent_at=LONG_AGO)
    before = personal(comment)
    dry = retention.purge(NOW, dry_run=True)
    assert personal(comment) == before
    assert not ModerationPolicy.objects.exists()
    assert dry == retention.Purged(1, 1, 1, 1, 1, 1, 1)
    assert retention.purge(NOW) == dry


def test_the_command_prints_what_it_did():
    turned_away(at=timezone.now() - timedelta(days=200))
    out = StringIO()
    call_command("purge_comment_data", "--dry-run", stdout=out)
    assert "Due, and left as it is: texts, names and addresses of 1 comments" in out.getvalue()
    call_command("purge_comment_data", stdout=out)
    assert Comment.objects.get().is_erased
    assert "Forgotten: texts, names and addresses of 1 comments" in out.getvalue()


# --- Overdue -----------------------------------------------------------------------------------


def test_a_purge_is_overdue_when_there_is_something_old_and_it_was_not_run():
    assert retention.overdue(NOW) is None
    turned_away(at=NOW - timedelta(days=93), network="")
    assert retention.overdue(NOW) == retention.Overdue(None)
    retention.purge(NOW)
    assert retention.overdue(NOW + timedelta(days=1)) is None
    late = retention.overdue(NOW + timedelta(days=3))
    assert late == retention.Overdue(NOW)


def test_an_old_trace_makes_a_purge_overdue():
    make_comment(network="1-a", submitted_at=NOW, status=Status.APPROVED)
    assert retention.overdue(NOW + timedelta(days=31)) is None
    assert retention.overdue(NOW + timedelta(days=33)) == retention.Overdue(None)


def test_asking_is_cheap(django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        retention.overdue(NOW)
