"""The `eventsapp` command. Each package brings its own group in `commands.py`."""

import os
import re
import sys
from datetime import datetime
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import FlaskGroup, ScriptInfo, with_appcontext

from eventsapp import create_app, resources
from eventsapp.commands import PLACES, load_command
from eventsapp.errors import RuleBroken


class EventsApp(FlaskGroup):
    """The command, whose failures are one sentence on standard error.

    Exit status 0: done; 1: refused; 2: wrong usage.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, without loading them."""
        return sorted(PLACES)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return one command, without making the app: `demo` makes its own."""
        return load_command(name)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command and turn refusals into sentences."""
        try:
            return super().main(*args, **kwargs)
        except RuleBroken as refusal:
            click.echo(str(refusal), err=True)
            sys.exit(1)
        except resources.config_module().SettingError as error:
            click.echo(str(error), err=True)
            sys.exit(1)


def make_app() -> Flask:
    """Return the app of this command: an ordinary instance, or the demonstration."""
    is_demonstration = os.environ.get("EVENTSAPP_DEMONSTRATION") == "1"
    app = create_app(**({"IS_DEMONSTRATION": True} if is_demonstration else {}))
    app.config["IS_WRITER"] = True
    return app


@click.group(
    cls=EventsApp,
    create_app=make_app,
    add_default_commands=False,
    add_version_option=False,
    set_debug_flag=False,
    load_dotenv=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(
    resources.product_version(), prog_name="eventsapp", message="%(prog)s %(version)s"
)
def eventsapp() -> None:
    """Run expert group meetings: the record, rooms, reminders, calendars, letters."""


@click.command()
@click.pass_context
def serve(context: click.Context) -> None:
    """Start web and worker together, on one machine.

    Example: PORT=8080 eventsapp serve
    """
    from eventsapp.demonstration.services import keep_apart
    from eventsapp.serving import bring_up_to_date, serve_both

    app = context.ensure_object(ScriptInfo).load_app()
    bring_up_to_date(app)
    with app.app_context():
        keep_apart(is_demonstration=app.config["IS_DEMONSTRATION"])
    _greet(app)
    serve_both(app)


def _greet(app: Flask) -> None:
    from eventsapp.accounts.queries import first_token, has_no_users

    with app.app_context():
        base = app.config["BASE_URL"]
        click.echo(f"eventsapp runs at {base} (stop with Ctrl-C)")
        if has_no_users():
            click.echo(f"Make the first administrator: {base}/welcome/{first_token()}")


@click.command()
@click.pass_context
def web(context: click.Context) -> None:
    """Start the web server alone. Example: eventsapp web"""
    from eventsapp.serving import WebServer

    app = context.ensure_object(ScriptInfo).load_app()
    app.config["IS_WRITER"] = False
    WebServer(app).run()


@click.command()
@click.pass_context
def worker(context: click.Context) -> None:
    """Start one worker: it sends mail and reminders. Example: eventsapp worker"""
    from eventsapp.serving import stop_with_parent
    from eventsapp.worker import run

    stop_with_parent()
    run(context.ensure_object(ScriptInfo).load_app())


@click.command("run-jobs")
@click.option(
    "--now", metavar="ISO8601", help="As if it were this moment, for example 2024-10-01T06:00Z."
)
@with_appcontext
def run_jobs(now: str | None) -> None:
    """Run each scheduled job once; for cron and for tests.

    Example: eventsapp run-jobs --now 2024-10-01T06:00:00+00:00
    """
    from eventsapp.worker import run_jobs as run_each

    failed = run_each(current_app._get_current_object(), _moment(now))  # type: ignore[attr-defined]
    for sentence in failed:
        click.echo(sentence, err=True)
    sys.exit(1 if failed else 0)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(re.sub(r"[zZ]$", "+00:00", text))
    except ValueError:
        raise click.BadParameter(
            f"“{text}” is not a moment; write it like 2024-10-01T06:00Z.", param_hint="--now"
        ) from None
    if moment.tzinfo is None:
        raise click.BadParameter(
            f"“{text}” has no time zone; write it like 2024-10-01T06:00Z.", param_hint="--now"
        )
    return moment


def main() -> None:
    """Run the command; the entry point of the installed script."""
    eventsapp()
