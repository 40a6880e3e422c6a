"""What checks, moderators and readers did about the demo's comments, each act with its record.

Of the prose it reads `reason` and `rule` (the number of a posted rule) of a rejection, `wrongly`
(what a moderator decided first and took back), `reports` (each with `rule` or `note`), `hidden`
(by those reports), `settled` (a moderator has looked at them), `block` (by what its sender was
blocked).
"""

import itertools
import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from articles import furniture
from articles.demo.timetable import Timetable
from comments import blocks, network_hash
from comments.actions import Typed
from comments.actions.decisions import told
from comments.actions.submission import STATUS_OF
from comments.models import (
    Act,
    BlockedTerm,
    Comment,
    Like,
    ModerationPolicy,
    ModerationRecord,
    Report,
    Status,
)
from comments.moderation import learning, phases, pipeline, stamp
from comments.moderation.assistant import Assistant, NotEnoughDecisions
from comments.moderation.gather import Evidence
from comments.rejection import posted_rules

if TYPE_CHECKING:
    from comments.demo.loader import Written

TERMS = {
    "زعفوط": BlockedTerm.Verdict.HOLD,
    "بلحطوش": BlockedTerm.Verdict.HOLD,
    "خرطقجي": BlockedTerm.Verdict.REJECT,
    "قرض بلا ضمانات": BlockedTerm.Verdict.SPAM,
}
"""Blocked terms: invented words, and a phrase of advertisements."""

TRAINED = timedelta(days=14)
"""How long ago the assistant began to help: comments since then have its opinion on record."""

_MINUTES_TO_WRITE = timedelta(seconds=40)
_DECIDED = (Status.APPROVED, Status.REJECTED, Status.SPAM)


