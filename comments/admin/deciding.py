"""Where the buttons of a moderator lead: decisions, and taking them back.

Both answer a form with a redirect or a page, and the queue's script (static/admin_portal/queue.js)
with JSON that holds the same pieces of HTML.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urldefrag

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.context_processors import of_request
from comments import actions, blocks
from comments.admin import cards
from comments.admin.queue import MANY, left_of
from comments.models import Block, Comment, Status
from comments.rejection import RejectionForm
from newsportal.arabic.counting import counted

BLOCK = "block"
"""What the button that blocks the sender sends as its status: spam, and a block."""

DONE = {
    Status.APPROVED: _("Approved: %(comments)s."),
    Status.REJECTED: _("Rejected: %(comments)s."),
    Status.SPAM: _("Marked as spam: %(comments)s."),
}
BLOCKED = _("Marked as spam and the sender blocked: %(comments)s.")
ALREADY = _("Decided so before: %(comments)s.")
NOT_DECIDED = _(
    "Not decided: %(comments)s. Something has happened since you saw this; look at it again."
)
UNDONE = _("Taken back: %(comments)s.")
NOT_UNDONE = _("Not taken back: %(comments)s. Something has happened since the decision.")
CHANGED = _("Nothing has been decided: this has happened since you saw the comment.")
CHANGED_SINCE = _("The decision stands: something else has happened since.")

_PAIR = re.compile(r"(\d{1,18}):(\d{1,9})\Z", re.ASCII)
_NUMBER = re.compile(r"\d{1,18}\Z", re.ASCII)


@dataclass(frozen=True)
class Decision:
    """What a form asks for. `versions` are those the moderator saw, by the comment's id."""

    status: Status
    versions: dict[int, int]
    blocks: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, request: HttpRequest) -> "Decision":
        """Raises BadRequest for what no page of ours sends.

        `status` is one of actions.DECISIONS or BLOCK; a form with a `rule` and no status rejects.
        `versions` holds `<id>:<version>` of each comment, with commas between them or repeated.
        `comments`, if there, holds the same ids. `block` names the kinds of a block.
        """
        sent = request.POST
        status = sent.get("status", Status.REJECTED if "rule" in sent else "")
        if status not in {*actions.DECISIONS, BLOCK}:
            raise BadRequest("no decision")
        pairs = ",".join(sent.getlist("versions")).split(",")
        matches = [match for pair in pairs if (match := _PAIR.match(pair))]
        versions = {int(match[1]): int(match[2]) for match in matches}
        if len(matches) != len(pairs) or len(versions) > MANY:
            raise BadRequest("no comments with their versions")
        if "comments" in sent and set(_ids(sent["comments"])) != versions.keys():
            raise BadRequest("comments without a version")
        if status != BLOCK:
            return cls(Status(status), versions)
        kinds = sent.getlist("block") or [Block.Kind.EMAIL.value]
        if not {*kinds} <= {*Block.Kind.values}:
            raise BadRequest("no kind of block")
        return cls(Status.SPAM, versions, kinds)

    @property
    def done(self) -> Any:
        """What is said of the comments it was carried out on."""
        return BLOCKED if self.blocks else DONE[self.status]


