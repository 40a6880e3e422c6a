"""The index of the search; see articles/search. It is filled after the migration."""

import django.db.models.deletion
from django.db import migrations, models

MAKE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE articles_searchterms"
        " USING fts5(terms, detail=none, columnsize=0, tokenize='ascii')",
        # However a story is deleted, its terms go with its entry.
        "CREATE TRIGGER articles_searchentry_deleted AFTER DELETE ON articles_searchentry"
        " BEGIN DELETE FROM articles_searchterms WHERE rowid = OLD.key; END",
    ],
    "postgresql": [
        "ALTER TABLE articles_searchentry ADD COLUMN terms tsvector NOT NULL DEFAULT ''",
        "CREATE INDEX articles_searchentry_terms ON articles_searchentry"
        " USING gin (terms) WITH (fastupdate = off)",
        # Terms and impacts are kept beside the rows, which then are so small that passing over
        # tens of thousands of them, to find the newest, takes milliseconds.
        "ALTER TABLE articles_searchentry SET (toast_tuple_target = 128)",
        "ALTER TABLE articles_searchentry ALTER COLUMN impacts SET STORAGE EXTERNAL",
        "ALTER TABLE articles_searchentry ALTER COLUMN terms SET STORAGE EXTERNAL",
        # Letters in the order of their codes, as on SQLite, whatever the locale of the database.
        'ALTER TABLE articles_searchword ALTER COLUMN stem TYPE text COLLATE "C"',
        # The common lexemes are what the planner has to know of.
        "ALTER TABLE articles_searchentry ALTER COLUMN terms SET STATISTICS 1000",
    ],
}
DROP = {
    "sqlite": [
        "DROP TRIGGER articles_searchentry_deleted",
        "DROP TABLE articles_searchterms",
    ],
    "postgresql": ["ALTER TABLE articles_searchentry DROP COLUMN terms"],
}


def make(apps, schema_editor):
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0002_conversation"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("key", models.BigIntegerField(primary_key=True, serialize=False)),
                ("ends", models.BigIntegerField()),
                ("impacts", models.BinaryField()),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entry",
                        to="articles.article",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("stem", models.TextField(primary_key=True, serialize=False)),
                ("stories", models.IntegerField()),
                ("headlines", models.IntegerField()),
            ],
        ),
        migrations.RunPython(make, drop),
    ]
