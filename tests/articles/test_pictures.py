"""A picture's row in the library."""

import pytest

from articles.models import Picture
from newsportal.arabic.folding import fold
from tests.factories import make_picture

pytestmark = pytest.mark.django_db


def stored_search_text() -> str:
    return Picture.objects.get().folded_text


def test_the_search_text_follows_whatever_part_is_saved():
    picture = make_picture(alt="ميناء", caption="", credit="")
    picture.alt = "مرفأ قديم"
    picture.save(update_fields=["alt"])
    assert stored_search_text().strip() == fold("مرفأ قديم")
    picture.credit = "سعاد"
    picture.save(update_fields={"credit"})
    assert fold("سعاد") in stored_search_text()


def test_a_part_that_is_not_saved_is_not_found():
    picture = make_picture(alt="ميناء")
    picture.alt, picture.focal_x = "مرفأ", 20
    picture.save(update_fields=["focal_x"])
    assert fold("ميناء") in stored_search_text()
