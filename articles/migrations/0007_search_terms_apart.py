"""PostgreSQL: the terms of the search in a table of their own, as they are on SQLite.

What is ranked then lies in small rows without a detour; see articles/search/postgresql.py. Readers
search meanwhile, since their tables are locked for a moment at the end alone; saves wait.
"""

from django.db import migrations

# What is saved meanwhile would be missing.
LOCK = "LOCK TABLE articles_searchentry IN SHARE ROW EXCLUSIVE MODE"

APART = [
    LOCK,
    "CREATE TABLE articles_searchterms (key bigint PRIMARY KEY, ends bigint NOT NULL,"
    " terms tsvector NOT NULL)",
    # Terms are kept beside the rows, which then are so small that passing over tens of thousands
    # of them, to find the newest, takes milliseconds.
    "ALTER TABLE articles_searchterms SET (toast_tuple_target = 128)",
    "ALTER TABLE articles_searchterms ALTER COLUMN terms SET STORAGE EXTERNAL",
    # The common lexemes are what the planner has to know of.
    "ALTER TABLE articles_searchterms ALTER COLUMN terms SET STATISTICS 1000",
    "INSERT INTO articles_searchterms"
    " SELECT key, ends, terms FROM articles_searchentry ORDER BY key",
    "CREATE INDEX articles_searchterms_terms ON articles_searchterms"
    " USING gin (terms) WITH (fastupdate = off)",
    # However a story is deleted, its terms go with its entry. A foreign key would do the same, but
    # forbid Django's flush to empty the entries alone.
    "CREATE FUNCTION articles_searchentry_deleted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " IF TG_OP = 'TRUNCATE' THEN TRUNCATE articles_searchterms;"
    " ELSE DELETE FROM articles_searchterms WHERE key = OLD.key; END IF;"
    " RETURN NULL; END $$",
    "CREATE TRIGGER articles_searchentry_deleted AFTER DELETE ON articles_searchentry"
    " FOR EACH ROW EXECUTE FUNCTION articles_searchentry_deleted()",
    "CREATE TRIGGER articles_searchentry_truncated AFTER TRUNCATE ON articles_searchentry"
    " EXECUTE FUNCTION articles_searchentry_deleted()",
    # An entry fits its row up to 2,000 stems; more than PostgreSQL's page holds lies beside it.
    "ALTER TABLE articles_searchentry SET (toast_tuple_target = 8160)",
    # A value that is computed is written anew, into the row; the old one would stay where it is.
    "UPDATE articles_searchentry SET impacts = impacts || ''::bytea, terms = ''",
    "ALTER TABLE articles_searchentry DROP COLUMN terms",
]
TOGETHER = [
    LOCK,
    "ALTER TABLE articles_searchentry ADD COLUMN terms tsvector NOT NULL DEFAULT ''",
    "ALTER TABLE articles_searchentry SET (toast_tuple_target = 128)",
    "ALTER TABLE articles_searchentry ALTER COLUMN terms SET STORAGE EXTERNAL",
    "ALTER TABLE articles_searchentry ALTER COLUMN terms SET STATISTICS 1000",
    "UPDATE articles_searchentry AS entry SET impacts = impacts || ''::bytea, terms = apart.terms"
    " FROM articles_searchterms AS apart WHERE apart.key = entry.key",
    "CREATE INDEX articles_searchentry_terms ON articles_searchentry"
    " USING gin (terms) WITH (fastupdate = off)",
    "DROP TRIGGER articles_searchentry_deleted ON articles_searchentry",
    "DROP TRIGGER articles_searchentry_truncated ON articles_searchentry",
    "DROP FUNCTION articles_searchentry_deleted()",
    "DROP TABLE articles_searchterms",
]


def apart(apps, schema_editor):
    _run(schema_editor, APART)


def together(apps, schema_editor):
    _run(schema_editor, TOGETHER)


def _run(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0006_renditions"),
    ]

    operations = [
        migrations.RunPython(apart, together),
    ]