class DecidingMixin:
    """A ModelAdmin of comments with the addresses where moderators' decisions are sent."""

    admin_site: Any
    opts: Any
    media: Any

    def get_urls(self) -> list[URLPattern]:
        parent: Any = super()
        view = self.admin_site.admin_view
        return [
            path("decide/", view(self.decide_view), name="comments_comment_decide"),
            path("undo/", view(self.undo_view), name="comments_comment_undo"),
            *parent.get_urls(),
        ]

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Whether the user decides about comments."""
        return request.user.has_perm("comments.moderate_comment")

    def decide_view(self, request: HttpRequest) -> HttpResponse:
        """Carry out a Decision; a rejection takes the fields of RejectionForm.

        Leads to `next`, an address of this site, or to the queue. Comments that are not as the
        moderator saw them are shown anew instead (409), those for which a reason is missing with
        the form that asks for it.
        """
        if request.method != "POST":
            return self._back(request)
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        decision = Decision.of(request)
        comments = list(Comment.objects.filter(pk__in=decision.versions).order_by("pk"))
        rule, note = "", ""
        if decision.status == Status.REJECTED:
            is_asked = {"rule", "note"} & request.POST.keys()
            data = request.POST if is_asked else None
            form = RejectionForm(data, rules=of_request(request).comment_rules)
            if not form.is_valid():
                return self._reason_page(request, decision, comments, form)
            rule, note = form.broken_rule, form.reason
        outcome = actions.decide(
            comments,
            decision.status,
            request.user,
            rule=rule,
            reason=note,
            versions=decision.versions,
            block=decision.blocks,
        )
        records = ",".join(str(record.pk) for record in outcome.records)
        said = [
            _Said(decision.done, outcome.changed, messages.SUCCESS, records),
            _Said(ALREADY, outcome.unchanged, messages.WARNING),
            _Said(NOT_DECIDED, outcome.conflicts, messages.ERROR),
        ]
        decided = [*outcome.changed, *outcome.unchanged]
        said += [
            _Said(reason, decided, messages.WARNING)
            for reason in blocks.obstacles(decided, decision.blocks)
        ]
        if _is_script(request):
            shown = self._cards(outcome.conflicts, CHANGED)
            records_of = {record.comment_id: record.pk for record in outcome.records}
            return self._pieces(request, said, decided, records_of, shown)
        self._tell(request, said)
        if outcome.conflicts:
            return self.cards_page(  # type: ignore[attr-defined]
                request,
                self._cards(outcome.conflicts, CHANGED),
                back=_next(request) or reverse("admin:comments_queue"),
                status=HTTPStatus.CONFLICT,
                title=_("Something has happened since"),
                total=counted(len(outcome.conflicts), "comment"),
                is_part=True,
            )
        return self._back(request, decision.status == Status.APPROVED)

    def undo_view(self, request: HttpRequest) -> HttpResponse:
        """Take back the decisions that the `records` tell of, ids with commas between them."""
        if request.method != "POST":
            return self._back(request)
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        records = _ids(request.POST.get("records", ""))
        if len(records) > MANY:
            raise BadRequest("too many records")
        outcome = actions.undo(records, request.user)
        said = [
            _Said(UNDONE, outcome.changed, messages.SUCCESS),
            _Said(NOT_UNDONE, outcome.conflicts, messages.ERROR),
        ]
        if _is_script(request):
            shown = self._cards(outcome.changed) + self._cards(outcome.conflicts, CHANGED_SINCE)
            return self._pieces(request, said, [], {}, shown)
        self._tell(request, said)
        return self._back(request)

    # --- Answers

    def _reason_page(
        self,
        request: HttpRequest,
        decision: Decision,
        comments: Sequence[Comment],
        form: RejectionForm,
    ) -> HttpResponse:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        if _is_script(request) and form.errors:
            problem = " ".join(str(error) for errors in form.errors.values() for error in errors)
            return JsonResponse({"problem": problem}, status=status)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Reject comments"),
            "opts": self.opts,
            "media": self.media,
            "form": form,
            "versions": ",".join(f"{pk}:{seen}" for pk, seen in decision.versions.items()),
            "number": counted(len(comments), "comment"),
            "comments": comments,
            "back": _next(request),
        }
        template = "admin/comments/comment/reject.html"
        return TemplateResponse(request, template, context, status=status)

    def _cards(self, comments: Iterable[Comment], note: Any = "") -> list[cards.Card]:
        shown = cards.of_ids([comment.pk for comment in comments])
        for card in shown:
            card.note = str(note)
        return shown

    def _pieces(
        self,
        request: HttpRequest,
        said: "Sequence[_Said]",
        settled: Iterable[Comment],
        records: dict[int, int],
        shown: Iterable[cards.Card],
    ) -> JsonResponse:
        """What the script puts into the queue: a line for each that is settled, cards anew.

        `records` has the decision to take back; a comment without one had been settled before.
        """
        back = _next(request) or reverse("admin:comments_queue")
        context = self.card_context(request, back)  # type: ignore[attr-defined]
        pieces = {
            comment.pk: render_to_string(
                "admin/comments/_decided.html",
                {"comment": comment, "record": records.get(comment.pk), **context},
                request,
            )
            for comment in settled
        }
        for card in shown:
            pieces[card.comment.pk] = render_to_string(
                "admin/comments/_card.html", {"card": card, **context}, request
            )
        return JsonResponse(
            {
                "message": " ".join(part.text for part in said if part.comments),
                "pieces": pieces,
                "records": list(records.values()),
                "left": left_of(back),
            }
        )

    def _tell(self, request: HttpRequest, said: "Iterable[_Said]") -> None:
        """Leave messages for the next page, with a button where that page has the form of it.

        It is a page of comments in the admin, or a story's, see templates/comments/_decisions.html.
        """
        own = (reverse("admin:comments_comment_changelist"), reverse("admin:comments_queue"))
        target = _next(request) or reverse("admin:comments_queue")
        has_form = target.startswith(own) or not target.startswith(reverse("admin:index"))
        for part in said:
            if part.comments:
                can_undo = part.records and has_form
                text = part.with_undo() if can_undo else part.text
                messages.add_message(request, part.level, text)

    def _back(self, request: HttpRequest, is_shown: bool = True) -> HttpResponse:
        """To `next`; on a story's page to all of its comments if this one is no longer there."""
        target = _next(request) or reverse("admin:comments_queue")
        if not is_shown and not target.startswith(reverse("admin:index")):
            # The script that looks for a comment elsewhere would load the page anew, and what is
            # said there once would be gone.
            target = f"{urldefrag(target).url}#comments"
        return HttpResponseRedirect(target)


@dataclass(frozen=True)
class _Said:
    """What is said of some comments."""

    template: Any
    comments: Sequence[Comment]
    level: int
    records: str = ""

    @property
    def text(self) -> str:
        text = str(self.template)
        if "%(comments)s" not in text:
            return text
        return text % {"comments": counted(len(self.comments), "comment")}

    def with_undo(self) -> SafeString:
        """With a button of the form `undo`, which the pages of comments hold."""
        return format_html(
            '{} <button type="submit" form="undo" name="records" value="{}">{}</button>',
            self.text,
            self.records,
            _("Undo"),
        )


def _ids(text: str) -> list[int]:
    """The ids in a list with commas between them; raises BadRequest."""
    parts = text.split(",")
    if not all(_NUMBER.match(part) for part in parts):
        raise BadRequest("no ids")
    return [int(part) for part in parts]


def _next(request: HttpRequest) -> str:
    """Where the form wants to lead, if that is an address of this site; else ""."""
    address = request.POST.get("next", "")
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"
