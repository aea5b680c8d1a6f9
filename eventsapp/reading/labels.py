"""The words by which minutes mark their parts, in English, French and Spanish."""

import re
from typing import NamedTuple

MODERATOR, NOTE_TAKER, MEMBER, CHAIR = "moderator", "note_taker", "member", "chair"
PEOPLE = frozenset({MODERATOR, NOTE_TAKER, MEMBER, CHAIR})
PRINCIPLES, TITLE, PLACE, DATE, MODE = "principles", "title", "place", "date", "mode"

_FEMININE = r"(?:\(e\)|\(e\)s|·e|·es|\(a\)|/a|/as)?"
_WORDS: dict[str, tuple[str, ...]] = {
    MODERATOR: (
        r"(?:co-?)?moderators?",
        r"(?:co-?)?facilitators?",
        r"(?:room|group|session) (?:leads?|leaders?|chairs?)",
        r"(?:co-?)?mod[ée]rat(?:eur|rice)s?",
        r"(?:co-?)?animat(?:eur|rice)s?",
        r"(?:co-?)?facilitat(?:eur|rice)s?",
        r"(?:co-?)?moderador(?:a|es|as)?",
        r"(?:co-?)?facilitador(?:a|es|as)?",
    ),
    CHAIR: (
        r"(?:co-?|vice-?)?chairs?(?:persons?|man|woman)?",
        r"president",
        r"(?:co-?)?pr[ée]sident(?:e|s|es)?",
        r"(?:co-?)?presidente?a?s?",
        r"chaired by",
    ),
    NOTE_TAKER: (
        r"note[- ]?takers?",
        r"notes? (?:taken )?by",
        r"(?:co-?)?rapporteurs?",
        r"rapporteuses?",
        r"scribes?",
        r"secr[ée]taires? de (?:s[ée]ance|groupe)",
        r"prise de notes?",
        r"preneu(?:r|se)s? de notes?",
        r"relator(?:a|es|as)?",
        r"secretari[oa] de actas",
        r"toma de notas",
        r"tomador(?:a|es)? de notas",
    ),
    MEMBER: (
        r"(?:room |group )?members?(?: present)?",
        r"(?:list of )?participants?(?: list)?",
        r"attend(?:ees|ance|ed by)",
        r"(?:in attendance|present|those present)",
        r"experts?(?: present)?",
        r"panel(?:l?ists?)?",
        r"membres?(?: pr[ée]sents?)?",
        r"(?:liste des )?participant(?:e|s|es)",
        r"pr[ée]sent(?:s|es)",
        r"experte?s?",
        r"miembros?",
        r"integrantes?",
        r"(?:lista de )?participantes?",
        r"(?:asistentes?|presentes)",
        r"expert(?:o|a|os|as)",
    ),
    PRINCIPLES: (
        r"principles?(?: (?:covered|discussed|addressed|considered))?",
        r"(?:themes?|topics?|areas?|issues?) (?:covered|discussed|addressed)",
        r"principes?(?: (?:abord[ée]s?|couverts?|trait[ée]s?|examin[ée]s?))?",
        r"th[èe]mes? (?:abord[ée]s?|trait[ée]s?)",
        r"principios?(?: (?:tratados?|abordados?|cubiertos?|examinados?))?",
        r"temas? (?:tratados?|abordados?)",
    ),
    TITLE: (r"title", r"topic", r"theme", r"titre", r"th[èe]me", r"t[íi]tulo", r"tema"),
    PLACE: (r"venue", r"place", r"location", r"lieu", r"endroit", r"lugar", r"sede"),
    DATE: (r"dates?", r"fechas?", r"le"),
    MODE: (r"mode", r"format", r"modalit[ée]", r"modalidad", r"formato"),
}
# These are also ordinary words, so that a colon has to follow.
_NEEDS_COLON = frozenset({TITLE, PLACE, DATE, MODE})
_LABELS = [
    (
        role,
        re.compile(
            rf"^(?:{'|'.join(words)}){_FEMININE}(?:\s*\([^)]{{1,30}}\))?\s*"
            rf"(?::|[-–—](?=\s)|$)\s*(?P<value>.*)$"
            if role not in _NEEDS_COLON
            else rf"^(?:{'|'.join(words)})\s*:\s*(?P<value>.*)$",
            re.IGNORECASE | re.DOTALL,
        ),
    )
    for role, words in _WORDS.items()
]
_AGENDA = re.compile(
    r"^(?:(?:provisional|draft|adopted|annotated|meeting)\s+)*(?:agenda|programme|program)"
    r"(?:\s+(?:of|for)?\s*(?:the\s+)?(?:day|meeting)(?:\s*\d{1,2})?)?\s*:?$"
    r"|^(?:projet d[’'e]\s*)?ordre du jour(?:\s+provisoire)?\s*:?$"
    r"|^programme(?:\s+provisoire)?\s*:?$"
    r"|^(?:proyecto de )?orden del d[íi]a(?:\s+provisional)?\s*:?$|^(?:agenda|programa)"
    r"(?:\s+provisional)?\s*:?$",
    re.IGNORECASE,
)
_ROOM_WORDS = (
    r"(?:break-?\s?out|working|discussion|small|parallel)?\s*"
    r"(?:rooms?|groups?|breakouts?|break-outs?|salles?|groupes?(?: de travail)?|ateliers?|salas?"
    r"|grupos?(?: de trabajo)?|mesas?(?: de trabajo)?)"
)
_COUNTED = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5,
    "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5,
}  # fmt: skip
_ROOM = re.compile(
    rf"^{_ROOM_WORDS}(?:\s+(?:n[o°º]\.?\s*|#\s*)?|\s*#\s*|(?=\d))"
    rf"(?P<label>\d{{1,3}}|(?:{'|'.join(_COUNTED)})\b|(?-i:[A-Z]|[IVX]{{1,4}}))\s*"
    r"(?:(?:[:.)]|[-–—])\s*(?P<title>.*)|\((?P<bracketed>[^()]*)\)\s*:?)?$",
    re.IGNORECASE,
)
_BREAKOUTS = re.compile(
    r"\bbreak-?\s?outs?\b|\bworking groups?\b|\bgroup (?:work|discussions?)\b"
    r"|\bparallel sessions?\b"
    r"|\bgroupes? de travail\b|\btravaux? (?:de|en) groupes?\b|\bateliers?\b"
    r"|\bs[ée]ances? parall[èe]les?\b"
    r"|\bgrupos? de trabajo\b|\btrabajo en grupos?\b|\bsesiones paralelas\b",
    re.IGNORECASE,
)
_PLENARY = re.compile(
    r"^(?:back (?:to|in) )?plenary\b|^closing\b|^wrap-?\s?up\b|^next steps\b|^closure\b"
    r"|^adjournment\b"
    r"|^(?:retour en |s[ée]ance )?pl[ée]ni[èe]re\b|^cl[ôo]ture\b|^prochaines [ée]tapes\b"
    r"|^(?:sesi[óo]n )?plenaria\b|^clausura\b|^cierre\b|^pr[óo]ximos pasos\b",
    re.IGNORECASE,
)


