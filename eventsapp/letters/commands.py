"""`eventsapp letters`."""

import hashlib
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from eventsapp.errors import RuleBroken
from eventsapp.letters.queries import letter_with_hash
from eventsapp.letters.wording import day_in_words


@click.group("letters")
def group() -> None:
    """Letters that this instance has issued."""


@group.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def verify(file: Path) -> None:
    """Say whether a PDF is a letter that this instance issued, unchanged, and its state.

    Example: eventsapp letters verify IG-PCSC-2024-0001.pdf
    """
    letter = letter_with_hash(hashlib.sha256(file.read_bytes()).hexdigest())
    if letter is None:
        raise RuleBroken(
            f"{file.name} is no letter of this instance, or was changed since it was issued. "
            f"Check the code that is printed on it at {current_app.config['BASE_URL']}/verify."
        )
    click.echo(
        f"{letter.number} is {letter.state}: {letter.kind} letter to {letter.meeting.title}, "
        f"issued on {day_in_words(letter.issued_on)}."
    )
