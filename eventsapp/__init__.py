"""eventsapp: expert group meetings, from the minutes of the last to the letters for the next."""

import zoneinfo
from importlib import import_module
from typing import Any

# The tzdata package must win over an older database of the system, or some zones are an hour wrong.
zoneinfo.reset_tzpath([])

from flask import Flask  # noqa: E402

from eventsapp import access, commands, database, errors, formats, headers, incoming, resources  # noqa: E402
from eventsapp.extensions import babel, compress, csrf, db, login_manager  # noqa: E402

PACKAGES = (
    "mail",
    "history",
    "people",
    "accounts",
    "merging",
    "imports",
    "reminders",
    "meetings",
    "papers",
    "documents",
    "placing",
    "breakouts",
    "rounds",
    "boards",
    "plans",
    "rules",
    "themes",
    "rooms",
    "letters",
    "agendas",
    "invitations",
    "sessions",
    "polls",
    "answering",
    "fairtimes",
    "consultations",
    "drafts",
    "hearings",
    "windows",
    "submissions",
    "series",
    "comments",
    "commenting",
    "answers",
    "matrices",
    "markup",
    "releases",
    "following",
    "registrations",
    "announcing",
    "admissions",
    "registered",
    "questions",
    "attendance",
    "minutes",
    "calendars",
    "planning",
    "clashes",
    "record",
    "reports",
    "registry",
    "organizations",
    "nominations",
    "labels",
    "consents",
    "participants",
    "figures",
    "mixing",
    "programmes",
    "lists",
    "logbook",
    "held",
    "erasing",
    "rights",
    "home",
    "operations",
    "demonstration",
)


def create_app(**overrides: Any) -> Flask:
    """Return the application: settings, extensions, blueprints, error pages.

    `overrides` replace settings before anything reads them (for tests and the demonstration).
    Raises `SettingError` with the name of the setting when one is nonsense.
    """
    app = errors.QuietFlask(
        "eventsapp",
        template_folder=str(resources.folder("templates")),
        static_folder=str(resources.PACKAGE / "static"),
    )
    app.config.from_object(_settings(overrides))
    app.config.from_mapping(overrides)
    incoming.register(app)
    _start_extensions(app)
    for name in PACKAGES:
        import_module(f"eventsapp.{name}.models") if _has(name, "models") else None
        if _has(name, "views"):
            app.register_blueprint(import_module(f"eventsapp.{name}.views").bp)
    app.cli = commands.Commands(app.name)
    access.register(app)
    errors.register(app)
    formats.register(app)
    headers.register(app)
    return app


def _settings(overrides: dict[str, Any]) -> object:
    config = resources.config_module()
    if overrides.get("TESTING"):
        return config.TestConfig()
    return config.DemonstrationConfig() if overrides.get("IS_DEMONSTRATION") else config.Config()


def _has(package: str, module: str) -> bool:
    return (resources.PACKAGE / package / f"{module}.py").is_file()


def _start_extensions(app: Flask) -> None:
    db.init_app(app)
    database.register(app)
    login_manager.init_app(app)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=formats.choose_locale)
    compress.init_app(app)
