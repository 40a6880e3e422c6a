"""Writing, correcting and withdrawing a comment: one transaction each, nothing twice."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone

from articles.comment_mode import CommentMode
from articles.models import Article, SiteSettings
from comments import actions
from comments.actions import submission
from comments.models import Act, Comment, ModerationRecord, NetworkKey, Status
from comments.moderation.verdict import PASS, Result, Verdict
from comments.reader import Reader
from tests.comments.submitting import ADDRESS, correct, submit
from tests.factories import make_article, make_category, make_comment, make_user

pytestmark = pytest.mark.django_db


class Says:
    """A check that says what it is told to, and remembers what it was asked."""

    name = "invented"
    label = "invented"

    def __init__(self, result):
        self.result = result
        self.asked = []

    def __call__(self, context):
        self.asked.append(context)
        return self.result


@pytest.fixture
def policy(monkeypatch):
    """`policy(result)` replaces all checks by one; returns it."""

    def use(verdict, **result):
        check = Says(Result(verdict, **result))
        monkeypatch.setattr(submission.phases, "POLICY", (check,))
        return check

    return use


@pytest.fixture
def moderator():
    return make_user("MODERATOR")


def mode(value):
    SiteSettings.objects.update_or_create(pk=1, defaults={"comment_mode": value})


# --- Submitting --------------------------------------------------------------------------------


def test_a_new_comment_waits_and_is_not_counted():
    article = make_article()
    comment = submit(article, body="تعليق")
    comment.refresh_from_db()
    assert (comment.article, comment.name, comment.email, comment.body) == (
        article,
        "قارئة",
        "reader@example.org",
        "تعليق",
    )
    assert comment.status == Status.WAITING
    assert comment.decided_at is None
    assert comment.root_id == comment.pk
    assert not comment.in_thread
    assert abs(comment.submitted_at - timezone.now()) < timedelta(minutes=1)
    article.refresh_from_db()
    assert article.comment_count == 0
    assert not ModerationRecord.objects.exists()


def test_the_address_is_kept_as_a_hash_of_its_network_alone():
    first = submit(make_article(), address="203.0.113.7")
    neighbour = submit(make_article(), address="203.0.113.200")
    stranger = submit(make_article(), address="198.51.100.1")
    assert first.network == neighbour.network != stranger.network
    assert "203.0" not in first.network
    assert first.network.startswith(f"{NetworkKey.objects.get().pk}-")


def test_a_comment_does_not_move_the_storys_stamp():
    article = make_article()
    submit(article)
    article.refresh_from_db()
    assert article.corrected_at is None


def test_the_same_text_again_is_stored_once():
    article = make_article()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = submit(article)
        clock.shift(submission.REPLAY - timedelta(seconds=1))
        assert submit(article) == first
        clock.shift(timedelta(seconds=2))
        assert submit(article) != first
    assert Comment.objects.count() == 2


def test_a_replay_is_answered_as_the_first_also_when_it_has_been_decided(moderator):
    article = make_article()
    first = submit(article)
    actions.decide([first], Status.REJECTED, moderator)
    assert submit(article) == first
    assert Comment.objects.get().status == Status.REJECTED


def test_who_has_withdrawn_a_comment_may_send_it_again():
    article = make_article()
    first = submit(article)
    actions.withdraw(first)
    assert submit(article) != first


@pytest.mark.parametrize(
    "other", [{"name": "قارئ آخر"}, {"email": "other@example.org"}, {"body": "تعليق آخر"}]
)
def test_another_sender_or_text_is_another_comment(other):
    article = make_article()
    assert submit(article) != submit(article, **other)


def test_the_same_words_to_two_comments_are_two_answers():
    one = make_comment(status="approved")
    two = make_comment(status="approved", article=one.article)
    first = submit(one.article, body="شكرا", parent_id=one.pk)
    assert submit(one.article, body="شكرا", parent_id=two.pk) != first
    assert submit(one.article, body="شكرا") != first
    assert submit(one.article, body="شكرا", parent_id=one.pk) == first


def test_an_answer_to_the_deepest_level_is_stored_once_too():
    top = make_comment(status="approved")
    second = make_comment(status="approved", parent=top)
    third = make_comment(status="approved", parent=second)
    first = submit(top.article, body="شكرا", parent_id=third.pk)
    assert submit(top.article, body="شكرا", parent_id=third.pk) == first


def test_the_same_text_on_another_story_is_another_comment():
    assert submit(make_article()) != submit(make_article())


def test_a_story_deleted_meanwhile_takes_no_comment():
    article = make_article()
    Article.objects.filter(pk=article.pk).delete()
    with pytest.raises(Article.DoesNotExist):
        submit(article)


# --- What the checks say ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        (Verdict.PASS, Status.APPROVED),
        (Verdict.HOLD, Status.WAITING),
        (Verdict.REJECT, Status.REJECTED),
        (Verdict.SPAM, Status.SPAM),
    ],
)
def test_the_verdict_is_carried_out(policy, verdict, status):
    policy(verdict, reason="سبب", answer="جواب", probability=0.25)
    comment = submit(make_article())
    comment.refresh_from_db()
    assert comment.status == status
    assert comment.rejection_probability == 0.25
    if verdict != Verdict.PASS:
        assert comment.findings == [
            {"check": "invented", "verdict": verdict.value, "reason": "سبب"}
        ]
    assert comment.answer == ("جواب" if verdict in ("reject", "spam") else "")
    assert comment.article.comments.count() == 1


def test_what_a_check_decides_is_recorded_and_counted(policy, forgotten):
    article = make_article()
    policy(Verdict.PASS)
    tags = forgotten(lambda: submit(article))
    assert f"article:{article.pk}" in tags
    article.refresh_from_db()
    assert article.comment_count == 1
    record = ModerationRecord.objects.get()
    assert (record.act, record.moderator) == (Act.CHECKED, None)
    assert (record.from_status, record.to_status) == (Status.WAITING, Status.APPROVED)


def test_a_rejection_by_a_check_is_recorded_with_its_reason(policy):
    policy(Verdict.REJECT, reason="لأنه كذا")
    submit(make_article())
    record = ModerationRecord.objects.get()
    assert (record.check_name, record.reason) == ("invented", "لأنه كذا")


def test_what_is_refused_leaves_nothing_behind(policy):
    policy(Verdict.REJECT, answer="مغلق", refused=True, refusal_status=429)
    with pytest.raises(actions.Refused) as caught:
        submit(make_article())
    assert caught.value.outcome.answer == "مغلق"
    assert caught.value.outcome.refusal_status == 429
    assert not Comment.objects.exists()
    assert not ModerationRecord.objects.exists()


@pytest.mark.parametrize(
    ("site", "category", "story", "expected"),
    [
        ("everyone", "", "", "everyone"),
        ("everyone", "nobody", "", "nobody"),
        ("everyone", "nobody", "first", "first"),
        ("nobody", "", "everyone", "everyone"),
        ("closed", "nobody", "nobody", "closed"),
        ("nobody", "closed", "", "closed"),
        ("nobody", "closed", "everyone", "everyone"),
    ],
)
def test_the_nearest_word_about_the_mode_counts(policy, site, category, story, expected):
    check = policy(Verdict.HOLD)
    mode(site)
    article = make_article(category=make_category(comment_mode=category), comment_mode=story)
    submit(article)
    (context,) = check.asked
    assert context.mode == CommentMode(expected)
    assert context.is_open == (expected != "closed")


def test_a_story_closes_by_age_unless_it_has_a_mode_of_its_own(policy):
    check = policy(Verdict.HOLD)
    SiteSettings.objects.create(comments_close_after_days=14)
    old = timezone.now() - timedelta(days=15)
    for article in (
        make_article(published_at=old),
        make_article(published_at=old, comment_mode="everyone"),
        make_article(published_at=old + timedelta(days=2)),
    ):
        submit(article)
    assert [context.is_open for context in check.asked] == [False, True, True]


# --- Answers -----------------------------------------------------------------------------------


def test_answers_stand_below_what_they_answer_three_levels_deep():
    top = make_comment(status="approved")
    second = submit(top.article, body="رد", parent_id=top.pk)
    assert (second.parent, second.root_id, second.depth, second.answered) == (top, top.pk, 2, None)
    Comment.objects.filter(pk=second.pk).update(status="approved")
    third = submit(top.article, body="رد على الرد", parent_id=second.pk)
    assert (third.parent, third.root_id, third.depth, third.answered) == (second, top.pk, 3, None)
    Comment.objects.filter(pk=third.pk).update(status="approved")
    beside = submit(top.article, body="رد رابع", parent_id=third.pk)
    assert (beside.parent, beside.root_id, beside.depth) == (second, top.pk, 3)
    assert beside.answered == third.pk


def test_answers_are_numbered_when_readers_first_see_them(moderator):
    top = make_comment(status="approved")
    one, two, three = (submit(top.article, body=f"رد {n}", parent_id=top.pk) for n in range(3))
    assert (top.number, one.number) == (0, None)
    actions.decide([three], Status.APPROVED, moderator)
    actions.decide([two], Status.SPAM, moderator)
    actions.decide([one], Status.APPROVED, moderator)
    numbers = Comment.objects.filter(parent=top).order_by("pk").values_list("number", flat=True)
    assert list(numbers) == [2, None, 1]
    # Who is turned away afterwards and comes back keeps the place.
    actions.decide([three], Status.REJECTED, moderator)
    actions.decide([two, three], Status.APPROVED, moderator)
    assert list(numbers.all()) == [2, 3, 1]


@pytest.mark.parametrize("status", [s for s in Status if s != Status.APPROVED])
def test_what_readers_do_not_see_is_not_answered(status):
    hidden = make_comment(status=status)
    with pytest.raises(actions.ReplyRefused):
        submit(hidden.article, parent_id=hidden.pk)
    assert Comment.objects.count() == 1


def test_neither_is_a_comment_of_another_story_an_erased_one_or_none():
    elsewhere = make_comment(status="approved")
    erased = make_comment(status="approved", body="")
    for article, parent_id in (
        (make_article(), elsewhere.pk),
        (erased.article, erased.pk),
        (elsewhere.article, 10**15),
    ):
        with pytest.raises(actions.ReplyRefused):
            submit(article, parent_id=parent_id)


def test_an_approved_answer_counts_all_the_way_up(policy):
    policy(Verdict.PASS)
    top = submit(make_article(), body="أول")
    second = submit(top.article, body="ثان", parent_id=top.pk)
    third = submit(top.article, body="ثالث", parent_id=second.pk)
    for comment, below in ((top, 2), (second, 1), (third, 0)):
        comment.refresh_from_db()
        assert comment.reply_count == below


# --- Correcting --------------------------------------------------------------------------------


def test_a_correction_goes_through_the_checks_again_and_waits_again(moderator):
    comment = submit(make_article(), body="فيه خطأ")
    actions.decide([comment], Status.APPROVED, moderator)
    corrected = correct(comment, "بلا خطأ")
    corrected.refresh_from_db()
    assert (corrected.body, corrected.status) == ("بلا خطأ", Status.WAITING)
    assert corrected.corrected_at is not None
    corrected.article.refresh_from_db()
    assert corrected.article.comment_count == 0
    old, new = ModerationRecord.objects.order_by("pk")[1:]
    assert (old.act, old.text) == (Act.CORRECTED, "فيه خطأ")
    assert (old.from_status, old.to_status, old.check_name) == ("approved", "approved", "")
    assert (new.act, new.text) == (Act.CHECKED, "بلا خطأ")
    assert (new.from_status, new.to_status) == ("approved", "waiting")
    assert new.check_name == "sender_history"


def test_where_nobody_waits_a_correction_shows_at_once(policy, forgotten):
    check = policy(Verdict.PASS)
    comment = submit(make_article(), body="فيه خطأ")
    tags = forgotten(lambda: correct(comment, "بلا خطأ"))
    assert f"article:{comment.article_id}" in tags
    comment.refresh_from_db()
    assert (comment.status, comment.body) == (Status.APPROVED, "بلا خطأ")
    assert [context.is_correction for context in check.asked] == [False, True]


def test_a_correction_publishes_nothing_that_waits():
    """Where nobody waits, a form without a stamp is held; a full stop is no answer to that."""
    mode("nobody")
    comment = submit(make_article(), body="نص")
    assert [finding["check"] for finding in comment.findings] == ["signed_time"]
    corrected = correct(comment, "نص.")
    corrected.refresh_from_db()
    assert corrected.status == Status.WAITING
    assert [finding["check"] for finding in corrected.findings] == ["signed_time"]


def test_a_correction_brings_nothing_back_that_reports_have_hidden(policy):
    policy(Verdict.PASS)
    comment = submit(make_article(), body="نص")
    for reader in range(3):
        actions.report(comment, Reader(reader, origin=reader))
    corrected = correct(comment, "نص.")
    corrected.refresh_from_db()
    assert (corrected.status, corrected.open_reports) == (Status.WAITING, 3)
    assert corrected in Comment.objects.in_queue()


def test_what_a_check_turns_away_leaves_the_queue_with_its_reports(policy):
    policy(Verdict.PASS)
    comment = submit(make_article(), body="نص")
    actions.report(comment, Reader(1, origin=1))
    policy(Verdict.REJECT, reason="سبب", answer="جواب")
    corrected = correct(comment, "نص سيئ")
    corrected.refresh_from_db()
    assert (corrected.status, corrected.answer) == (Status.REJECTED, "جواب")
    assert corrected.open_reports == 0
    assert corrected not in Comment.objects.in_queue()
    record = ModerationRecord.objects.order_by("pk").last()
    assert (record.text, record.check_name) == ("نص سيئ", "invented")


def test_a_comment_is_corrected_so_often_and_no_more():
    comment = submit(make_article(), body="نص")
    for number in range(submission.MOST_CORRECTIONS):
        correct(comment, f"نص {number}")
    with pytest.raises(actions.TooLate):
        correct(comment, "نص أخير")


def test_a_correction_raises_the_version_a_moderator_saw():
    comment = submit(make_article())
    before = comment.version
    assert correct(comment, "نص آخر").version == before + 1
    comment.refresh_from_db()
    assert comment.version == before + 1


def test_a_correction_of_what_its_writer_did_not_see_is_not_made(moderator):
    comment = submit(make_article(), body="نص")
    actions.decide([comment], Status.APPROVED, moderator)
    with pytest.raises(actions.ChangedMeanwhile) as caught:
        correct(comment, "نص آخر", seen=str(comment.version))
    assert caught.value.comment.status == Status.APPROVED
    assert Comment.objects.get().body == "نص"
    assert correct(comment, "نص آخر", seen=str(caught.value.comment.version)).body == "نص آخر"


def test_the_same_text_is_no_correction():
    comment = submit(make_article(), body="نص")
    assert correct(comment, "نص").corrected_at is None
    assert not ModerationRecord.objects.exists()


def test_a_refused_correction_leaves_the_comment_as_it_was(policy):
    policy(Verdict.PASS)
    comment = submit(make_article(), body="نص")
    policy(Verdict.REJECT, refused=True)
    with pytest.raises(actions.Refused):
        correct(comment, "نص آخر")
    comment.refresh_from_db()
    assert (comment.body, comment.status) == ("نص", Status.APPROVED)


def test_search_finds_the_corrected_text():
    comment = submit(make_article(), body="القديم")
    correct(comment, "الجديدة")
    comment.refresh_from_db()
    assert "جديد" in comment.folded_text
    assert "قديم" not in comment.folded_text


# --- Withdrawing -------------------------------------------------------------------------------


def test_a_withdrawn_comment_leaves_the_queue_with_its_reports(policy):
    policy(Verdict.PASS)
    comment = submit(make_article())
    actions.report(comment, Reader(1, origin=1))
    actions.withdraw(comment)
    comment.refresh_from_db()
    assert comment.open_reports == 0
    assert comment not in Comment.objects.in_queue()


def test_a_withdrawn_comment_is_seen_no_more(policy, forgotten):
    policy(Verdict.PASS)
    comment = submit(make_article())
    tags = forgotten(lambda: actions.withdraw(comment))
    assert f"article:{comment.article_id}" in tags
    comment.refresh_from_db()
    assert comment.status == Status.WITHDRAWN
    comment.article.refresh_from_db()
    assert comment.article.comment_count == 0
    assert ModerationRecord.objects.order_by("pk").last().act == Act.WITHDRAWN


@pytest.mark.parametrize("act", [lambda c: correct(c, "نص آخر"), actions.withdraw])
def test_ten_minutes_later_it_is_too_late(act):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        comment = submit(make_article())
        clock.shift(actions.CORRECTION - timedelta(seconds=1))
        assert actions.may_still_change(comment, timezone.now())
        clock.shift(timedelta(seconds=1))
        assert not actions.may_still_change(comment, timezone.now())
        with pytest.raises(actions.TooLate):
            act(comment)
    assert Comment.objects.get().status == Status.WAITING


@pytest.mark.parametrize("status", [Status.REJECTED, Status.SPAM, Status.WITHDRAWN])
@pytest.mark.parametrize("act", [lambda c: correct(c, "نص آخر"), actions.withdraw])
def test_what_was_turned_away_is_not_changed_any_more(act, status):
    comment = make_comment(status=status)
    with pytest.raises(actions.TooLate):
        act(comment)


def test_a_comment_that_is_gone_cannot_be_changed():
    comment = submit(make_article())
    Comment.objects.all().delete()
    with pytest.raises(actions.TooLate):
        actions.withdraw(comment)


def test_a_failure_leaves_nothing(policy, monkeypatch):
    policy(Verdict.PASS)

    def fail(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr("comments.counts.moved", fail)
    with pytest.raises(IntegrityError):
        submit(make_article())
    assert not Comment.objects.exists()


def test_pass_is_no_finding(monkeypatch):
    monkeypatch.setattr(submission.phases, "POLICY", (Says(PASS),))
    assert submit(make_article(), address=ADDRESS).findings == []
