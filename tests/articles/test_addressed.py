"""Names are kept folded beside themselves, within what their column takes."""

import pytest
from django.core.exceptions import ValidationError

from articles.models import Author, Tag
from newsportal.arabic.folding import fold
from tests.factories import make_author, make_category, make_tag

pytestmark = pytest.mark.django_db

LONGEST = "\ufdfa" * 100
"""One letter each that folds to eighteen: صلى الله عليه وسلم."""


@pytest.mark.parametrize("make", [make_author, make_category, make_tag])
def test_the_longest_name_fits_its_column(make):
    row = make(name=LONGEST)
    row.refresh_from_db()
    assert row.folded_name == fold(LONGEST)[:200]


def test_a_tag_that_folds_to_the_same_beginning_is_refused_with_words():
    make_tag(name=LONGEST)
    with pytest.raises(ValidationError):
        Tag(name=LONGEST[:-1]).full_clean()


def test_a_name_saved_alone_is_folded_too():
    author = make_author(name="سعاد")
    author.name = "سُعاد الأمين"
    author.save(update_fields=["name"])
    assert Author.objects.get().folded_name == fold("سعاد الامين")
