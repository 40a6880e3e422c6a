"""What the moderation assistant has learnt."""

from django.db import models
from django.utils import timezone


class TrainedAssistant(models.Model):
    """One training of the moderation assistant; the latest is in use."""

    trained_at = models.DateTimeField(default=timezone.now)
    kept = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    state = models.TextField()

    class Meta:
        default_permissions = ()
        get_latest_by = "pk"