class Labelled(NamedTuple):
    """A line that begins with a label: which one, and what follows it (perhaps nothing yet)."""

    role: str
    value: str


class RoomHeading(NamedTuple):
    """The heading of a room: its number (an int when in digits) or letter, and its title."""

    label: int | str
    title: str | None


def labelled(text: str) -> Labelled | None:
    """Return the label a line begins with and its value, or None for any other line.

    A chair counts as a moderator inside a room; the caller knows where it is.
    """
    for role, pattern in _LABELS:
        found = pattern.match(text)
        if found:
            return Labelled(role, found["value"].strip())
    return None


def is_agenda_label(text: str) -> bool:
    """Tell whether a line announces the agenda."""
    return _AGENDA.match(text) is not None


def room_heading(text: str) -> RoomHeading | None:
    """Return the room that a line is the heading of, or None.

    `Room 4 discussions` is none: after the number comes the end of the line or a separator.
    """
    found = _ROOM.match(text)
    if not found:
        return None
    written = found["label"]
    label = int(written) if written.isdigit() else _COUNTED.get(written.lower(), written)
    return RoomHeading(label, without_end(found["title"] or found["bracketed"] or "") or None)


def tells_of_breakouts(text: str) -> bool:
    """Tell whether a heading or agenda item is that of break-out rooms."""
    return _BREAKOUTS.search(text) is not None


def returns_to_plenary(text: str) -> bool:
    """Tell whether a heading can only be one of the plenary, after rooms."""
    return _PLENARY.match(text) is not None and room_heading(text) is None


def without_end(text: str) -> str:
    """Return a title without its final stop or colon."""
    return re.sub(r"[\s.:]+$", "", text).strip() if not text.endswith("...") else text.strip()


def comparable(text: str) -> str:
    """Return a heading as it is compared: case, final punctuation, `&` and spaces do not count."""
    text = re.sub(r"\s*&\s*", " and ", text.casefold())
    return " ".join(re.sub(r"[^\w]+", " ", text).split())
