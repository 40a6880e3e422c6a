"""How many comments one sender, and one network, may send in a while."""

from bisect import bisect_left
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.moderation.verdict import PASS, Context, Result, Verdict
from newsportal.arabic.counting import counted, until

Count = Callable[[datetime], int]

HOUR = 60

FULL = gettext_lazy("%(whose)s, within the time (%(time)s): %(sent)s; the limit is %(limit)s.")


class Flood:
    """Refuses the comment that is one too many, and says when the next one is taken.

    A sender is an address together with a network: anyone can write under another's address, and
    would silence her if it counted by itself. One that sends too much from several networks is
    held. A correction is no new comment and is not counted.
    """

    name = "flood"
    label = gettext_lazy("Too many comments")

    def __call__(self, context: Context) -> Result:
        limits, history = context.limits, context.history
        if context.is_correction:
            return PASS
        by_address = _is_full(context, history.sent_by_address, limits.flood_per_sender)
        if by_address and _is_full(
            context, history.sent_by_address_from_network, limits.flood_per_sender
        ):
            return _refused(
                context,
                history.sent_by_address_from_network,
                limits.flood_per_sender,
                _("From this address and network"),
                _("You have sent many comments in a short time. Send the next one %(when)s."),
            )
        if _is_full(context, history.sent_from_network, limits.flood_per_network):
            return _refused(
                context,
                history.sent_from_network,
                limits.flood_per_network,
                _("From this network"),
                _("Many comments came from your network in a short time. Send yours %(when)s."),
            )
        if by_address:
            whose = _("From this address, on several networks")
            reason = _figures(context, history.sent_by_address, limits.flood_per_sender, whose)
            return Result(Verdict.HOLD, reason)
        return PASS


def _is_full(context: Context, count: Count, limit: int) -> bool:
    return bool(limit) and count(_begin(context, 0)) >= limit


def _begin(context: Context, minutes: int) -> datetime:
    """Where the counted time will begin `minutes` from now."""
    return context.now - timedelta(minutes=context.limits.flood_minutes - minutes)


def _refused(context: Context, count: Count, limit: int, whose: str, answer: str) -> Result:
    wait = _time_to_wait(context, count, limit)
    return Result(
        Verdict.REJECT,
        reason=_figures(context, count, limit, whose),
        answer=answer % {"when": until(context.now + wait, context.now)},
        refused=True,
        refusal_status=HTTPStatus.TOO_MANY_REQUESTS,
    )


def _figures(context: Context, count: Count, limit: int, whose: str) -> str:
    return FULL % {
        "whose": whose,
        "time": counted(context.limits.flood_minutes, "minute"),
        "sent": counted(count(_begin(context, 0)), "comment"),
        "limit": counted(limit, "comment"),
    }


def _time_to_wait(context: Context, count: Count, limit: int) -> timedelta:
    """How long until there is room for one more: minutes, or hours from the second one on.

    Found by halving, since the later the counted time begins, the fewer comments are in it: four
    questions for ten minutes, eleven for a day, and only of who is refused.
    """
    waits = range(1, context.limits.flood_minutes)
    minutes = 1 + bisect_left(waits, True, key=lambda wait: count(_begin(context, wait)) < limit)
    # `until` tells whole hours and rounds them down, which would send her back too early.
    return timedelta(minutes=minutes) if minutes <= HOUR else timedelta(hours=ceil(minutes / HOUR))
