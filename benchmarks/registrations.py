"""What a registration costs the server with 5,000 on the list, and what staff see of them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from benchmarks.instance import Instance, Reader, cookie_of, cpu_milliseconds, migrate
from benchmarks.meeting import invented_name
from benchmarks.pages import EMPTY, empty_view
from benchmarks.rows import Row
from eventsapp.accounts.models import SECRETARIAT
from eventsapp.extensions import db
from eventsapp.registrations.asked import to_fields
from eventsapp.registrations.models import PENDING, Registration, RegistrationForm
from eventsapp.registrations.opened import Opened, sign
from tests.factories import NOW, make_meeting, make_person, make_user

ON_THE_LIST = 5_000
WAYS = {"organization": "may", "function": "may", "country": "may", "category": "may"}
# Who registers in truth sits at many places; a proxy tells the server at which.
SETTINGS = {"FORWARDED_ALLOW_IPS": "127.0.0.1"}


def registrations(folder: Path, database_url: str, engine: str) -> Any:
    """Measure the form and the list of a meeting for which 5,000 people have registered."""
    empty = empty_view(folder)
    instance = Instance(folder, database_url, **SETTINGS)
    app = instance.app()
    migrate(app)
    with app.app_context():
        form_id = _make_form()
        _fill(form_id)
        cookie = cookie_of(app, make_user(make_person("Grace Wanjiru"), SECRETARIAT))
        db.session.commit()
    with instance.running("web") as server:
        stranger, officer = Reader(server.base), Reader(server.base, cookie)
        for work, ask, aim in (
            ("registration form shown", lambda: stranger.get("/register/benchmark"), ""),
            ("registration sent", _sender(stranger, form_id, instance), "≤ 8 ms"),
            ("list of registrations", lambda: officer.get("/meetings/egm-9/registrations"), ""),
        ):
            value = cpu_milliseconds(server, ask, 100)
            yield Row(f"{engine}: {work}, 5,000 on the list", value, "ms CPU", aim, empty, EMPTY)


def _sender(reader: Reader, form_id: int, instance: Instance) -> Callable[[], None]:
    """Return what sends the form once, each time as somebody else from elsewhere."""
    numbers = count(ON_THE_LIST)
    key = instance.environment["SECRET_KEY"]

    def send() -> None:
        number = next(numbers)
        at = datetime.now(UTC) - timedelta(minutes=4)
        typed = {
            "opened": sign(Opened(form_id, f"sent {number}", at), key),
            "printed_name": invented_name(number),
            "email": f"sent{number}@example.test",
            "organization": "City of Nairobi",
            "function": "Planner",
            "country": "Kenya",
            "category": "lrg",
            "listed": "y",
        }
        place = f"10.1.{number // 250 % 250}.{number % 250}"
        reader.post("/register/benchmark", typed, X_Forwarded_For=place)

    return send


def _make_form() -> int:
    meeting = make_meeting(
        "egm-9", number=9, starts_on=date(2097, 1, 22), ends_on=date(2097, 1, 23), place="Baku"
    )
    form = RegistrationForm(
        meeting=meeting,
        token="benchmark",
        tz=meeting.tz,
        purpose="To prepare the meeting.",
        fields=to_fields(WAYS),
        most_people=100,
    )
    db.session.add(form)
    db.session.commit()
    return form.id


def _fill(form_id: int) -> None:
    rows = [
        {
            "form_id": form_id,
            "client_key": f"key {number}",
            "token_hash": f"hash {number}",
            "email": f"person{number}@example.test",
            "printed_name": invented_name(number),
            "state": PENDING,
            "country": "KE",
            "category": "lrg",
            "facts": {"organization": "City of Nairobi"},
            "received_at": NOW,
            "confirmed_at": NOW,
        }
        for number in range(ON_THE_LIST)
    ]
    db.session.execute(insert(Registration), rows)
    db.session.execute(text("ANALYZE"))
    db.session.commit()
