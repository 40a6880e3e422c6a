from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest

from articles.sitemap_parts import ThirdOf
from newsportal.migration_operations import AddIndexOnline


class Migration(migrations.Migration):
    # The index is made while the newsroom goes on publishing.
    atomic = False

    dependencies = [
        ("articles", "0008_counted_batch"),
    ]

    operations = [
        AddIndexOnline(
            model_name="article",
            index=models.Index(
                ThirdOf("published_at"),
                Greatest(Coalesce(F("corrected_at"), F("published_at")), F("published_at")).desc(),
                condition=Q(status="published"),
                name="article_sitemap",
            ),
        ),
    ]
