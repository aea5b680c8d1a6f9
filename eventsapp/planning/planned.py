"""What is planned, as plain values: whatever has a day. Pure."""

from dataclasses import dataclass
from datetime import date, time, timedelta

MEETING, CONSULTATION, DEADLINE = "meeting", "consultation", "deadline"
RELEASE, EDITING_WINDOW = "release", "editing window"
KINDS = (MEETING, CONSULTATION, DEADLINE, RELEASE, EDITING_WINDOW)
OPEN_ONLINE = "open online"
FIRM, PROPOSED, TENTATIVE = "firm", "prop", "tent"
STYLES = {"firm": FIRM, "proposed": PROPOSED, "intended": PROPOSED}
LONGEST_SITTING = timedelta(days=21)


@dataclass(frozen=True)
class Bar:
    """One thing of a timeline, from `starts_on` to `ends_on`, both included.

    `is_projected`: a repetition of a series, worked out and not entered by anybody; `is_offered`:
    of a series that nobody has accepted yet. `series` is the same for all members of one series.
    `certainty` is firm, proposed, intended, tentative or ask; `audience`, `mode` and `place` are
    None where nothing is stated. `scope` is the process it belongs to; None belongs to every one.
    `about` is the consultation whose document it waits for or brings out. `starts_at_time` and
    `ends_at_time` are wall times in `tz`, None where no hours are stated.
    """

    key: str
    kind: str
    title: str
    starts_on: date
    ends_on: date
    audience: str | None = None
    certainty: str = "firm"
    is_cancelled: bool = False
    is_projected: bool = False
    is_offered: bool = False
    series: str | None = None
    mode: str | None = None
    place: str | None = None
    certainty_words: str | None = None
    tz: str | None = None
    scope: str | None = None
    about: str | None = None
    starts_at_time: time | None = None
    ends_at_time: time | None = None

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise ValueError(
                f"{self.key} ends on {self.ends_on}, before its start {self.starts_on}"
            )

    @property
    def order(self) -> tuple[date, date, str, str]:
        """What a timeline is sorted by: start, end, title, key."""
        return self.starts_on, self.ends_on, self.title.casefold(), self.key

    @property
    def number(self) -> int:
        """The number of its row; repetitions have that of their series."""
        return int(self.key.split("-")[1])

    @property
    def style(self) -> str:
        """The line style of its certainty, which is also the class of the stylesheet."""
        return PROPOSED if self.is_projected else STYLES.get(self.certainty, TENTATIVE)

    @property
    def is_sitting(self) -> bool:
        """Whether people must be there on its days; not so where they come when it suits them."""
        if self.kind == MEETING:
            return True
        is_short = self.ends_on - self.starts_on < LONGEST_SITTING
        is_open = (self.audience or "").casefold() == OPEN_ONLINE
        return self.kind == CONSULTATION and is_short and not is_open

    @property
    def binds(self) -> bool:
        """Whether it asks something of people on a certain day."""
        return self.is_sitting or self.kind == DEADLINE
