"""Categories and tags."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.comment_mode import INHERITED, OVERRIDES
from articles.models.addressed import NamedAndFolded
from newsportal.arabic.folding import words


class Category(NamedAndFolded):
    """A section of the newspaper; each story has one main category and optional further ones."""

    slug_fallback = "قسم"
    url_name = "articles:category"

    description = models.CharField(_("description"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(
        _("position"), default=100, help_text=_("Order in the navigation; smaller comes first.")
    )
    comment_mode = models.CharField(
        _("comments"),
        max_length=10,
        choices=OVERRIDES,
        blank=True,
        default=INHERITED,
        db_default="",
    )

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "id"]


class Tag(NamedAndFolded):
    """A subject that runs through the sections. Two spellings of one word are one tag."""

    slug_fallback = "وسم"
    url_name = "articles:tag"

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["folded_name"],
                name="tag_unique_folded_name",
                violation_error_message=_("A tag with this name, perhaps spelt otherwise, exists."),
            )
        ]

    def clean(self):
        """Refuse a name without a word, and one that folds to the name of another tag."""
        self.fold_name()
        if not any(words(self.name)):
            raise ValidationError({"name": _("Write at least one letter or digit.")})
        # The constraint says the same, but a form leaves it unchecked: its column is in no form.
        if Tag.objects.filter(folded_name=self.folded_name).exclude(pk=self.pk).exists():
            raise ValidationError(
                {"name": _("A tag with this name, perhaps spelt otherwise, exists.")}
            )
