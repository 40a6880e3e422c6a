from django.db import migrations, models
from django.db.models import F, Q

from newsportal.migration_operations import AddIndexOnline


class Migration(migrations.Migration):
    # Indexes are made while the newsroom goes on publishing.
    atomic = False

    dependencies = [
        ("articles", "0004_front_page"),
    ]

    operations = [
        AddIndexOnline(
            model_name="article",
            index=models.Index(
                F("front_since").desc(),
                F("id").desc(),
                condition=Q(status="published", front_since__isnull=False),
                name="article_front",
            ),
        ),
        AddIndexOnline(
            model_name="article",
            index=models.Index(
                F("front_since").desc(),
                F("id").desc(),
                condition=Q(status="published", front_place="lead"),
                name="article_front_lead",
            ),
        ),
    ]
