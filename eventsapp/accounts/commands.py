"""`eventsapp user` and `eventsapp sign-in-link`."""

import click
from flask.cli import with_appcontext

from eventsapp.accounts.jobs import sign_in_address
from eventsapp.accounts.models import ROLES
from eventsapp.accounts.services import ask_for_link, create_user
from eventsapp.clock import real_utcnow, utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db


@click.group()
def user() -> None:
    """Accounts of the secretariat."""


@user.command("create")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What this person may do.")
@click.option("--name", help="The printed name; without it, what stands before the @.")
@with_appcontext
def create(email: str, role: str, name: str | None) -> None:
    """Give a person a role, entering them if they are new.

    Example: eventsapp user create grace@example.org --role secretariat --name "Grace Wanjiru"
    """
    made = create_user(email, role, now=utcnow(), name=name)
    db.session.commit()
    click.echo(f"{made.person.printed_name} <{email}> is {role}.")


@click.command("sign-in-link")
@click.argument("email")
@with_appcontext
def sign_in_link(email: str) -> None:
    """Print a one-time link that signs this person in; it works for 20 minutes.

    Example: eventsapp sign-in-link grace@example.org
    """
    link = ask_for_link(email, next_page=None, real_now=real_utcnow())
    if link is None:
        raise RuleBroken(
            f"Nobody here has the address {email}. Enter the person first: "
            f"eventsapp user create {email} --role secretariat"
        )
    address = sign_in_address(link.id)
    db.session.commit()
    click.echo(address)
