"""What the `styrhus` commands do once Django is loaded: start, migrate, demo, worker, verify, backup, restore."""

from __future__ import annotations

import argparse
import getpass
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import django
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction

from styrhus import backup, embedded
from styrhus.privileges import set_privileges

django.setup()

# These need Django's registry of models to be loaded.
from styrhus import demo  # noqa: E402
from styrhus.archive import queries as archive  # noqa: E402
from styrhus.audit import actions as audit_actions  # noqa: E402
from styrhus.audit import queries as audit  # noqa: E402
from styrhus.identity import actions as identity  # noqa: E402
from styrhus.identity.models import Organisation  # noqa: E402
from styrhus.identity.roles import OrganisationKind  # noqa: E402
from styrhus.obligations import document as instruction  # noqa: E402
from styrhus.steering.models import Plan  # noqa: E402

HOST = "127.0.0.1"
PORTS_TO_TRY = 20
SERVER_OPTIONS = (
    "--workers=2",
    "--threads=4",
    "--worker-class=gthread",
    "--log-level=warning",
    "--no-control-socket",
    "--limit-request-line=8190",
)
GRACE = 10  # seconds that children get to stop by themselves
LOOK_AFTER = 5  # seconds
RESTARTS, RESTART_WINDOW = 5, 60  # so many restarts in so many seconds mean that starting again does not help


def run(parsed: argparse.Namespace) -> int:
    """Run the command named ``parsed.command``. Returns the exit status."""
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "up": up,
        "migrate": migrate,
        "demo": make_demo,
        "worker": work,
        "createadmin": create_admin,
        "verify": verify,
        "coverage": coverage,
        "backup": lambda p: backup.write(p.file),
        "restore": lambda p: backup.read(p.file),
    }
    return commands[parsed.command](parsed)


def up(parsed: argparse.Namespace) -> int:
    """Prepare the database and static files, make the demo once, then serve until told to stop."""
    as_owner = {**os.environ, "STYRHUS_DATABASE_ROLE": "owner"}
    print("Klargjør databasen …", flush=True)
    if subprocess.run([sys.executable, "-m", "styrhus.command", "migrate"], env=as_owner, check=False).returncode:
        return 2
    call_command("collectstatic", interactive=False, verbosity=0)
    if settings.DEMO and not demo.is_made():
        print("Leser demobrevet og lager planen for 2023 …", flush=True)
        demo.make()
    connection.close()
    port = free_port(parsed.port)
    server = [sys.executable, "-m", "gunicorn", "styrhus.wsgi:application", f"--bind={HOST}:{port}", *SERVER_OPTIONS]
    worker = [sys.executable, "-m", "styrhus.command", "worker"]
    return watch([server, worker], lambda: announce(port), keep_database_up if settings.EMBEDDED else None)


def free_port(wanted: int) -> int:
    """``wanted``, or the next port that nobody listens on."""
    for port in range(wanted, wanted + PORTS_TO_TRY):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) != 0:
                return port
    return wanted


def keep_database_up() -> None:
    """Start the embedded server again when the system has killed it; what was saved is safe."""
    try:
        if embedded.Server(settings.VAR / "postgres").start_again():
            print("styrhus: Databasen stoppet og er startet igjen.", file=sys.stderr)
    except embedded.ServerFailed as failure:
        print(f"styrhus: {failure}", file=sys.stderr)


def watch(
    commands: list[list[str]], when_ready: Callable[[], None], look_after: Callable[[], None] | None = None
) -> int:
    """Keep every one of ``commands`` running until a stop signal, then stop them all.

    One that ends by itself, such as a worker that the system killed, is started again. Returns 0 when told to
    stop, and 2 when one of them has ended more than ``RESTARTS`` times within ``RESTART_WINDOW``.
    ``look_after`` is called every ``LOOK_AFTER`` seconds meanwhile.
    """
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    children = [subprocess.Popen(command) for command in commands]
    ended: list[list[float]] = [[] for _ in commands]
    when_ready()
    looked = time.monotonic()
    while not stopping:
        time.sleep(0.2)
        if look_after and time.monotonic() - looked >= LOOK_AFTER:
            look_after()
            looked = time.monotonic()
        for place, child in enumerate(children):
            if stopping or child.poll() is None:
                continue
            recent = [moment for moment in ended[place] if time.monotonic() - moment < RESTART_WINDOW]
            ended[place] = [*recent, time.monotonic()]
            name = " ".join(commands[place][2:4])
            if len(recent) >= RESTARTS:
                print(
                    f"styrhus: «{name}» stopper hver gang den startes, så alt stoppes. Se loggen over.", file=sys.stderr
                )
                stop_all(children)
                return 2
            print(f"styrhus: «{name}» stoppet (status {child.returncode}) og startes igjen.", file=sys.stderr)
            children[place] = subprocess.Popen(commands[place])
    stop_all(children)
    return 0


