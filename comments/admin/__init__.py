"""The moderators' part of the admin: declarations; what a decision does lies in actions.py."""

from comments.admin import archive, blocks, figures, personal_data, policy, records, story, terms

__all__ = ["archive", "blocks", "figures", "personal_data", "policy", "records", "story", "terms"]
