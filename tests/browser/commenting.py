"""How a commenter of the browser tests fills the form."""

from comments import counts
from comments.models import Status
from tests.factories import make_comment

FORM = "[data-comment-form]"
SEND = f"{FORM} [type=submit]"
TEXT = "خبر سار لسكان المدينة"


def write(page, name="Zineb", email="reader@example.org", body=TEXT):
    page.fill(f"{FORM} [name=name]", name)
    page.fill(f"{FORM} [name=email]", email)
    page.fill(f"{FORM} [name=body]", body)


def make_approved(**fields):
    """An approved comment, under a story of its own unless told otherwise."""
    comment = make_comment(status=Status.APPROVED, **fields)
    counts.rebuild()
    return comment


def fits(page):
    """Whether the page is no wider than the phone."""
    # Before its style sheets are there, no page fits.
    page.wait_for_load_state()
    return page.locator("html").evaluate("html => html.scrollWidth <= html.clientWidth")


def reply_to(page, comment):
    page.click(f"#{comment.anchor} [data-comment-reply]")
