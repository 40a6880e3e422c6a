"""What e-mails to commenters say, put together at the moment they are sent.

Only plain text is sent. It shows everywhere, loads nothing, and no text of a stranger can become
markup. Each line of it starts with an Arabic letter or an unseen mark of direction, and what may
run the other way is isolated (UAX #9, 2.4-2.7), so that it reads from the right in every program.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.encoding import punycode
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from articles.furniture import Furniture
from comments.mail import notices, tokens
from comments.mail.tokens import Purpose
from comments.models import Comment, MailAddress, Notice, Status
from comments.typed_text import single_line
from newsportal.arabic.counting import counted
from newsportal.arabic.dates import format_datetime

SUBJECT_HEADLINE = 80
QUOTED = 300
"""Characters of a headline in a subject, and of a reply in the text."""

RIGHT_TO_LEFT_MARK = "\u200f"
FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"


@sensitive_variables("notice", "message")
def compose(notice_id: int, site: Furniture) -> EmailMessage | None:
    """The e-mail of a notice as things stand now; None where it has nothing more to say."""
    notice = (
        Notice.objects.select_related("address", "comment__article")
        .defer("comment__article__body")
        .filter(pk=notice_id)
        .first()
    )
    if notice is None or notice.comment is None:
        return None
    content = {
        Notice.Kind.QUESTION: _question,
        Notice.Kind.DECISION: _decision,
        Notice.Kind.REPLY: _reply,
    }[Notice.Kind(notice.kind)](notice.address, notice.comment, site)
    if content is None:
        return None
    subject, context = content
    unsubscribe = tokens.link(Purpose.UNSUBSCRIBE, notice.address_id)
    story = notice.comment.article
    context |= {
        "site": isolated(site.name),
        "headline": own_line(story.headline),
        "unsubscribe": unsubscribe,
    }
    return EmailMessage(
        subject=subject,
        body=render_to_string(f"comments/mail/{notice.kind}.txt", context),
        to=[notice.address.email],
        headers={
            "Message-ID": _message_id(notice),
            # RFC 3834, 5: no holiday reply comes back.
            "Auto-Submitted": "auto-generated",
            # RFC 2369, 3.2 and RFC 8058, 3.1.
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _question(
    address: MailAddress, comment: Comment, site: Furniture
) -> tuple[str, dict[str, Any]] | None:
    """Nothing in it was typed by whoever gave the address."""
    asking = Comment.objects.filter(
        email=address.email, notify=True, status__in=notices.WORTH_ASKING
    )
    if address.unsubscribed_at is not None:
        asking = asking.filter(submitted_at__gt=address.unsubscribed_at)
    if notices.is_confirmed(address) or not asking.exists():
        return None
    subject = _("Do you want e-mails about your comments? – %(site)s")
    return subject % {"site": single_line(site.name)}, {
        "story_url": _absolute(comment.article.get_short_url()),
        "confirm": tokens.link(Purpose.CONFIRM, address.pk),
        "valid": counted(tokens.CONFIRM_WITHIN.days, "day"),
    }


def _decision(
    address: MailAddress, comment: Comment, site: Furniture
) -> tuple[str, dict[str, Any]] | None:
    """The text she wrote is not in it: it may be that of another who gave her address."""
    if not _still_wanted(comment, address) or comment.status not in notices.DECIDED:
        return None
    if comment.status == Status.APPROVED:
        if not comment.article.is_out:
            return None
        subject = _("Your comment is published: %(headline)s")
    else:
        subject = _("Your comment is not published: %(headline)s")
    return subject % {"headline": _for_subject(comment.article.headline)}, {
        "status": comment.status,
        "submitted": isolated(
            format_datetime(timezone.localtime(comment.submitted_at), site.date_style)
        ),
        "answer": own_line(comment.answer) if comment.answer else "",
        "comment_url": _absolute(comment.get_absolute_url()),
    }


def _reply(
    address: MailAddress, comment: Comment, site: Furniture
) -> tuple[str, dict[str, Any]] | None:
    answered = Comment.objects.filter(pk=notices.answered_by(comment)).first()
    if answered is None or not _still_wanted(answered, address) or comment.is_erased:
        return None
    if not comment.article.is_out or {comment.status, answered.status} != {Status.APPROVED}:
        return None
    subject = _("A reply to your comment: %(headline)s")
    return subject % {"headline": _for_subject(comment.article.headline)}, {
        "name": isolated(comment.name),
        "quoted": own_line(Truncator(single_line(comment.body)).chars(QUOTED)),
        "comment_url": _absolute(comment.get_absolute_url()),
    }


def _still_wanted(comment: Comment, address: MailAddress) -> bool:
    return (
        notices.is_confirmed(address)
        and notices.wants(comment, address)
        and not comment.is_erased
        and comment.email.lower() == address.email
    )


def isolated(text: str) -> str:
    """`text` on one line, in its own direction, without effect on what stands around it."""
    return f"{FIRST_STRONG_ISOLATE}{single_line(text)}{POP_ISOLATE}"


def own_line(text: str) -> str:
    """The same for a line by itself, which is set from the right as the others are."""
    return RIGHT_TO_LEFT_MARK + isolated(text)


def _for_subject(headline: str) -> str:
    """It stands last, so that nothing has to be isolated from it."""
    return Truncator(single_line(headline)).chars(SUBJECT_HEADLINE)


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _message_id(notice: Notice) -> str:
    """The same at every attempt (RFC 5322, 3.6.4), so that mail programs can tell copies."""
    made: datetime = notice.created_at
    domain = punycode(urlsplit(settings.SITE_URL).hostname or "localhost")
    return f"<notice.{notice.pk}.{made:%Y%m%d%H%M%S}@{domain}>"
