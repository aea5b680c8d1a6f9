"""`eventsapp doctor`."""

import sys

import click
from flask.cli import with_appcontext

from eventsapp.operations.queries import all_checks


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Check settings, database, migrations, mail, worker, time zones and fonts; one line each.

    Exit status 1 if one of them is not well. Example: eventsapp doctor
    """
    checks = all_checks()
    for check in checks:
        click.echo(f"{'ok  ' if check.is_well else 'FAIL'}  {check.name}: {check.sentence}")
    sys.exit(0 if all(check.is_well for check in checks) else 1)
