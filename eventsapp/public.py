"""The mark that opens a view to people who have not signed in. A leaf, so that any package may
use it."""

from collections.abc import Callable
from typing import Any, TypeVar

PUBLIC = "__public__"
View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Open a view to everybody; without this mark a stranger is sent to sign-in."""
    setattr(view, PUBLIC, True)
    return view


def is_public(view: Callable[..., Any] | None) -> bool:
    """Return whether a view carries the mark."""
    return getattr(view, PUBLIC, False)
