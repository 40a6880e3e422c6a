"""Authors: who signs the stories."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.addressed import NamedAndFolded


class Author(NamedAndFolded):
    """A person who signs stories, with an account in the newsroom or without (agency, guest)."""

    slug_fallback = "كاتب"
    url_name = "articles:author"

    job_title = models.CharField(_("job title"), max_length=100, blank=True)
    biography = models.TextField(
        _("biography"),
        max_length=600,
        blank=True,
        help_text=_("Two or three sentences, shown under the stories and on the author's page."),
    )
    portrait = models.ForeignKey(
        "articles.Picture",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="portrait_of",
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
        help_text=_("Stories signed by this author count as this account's own."),
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]
