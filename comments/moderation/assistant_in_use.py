"""The latest training of the moderation assistant, kept ready in each process."""

import logging
from dataclasses import dataclass
from datetime import datetime

from comments.models import TrainedAssistant
from comments.moderation.assistant import Assistant

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Loaded:
    training: tuple[int, datetime]
    """Its key, and when it was: a restored database may give a key a second time."""
    assistant: Assistant | None


_loaded: _Loaded | None = None


def current() -> Assistant | None:
    """The assistant in use; None while none has been trained, or it must be trained again.

    One small query asks which training is the latest; it is read when this process has another
    one. One that cannot be used is reported to the log once in each process.
    """
    global _loaded
    latest = TrainedAssistant.objects.order_by("-pk").values_list("pk", "trained_at").first()
    if latest is None:
        return None
    loaded = _loaded
    if loaded is None or loaded.training != latest:
        loaded = _loaded = _Loaded(latest, _load(latest[0]))
    return loaded.assistant


def _load(pk: int) -> Assistant | None:
    state = TrainedAssistant.objects.filter(pk=pk).values_list("state", flat=True).first()
    if state is None:
        return None
    try:
        return Assistant.from_json(state)
    except ValueError as error:
        logger.error("The moderation assistant is not in use: %s", error)
        return None
