#!/usr/bin/env python3
"""Django's command-line utility for administrative tasks."""

import os
import sys

from config import bootstrap


def main():
    """Run administrative tasks."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    bootstrap.enter(sys.argv)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
