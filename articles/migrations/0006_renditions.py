"""Renditions: which a picture has, and the queue of pictures whose renditions are to be made."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_front_page_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="RenditionJob",
            fields=[
                (
                    "picture",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="rendition_job",
                        serialize=False,
                        to="articles.picture",
                    ),
                ),
                (
                    "due_at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, null=True
                    ),
                ),
                ("token", models.CharField(blank=True, max_length=16)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name="picture",
            name="renditions",
            field=models.JSONField(default=dict, editable=False, verbose_name="renditions"),
        ),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(fields=["file"], name="picture_file"),
        ),
    ]
