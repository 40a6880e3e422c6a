"""What is looked at in a comment before a moderator sees it."""
