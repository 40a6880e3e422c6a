"""Categories and tags."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.comment_mode import INHERITED, OVERRIDES
from articles.models.addressed import NamedAndFolded
from newsportal.arabic.folding import words


class Category(NamedAndFolded):
    """A section of the newspaper; each story has one main category and optional further ones."""

    class Block(models.TextChoices):
        """How a section stands on the home page; automatic sections take turns."""

        AUTOMATIC = "", _("automatic: sections take turns")
        FEATURE = "feature", _("one large story and three small ones")
        COLUMNS = "columns", _("four stories side by side")
        HEADLINES = "headlines", _("headlines without pictures")
        PICTURES = "pictures", _("large pictures")
        OPINION = "opinion", _("opinion, with portraits of the writers")
        NONE = "none", _("not on the home page")

    slug_fallback = "قسم"
    url_name = "articles:category"

    description = models.CharField(_("description"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(
        _("position"), default=100, help_text=_("Order in the navigation; smaller comes first.")
    )
    accent = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        default="",
        db_default="",
        validators=[
            RegexValidator(
                r"^#[0-9a-fA-F]{6}\Z", _("Write a colour as # and six hexadecimal digits.")
            )
        ],
        help_text=_(
            "Of the section's name, lines and labels. It is made darker or lighter by itself where "
            "it would be hard to read, in the light and in the dark scheme."
        ),
    )
    block = models.CharField(
        _("on the home page"),
        max_length=10,
        choices=Block.choices,
        blank=True,
        default=Block.AUTOMATIC,
        db_default="",
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
