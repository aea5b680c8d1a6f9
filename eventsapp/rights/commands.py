"""`eventsapp people purge`: what is due to be deleted, and deleting it now."""

import click
from flask.cli import with_appcontext

from eventsapp.clock import utcnow
from eventsapp.extensions import db
from eventsapp.imports.commands import group as group
from eventsapp.rights.rules import RULES
from eventsapp.rights.saving import count_due, purge


@group.command("purge")
@click.option("--dry-run", is_flag=True, help="Delete nothing; say what is due.")
@with_appcontext
def purge_people(dry_run: bool) -> None:
    """Delete what is kept no longer by the rules of retention, and say how many.

    The worker does the same once a day.

    Example: eventsapp people purge --dry-run
    """
    now = utcnow()
    counts = count_due(now.date()) if dry_run else _purged()
    for rule in RULES:
        if counts[rule.name]:
            click.echo(f"{counts[rule.name]:>6}  {rule.what} ({rule.after})")
    if dry_run or not any(counts.values()):
        click.echo("Nothing was deleted.")


def _purged() -> dict[str, int]:
    counts = {}
    for rule in RULES:
        counts[rule.name] = purge(rule, now=utcnow())
        db.session.commit()
    return counts
