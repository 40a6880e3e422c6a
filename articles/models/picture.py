"""The picture library."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import renditions
from articles.querysets import PictureQuerySet
from newsportal.arabic.folding import fold


class Picture(models.Model):
    """A picture of the library, decoded and encoded anew when it is uploaded.

    `file` is what the upload became (see articles/renditions); the smaller renditions lie beside
    it, and `renditions` says which there are. `focal_x` and `focal_y` are percent from the left
    and from the top.
    """

    file = models.ImageField(
        _("file"), upload_to=renditions.upload_path, width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField(_("width"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height"), editable=False, default=0)
    alt = models.CharField(
        _("alternative text"),
        max_length=250,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it."),
    )
    decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("The picture says nothing that the text does not; screen readers skip it."),
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(_("credit"), max_length=100, blank=True)
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, from the left (%)"), default=50, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, from the top (%)"), default=50, validators=[MaxValueValidator(100)]
    )
    renditions = models.JSONField(_("renditions"), editable=False, default=dict)
    folded_text = models.TextField(_("search text"), editable=False, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-uploaded_at", "-id"]
        # Texts name their pictures by file.
        indexes = [models.Index(fields=["file"], name="picture_file")]

    def __str__(self) -> str:
        return self.alt or self.caption or self.file_name

    def save(self, *args, **kwargs):
        """Save; a new file is decoded, checked, encoded anew and gets its preview.

        `renditions` of a stored picture is left to the worker, who may be writing it meanwhile.
        Raises renditions.UnusablePicture when the file is no picture or exceeds the limits.
        """
        renditions.encode_upload(self)
        update_fields = kwargs.get("update_fields")
        if update_fields is None or not {"alt", "caption", "credit"}.isdisjoint(update_fields):
            self.folded_text = fold(f"{self.alt} {self.caption} {self.credit}")
            if update_fields is not None:
                kwargs["update_fields"] = {*update_fields, "folded_text"}
        if update_fields is None and not self._state.adding:
            kwargs["update_fields"] = {
                field.attname for field in self._meta.concrete_fields if not field.primary_key
            } - {"renditions", *self.get_deferred_fields()}
        upload = renditions.pending_upload(self)
        super().save(*args, **kwargs)
        if upload is not None:
            renditions.store_preview(self, upload)

    @property
    def file_name(self) -> str:
        """The upload's name in the storage; the renditions' names begin with it."""
        return self.file.name or ""

    @property
    def ready(self) -> bool:
        """Whether the picture may be shown to readers (WCAG 2.2, 1.1.1)."""
        return bool(self.alt.strip()) or self.decorative

    @property
    def alt_text(self) -> str:
        """The `alt` attribute: empty for a decorative picture."""
        return "" if self.decorative else self.alt


class RenditionJob(models.Model):
    """A picture whose renditions are to be made. Written by articles/renditions/jobs.py alone.

    `due_at` is when a worker may take it; the one who takes it (`token`) moves it on for as long as
    the work goes on, so the job of a worker that died comes due again. None: given up.
    """

    picture = models.OneToOneField(
        Picture, primary_key=True, on_delete=models.CASCADE, related_name="rendition_job"
    )
    due_at = models.DateTimeField(null=True, default=timezone.now, db_index=True)
    token = models.CharField(max_length=16, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
