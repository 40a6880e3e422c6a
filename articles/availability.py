"""What a stranger is answered at the address of a story that is not out, on every way there."""

from django.http import Http404, HttpRequest, HttpResponse

from articles.models import Article
from articles.publication import GONE, Phase
from newsportal import error_pages


def refusal(request: HttpRequest, story: Article) -> HttpResponse | None:
    """410 for a story that was here and is on purpose no more; None for one that is out.

    Raises Http404 for a story before its time: it is no business of a stranger that it exists
    (RFC 9110, 15.5.5 and 15.5.11).
    """
    phase = story.phase
    if phase in GONE:
        return error_pages.gone(request)
    if phase != Phase.OUT:
        raise Http404
    return None
