"""What every test may ask for: `app`, `client`, `signed_in_as`, `outbox`, `NOW` on both engines.

`app` is bound to an empty database and its context is open, so a test may call services at once.
Each request of `client` commits what the test prepared and then runs apart from it, as a real one
would.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask_migrate import upgrade
from hypothesis import settings as hypothesis_settings
from sqlalchemy import event, select

from eventsapp import create_app
from eventsapp.extensions import db
from tests import factories
from tests.databases import (
    ENGINES,
    Database,
    postgresql_database,
    postgresql_server,
    sqlite_database,
)
from tests.visitors import Visitor, signed_in_session

# The same examples every time: a failure must be seen by whoever caused it.
hypothesis_settings.register_profile("tests", deadline=None, derandomize=True)
hypothesis_settings.load_profile("tests")

FIELD_KEY = Fernet.generate_key().decode()


@pytest.fixture(params=ENGINES)
def engine(request):
    """The name of the engine; whatever asks for it runs once on each."""
    return request.param


@pytest.fixture(scope="session")
def new_database(tmp_path_factory):
    """Make a database without tables: `new_database("sqlite")`. It goes when the tests end."""
    servers = []
    with ExitStack() as stack:

        def make(engine: str) -> Database:
            if engine == "sqlite":
                return stack.enter_context(sqlite_database(tmp_path_factory.mktemp("sqlite")))
            if not servers:
                servers.append(stack.enter_context(postgresql_server()))
            return stack.enter_context(postgresql_database(servers[0]))

        yield make


@pytest.fixture(scope="session")
def migrated(new_database):
    """Give the one migrated database of an engine: `migrated("postgresql")`."""
    made: dict[str, Database] = {}

    def database_of(engine: str) -> Database:
        if engine not in made:
            made[engine] = new_database(engine)
            _make_tables(made[engine])
        return made[engine]

    return database_of


def _make_tables(database: Database) -> None:
    app = create_app(TESTING=True, SQLALCHEMY_DATABASE_URI=database.address)
    with app.app_context():
        if any((Path(app.extensions["migrate"].directory) / "versions").glob("*.py")):
            upgrade()
        else:
            db.create_all()
        db.engine.dispose()


@pytest.fixture
def database(engine, migrated):
    """A migrated database of one engine, without a row."""
    database = migrated(engine)
    database.empty()
    return database


def new_app(database, folder, **changes):
    """Make an app on this database, its instance in this folder."""
    given = {
        "TESTING": True,
        "SECRET_KEY": "a key only for tests",
        "FIELD_KEYS": (FIELD_KEY,),
        "SQLALCHEMY_DATABASE_URI": database.address,
        "MAIL_FROM": "secretariat@eventsapp.test",
        "CALENDAR_DOMAIN": "eventsapp.test",
        "DEFAULT_TZ": "Africa/Nairobi",
        "LANGUAGES": ("en",),
        **kept_in(folder),
    }
    app = create_app(**{**given, **changes})
    app.test_client_class = Visitor
    return app


def kept_in(folder):
    return {"INSTANCE_DIR": folder, "MAIL_URL": f"file:{folder / 'outbox'}"}


@pytest.fixture(scope="session")
def shared_app(migrated, tmp_path_factory):
    """Give the one app of an engine: its routes, templates and statements are compiled once."""
    made = {}

    def app_of(engine):
        if engine not in made:
            made[engine] = new_app(migrated(engine), tmp_path_factory.mktemp("instance"))
        return made[engine]

    return app_of


@pytest.fixture
def app(database, engine, shared_app, tmp_path):
    """The app on an empty database, its context open for services and queries.

    A test may change its settings, but not add to it; for that there is `own_app`.
    """
    app = shared_app(engine)
    settings, extensions = dict(app.config), dict(app.extensions)
    app.config.update(kept_in(tmp_path))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    for kept, before in ((app.config, settings), (app.extensions, extensions)):
        kept.clear()
        kept.update(before)


@pytest.fixture
def make_app(database, tmp_path):
    """Make an app on the test's database with other settings: `make_app(LANGUAGES=("ar",))`."""
    made = []

    def make(**changes):
        made.append(new_app(database, tmp_path, **changes))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def own_app(make_app):
    """An app of this test alone, to which it may add routes; its context is open."""
    app = make_app()
    with app.app_context():
        yield app


@pytest.fixture
def client(app):
    """A visitor who has not signed in."""
    return app.test_client()


@pytest.fixture
def signed_in_as(app):
    """Give a visitor who has signed in: `signed_in_as(user).get("/")`."""

    def visitor(user):
        db.session.commit()
        client = app.test_client()
        signed_in = signed_in_session(app, client.environ_base, user)
        with client.session_transaction() as cookie:
            cookie.update(signed_in)
        return client

    return visitor


class Outbox(Sequence):
    """The e-mails that were queued, oldest first, read anew each time it is looked at."""

    def __init__(self, folder: Path):
        self.folder = folder

    def __getitem__(self, index):
        return self._messages()[index]

    def __len__(self):
        return len(self._messages())

    def _messages(self):
        from eventsapp.mail.models import Message

        return list(db.session.scalars(select(Message).order_by(Message.id)))

    @property
    def delivered(self):
        """The e-mails that left the house, as the receiver's program parses them."""
        parser = BytesParser(policy=policy.default)
        return [parser.parsebytes(path.read_bytes()) for path in sorted(self.folder.rglob("*.eml"))]


@pytest.fixture
def outbox(app, tmp_path):
    """The e-mails of the test: `outbox[0].recipient`, `outbox.delivered[0]["Subject"]`."""
    return Outbox(tmp_path / "outbox")


@pytest.fixture(name="NOW")
def now():
    """The moment at which the tests live; `tests.factories.NOW` is the same."""
    return factories.NOW


@pytest.fixture
def questions(app):
    """Count what is asked of the database: `questions(lambda: …)`.

    `verb="SELECT"` counts what is read: a row with a version is written by itself.
    """

    def count(act, verb=""):
        asked = []

        def note(*facts):
            asked.append(facts[2])

        db.session.commit()
        event.listen(db.engine, "before_cursor_execute", note)
        act()
        event.remove(db.engine, "before_cursor_execute", note)
        return sum(one.startswith(verb) for one in asked)

    return count
