"""Drafts: when they are released and when they are open for edits."""

from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import access
from eventsapp.documents.models import EDITING_WINDOW, RELEASE
from eventsapp.documents.queries import releases_by_day

bp = Blueprint("documents", __name__)


@bp.get("/documents")
def index() -> str:
    """List the releases and editing windows that the reader may see."""
    releases = access.seen_of(releases_by_day(), current_user)
    kinds = {RELEASE: _("release"), EDITING_WINDOW: _("editing window")}
    return render_template("documents/index.html", releases=releases, kinds=kinds)
