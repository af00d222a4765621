"""The `styrhus` program. Every command has --help; exit status 0 fine, 1 findings, 2 cannot.

Reading letters is plain Python and starts no database; the other commands load Django, and through it the
embedded server, inside their own function.
"""

from __future__ import annotations

import argparse
import os
import sys

from styrhus import __version__
from styrhus.letters import command as letters_command


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="styrhus", description="Styrhus: fra tildelingsbrev til plan og rapport.")
    parser.add_argument("--version", action="version", version=f"styrhus {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="KOMMANDO")
    letters_command.add_commands(commands)
    for name, help_text in SITE_COMMANDS.items():
        command = commands.add_parser(name, help=help_text, description=help_text)
        command.set_defaults(run=run_site_command)
        if name in {"up", "demo"}:
            command.add_argument(
                "--port", type=int, default=int(os.environ.get("STYRHUS_PORT", "8000")), help="port på 127.0.0.1"
            )
        if name == "createadmin":
            command.add_argument("--email", required=True, help="administratorens e-post")
            command.add_argument("--name", required=True, help="administratorens navn")
            command.add_argument("--agency", required=True, help="virksomhetens navn")
            command.add_argument("--agency-short", default="", help="virksomhetens kortnavn")
            command.add_argument("--ministry", required=True, help="departementets navn")
        if name == "coverage":
            command.add_argument("--plan", type=int, help="nøkkelen til planen; uten den den nyeste")
            command.add_argument("--write", metavar="FIL", help="fil som oversikten skrives til")
        if name in {"backup", "restore"}:
            command.add_argument("file", help="fil som sikkerhetskopien skrives til eller leses fra")
    parsed = parser.parse_args(arguments)
    return int(parsed.run(parsed) or 0)


SITE_COMMANDS = {
    "up": "Start alt på denne maskinen og vis adressen og demobrukerne.",
    "migrate": "Klargjør databasen for denne versjonen.",
    "worker": "Kjør bakgrunnsarbeid. Så mange som ønskelig kan kjøre samtidig.",
    "demo": "Legg inn demodata: IMDis år 2023, lest fra demobrevet.",
    "createadmin": "Lag en virksomhet med sin første administrator.",
    "verify": "Kontroller hendelsesloggens kjede og dokumentenes kontrollsummer.",
    "coverage": "Vis hvilken side som tar vare på hver plikt i instruksen, og si fra om noen er uten.",
    "backup": "Skriv en sikkerhetskopi av database og dokumenter.",
    "restore": "Les en sikkerhetskopi inn i en tom database.",
}


def run_site_command(parsed: argparse.Namespace) -> int:
    """Load Django with the right database role, then run the command of that name in `styrhus.running`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "styrhus.settings")
    if parsed.command in {"migrate", "restore"}:
        os.environ["STYRHUS_DATABASE_ROLE"] = "owner"
    # `styrhus letter` must start without Django, so it is loaded here and not at the top
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.db import DatabaseError  # noqa: PLC0415

    from styrhus.embedded import ServerFailed  # noqa: PLC0415

    try:
        from styrhus import running  # noqa: PLC0415

        return running.run(parsed)
    except (ImproperlyConfigured, ServerFailed) as failure:
        print(f"styrhus: {failure}", file=sys.stderr)
    except DatabaseError as failure:
        print(f"styrhus: Databasen svarte ikke som den skal ({failure}). Kjør «styrhus migrate».", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
