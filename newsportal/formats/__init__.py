"""Formats of dates and numbers for Django's own widgets and filters."""
