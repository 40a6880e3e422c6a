"""Readers' comments."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("comments")

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from articles import roles
        from comments import signals

        signals.connect()
        post_migrate.connect(roles.ensure_groups, sender=self)
