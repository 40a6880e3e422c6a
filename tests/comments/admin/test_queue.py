"""The queue: what moderators see before they decide, in which order, at what cost."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from comments.admin import queue
from comments.admin.queue_order import Order, page
from comments.models import Block, Comment, ModerationRecord, Report
from comments.moderation import assistant_in_use
from tests.factories import make_article, make_comment, make_user
from tests.page_reading import text

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

QUEUE = reverse("admin:comments_queue")
RULES = "لا إساءة للأشخاص\nلا تحريض"


def read(client, **query):
    response = client.get(QUEUE, query)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def bodies(soup):
    return [tag.get_text(strip=True) for tag in soup.select("[data-card] .card-text")]


def the_card(client, **query):
    (card,) = read(client, **query).select("[data-card]")
    return card


@pytest.fixture
def moderator(client):
    user = make_user("MODERATOR")
    client.force_login(user)
    return user


def waiting(number, **fields):
    """`number` waiting comments of different senders, the first the oldest."""
    now, article = timezone.now(), make_article()
    return [
        make_comment(
            article=article,
            email=f"r{place}@example.org",
            body=f"تعليق {place}",
            submitted_at=now - timedelta(minutes=number - place),
            **fields,
        )
        for place in range(number)
    ]


# --- What is in it, in which order -------------------------------------------------------------


def test_what_waits_and_what_was_reported_since_a_moderator_looked(client, moderator):
    now = timezone.now()
    for hours, status, reports in (
        (1, "waiting", 0),
        (4, "waiting", 2),
        (3, "approved", 1),
        (2, "approved", 0),
        (2, "rejected", 0),
        (2, "spam", 0),
        (2, "withdrawn", 0),
    ):
        make_comment(
            body=f"{status} {reports}",
            status=status,
            open_reports=reports,
            submitted_at=now - timedelta(hours=hours),
        )
    assert bodies(read(client)) == ["waiting 2", "approved 1", "waiting 0"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("age", ["0", "1", "2", "3"]),
        ("reports", ["2", "1", "0", "3"]),
        ("likely", ["3", "1", "0", "2"]),
        ("unlikely", ["0", "1", "3", "2"]),
        ("nonsense", ["0", "1", "2", "3"]),
    ],
)
def test_orders(client, moderator, order, expected):
    now = timezone.now()
    for place, (reports, probability) in enumerate([(0, 0.1), (1, 0.5), (2, None), (0, 0.9)]):
        make_comment(
            body=str(place),
            open_reports=reports,
            rejection_probability=probability,
            submitted_at=now - timedelta(hours=9 - place),
        )
    soup = read(client, order=order)
    assert bodies(soup) == expected
    (current,) = soup.select(".queue-orders [aria-current]")
    shown = order if order in Order.values else "age"
    assert current.get_text() == str(Order(shown).label)


@pytest.mark.parametrize("order", Order)
def test_pages_by_position_show_each_comment_once(client, moderator, order, monkeypatch):
    monkeypatch.setattr(queue, "PAGE_SIZE", 3)
    for place, comment in enumerate(waiting(8)):
        fields = {"open_reports": place % 3, "rejection_probability": [None, 0.5, 0.25][place % 3]}
        Comment.objects.filter(pk=comment.pk).update(**fields)
    whole, _last = page(Comment.objects.in_queue(), order, "", 100)
    found, address = [], f"?order={order}"
    while address:
        soup = BeautifulSoup(client.get(QUEUE + address).content, "html.parser")
        cards = soup.select("[data-card]")
        assert 0 < len(cards) <= 3
        found += [int(card["id"].removeprefix("comment-")) for card in cards]
        # What is decided meanwhile moves nothing.
        Comment.objects.filter(pk=found[0]).update(status="approved", open_reports=0)
        following = soup.select_one("[data-more]")
        address = following["href"] if following else ""
    assert found == whole
    assert len({*found}) == 8


@given(after=st.text(max_size=40) | st.from_regex(r"\A-?\d{0,25},-?[\d.e+-]{0,30}\Z"))
def test_a_position_no_page_of_ours_names_is_no_error(after):
    for order in Order:
        assert page(Comment.objects.in_queue(), order, after, 5) == ([], "")


@pytest.mark.parametrize("query", [{"sender": "x"}, {"story": "-1"}, {"chosen": "a,٣,1x"}])
def test_a_part_no_page_of_ours_asks_for_is_the_whole(client, moderator, query):
    make_comment(body="ينتظر")
    assert bodies(read(client, **query)) == ["ينتظر"]


@pytest.mark.parametrize("part", ["sender", "network", "story"])
def test_a_part_of_what_is_gone(client, moderator, part):
    assert client.get(QUEUE, {part: "999"}).status_code == 404


def test_nothing_waits(client, moderator):
    soup = read(client)
    assert soup.select_one(".queue-empty")
    assert not soup.select("#bulk")


def test_personal_data_kept_too_long_are_mentioned(client, moderator):
    assert not read(client).select(".errornote")
    make_comment(status="rejected", submitted_at=timezone.now() - timedelta(days=400))
    assert "purge_comment_data" in read(client).select_one(".errornote").get_text()


# --- What a card says --------------------------------------------------------------------------


def test_the_comment_its_story_and_the_thread_above(client, moderator):
    article = make_article(headline="مادة <b>مهمة</b>")
    top = make_comment(article=article, name="الأولى", body="أصل النقاش", status="approved")
    answer = make_comment(parent=top, name="الثاني", body="رد سابق", status="rejected")
    make_comment(parent=answer, name="Zineb <i>", body="فقرة\n\n<script>أخرى")
    card = the_card(client)
    assert card.select_one(".card-name bdi").get_text() == "Zineb <i>"
    assert [p["dir"] for p in card.select(".card-text p")] == ["auto", "auto"]
    assert "<script>أخرى" in card.select_one(".card-text").get_text()
    link = card.select_one(".card-story a")
    assert link["href"] == article.get_absolute_url()
    assert link.get_text() == "مادة <b>مهمة</b>"
    above = [text(item) for item in card.select(".card-above li")]
    assert ["أصل النقاش" in above[0], "رد سابق" in above[1], len(above)] == [True, True, 2]
    assert "مرفوض" in above[1]


def test_a_story_that_is_not_out_is_no_link(client, moderator):
    make_comment(article=make_article(status="withdrawn"))
    assert not the_card(client).select(".card-story a")


def test_the_reasons_of_the_checks(client, moderator):
    finding = {"check": "sender_history", "verdict": "hold", "reason": "سبب الانتظار"}
    blanked = {"check": "links", "verdict": "hold"}
    unknown = {"check": "gone_check", "verdict": "spam", "reason": "سبب آخر"}
    make_comment(findings=[finding, blanked, unknown])
    mild, _without_text, grave = the_card(client).select(".card-reasons li")
    assert "سبب الانتظار" in text(mild)
    assert "sender_history" not in text(mild)
    assert "is-grave" not in mild.get("class", [])
    assert "gone_check" in text(grave)
    assert grave["class"] == ["is-grave"]


def test_reports_with_their_rules_and_notes_the_settled_left_out(client, moderator):
    comment = make_comment(status="approved", open_reports=7)
    Report.objects.create(
        comment=comment, reader=99, origin=99, note="قديم", settled_at=timezone.now()
    )
    for number in range(7):
        Report.objects.create(
            comment=comment, reader=number, origin=number, rule=f"شرط {number}", note="<ملاحظة>"
        )
    reports = the_card(client).select_one(".card-reports")
    assert "7 بلاغات" in text(reports)
    assert [f"شرط {number}" in text(reports) for number in range(7)] == [False] * 2 + [True] * 5
    assert "<ملاحظة>" in text(reports)
    assert "بلاغان" in text(reports)
    assert "قديم" not in text(reports)


def test_reports_alike_are_one_with_their_number(client, moderator):
    comment = make_comment(status="approved", open_reports=9)
    for number in range(9):
        note = "رابط مشبوه" if number in (4, 5) else ""
        rule = "لا إشهار" if number % 2 else ""
        Report.objects.create(comment=comment, reader=number, origin=number, rule=rule, note=note)
    reports = the_card(client).select_one(".card-reports")
    lines = [text(line) for line in reports.select("li")]
    assert len(lines) == 4
    assert sum("لا إشهار" in line for line in lines) == 2
    assert sum("رابط مشبوه" in line for line in lines) == 2
    assert "4 بلاغات" in lines[0]
    assert "3 بلاغات" in lines[1]
    assert "بلاغ واحد" not in text(reports)


class Knowing:
    """An assistant that knows one word."""

    def probability(self, body):
        return 0.873

    def explain(self, body, n):
        return [("أحمق", 1.5), ("شكرا", -0.5)]


def test_the_assistant_says_how_likely_and_why(client, moderator, monkeypatch):
    monkeypatch.setattr(assistant_in_use, "current", Knowing)
    make_comment(body="شكرا يا أحمق")
    said = the_card(client).select_one(".card-assistant")
    assert "87%" in text(said)
    assert [tag.get_text() for tag in said.select(".speaks-against")] == ["أحمق"]
    assert [tag.get_text() for tag in said.select(".speaks-for")] == ["شكرا"]


def test_an_untrained_assistant_says_nothing(client, moderator, monkeypatch):
    monkeypatch.setattr(assistant_in_use, "current", lambda: None)
    make_comment()
    assert not the_card(client).select(".card-assistant")


def test_the_senders_record(client, moderator):
    now = timezone.now()
    for status, number in (("approved", 4), ("rejected", 3), ("spam", 2), ("withdrawn", 1)):
        for _each in range(number):
            make_comment(email="a@example.org", status=status, submitted_at=now)
    make_comment(email="a@example.org", status="approved", submitted_at=now - timedelta(days=400))
    make_comment(email="other@example.org", status="approved")
    make_comment(email="a@example.org")
    said = text(the_card(client).select_one(".card-sender"))
    assert all(part in said for part in ("مقبول 5 ·", "مرفوض 3 ·", "غير مرغوب فيه 2 ·"))
    assert str((now - timedelta(days=400)).year) in said


@pytest.mark.parametrize(
    ("kind", "value", "meets"),
    [
        ("email", "a@example.org", True),
        ("domain", "example.org", True),
        ("network", "1-abc", True),
        ("name", "كريم", True),
        ("email", "b@example.org", False),
        ("network", "1-ab", False),
    ],
)
@pytest.mark.parametrize("days", [-1, 1])
def test_blocks_in_force(client, moderator, kind, value, meets, days):
    ends_at = timezone.now() + timedelta(days=days)
    Block.objects.create(kind=kind, value=value, ends_at=ends_at, created_by=moderator)
    make_comment(name="كَرِيم", email="a@example.org", network="1-abc")
    assert bool(the_card(client).select(".card-block")) == (meets and days > 0)


def test_the_last_that_happened(client, moderator):
    comment = make_comment()
    for reason in ("سابق", "لاحق"):
        ModerationRecord.objects.create(
            comment=comment,
            moderator=make_user("MODERATOR", first_name="سعاد", last_name="العلوي"),
            from_status="waiting",
            to_status="waiting",
            reason=reason,
        )
    said = text(the_card(client).select_one(".card-latest"))
    assert "سعاد العلوي" in said
    assert "لاحق" in said
    assert "سابق" not in said


def test_an_erased_comment_in_the_list_of_the_chosen(client, moderator):
    erased = make_comment(name="", email="", body="", status="approved")
    other = make_comment(name="", email="", body="", status="approved")
    soup = read(client, chosen=f"{erased.pk},{other.pk}")
    assert len(soup.select("[data-card]")) == 2
    assert not soup.select("[data-decide]")
    assert client.get(QUEUE, {"sender": erased.pk}).status_code == 404


# --- Parts -------------------------------------------------------------------------------------


def test_all_of_one_sender_that_wait(client, moderator):
    first = make_comment(email="a@example.org", body="1")
    make_comment(email="a@example.org", body="2")
    make_comment(email="a@example.org", body="قديم", status="rejected")
    make_comment(email="b@example.org", body="3")
    (link,) = read(client).select(f"#comment-{first.pk} .card-sender a")
    assert "(2)" in link.get_text()
    assert "example" not in link["href"]
    soup = BeautifulSoup(client.get(link["href"]).content, "html.parser")
    assert bodies(soup) == ["1", "2"]
    assert all(box.has_attr("checked") for box in soup.select("[data-tick]"))
    assert soup.select_one("#bulk details").has_attr("open")


def test_all_of_one_network_that_wait(client, moderator):
    for number, network in enumerate(["1-abc", "1-abc", "1-other", ""]):
        make_comment(email=f"r{number}@example.org", network=network, body=str(number))
    links = [a["href"] for a in read(client).select(".card-sender a")]
    assert len(links) == 2
    assert bodies(BeautifulSoup(client.get(links[0]).content, "html.parser")) == ["0", "1"]


def test_what_waits_under_one_story(client, moderator):
    comment = make_comment(body="هنا")
    make_comment(body="هناك")
    assert bodies(read(client, story=comment.article_id)) == ["هنا"]


# --- Cost --------------------------------------------------------------------------------------


def fill(number):
    for comment in waiting(number, findings=[], network="1-abc"):
        answered = make_comment(status="approved", article=comment.article)
        Comment.objects.filter(pk=comment.pk).update(
            parent=answered, root=answered.root_id, open_reports=1
        )
        Report.objects.create(comment=comment, reader=1, origin=1, rule="شرط")


def test_the_queries_are_few_and_do_not_grow(client, moderator, django_assert_max_num_queries):
    fill(1)
    client.get(QUEUE)
    with django_assert_max_num_queries(20):
        client.get(QUEUE)
    fill(10)
    with django_assert_max_num_queries(20):
        assert len(read(client).select("[data-card]")) == 11


def test_a_page_is_bounded(client, moderator):
    article = make_article()
    Comment.objects.bulk_create(
        Comment(article=article, name="ق", email="r@example.org", body=f"{number}")
        for number in range(queue.MANY + 5)
    )
    some = Comment.objects.first()
    assert len(read(client).select("[data-card]")) == queue.PAGE_SIZE
    assert len(read(client, sender=some.pk).select("[data-card]")) == queue.MANY
    chosen = ",".join(str(pk) for pk in Comment.objects.values_list("pk", flat=True))
    assert len(read(client, chosen=chosen).select("[data-card]")) == queue.MANY


def test_the_script_gets_the_cards_alone(client, moderator, monkeypatch):
    monkeypatch.setattr(queue, "PAGE_SIZE", 2)
    waiting(5)
    response = client.get(QUEUE, headers={"X-Requested-With": "fetch"})
    soup = BeautifulSoup(response.content, "html.parser")
    assert not soup.select("html, h1")
    assert bodies(soup) == ["تعليق 0", "تعليق 1"]
    (following,) = soup.select("[data-next]")
    response = client.get(QUEUE + following["data-next"], headers={"X-Requested-With": "fetch"})
    assert bodies(BeautifulSoup(response.content, "html.parser")) == ["تعليق 2", "تعليق 3"]
