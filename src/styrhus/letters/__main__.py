"""``python -m styrhus.letters read FILE``: the letter reader alone, without the rest of the house."""

import argparse
import sys

from styrhus.letters.command import add_actions


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m styrhus.letters", description="Leser et tildelingsbrev.")
    add_actions(parser.add_subparsers(required=True, metavar="HANDLING"))
    arguments = parser.parse_args()
    status: int = arguments.run(arguments)
    return status


sys.exit(main())
