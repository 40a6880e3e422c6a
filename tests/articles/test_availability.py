"""One answer for strangers, whichever of a story's addresses they try."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.publication import Status
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 200),
        ({"status": Status.WITHDRAWN}, 410),
        ({"ends_at": timezone.now() - timedelta(minutes=1)}, 410),
        ({"status": Status.DRAFT}, 404),
        ({"published_at": timezone.now() + timedelta(days=1)}, 404),
    ],
)
def test_page_short_address_and_comments_answer_alike(client, fields, status):
    story = make_article(**fields)
    for address in (story.get_absolute_url(), story.get_short_url(), f"/comments/{story.pk}/"):
        assert client.get(address, follow=True).status_code == status
