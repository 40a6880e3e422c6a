"""The moderation settings: one row, read by moderators, changed by administrators."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from comments.models import BlockedTerm, ModerationPolicy, TrainedAssistant
from comments.moderation.verdict import Limits
from tests.factories import make_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:comments_moderationpolicy_changelist")
FORM = reverse("admin:comments_moderationpolicy_change", args=[1])


@pytest.fixture
def administrator(client):
    client.force_login(make_user("ADMINISTRATOR"))


def page(response):
    return BeautifulSoup(response.content.decode(), "html.parser")


def values(**changes):
    policy = ModerationPolicy.current()
    names = [field.name for field in policy._meta.fields if field.editable and field.name != "id"]
    stored = {name: getattr(policy, name) for name in names}
    return {name: "" if value is None else value for name, value in (stored | changes).items()}


@pytest.mark.parametrize(
    ("role", "reads", "changes"),
    [
        ("REPORTER", False, False),
        ("EDITOR", False, False),
        ("MODERATOR", True, False),
        ("ADMINISTRATOR", True, True),
    ],
)
def test_who_reads_and_changes(client, role, reads, changes):
    client.force_login(make_user(role))
    response = client.get(LIST)
    assert response.status_code == (302 if reads else 403)
    assert ModerationPolicy.objects.exists() == reads
    ModerationPolicy.objects.get_or_create(pk=1)
    assert client.get(FORM).status_code == (200 if reads else 403)
    response = client.post(FORM, values(links_to_spam=7))
    assert response.status_code == (302 if changes else 403)
    assert ModerationPolicy.current().links_to_spam == (7 if changes else 5)


def test_its_list_is_its_form(client, administrator):
    assert client.get(LIST, follow=True).redirect_chain == [(FORM, 302)]
    assert client.get(reverse("admin:comments_moderationpolicy_add")).status_code == 403


def test_every_setting_is_in_the_form(client, administrator):
    client.get(LIST)
    form = page(client.get(FORM))
    for name in values():
        assert form.select_one(f"[name={name}]"), name
    assert set(Limits.__slots__) <= set(values())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"shortest": 10, "longest": 10}, "longest"),
        ({"links_to_hold": 6, "links_to_spam": 5}, "links_to_spam"),
        ({"assistant_hold_from": 0.9, "assistant_reject_from": 0.8}, "assistant_reject_from"),
        ({"assistant_hold_from": 1.5}, "assistant_hold_from"),
        ({"proof_of_work_bits": 21}, "proof_of_work_bits"),
        ({"flood_minutes": 0}, "flood_minutes"),
    ],
)
def test_settings_that_contradict_each_other(client, administrator, changes, field):
    client.get(LIST)
    form = page(client.post(FORM, values(**changes)))
    assert form.select_one(f".field-{field} .errorlist")
    assert getattr(ModerationPolicy.current(), field) == getattr(ModerationPolicy(), field)


@pytest.mark.parametrize(
    "changes",
    [
        {"links_to_hold": 0, "links_to_spam": 5},
        {"links_to_hold": 6, "links_to_spam": 0},
        {"assistant_hold_from": 0.5, "assistant_reject_from": 0.5},
        {"assistant_reject_from": 0.95},
    ],
)
def test_settings_that_go_together(client, administrator, changes):
    client.get(LIST)
    assert client.post(FORM, values(**changes)).status_code == 302


def test_what_happens_meanwhile_is_not_undone(client, administrator, monkeypatch):
    """A term is added after the row has been read and before it is saved."""
    client.get(LIST)
    from comments.admin.policy import PolicyForm

    clean = PolicyForm.clean

    def slow(form):
        BlockedTerm.objects.create(term="غبي")
        return clean(form)

    monkeypatch.setattr(PolicyForm, "clean", slow)
    assert client.post(FORM, values(links_to_spam=7)).status_code == 302
    policy = ModerationPolicy.current()
    assert policy.links_to_spam == 7
    assert policy.terms_changed_at is not None


def test_it_says_when_the_assistant_was_trained(client, administrator):
    client.get(LIST)
    assert "train_moderation" in page(client.get(FORM)).select_one(".field-training").text
    TrainedAssistant.objects.create(
        kept=400, rejected=21, state="{}", trained_at=timezone.now() - timedelta(days=3)
    )
    text = page(client.get(FORM)).select_one(".field-training").text
    assert "421" in text
    assert "21" in text
    assert "3 أيام" in text
