"""How a moderator of the browser tests comes to her queue, and what stands there."""

from django.urls import reverse

from comments.models import Comment
from tests.factories import make_article, make_comment, make_user

QUEUE = "/admin/comments/queue/"
RULES = "لا إساءة للأشخاص\nلا تحريض"


def sign_in(page, address=QUEUE):
    user = make_user("MODERATOR")
    page.goto(f"{reverse('admin:login')}?next={address}")
    page.fill("#id_username", user.username)
    page.fill("#id_password", "password")
    page.click("#login-form input[type=submit]")
    page.wait_for_url(f"**{address}")
    # So that a test can tell whether the page has been loaded again.
    page.evaluate("window.sameLoad = true")
    return user


def card(page, comment):
    return page.locator(f"#comment-{comment.pk}")


def status_of(comment):
    return Comment.objects.get(pk=comment.pk).status


def make_several(number, **fields):
    article = make_article()
    return [
        make_comment(
            article=article, email=f"r{place}@example.org", body=f"تعليق {place}", **fields
        )
        for place in range(number)
    ]
