"""Where each command is, for `eventsapp …` and for `flask --app eventsapp …` alike.

A command is loaded when it is called, so that a start stays light.
"""

from importlib import import_module

import click
from flask.cli import AppGroup

PLACES = {
    "breakouts": "eventsapp.breakouts.commands:group",
    "db": "flask_migrate.cli:db",
    "demo": "eventsapp.demonstration.commands:demo",
    "doctor": "eventsapp.operations.commands:doctor",
    "letters": "eventsapp.letters.commands:group",
    "minutes": "eventsapp.minutes.commands:group",
    "people": "eventsapp.rights.commands:group",
    "run-jobs": "eventsapp.cli:run_jobs",
    "serve": "eventsapp.cli:serve",
    "sign-in-link": "eventsapp.accounts.commands:sign_in_link",
    "user": "eventsapp.accounts.commands:user",
    "web": "eventsapp.cli:web",
    "worker": "eventsapp.cli:worker",
}


def load_command(name: str) -> click.Command | None:
    """Return a command of ours, or None if there is none of that name."""
    if name not in PLACES:
        return None
    module, _, attribute = PLACES[name].partition(":")
    command: click.Command = getattr(import_module(module), attribute)
    return command


class Commands(AppGroup):
    """The commands of the app, as `flask --app eventsapp` finds them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, without loading them."""
        return sorted(PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, loaded now."""
        return load_command(cmd_name)
