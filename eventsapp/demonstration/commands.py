"""`eventsapp demo`: what `make demo` calls."""

import os
import sys

import click

from eventsapp import create_app
from eventsapp.accounts.jobs import sign_in_address
from eventsapp.accounts.services import ask_for_link
from eventsapp.clock import real_utcnow
from eventsapp.demonstration.dialogue import ASKED, guests
from eventsapp.demonstration.people import GUESTS, OFFICER, address_of
from eventsapp.demonstration.services import fill, is_filled, keep_apart, show_to
from eventsapp.extensions import db


@click.command()
def demo() -> None:
    """Start the demonstration: the record of EGM 2 and a clock that begins on 28 September 2024.

    Example: eventsapp demo
    """
    from eventsapp.serving import bring_up_to_date, serve_both

    os.environ["EVENTSAPP_DEMONSTRATION"] = "1"
    app = create_app(IS_DEMONSTRATION=True)
    app.config["IS_WRITER"] = True
    bring_up_to_date(app)
    with app.app_context():
        keep_apart(is_demonstration=True)
        if not is_filled():
            fill(real_utcnow(), app.config["ORGANIZATION"])
            db.session.commit()
        links = _links()
        db.session.commit()
        db.engine.dispose()
    click.echo(f"The demonstration runs at {app.config['BASE_URL']} (stop with Ctrl-C).")
    for text, link in links:
        click.echo(f"  {text}:\n    {link}")
    click.echo(
        "Links work once, for 20 minutes; start again for new ones. Mail is read under /mail."
    )
    sys.stdout.flush()
    serve_both(app)


def _address_in_dialogue(name: str) -> str:
    return next(one.address for one in guests() if one.name == name)


def _links() -> list[tuple[str, str]]:
    """Return a sign-in link for each role, with a sentence for whom it is."""
    moderator, expert = show_to()
    people = [
        (f"Secretariat officer ({OFFICER.name}, invented)", OFFICER.address),
        (f"Moderator ({moderator}, of the record)", address_of(moderator)),
        (f"Expert ({expert}, of the record)", address_of(expert)),
        (f"Expert for letters ({GUESTS[0].name}, invented)", GUESTS[0].address),
        (f"Expert of the dialogue ({ASKED}, invented)", _address_in_dialogue(ASKED)),
    ]
    links = []
    for text, address in people:
        link = ask_for_link(address, next_page=None, real_now=real_utcnow())
        if link is not None:
            links.append((text, sign_in_address(link.id)))
    return links
