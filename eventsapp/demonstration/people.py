"""The invented people of the demonstration, and the made-up addresses of the people of the
record."""

from dataclasses import dataclass

from anyascii import anyascii


@dataclass(frozen=True)
class Invented:
    """Somebody who does not exist: everything about them is made up, and marked so."""

    name: str
    address: str
    tz: str
    organization: str
    languages: tuple[str, ...] = ("en",)


OFFICER = Invented(
    "Grace Wanjiru", "grace.wanjiru@secretariat.test", "Africa/Nairobi", "Secretariat (invented)"
)
SECOND_OFFICER = Invented(
    "Tomás Herrera", "tomas.herrera@secretariat.test", "Africa/Nairobi", "Secretariat (invented)"
)
GUESTS = (
    Invented(
        "Amina Diallo",
        "amina.diallo@guests.test",
        "Africa/Dakar",
        "Ville de Thiès (invented)",
        ("fr", "en"),
    ),
    Invented(
        "ليلى حداد",
        "leila.haddad@guests.test",
        "Asia/Amman",
        "Ministry of housing (invented)",
        ("ar", "fr"),
    ),
    Invented(
        "王芳", "wang.fang@guests.test", "Asia/Shanghai", "City network (invented)", ("zh", "en")
    ),
    Invented(
        "Łucja Żółkiewska",
        "lucja.zolkiewska@guests.test",
        "Europe/Warsaw",
        "Ministry of digital affairs (invented)",
        ("pl", "en"),
    ),
    Invented(
        "José Ñíguez Peña",
        "jose.niguez@guests.test",
        "America/Lima",
        "Network of mayors (invented)",
        ("es",),
    ),
    Invented(
        "Sukarno", "sukarno@guests.test", "Asia/Jakarta", "Planning board (invented)", ("id", "en")
    ),
    Invented(
        "Ngozi Okonkwo-Bâ",
        "ngozi.okonkwo@guests.test",
        "America/New_York",
        "Association of municipalities (invented)",
        ("en", "fr"),
    ),
)


def address_of(name: str) -> str:
    """Return a made-up address for a person of the record; nothing is known of their real one."""
    words = "".join(c if c.isalnum() else " " for c in anyascii(name).casefold()).split()
    return f"{'.'.join(words)}@people.test"
