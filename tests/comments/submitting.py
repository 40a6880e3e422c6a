"""How a comment is submitted in tests that need no request."""

from articles import furniture
from comments import actions

ADDRESS = "203.0.113.7"


def submit(article, address=ADDRESS, **typed):
    values = {"name": "قارئة", "email": "reader@example.org", "body": "تعليق مفيد عن الخبر"}
    return actions.submit(article, actions.Typed(**values | typed), address, furniture.load())


def correct(comment, body, address=ADDRESS, seen=None):
    return actions.correct(comment, body, address, furniture.load(), seen=seen)
