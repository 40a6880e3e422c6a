"""What is read most, summed ahead of the pages that show it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0009_sitemap_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="MostRead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("counted_at", models.DateTimeField()),
                ("today", models.JSONField(default=list)),
                ("week", models.JSONField(default=list)),
            ],
        ),
    ]
