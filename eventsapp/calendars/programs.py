"""Which calendar program fetched a feed, by the name it gives itself. Pure."""

import re

# The first that fits counts, so the more special one stands first.
_KNOWN = (
    ("google", "Google Calendar"),
    ("outlook", "Outlook"),
    ("microsoft", "Outlook"),
    ("thunderbird", "Thunderbird"),
    ("dataaccessd", "Apple Calendar"),
    ("calendaragent", "Apple Calendar"),
    ("macos", "Apple Calendar"),
    ("ios/", "Apple Calendar"),
    ("nextcloud", "Nextcloud"),
    ("icsx5", "ICSx⁵"),
    ("vdirsyncer", "vdirsyncer"),
    ("proton", "Proton Calendar"),
    ("yahoo", "Yahoo Calendar"),
)
_FIRST_WORD = re.compile(r"[A-Za-z][A-Za-z0-9 ._-]{0,39}")


def program_name(user_agent: str | None) -> str | None:
    """Return the name people know, else the first word the program says, if it says one."""
    said = (user_agent or "").lower()
    for part, name in _KNOWN:
        if part in said:
            return name
    word = _FIRST_WORD.match((user_agent or "").split("/")[0].strip())
    return word.group().strip() if word else None
