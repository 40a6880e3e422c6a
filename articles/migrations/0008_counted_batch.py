"""How far the views that were kept while the database was away are counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_search_terms_apart"),
    ]

    operations = [
        migrations.CreateModel(
            name="CountedBatch",
            fields=[
                ("name", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("lines", models.PositiveIntegerField(default=0)),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
    ]