def stop_all(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask the children to stop, and kill those that have not within ``GRACE``."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()


def announce(port: int) -> None:
    address = f"http://{HOST}:{port}/"
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                break
        time.sleep(0.1)
    print(f"\nStyrhus kjører på {address}\n")
    if settings.DEMO:
        print(demo.logins_text())
    print("Stopp med Ctrl+C.", flush=True)


def migrate(parsed: argparse.Namespace) -> int:
    call_command("migrate", interactive=False, verbosity=0)
    set_privileges()
    return 0


def make_demo(parsed: argparse.Namespace) -> int:
    if not settings.DEMO:
        print("styrhus: Demodata legges ikke inn når STYRHUS_DEMO er av.", file=sys.stderr)
        return 2
    if demo.is_made():
        print("Demoen er allerede lagt inn.")
        return 0
    demo.make()
    print(demo.logins_text())
    return 0


def create_admin(parsed: argparse.Namespace) -> int:
    """Make the ministry and the agency where they are missing, and the agency's first administrator.

    The password is asked for, or read from the first line of standard input where that is no terminal.
    """
    password = getpass.getpass("Passord: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        with transaction.atomic():
            ministry = organisation(OrganisationKind.MINISTRY, parsed.ministry)
            agency = organisation(OrganisationKind.DIRECTORATE, parsed.agency, parsed.agency_short, ministry)
            identity.create_administrator(
                email=parsed.email,
                name=parsed.name,
                password=password,
                organisation_name=agency.name,
                kind=OrganisationKind.DIRECTORATE,
            )
    except ValidationError as refusal:
        print(f"styrhus: {' '.join(refusal.messages)}", file=sys.stderr)
        return 2
    print(f"{parsed.name} er administrator for {agency}.")
    return 0


def organisation(
    kind: OrganisationKind, name: str, short_name: str = "", parent: Organisation | None = None
) -> Organisation:
    known = Organisation.objects.filter(kind=kind, name=name).first()
    return known or identity.create_organisation(kind=kind, name=name, short_name=short_name, parent=parent, by=None)


def work(parsed: argparse.Namespace) -> int:
    call_command("procrastinate", "worker", verbosity=0)
    return 0


def coverage(parsed: argparse.Namespace) -> int:
    """Say which screen serves each duty of a plan. Returns 1 when one is unserved without a reason, 2 without a plan."""
    plans = Plan.objects.order_by("-year", "pk")
    plan = plans.filter(pk=parsed.plan).first() if parsed.plan is not None else plans.first()
    if plan is None:
        print("styrhus: Det er ingen vedtatt plan å vise dekningen av.", file=sys.stderr)
        return 2
    rows = instruction.coverage_of(plan)
    text = instruction.as_markdown(plan, rows)
    if parsed.write:
        try:
            Path(parsed.write).write_text(text, encoding="utf-8")
        except OSError as failure:
            print(f"styrhus: Kan ikke skrive {parsed.write}: {failure.strerror}.", file=sys.stderr)
            return 2
        print(f"{len(rows)} plikter er skrevet til {parsed.write}.")
    else:
        print(text)
    unserved = [row for row in rows if row.state == "open"]
    gone = instruction.missing_screens(rows)
    for row in unserved:
        print(f"Uten sted: {row.section}, linje {row.lines[0] if row.lines else '?'}", file=sys.stderr)
    for name in gone:
        print(f"Siden finnes ikke: {name}", file=sys.stderr)
    return 1 if unserved or gone else 0


def verify(parsed: argparse.Namespace) -> int:
    """Compute the event log's chain and the documents' checksums again."""
    chain = audit.verify()
    if chain.holds:
        print(f"Hendelsesloggen holder: {chain.events} hendelser, siste hash {chain.head[:16]}.")
        audit_actions.write_head()
    else:
        print(chain.reason)
    broken = archive.broken_documents()
    for document, reason in broken:
        print(f"Dokument {document.pk} «{document.title}»: {reason}")
    if not broken:
        print("Alle dokumenter stemmer med kontrollsummene sine.")
    return 0 if chain.holds and not broken else 1
