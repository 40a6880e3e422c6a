"""Blocked terms in the admin: found however spelt, refused when empty, pasted by the hundred."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from comments.models import BlockedTerm, ModerationPolicy
from tests.factories import make_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:comments_blockedterm_changelist")
ADD = reverse("admin:comments_blockedterm_add")
ADD_MANY = reverse("admin:comments_blockedterm_add_many")


@pytest.fixture(autouse=True)
def _moderator(client):
    client.force_login(make_user("MODERATOR"))


def make_term(term, verdict="hold"):
    return BlockedTerm.objects.create(term=term, verdict=verdict)


def page(response):
    return BeautifulSoup(response.content.decode(), "html.parser")


def listed(client, query):
    return [cell.text for cell in page(client.get(LIST, {"q": query})).select(".field-written")]


@pytest.mark.parametrize(("role", "status"), [("REPORTER", 403), ("EDITOR", 403)])
def test_who_sees_the_terms(client, role, status):
    client.force_login(make_user(role))
    for address in (LIST, ADD, ADD_MANY):
        assert client.get(address).status_code == status


@pytest.mark.parametrize("query", ["غبى", "غَبِي", "غبيـــ"])
def test_search_overlooks_spelling(client, query):
    make_term("غبيّ")
    make_term("حمار")
    assert listed(client, query) == ["غبيّ"]


def test_a_search_for_nothing_finds_nothing(client):
    make_term("غبي")
    assert listed(client, "ـــ") == []


def test_the_list_leads_to_the_page_for_many(client):
    links = [link["href"] for link in page(client.get(LIST)).select(".object-tools a")]
    assert ADD_MANY in links


def test_a_term_is_added_tidied(client):
    client.post(ADD, {"term": "  كلب   الحي ", "verdict": "reject"})
    assert BlockedTerm.objects.get().term == "كلب الحي"


@pytest.mark.parametrize("term", ["!!!", "ـــ", "\u064b\u064c", "👏"])
def test_a_term_without_letters_is_refused(client, term):
    response = client.post(ADD, {"term": term, "verdict": "hold"})
    assert page(response).select_one(".field-term .errorlist")
    assert not BlockedTerm.objects.exists()


def test_a_term_known_under_other_letters_is_refused_and_named(client):
    make_term("غبيّ")
    response = client.post(ADD, {"term": "غبى", "verdict": "hold"})
    assert "غبيّ" in page(response).select_one(".field-term .errorlist").text
    assert BlockedTerm.objects.count() == 1


def test_a_term_may_be_spelt_better(client):
    term = make_term("غبى")
    address = reverse("admin:comments_blockedterm_change", args=[term.pk])
    client.post(address, {"term": "غبي", "verdict": "hold"})
    term.refresh_from_db()
    assert term.term == "غبي"


@pytest.mark.parametrize(
    ("action", "verdict"), [("hold", "hold"), ("reject", "reject"), ("mark_as_spam", "spam")]
)
def test_what_happens_is_set_for_many(client, action, verdict):
    terms = [make_term("غبي", "hold"), make_term("حمار", "reject"), make_term("كازينو", "spam")]
    other = make_term("آخر")
    before = ModerationPolicy.current().terms_changed_at
    data = {"action": action, "_selected_action": [term.pk for term in terms]}
    client.post(LIST, data)
    assert {term.verdict for term in BlockedTerm.objects.exclude(pk=other.pk)} == {verdict}
    other.refresh_from_db()
    assert other.verdict == "hold"
    assert ModerationPolicy.current().terms_changed_at > before
    assert LogEntry.objects.count() == 2


def test_the_log_reads_in_arabic(client):
    make_term("غبي")
    client.post(LIST, {"action": "reject", "_selected_action": [BlockedTerm.objects.get().pk]})
    assert "what happens" not in LogEntry.objects.get().get_change_message()


def test_many_are_added_at_once(client):
    lines = "\r\n".join(f"كلمة{number}" for number in range(300))
    response = client.post(ADD_MANY, {"lines": lines, "verdict": "spam"}, follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    assert "300" in page(response).select_one(".messagelist").text
    assert set(BlockedTerm.objects.values_list("verdict", flat=True)) == {"spam"}
    assert LogEntry.objects.count() == 300


def test_what_was_left_out_is_told_and_stays_in_the_form(client):
    make_term("غبي")
    lines = "\n".join(["غَبي", "حمار", "!!!", "ط" * 101])
    answer = page(client.post(ADD_MANY, {"lines": lines, "verdict": "reject"}))
    told = answer.select_one("[role=status]")
    assert [item.text.strip() for item in told.select("li")][:2] == ["غَبي", "!!!"]
    assert len(told.select("h3")) == 3
    assert answer.select_one("textarea").text.split() == ["ط" * 101, "!!!"]
    assert answer.select_one("[name=verdict][checked]")["value"] == "reject"
    assert BlockedTerm.objects.filter(term="حمار", verdict="reject").exists()


def test_no_lines_and_no_verdict_are_errors(client):
    response = client.post(ADD_MANY, {"lines": "  \n ", "verdict": "nonsense"})
    assert response.status_code == 422
    assert len(page(response).select(".errorlist")) == 2


def test_too_many_lines_are_refused_and_kept(client):
    response = client.post(ADD_MANY, {"lines": "كلمة\n" * 20_001, "verdict": "hold"})
    assert response.status_code == 422
    assert page(response).select_one("textarea").text.strip()
    assert not BlockedTerm.objects.exists()


def test_the_lists_queries_do_not_grow(client, django_assert_max_num_queries):
    make_term("كلمة")
    client.get(LIST, {"q": "كلمة"})
    with django_assert_max_num_queries(20) as one:
        client.get(LIST, {"q": "كلمة"})
    BlockedTerm.objects.bulk_create(BlockedTerm(term=f"كلمة {n}") for n in range(50))
    with django_assert_max_num_queries(len(one)):
        client.get(LIST, {"q": "كلمة"})
