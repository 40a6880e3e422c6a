"""Whoever edits reads Arabic: no page of the admin, and no label behind it, is left in English."""

import re

import pytest
from bs4 import BeautifulSoup, Comment
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, label_for_field
from django.contrib.auth import get_user_model
from django.test import RequestFactory
from django.urls import reverse

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# Names that stand in Latin letters in Arabic text too.
NAMES = re.compile(r"AVIF|Command|Control|CSV|HTML|HTTPS?|IP|JPEG|JSON|PNG|RSS|SVG|URL|WebP")
ATTRIBUTES = ("alt", "aria-label", "placeholder", "title")


def untranslated_words(text):
    """Words of `text` in Latin letters other than NAMES; an address or file name is no word."""
    text = re.sub(r"\S*[/@.]\S*[A-Za-z]\S*|\S*[A-Za-z]\S*[/@]\S*", "", text)
    return [word for word in LATIN_WORD.findall(text) if not NAMES.fullmatch(word)]


def shown_texts(html):
    """What a page says: its text, labels read aloud, and captions of buttons."""
    soup = BeautifulSoup(html, "html.parser")
    for hidden in soup(["script", "style", "template"]):
        hidden.decompose()
    for left_to_right in soup.select("[dir=ltr], [lang=en], code"):
        left_to_right.decompose()
    # Django prints True or False there and asks no catalogue.
    for icon in soup.select("img[src*='/admin/img/icon-']"):
        icon.decompose()
    for node in soup.find_all(string=True):
        if not isinstance(node, Comment) and node.strip() and node.strip() != "html":
            yield node.strip()
    for tag in soup.find_all(True):
        yield from (tag[name] for name in ATTRIBUTES if tag.get(name))
        if tag.name == "input" and tag.get("type") in {"submit", "button", "reset"}:
            yield tag.get("value", "")


@pytest.fixture
def editor():
    return get_user_model().objects.create_superuser(username="المحررة", password="كلمة سر طويلة")


@pytest.fixture
def pages(editor):
    """{name: address} of the admin's pages that exist without any content."""
    addresses = {name: reverse(f"admin:{name}") for name in ("index", "password_change")}
    for model, model_admin in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        addresses[f"{name} list"] = reverse(f"admin:{name}_changelist")
        if model_admin.has_add_permission(request_of(editor)):
            addresses[f"{name} form"] = reverse(f"admin:{name}_add")
    return addresses


def request_of(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_the_admins_pages_are_arabic(client, editor, pages):
    client.force_login(editor)
    english = {}
    for name, address in pages.items():
        response = client.get(address, follow=True)
        assert response.status_code == 200, name
        for text in shown_texts(response.content.decode()):
            if untranslated_words(text):
                english.setdefault(text, name)
    assert english == {}


def test_the_sign_in_page_is_arabic(client):
    html = client.get(reverse("admin:login")).content.decode()
    assert [text for text in shown_texts(html) if untranslated_words(text)] == []


def labels_of(model_admin, request):
    """(place, text) of all that the model's admin may show once there is content."""
    options = model_admin.model._meta
    yield "application", options.app_config.verbose_name
    yield "name", options.verbose_name
    yield "plural name", options.verbose_name_plural
    for column in model_admin.get_list_display(request):
        yield f"column {column}", label_for_field(column, model_admin.model, model_admin)
    for action, label in model_admin.get_action_choices(request, default_choices=[]):
        yield f"action {action}", label
    fieldsets = model_admin.get_fieldsets(request)
    for title, fieldset in fieldsets:
        yield "fieldset", title or ""
        yield f"description of {title}", fieldset.get("description") or ""
    for name in flatten_fieldsets(fieldsets):
        form = model_admin.get_form(request)
        if name not in form.base_fields:
            label = label_for_field(name, model_admin.model, model_admin, form=form())
            yield f"field {name}", label
    for inline in model_admin.get_inline_instances(request):
        yield f"inline {type(inline).__name__}", inline.verbose_name
        yield f"inline {type(inline).__name__}", inline.verbose_name_plural
    for field in options.get_fields():
        if field.concrete and not field.auto_created:
            yield f"field {field.name}", field.verbose_name
            yield f"help of {field.name}", field.help_text
            for value, label in field.flatchoices:
                yield f"choice {value} of {field.name}", label


def test_the_admins_labels_are_arabic(editor):
    request = request_of(editor)
    assert admin.site._registry
    english = {
        f"{model.__name__}: {place}": str(text)
        for model, model_admin in admin.site._registry.items()
        for place, text in labels_of(model_admin, request)
        if untranslated_words(str(text))
    }
    assert english == {}
