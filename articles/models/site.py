"""What belongs to the site and not to a story: settings, static pages, breaking news."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.comment_mode import CommentMode
from articles.models.addressed import Addressed
from articles.querysets import BreakingNewsQuerySet, PageQuerySet
from articles.rich_text import RichTextField
from newsportal.arabic.dates import DateStyle, Digits, Months

DEFAULT_COMMENT_RULES = (
    "عدم الإساءة للكاتب أو للأشخاص أو للمقدسات أو مهاجمة الأديان أو الذات الإلهية، "
    "والابتعاد عن التحريض الطائفي والعنصري والشتائم."
)

MONTH_NAMES = [
    (Months.EGYPT_GULF.value, _("Egypt and the Gulf (يناير، أغسطس)")),
    (Months.MOROCCO.value, _("Morocco (يناير، غشت)")),
    (Months.MAGHREB.value, _("Algeria and Tunisia (جانفي، أوت)")),
    (Months.LEVANT.value, _("Levant (كانون الثاني، آب)")),
    (Months.DUAL.value, _("Two names (يناير/كانون الثاني)")),
]
DIGITS = [(Digits.LATIN.value, "123"), (Digits.ARABIC_INDIC.value, "١٢٣")]


class SiteSettings(models.Model):
    """The one row of settings that the newsroom changes in the admin.

    `furniture` holds the standing elements of every page ready to show; it is derived, see
    articles/furniture.py.
    """

    name = models.CharField(_("name of the newspaper"), max_length=80, default="بوابة الأخبار")
    tagline = models.CharField(_("tagline"), max_length=120, blank=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    months = models.CharField(
        _("month names"), max_length=20, choices=MONTH_NAMES, default=Months.MOROCCO.value
    )
    digits = models.CharField(
        _("digits"), max_length=20, choices=DIGITS, default=Digits.LATIN.value
    )
    hijri = models.BooleanField(_("show the Hijri date"), default=False)
    hijri_offset = models.SmallIntegerField(
        _("Hijri day offset"),
        default=0,
        validators=[MinValueValidator(-2), MaxValueValidator(2)],
        help_text=_("Days between the sighting in this country and the Umm al-Qura calendar."),
    )
    whatsapp_url = models.URLField(
        _("address of the WhatsApp channel"),
        blank=True,
        help_text=_("Left empty, the invitation to the channel is not shown."),
    )
    comment_rules = models.TextField(_("comment rules"), default=DEFAULT_COMMENT_RULES)
    comment_mode = models.CharField(
        _("comments"),
        max_length=10,
        choices=CommentMode.choices,
        default=CommentMode.EVERYONE_WAITS,
        db_default=CommentMode.EVERYONE_WAITS,
        help_text=_("Categories and stories may say otherwise."),
    )
    comments_close_after_days = models.PositiveSmallIntegerField(
        _("days after which a story takes no more comments"),
        default=0,
        db_default=0,
        help_text=_("0: never."),
    )
    furniture = models.JSONField(_("standing elements"), default=dict, editable=False)

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="site_settings_single_row")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        """Save as the one row."""
        self.pk = 1
        super().save(*args, **kwargs)

    @property
    def date_style(self) -> DateStyle:
        return DateStyle.from_dict(
            {
                "months": self.months,
                "digits": self.digits,
                "hijri": self.hijri,
                "hijri_offset": self.hijri_offset,
            }
        )


class Page(Addressed):
    """A static page: about, contact, privacy, comment policy."""

    slug_source = "title"
    slug_fallback = "صفحة"
    url_name = "articles:page"

    title = models.CharField(_("title"), max_length=120)
    body = RichTextField(_("text"))
    position = models.PositiveSmallIntegerField(
        _("position"), default=100, help_text=_("Order in the footer; smaller comes first.")
    )
    is_public = models.BooleanField(_("public"), default=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class BreakingNews(models.Model):
    """An item of the breaking-news bar, shown from its start until its expiry."""

    text = models.CharField(_("text"), max_length=160)
    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("story"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="breaking_news",
        help_text=_("Optional: the item links to this story."),
    )
    starts_at = models.DateTimeField(_("starts"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"))

    objects = BreakingNewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("breaking news item")
        verbose_name_plural = _("breaking news")
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("starts_at")),
                name="breaking_news_expires_after_start",
                violation_error_message=_("The expiry must come after the start."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self):
        if self.starts_at and self.expires_at and self.expires_at <= self.starts_at:
            raise ValidationError({"expires_at": _("The expiry must come after the start.")})
