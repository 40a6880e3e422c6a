"""Readers' comments and their moderation."""
