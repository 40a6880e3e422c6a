"""The editor's choice of the home page: a story's place on it, a section's colour and shape."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_search"),
    ]

    # On PostgreSQL none of these writes a row: the defaults are constants (ALTER TABLE, Notes).
    operations = [
        migrations.AddField(
            model_name="article",
            name="front_place",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "no place of its own"),
                    ("lead", "the lead"),
                    ("top", "beside the lead"),
                ],
                db_default="",
                default="",
                help_text=(
                    "The lead is the large story at the top; three stories stand beside it. The "
                    "story you mark last comes first: those marked before move down and out by "
                    "themselves. Places that nobody gives go to the newest stories."
                ),
                max_length=4,
                verbose_name="place on the home page",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="front_since",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="holds the place since"
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="front_until",
            field=models.DateTimeField(
                blank=True,
                help_text=(
                    "Optional: from then on the story stands where its publication time puts it. "
                    "Left empty, it keeps its place until newer choices push it out."
                ),
                null=True,
                verbose_name="end of the place",
            ),
        ),
        migrations.AddField(
            model_name="category",
            name="accent",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text=(
                    "Of the section's name, lines and labels. It is made darker or lighter by "
                    "itself where it would be hard to read, in the light and in the dark scheme."
                ),
                max_length=7,
                validators=[
                    django.core.validators.RegexValidator(
                        "^#[0-9a-fA-F]{6}\\Z", "Write a colour as # and six hexadecimal digits."
                    )
                ],
                verbose_name="colour",
            ),
        ),
        migrations.AddField(
            model_name="category",
            name="block",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "automatic: sections take turns"),
                    ("feature", "one large story and three small ones"),
                    ("columns", "four stories side by side"),
                    ("headlines", "headlines without pictures"),
                    ("pictures", "large pictures"),
                    ("opinion", "opinion, with portraits of the writers"),
                    ("none", "not on the home page"),
                ],
                db_default="",
                default="",
                max_length=10,
                verbose_name="on the home page",
            ),
        ),
    ]
