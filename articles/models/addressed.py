"""What everything with a page of its own shares: a numeric id, a readable slug, a folded name."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newsportal.arabic.folding import fold
from newsportal.arabic.slugs import slugify

FOLDED_LIMIT = 200
"""Of a folded name, in characters; longer ones are compared by their beginning."""


class Addressed(models.Model):
    """A model whose page lives at `/<kind>/<id>/<slug>/`.

    The id finds the row; the slug is there to be read. Subclasses name the field the slug is made
    from and the URL pattern.
    """

    slug_source: ClassVar[str] = "name"
    slug_fallback: ClassVar[str]
    url_name: ClassVar[str]

    slug = models.CharField(
        _("address"),
        max_length=120,
        blank=True,
        help_text=_("The readable part of the address. Left empty, it is made from the title."),
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save with a clean slug, made from the title where none was given."""
        self.slug = (
            slugify(self.slug) or slugify(getattr(self, self.slug_source)) or self.slug_fallback
        )
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "slug"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse(self.url_name, args=[self.pk, self.slug])


class NamedAndFolded(Addressed):
    """An addressed model known by its name, which is searched and compared folded."""

    name = models.CharField(_("name"), max_length=100)
    folded_name = models.CharField(
        _("search text"), max_length=FOLDED_LIMIT, editable=False, db_index=True
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        """Save with the name folded."""
        self.fold_name()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "folded_name"}
        super().save(*args, **kwargs)

    def fold_name(self) -> None:
        """Derive `folded_name`, cut to its column: a ligature folds to up to 18 characters."""
        self.folded_name = fold(self.name)[:FOLDED_LIMIT]
