#!/usr/bin/env python
"""Django's own commands, for developers. Users run `styrhus`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "styrhus.settings")
    os.environ.setdefault("STYRHUS_DATABASE_ROLE", "owner")
    execute_from_command_line(sys.argv)
