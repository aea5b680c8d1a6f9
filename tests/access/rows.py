"""What a row is, and the seven kinds of visitor."""

from dataclasses import dataclass, field

from tests.scenes import Scene

STRANGER, EXPERT, OFFICER, ADMIN = "stranger", "expert", "secretariat", "administrator"
OTHER_MEMBER, OTHER_MODERATOR, OWN_MODERATOR = "member 2", "moderator 2", "moderator 1"
VISITORS = (STRANGER, EXPERT, OTHER_MEMBER, OTHER_MODERATOR, OWN_MODERATOR, OFFICER, ADMIN)

EVERYBODY = frozenset(VISITORS)
SIGNED_IN = EVERYBODY - {STRANGER}
STAFF = frozenset({OFFICER, ADMIN})
ROOM_1 = STAFF | {OWN_MODERATOR}
ROUND_1 = STAFF | {OWN_MODERATOR, OTHER_MODERATOR, OTHER_MEMBER}
OWNER = STAFF | {EXPERT}
HOLDER = frozenset({EXPERT})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Row:
    """One address: who gets in, and what is sent along."""

    endpoint: str
    path: str
    who: frozenset[str]
    method: str = "GET"
    form: dict[str, str] = field(default_factory=dict)


def both(endpoint: str, path: str, who: frozenset[str]) -> list[Row]:
    """A form: shown and sent at one address."""
    return [Row(endpoint, path, who), Row(endpoint, path, who, "POST")]


def post(endpoint: str, path: str, who: frozenset[str], **form: str) -> Row:
    return Row(endpoint, path, who, "POST", form)


def ids(scene: Scene) -> dict[str, int]:
    return {word: row.id for word, row in scene.rows.items()}
