"""The moderators' part of the admin: declarations; what a decision does lies in actions.py."""

from comments.admin import queue, records, story

__all__ = ["queue", "records", "story"]
