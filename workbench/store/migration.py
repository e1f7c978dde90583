"""Bringing an older file to today's schema: copied first, then upgraded in one transaction."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from workbench.errors import WorkspaceUnusable
from workbench.i18n import _
from workbench.store.backups import make_backup
from workbench.store.connection import make_engine, translated
from workbench.store.file_check import check_file
from workbench.store.schema import HEAD

__all__ = ["check_file", "run_steps", "upgrade"]


def upgrade(path: Path, migrations: Path, target: str = HEAD) -> None:
    """Copy an older file into its backups, then bring it to `target` in one transaction.

    Args:
        path: The workspace file, owned by the caller.
        migrations: Folder with Alembic's env.py and versions.
        target: Revision to reach.

    Raises:
        WorkspaceUnusable: A step failed; the file is as it was, and the message names the copy.
    """
    from alembic.util import CommandError

    backup = make_backup(path, "migration")
    engine = make_engine(path, read_only=False)
    try:
        with translated(path), engine.connect() as connection:
            # Rebuilding a table drops it for a moment; both pragmas do nothing inside a transaction. They are set
            # on the driver's connection because SQLAlchemy begins one at the first statement.
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA foreign_keys = OFF")
            raw.execute("PRAGMA legacy_alter_table = ON")
            writing = connection.execution_options(writes=True)
            with writing.begin():
                run_steps(writing, migrations, target)
                if writing.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise WorkspaceUnusable(_("Rows of {file} refer to nothing.").format(file=path.name))
    except (CommandError, DBAPIError, WorkspaceUnusable) as error:
        raise WorkspaceUnusable(
            _("{file} could not be brought to the new version; it is as it was.").format(file=path.name),
            _("A copy from before is {copy}. Open the file with the version that wrote it.").format(copy=backup.path),
            (str(error),),
        ) from error
    finally:
        engine.dispose()


def run_steps(connection: Connection, migrations: Path, target: str) -> None:
    """Run Alembic's steps on a connection, inside the transaction it is in."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, target)
