"""The user's file: tables, migrations, queries, the Workspace. Rows never leave this room."""
