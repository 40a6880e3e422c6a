"""The interface speaks Arabic: the catalogue is complete, and nothing reaches a page untranslated.

Also covers the extraction and compilation of catalogues.
"""

import gettext
import os
import re
import string
import textwrap

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed
from hypothesis import given
from hypothesis import strategies as st

from newsportal.catalogues import compile_catalogues
from scripts import messages

ARABIC = re.compile(r"[\u0621-\u064a]")

# Texts without a word to translate, or with names that stay as they are.
SAME_IN_ARABIC: frozenset[str] = frozenset()


# --- The project's catalogue -------------------------------------------------------------------


@pytest.fixture(scope="module")
def catalogue():
    return messages.messages(messages.read_catalogue())


@pytest.fixture(scope="module")
def texts():
    return messages.messages(messages.extract_messages())


def forms(message):
    return message.string if isinstance(message.string, (list, tuple)) else (message.string,)


def test_no_text_of_the_code_is_missing(catalogue, texts):
    missing = {key: texts[key].locations for key in texts.keys() - catalogue.keys()}
    assert missing == {}, "run: make messages"


def test_no_text_is_obsolete(catalogue, texts):
    assert catalogue.keys() - texts.keys() == set(), "run: make messages"
    assert messages.read_catalogue().obsolete == {}


def test_every_text_is_translated_and_none_is_fuzzy(catalogue):
    unfinished = [key for key, message in catalogue.items() if not messages.is_translated(message)]
    assert unfinished == []


def test_translations_are_arabic(catalogue):
    not_arabic = [
        (key, form)
        for key, message in catalogue.items()
        for form in forms(message)
        if not ARABIC.search(form) and key[1] not in SAME_IN_ARABIC
    ]
    assert not_arabic == []


