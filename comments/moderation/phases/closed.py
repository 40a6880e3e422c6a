"""Whether the story takes comments: a word of the site, the category or the story, or its age."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.comment_mode import INHERITED, CommentMode
from articles.publication import Phase, phase_of
from comments.moderation.verdict import PASS, Context, Result, Verdict


class Closed:
    """Refuses what is sent to a story that takes no comments, a correction too, and says why."""

    name = "closed"
    label = gettext_lazy("Comments closed")

    def __call__(self, context: Context) -> Result:
        if context.is_open:
            return PASS
        why = _why(context)
        return Result(Verdict.REJECT, reason=why, answer=why, refused=True)


def _why(context: Context) -> str:
    """What closed the story to comments at this moment, for commenters and moderators alike."""
    article = context.article
    if phase_of(article, context.now) != Phase.OUT:
        return _("This story is not published at the moment, so it takes no comments.")
    if context.mode != CommentMode.CLOSED:
        return _("This story is too old to take comments.")
    # The story's own word goes before its category's. Where neither is closed, the site is.
    if article.comment_mode == CommentMode.CLOSED:
        return _("Comments on this story are closed.")
    category = article.category
    if article.comment_mode == INHERITED and category.comment_mode == CommentMode.CLOSED:
        return _("Comments are closed in the section “%(category)s”.") % {"category": category.name}
    return _("Comments are closed on the whole site at the moment.")