class Desk:
    """The moderators' desk, as seen from the timetable's moment."""

    def __init__(self, timetable: Timetable, moderators: Sequence[Any]):
        self._timetable = timetable
        self._moderators = list(moderators) or [None]
        self._site = furniture.load(timetable.now)
        self._rules = posted_rules(self._site.comment_rules)
        self._rng = random.Random("desk")
        self._readers = itertools.count(1)
        self._records: list[ModerationRecord] = []

    def foresee(self, written: "Iterable[Written]") -> None:
        """Let the assistant, learnt from the earlier decisions, give its opinion of later ones."""
        start = self._timetable.now - TRAINED
        earlier = [each for each in written if each.looked_at < start]
        try:
            assistant = Assistant.train(_lessons(earlier))
        except NotEnoughDecisions:
            return
        for each in written:
            if each.looked_at >= start:
                each.comment.rejection_probability = assistant.probability(each.comment.body)

    def work_through(self, written: "Sequence[Written]") -> None:
        """Check, decide and record; `written` is stored."""
        for term, verdict in TERMS.items():
            BlockedTerm.objects.create(term=term, verdict=verdict)
        judged = self._checked(written)
        for each in written:
            self._decide(each, judged.get(each.comment.pk))
        Comment.objects.bulk_update(
            [each.comment for each in written],
            ["findings", "decided_at", "answer", "version", "open_reports"],
            batch_size=100,
        )
        ModerationRecord.objects.bulk_create(sorted(self._records, key=lambda row: row.decided_at))
        Like.objects.bulk_create(self._likes(written))
        for each in written:
            if kinds := each.prose.get("block"):
                blocks.of_senders([each.comment], kinds, self._moderators[0], each.looked_at)
        _teach()

    def _checked(self, written: "Iterable[Written]") -> dict[int, pipeline.Outcome]:
        """What the checks say of what was not approved, by the comment's id.

        The story may be closed by now, or the sender blocked: what is refused today was not then.
        """
        key = network_hash.current_key(self._timetable.now)
        policy = ModerationPolicy.current()
        judged: dict[int, pipeline.Outcome] = {}
        for each in written:
            comment = each.comment
            if comment.status == Status.APPROVED:
                continue
            network = network_hash.network_hash(each.address, key)
            when = comment.submitted_at
            typed = Typed(
                comment.name,
                comment.email,
                comment.body,
                stamp=stamp.make(when - _MINUTES_TO_WRITE),
            )
            context = Evidence(network, [network], policy).context(
                comment.article, typed, self._site, when, corrected=comment
            )
            outcome = pipeline.run(context, phases.POLICY)
            if not outcome.refused:
                judged[comment.pk] = outcome
                comment.findings = outcome.as_json
        return judged

    def _decide(self, each: "Written", checks: pipeline.Outcome | None) -> None:
        """Write the records of one comment, and what they leave on it."""
        comment, prose, status = each.comment, each.prose, Status(each.comment.status)
        moment = each.looked_at
        if comment.corrected_at:
            self._record(
                each,
                Act.CORRECTED,
                Status.WAITING,
                Status.WAITING,
                comment.corrected_at,
                text=prose["earlier"],
            )
        if checks and checks.verdict in pipeline.FINAL and STATUS_OF[checks.verdict] == status:
            reason = next(f.reason for f in checks.findings if f.check == checks.deciding)
            comment.answer = checks.answer
            self._record(
                each,
                Act.CHECKED,
                Status.WAITING,
                status,
                comment.submitted_at,
                check_name=checks.deciding,
                reason=reason[:300],
            )
            return
        if status == Status.WITHDRAWN:
            self._record(each, Act.WITHDRAWN, Status.WAITING, status, moment)
            return
        if wrong := prose.get("wrongly"):
            self._by_moderator(each, Status.WAITING, Status(wrong), moment, reason="نقرة خاطئة")
            moment = self._later(moment)
            self._by_moderator(each, Status(wrong), Status.WAITING, moment, act=Act.UNDONE)
            moment = self._later(moment)
        if prose.get("hidden") or prose.get("settled"):
            self._by_moderator(each, Status.WAITING, Status.APPROVED, moment)
        elif status != Status.WAITING:
            rule = self._rules[prose["rule"] - 1] if "rule" in prose else ""
            reason = prose.get("reason", "")
            comment.answer = told(rule, reason) if status == Status.REJECTED else ""
            self._by_moderator(each, Status.WAITING, status, moment, rule=rule, reason=reason)
        if "reports" in prose:
            self._report(each, moment)

    def _report(self, each: "Written", moment: datetime) -> None:
        """Readers' reports, what they caused, and what a moderator made of it."""
        reports = []
        for wanted in each.prose["reports"]:
            moment = self._later(moment)
            reports.append(
                Report(
                    comment=each.comment,
                    reader=(reader := next(self._readers)),
                    origin=reader,
                    created_at=moment,
                    rule=self._rules[wanted["rule"] - 1] if "rule" in wanted else "",
                    note=wanted.get("note", ""),
                )
            )
        if each.prose.get("hidden") or each.prose.get("settled"):
            self._record(each, Act.HIDDEN, Status.APPROVED, Status.WAITING, moment)
        if each.prose.get("settled"):
            moment = self._later(moment)
            self._by_moderator(each, Status.WAITING, Status.APPROVED, moment)
            for report in reports:
                report.settled_at = moment
        else:
            each.comment.open_reports = len(reports)
        Report.objects.bulk_create(reports)

    def _by_moderator(
        self,
        each: "Written",
        before: Status,
        after: Status,
        moment: datetime,
        act: Act = Act.DECIDED,
        **why: str,
    ) -> None:
        moderator = self._moderators[self._rng.random() < 0.3 and len(self._moderators) > 1]
        self._record(each, act, before, after, moment, moderator=moderator, **why)

    def _record(
        self,
        each: "Written",
        act: Act,
        before: Status,
        after: Status,
        moment: datetime,
        **details: Any,
    ) -> None:
        comment = each.comment
        values = {"name": comment.name, "text": comment.body} | details
        self._records.append(
            ModerationRecord(
                comment=comment,
                act=act,
                from_status=before,
                to_status=after,
                probability=comment.rejection_probability,
                decided_at=moment,
                **values,
            )
        )
        comment.version += 1
        comment.decided_at = None if after == Status.WAITING else moment

    def _later(self, moment: datetime) -> datetime:
        minutes = timedelta(minutes=self._rng.randrange(1, 20))
        return self._timetable.between(moment, moment + minutes, 0.2)

    def _likes(self, written: "Iterable[Written]") -> list[Like]:
        likes = []
        for each in written:
            for number in range(each.comment.like_count):
                share = (number + 1) / (each.comment.like_count + 1)
                soon = each.looked_at + timedelta(hours=30 * share)
                likes.append(
                    Like(
                        comment=each.comment,
                        reader=(reader := next(self._readers)),
                        origin=reader,
                        created_at=self._timetable.between(each.looked_at, soon, share),
                    )
                )
        return likes


def _teach() -> None:
    """Train the assistant on all decisions, and ask it about what waits."""
    rows = learning.decisions()
    try:
        assistant = Assistant.train(rows)
    except NotEnoughDecisions:
        return
    learning.store(assistant, rows)
    learning.judge_waiting(assistant)


def _lessons(written: "Iterable[Written]") -> list[tuple[str, bool]]:
    """Texts that were decided about, and whether they were turned away, the oldest first."""
    decided = [each for each in written if each.comment.status in _DECIDED]
    decided.sort(key=lambda each: each.looked_at)
    return [(each.comment.body, each.comment.status != Status.APPROVED) for each in decided]
