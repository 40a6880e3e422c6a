"""The newsroom's admin: declarations only. What the acts do lies in articles/*."""

from articles.admin import accounts, library, site, stories, taxonomy

__all__ = ["accounts", "library", "site", "stories", "taxonomy"]
