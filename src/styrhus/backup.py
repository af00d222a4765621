"""Backup and restore: one file with the whole database and every document, checked on the way back."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from styrhus import embedded
from styrhus.privileges import set_privileges


def write(name: str) -> int:
    """Write a backup to the file ``name``. Returns the exit status."""
    target = Path(name)
    if target.exists():
        print(f"styrhus: Filen {target} finnes fra før. Velg et annet navn.", file=sys.stderr)
        return 2
    documents = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "database.dump"
        with dump.open("wb") as output:
            result = subprocess.run(
                [program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", *connection_arguments()],
                stdout=output, stderr=subprocess.PIPE, check=False, env=environment(), text=False,
            )  # fmt: skip
        if result.returncode:
            print(f"styrhus: Databasen kunne ikke kopieres: {result.stderr.decode().strip()}", file=sys.stderr)
            return 2
        partial = target.with_name(target.name + ".part")
        with tarfile.open(partial, "w:gz") as archive:
            archive.add(dump, "database.dump")
            if documents.exists():
                archive.add(documents, "documents")
        partial.rename(target)
    print(f"Sikkerhetskopien ligger i {target} ({target.stat().st_size // 1024} kB).")
    return 0


def read(name: str) -> int:
    """Read the backup in the file ``name`` into an empty database. Returns the exit status."""
    source = Path(name)
    if not source.exists() or not tarfile.is_tarfile(source):
        print(f"styrhus: {source} er ikke en sikkerhetskopi fra Styrhus.", file=sys.stderr)
        return 2
    if "identity_user" in connection.introspection.table_names():
        print("styrhus: Databasen er ikke tom. Gjenopprett til en ny, tom database.", file=sys.stderr)
        return 2
    documents = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
        with (Path(folder) / "database.dump").open("rb") as dump:
            result = subprocess.run(
                [program("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
                 "--no-comments", *connection_arguments()],
                stdin=dump, stderr=subprocess.PIPE, check=False, env=environment(),
            )  # fmt: skip
        if result.returncode:
            print(f"styrhus: Databasen kunne ikke gjenopprettes: {result.stderr.decode().strip()}", file=sys.stderr)
            return 2
        kept = Path(folder) / "documents"
        for file in kept.rglob("*") if kept.exists() else ():
            if file.is_file():
                place = documents / file.relative_to(kept)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(file.read_bytes())
    set_privileges()
    print("Sikkerhetskopien er lest inn. Kjør «styrhus migrate» og «styrhus verify».")
    return 0


def program(name: str) -> str:
    """The PostgreSQL program ``name``: the wheel's own with the embedded server, else the one on the PATH."""
    return str(embedded.programs() / name) if settings.EMBEDDED else name


def connection_arguments() -> list[str]:
    database = connection.settings_dict
    named = {"--host": database["HOST"], "--port": database["PORT"], "--username": database["USER"]}
    return [f"{flag}={value}" for flag, value in named.items() if value] + [f"--dbname={database['NAME']}"]


def environment() -> dict[str, str]:
    return {"PGPASSWORD": str(connection.settings_dict["PASSWORD"]), "PATH": "/usr/bin:/bin:/usr/local/bin"}