def brace_fields(text):
    """Names in {braces}, as str.format reads them; none for a text that is no format."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return set()


def test_translations_hold_the_same_placeholders(catalogue):
    percent_errors = [
        (message.id, errors) for message, errors in messages.read_catalogue().check() if errors
    ]
    assert percent_errors == []
    brace_errors = [
        (key, form)
        for key, message in catalogue.items()
        if isinstance(message.id, str)
        for form in forms(message)
        if brace_fields(form) != brace_fields(message.id)
    ]
    assert brace_errors == []


# --- Extraction --------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path):
    """`project({path: text})`: the keys of the texts that extraction finds in these files."""

    def _extract(files):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text), encoding="utf-8")
        return messages.messages(messages.extract_messages(tmp_path)).keys()

    return _extract


def test_texts_of_python_are_found(project):
    source = """
        name = _("one")
        name = gettext_lazy("two " "halves")
        name = pgettext("month", "May")
        name = ngettext("%(count)s day", "%(count)s days", count)
        name = npgettext_lazy("post", "letter", "letters", 3)
        name = other("not this")
    """
    assert project({"articles/models.py": source}) == {
        (None, "one"),
        (None, "two halves"),
        ("month", "May"),
        (None, "%(count)s day"),
        ("post", "letter"),
    }


def test_texts_of_templates_are_found(project):
    source = """
        {% load i18n %}<main>
            <h1 title='it"s'>{% translate "Title" %}</h1>
              <p>don't {% translate "May" context "month" as may %}
          {% if a %}{% blocktranslate trimmed with name=a.name %}
              Hello,
              {{ name }}, 100% of you
          {% endblocktranslate %}{% endif %}
        {% blocktranslate count n=days %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}
            {% include "x.html" with label=_("Label") %}{{ _("Bare") }}
            {# {% translate "commented out" %} #}
        </main>
    """
    assert project({"templates/a.html": source, "articles/templates/b.html": ""}) == {
        (None, "Title"),
        ("month", "May"),
        (None, "Hello, %(name)s, 100%% of you"),
        (None, "%(n)s day"),
        (None, "Label"),
        (None, "Bare"),
    }


def test_migrations_and_tests_hold_no_texts(project):
    assert (
        project({"articles/migrations/0001.py": '_("old name")', "tests/x.py": '_("test")'})
        == set()
    )


def test_an_update_keeps_translations_adds_new_texts_and_drops_old_ones():
    catalogue = Catalog(locale="ar")
    catalogue.add("kept", "باق")
    catalogue.add("gone", "زائل")
    template = Catalog()
    template.add("kept")
    template.add("keps")
    messages.update(catalogue, template)
    found = {key[1]: m.string for key, m in messages.messages(catalogue).items()}
    assert found == {"kept": "باق", "keps": None}
    assert not any(message.fuzzy for message in catalogue if message.id)
    assert not catalogue.obsolete


def test_what_is_written_is_read_back(tmp_path):
    catalogue = Catalog(locale="ar")
    catalogue.add("name", "اسم", [("a.py", 3)], context="of a person")
    path = tmp_path / "ar" / "django.po"
    messages.write_catalogue(catalogue, path)
    first = path.read_bytes()
    again = messages.read_catalogue(path)
    assert messages.messages(again)["of a person", "name"].string == "اسم"
    messages.write_catalogue(again, path)
    assert path.read_bytes() == first


@pytest.mark.parametrize(
    ("number", "form"),
    [(0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (11, 4), (99, 4), (100, 5), (102, 5), (103, 3)],
)
def test_plural_forms_follow_cldr(number, form):
    rule = messages.PLURAL_FORMS.partition("plural=")[2].rstrip(";")
    assert gettext.c2py(rule)(number) == form


# --- Compilation -------------------------------------------------------------------------------


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "ar" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid ""\nmsgstr ""\n\nmsgid "news"\nmsgstr "أخبار"\n', encoding="utf-8")
    return path


def compiled(source):
    with source.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_a_catalogue_is_compiled_once(tmp_path, source):
    assert compile_catalogues(tmp_path) is True
    assert compiled(source).gettext("news") == "أخبار"
    assert compile_catalogues(tmp_path) is False


def test_a_process_that_looked_for_texts_before_reads_the_new_ones(tmp_path, source, settings):
    """As the very first start does: what it then stores in the demo is read for ever."""
    settings.LOCALE_PATHS = [tmp_path]
    translation_file_changed(sender=None, file_path=source.with_suffix(".mo"))
    assert translation.gettext("news") == "news"
    compile_catalogues(tmp_path)
    assert translation.gettext("news") == "أخبار"


def test_a_newer_source_is_compiled_again(tmp_path, source):
    compile_catalogues(tmp_path)
    source.write_text(source.read_text(encoding="utf-8").replace("أخبار", "أنباء"), "utf-8")
    later = source.with_suffix(".mo").stat().st_mtime + 1
    os.utime(source, (later, later))
    assert compile_catalogues(tmp_path) is True
    assert compiled(source).gettext("news") == "أنباء"


def test_a_fuzzy_translation_is_not_shown(tmp_path, source):
    source.write_text('#, fuzzy\nmsgid "news"\nmsgstr "رياضة"\n', encoding="utf-8")
    compile_catalogues(tmp_path)
    assert compiled(source).gettext("news") == "news"


def test_a_broken_catalogue_leaves_the_old_one_in_place(tmp_path, source):
    compile_catalogues(tmp_path)
    source.write_text('nonsense\nmsgid "news"\nmsgstr "x"\n', encoding="utf-8")
    later = source.with_suffix(".mo").stat().st_mtime + 1
    os.utime(source, (later, later))
    with pytest.raises(PoFileError):
        compile_catalogues(tmp_path)
    assert compiled(source).gettext("news") == "أخبار"
    assert sorted(path.name for path in source.parent.iterdir()) == ["django.mo", "django.po"]


def test_a_folder_without_catalogues_is_up_to_date(tmp_path):
    assert compile_catalogues(tmp_path) is False


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1)


@given(translations=st.dictionaries(TEXT, TEXT, max_size=5))
def test_any_text_survives_catalogue_and_compilation(tmp_path_factory, translations):
    folder = tmp_path_factory.mktemp("locale")
    path = folder / "ar" / "LC_MESSAGES" / "django.po"
    catalogue = Catalog(locale="ar")
    for text, arabic in translations.items():
        catalogue.add(text, arabic)
    messages.write_catalogue(catalogue, path)
    compile_catalogues(folder)
    assert {text: compiled(path).gettext(text) for text in translations} == translations
