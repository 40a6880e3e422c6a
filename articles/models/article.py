"""Stories and who signs them."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import front_places, last_updated, rich_text, text_pictures
from articles.comment_mode import INHERITED, OVERRIDES
from articles.front_places import FrontPlace
from articles.models.addressed import Addressed
from articles.publication import Phase, Status, phase_of
from articles.querysets import ArticleQuerySet
from articles.rich_text import RichTextField
from articles.sitemap_parts import UPDATED, ThirdOf

FRONT_COLUMNS = frozenset({"front_place", "front_since", "front_until"})
PLAIN_TEXTS = ("headline", "kicker", "standfirst", "cover_caption")


class Article(Addressed):
    """A story.

    `corrected_at` is the time of the last editorial change after publication, empty until the
    first (see articles/last_updated.py). `comment_count` is written by the comments app alone.
    `front_since` follows from the place on the home page (see articles/front_places.py).
    """

    slug_source = "headline"
    slug_fallback = "مادة"
    url_name = "articles:article"

    headline = models.CharField(_("headline"), max_length=180)
    kicker = models.CharField(
        _("kicker"),
        max_length=60,
        blank=True,
        help_text=_("One to three words above the headline."),
    )
    standfirst = models.TextField(
        _("standfirst"),
        max_length=400,
        blank=True,
        help_text=_("The sentence or two under the headline; also the summary in lists."),
    )
    body: Any = RichTextField(_("text"))
    category = models.ForeignKey(
        "articles.Category",
        verbose_name=_("main category"),
        on_delete=models.PROTECT,
        related_name="main_articles",
    )
    further_categories = models.ManyToManyField(
        "articles.Category",
        verbose_name=_("further categories"),
        blank=True,
        related_name="further_articles",
    )
    tags = models.ManyToManyField(
        "articles.Tag", verbose_name=_("tags"), blank=True, related_name="articles"
    )
    authors = models.ManyToManyField(
        "articles.Author",
        verbose_name=_("authors"),
        through="articles.Byline",
        related_name="articles",
    )
    cover = models.ForeignKey(
        "articles.Picture",
        verbose_name=_("cover picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="cover_of",
    )
    cover_caption = models.CharField(
        _("cover caption"),
        max_length=300,
        blank=True,
        help_text=_("Left empty, the picture's own caption is shown."),
    )
    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.DRAFT
    )
    published_at = models.DateTimeField(
        _("publication time"),
        null=True,
        blank=True,
        help_text=_(
            "A time to come schedules the story. Left empty, it is the moment you publish."
        ),
    )
    ends_at = models.DateTimeField(
        _("end time"),
        null=True,
        blank=True,
        help_text=_("Optional: from then on the story is no longer on the site."),
    )
    front_place = models.CharField(
        _("place on the home page"),
        max_length=4,
        choices=FrontPlace.choices,
        blank=True,
        default=FrontPlace.NONE,
        db_default="",
        help_text=_(
            "The lead is the large story at the top; three stories stand beside it. The story you "
            "mark last comes first: those marked before move down and out by themselves. Places "
            "that nobody gives go to the newest stories."
        ),
    )
    front_until = models.DateTimeField(
        _("end of the place"),
        null=True,
        blank=True,
        help_text=_(
            "Optional: from then on the story stands where its publication time puts it. Left "
            "empty, it keeps its place until newer choices push it out."
        ),
    )
    front_since = models.DateTimeField(_("holds the place since"), null=True, editable=False)
    corrected_at = models.DateTimeField(_("last correction"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="articles",
    )
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    comment_mode = models.CharField(
        _("comments"),
        max_length=10,
        choices=OVERRIDES,
        blank=True,
        default=INHERITED,
        db_default="",
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-published_at", "-id"]
        permissions = [
            ("publish_article", _("Can publish and withdraw stories")),
            ("edit_any_article", _("Can edit the stories of others and published ones")),
        ]
        indexes = [
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                condition=Q(status=Status.PUBLISHED),
                name="article_published",
            ),
            models.Index(
                fields=["ends_at"],
                condition=Q(status=Status.PUBLISHED, ends_at__isnull=False),
                name="article_ends",
            ),
            models.Index(fields=["-created_at"], name="article_created"),
            models.Index(
                F("front_since").desc(),
                F("id").desc(),
                condition=Q(status=Status.PUBLISHED, front_since__isnull=False),
                name="article_front",
            ),
            models.Index(
                F("front_since").desc(),
                F("id").desc(),
                condition=Q(status=Status.PUBLISHED, front_place=FrontPlace.LEAD),
                name="article_front_lead",
            ),
            models.Index(
                ThirdOf("published_at"),
                UPDATED.desc(),
                condition=Q(status=Status.PUBLISHED),
                name="article_sitemap",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(published_at__isnull=False),
                name="article_published_has_time",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | Q(published_at__isnull=True)
                | Q(ends_at__gt=F("published_at")),
                name="article_ends_after_publication",
                violation_error_message=_("The end must come after the publication."),
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def save(self, *args, **kwargs):
        """Save; completes the body's pictures and keeps the last-updated stamp."""
        now = timezone.now()
        self._default_publication_time()
        update_fields = kwargs.get("update_fields")
        self._tidy_plain_texts()
        if update_fields is None or "body" in update_fields:
            self.body = text_pictures.complete(rich_text.clean(self.body))
        read = last_updated.as_read(self, now)
        self.is_first_out = read is None
        if read is not None and last_updated.differs(self, read, update_fields):
            self.corrected_at = now
            if update_fields is not None:
                kwargs["update_fields"] = {*update_fields, "corrected_at"}
        self._settle_front_place(kwargs, now)
        if update_fields is None and not self._state.adding:
            kwargs["update_fields"] = self._own_columns()
        super().save(*args, **kwargs)
        self.stored_status = self.status
        self.stored_front_place = self.__dict__.get("front_place", "")

    def _settle_front_place(self, kwargs: dict[str, Any], now: Any) -> None:
        deferred = self.get_deferred_fields()
        saved = kwargs.get("update_fields")
        if not FRONT_COLUMNS.isdisjoint(deferred):
            return
        if saved is not None and {"front_place", "published_at", "status"}.isdisjoint(saved):
            return
        front_places.settle(self, now)
        if saved is not None:
            kwargs["update_fields"] = {*saved, *FRONT_COLUMNS}

    def _own_columns(self) -> set[str]:
        """The loaded columns that a story writes: comments are counted elsewhere meanwhile."""
        return {
            field.attname
            for field in self._meta.concrete_fields
            if not field.primary_key
            and field.name != "comment_count"
            and field.attname not in self.get_deferred_fields()
        }

    def clean(self):
        """Refuse to publish what may not go out; raises ValidationError by field."""
        errors: dict[str, Any] = {}
        self._default_publication_time()
        if self.ends_at and self.published_at and self.ends_at <= self.published_at:
            errors["ends_at"] = _("The end must come after the publication.")
        if self.status == Status.PUBLISHED:
            errors |= self.publication_errors()
        if errors:
            raise ValidationError(errors)

    def _tidy_plain_texts(self) -> None:
        """Browsers send CR LF where a script wrote LF (HTML, form submission); LF is stored."""
        for name in PLAIN_TEXTS:
            # A deferred column is not there and stays as it is.
            if name in self.__dict__:
                lines = self.__dict__[name].replace("\r\n", "\n").replace("\r", "\n")
                setattr(self, name, lines.strip())

    def _default_publication_time(self) -> None:
        if self.status == Status.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()

    def publication_errors(self) -> dict[str, Any]:
        """What keeps the story from going out, by field; empty when nothing does."""
        errors: dict[str, Any] = {}
        if self.cover and not self.cover.ready:
            errors["cover"] = _(
                "The cover picture has no alternative text: write one or mark it as decorative."
            )
        if text_pictures.unready(self.body):
            errors["body"] = _(
                "A picture in the text has no alternative text: write one or mark it as decorative."
            )
        return errors

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Any:
        """Remember the stored status: the right to edit depends on it, not on the form's wish."""
        article = super().from_db(*args, **kwargs)
        article.stored_status = article.__dict__.get("status", Status.PUBLISHED)
        article.stored_front_place = article.__dict__.get("front_place", "")
        return article

    stored_status: str = Status.DRAFT
    stored_front_place: str = FrontPlace.NONE

    is_first_out: bool = False
    """Whether nobody could have read the story before it was last saved through this object."""

    @property
    def phase(self) -> Phase:
        """Where the story stands now."""
        return phase_of(self, timezone.now())

    @property
    def is_out(self) -> bool:
        return self.phase == Phase.OUT

    @property
    def updated_at(self):
        """The last-updated stamp: the last correction, or the publication until there is one."""
        return last_updated.stamp(self)

    @property
    def views(self) -> int:
        """How often the story was read."""
        total = getattr(self, "view_total", None)
        return total.count if total else 0

    @property
    def shown_cover(self):
        """The cover when there is one that may be shown to readers, else None."""
        return self.cover if self.cover and self.cover.ready else None

    @property
    def writers(self) -> list:
        """The authors of the text, in order."""
        return self._signed_as(Byline.Role.BY)

    @property
    def photographers(self) -> list:
        """The authors of the pictures, in order."""
        return self._signed_as(Byline.Role.PHOTOS)

    @property
    def contributors(self) -> list:
        """All authors in order, each once whatever their parts."""
        return list(dict.fromkeys(byline.author for byline in self.bylines.all()))

    def _signed_as(self, role) -> list:
        return [byline.author for byline in self.bylines.all() if byline.role == role]

    def is_owned_by(self, user) -> bool:
        """Whether `user` started the story or is one of its authors; one query at most."""
        if self.created_by_id is not None and self.created_by_id == user.pk:
            return True
        return self.pk is not None and self.bylines.filter(author__user=user).exists()

    def get_short_url(self) -> str:
        """The short address for sharing; leads to the canonical one."""
        return reverse("articles:short", args=[self.pk])


class Byline(models.Model):
    """One author's part in a story."""

    class Role(models.TextChoices):
        BY = "by", _("by")
        PHOTOS = "photos", _("photos by")

    article = models.ForeignKey(
        Article, verbose_name=_("story"), on_delete=models.CASCADE, related_name="bylines"
    )
    author = models.ForeignKey(
        "articles.Author",
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        related_name="bylines",
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.BY)
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author", "role"],
                name="byline_unique",
                violation_error_message=_("This author already signs the story in this role."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.author}"

    def save(self, *args, **kwargs):
        """Save; a changed byline of a story that is out is an editorial change."""
        changed = last_updated.byline_changed(self)
        super().save(*args, **kwargs)
        if changed:
            last_updated.touch([self.article_id], timezone.now())
