"""Changes of the schema that do not stop a large site."""

from typing import Any

from django.db.migrations.operations.models import AddIndex


class AddIndexOnline(AddIndex):
    """Adds an index while others write: PostgreSQL's CREATE INDEX CONCURRENTLY, plain elsewhere.

    The migration must have `atomic = False`: PostgreSQL refuses such an act in a transaction. A
    migration that broke off is run again from its start; what it left of the index, which may be
    invalid (PostgreSQL, CREATE INDEX, "Building Indexes Concurrently"), is removed first.
    """

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            online = _online(schema_editor)
            name = schema_editor.quote_name(self.index.name)
            schema_editor.execute(f"DROP INDEX {'CONCURRENTLY ' if online else ''}IF EXISTS {name}")
            schema_editor.add_index(model, self.index, **online)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        model = from_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            schema_editor.remove_index(model, self.index, **_online(schema_editor))


def _online(schema_editor: Any) -> dict[str, bool]:
    return {"concurrently": True} if schema_editor.connection.vendor == "postgresql" else {}
