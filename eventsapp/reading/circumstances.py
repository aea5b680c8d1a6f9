"""What a clause says about a promise besides its date: for whom, how, where, how certain."""

import re
from collections.abc import Iterable

from eventsapp.reading.datewords import MONTHS, WEEKDAYS

ONLINE, IN_PERSON, HYBRID, IN_DOCUMENT = "online", "in person", "hybrid", "in the document"
FIRM, PROPOSED, INTENDED, TENTATIVE, ASK = "firm", "proposed", "intended", "tentative", "ask"
EXPERTS, REGIONAL, OPEN_ONLINE, INTERNAL = "experts", "regional", "open online", "internal"
PRIVATE_SECTOR, LOCAL_GOVERNMENTS = "private sector", "local and regional governments"
INTERNATIONAL = "international organisations"

CONSULTATION_WORD = r"(?:consultations?|consultas?)"


def _any(*patterns: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), flags)


# "Told members of …", "A informé les experts de …": who was told is not whom the thing is for.
_REPORTED_TO = _any(
    r"^(?:informed|briefed|reminded|told|notified|updated|advised)\s+(?:[\w-]+\s+){1,5}?"
    r"(?:on|that|about|of)\s+",
    r"^(?:a\s+|ont\s+)?(?:inform[ée]|rappel[ée]|avis[ée])\s+(?:\w+\s+){1,4}?"
    r"(?:de|du|des|sur|que)\s+",
    r"^(?:se\s+)?(?:inform[óo]|record[óo]|avis[óo])\s+(?:\w+\s+){1,4}?(?:de|del|sobre|que)\s+",
)
_REPORTING = _any(
    r"^(?:announced|noted|mentioned|proposed|reported|confirmed|stated|suggested|recommended|agreed"
    r"|indicated|added|explained|said|encouraged|requested|urged|informed|briefed|reminded)"
    r"(?:\s+(?:that|on|about|of))?\s+",
    r"^(?:a\s+|ont\s+)?(?:annonc[ée]|not[ée]|propos[ée]|indiqu[ée]|confirm[ée]|pr[ée]cis[ée]|rappel[ée])"
    r"(?:\s+(?:que|de|sur))?\s+",
    r"^(?:se\s+)?(?:anunci[óo]|se[ñn]al[óo]|propuso|indic[óo]|confirm[óo]|record[óo])"
    r"(?:\s+(?:que|de|sobre))?\s+",
)

_AUDIENCES = (
    (
        LOCAL_GOVERNMENTS,
        _any(
            r"\blocal (?:and|&) regional governments?\b",
            r"\b(?-i:LRGs?)\b",
            r"\blocal (?:governments?|authorities)\b",
            r"\b(?:gouvernements|collectivit[ée]s|autorit[ée]s) (?:local|territorial)es\b",
            r"\bgobiernos locales\b",
            r"\bautoridades locales\b",
        ),
    ),
    (
        INTERNATIONAL,
        _any(
            r"\binternational organi[sz]ations?\b",
            r"\b(?-i:IOs?)\b",
            r"\borgani[sz]ations internationales\b",
            r"\borganizaciones internacionales\b",
        ),
    ),
    (
        REGIONAL,
        _any(
            rf"\bregional (?:\w+ )?(?:{CONSULTATION_WORD}|meetings?|workshops?)\b",
            rf"\b(?:{CONSULTATION_WORD}|r[ée]unions?|ateliers?|reuni[óo]n(?:es)?|talleres)"
            r" (?:r[ée]gionales?|regionales?)\b",
        ),
    ),
    (
        PRIVATE_SECTOR,
        _any(
            r"\bprivate(?:[- ]sector|(?: \w+)? stakeholders?| companies)\b",
            r"\bsecteur priv[ée]\b",
            r"\bsector privado\b",
        ),
    ),
    (
        INTERNAL,
        _any(
            rf"\binternal (?:[\w-]+ )?{CONSULTATION_WORD}\b",
            rf"\b{CONSULTATION_WORD} intern[ae]s?\b",
        ),
    ),
    (EXPERTS, _any(r"\bexperts?\b", r"\bexpert[oa]s?\b", r"\bexpertes?\b", r"\b(?-i:EGMs?)\b")),
)
_WITH = re.compile(
    rf"{CONSULTATION_WORD}\b(?:\s+[\w-]+){{0,4}}?\s+(?:with|of|avec|con)\s+"
    r"(?:the\s+|les?\s+|la\s+|los\s+|las\s+|el\s+)?(?P<whom>[^\W\d_][\w’' -]*?)"
    r"(?=\s+(?:on|in|for|from|to|by|at|opens?|closes?|starts?|begins?|ends?|takes?|is|are|will|would|scheduled|planned|between|which|that"
    r"|le|du|en|el|del|à)\b|\s*[.,;(]|\s*$)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"((?:[^\W\d_][\w’'-]*\s+){{1,4}}){CONSULTATION_WORD}\b",
    re.IGNORECASE,
)
_NO_AUDIENCE_TEXT = """
    a an the of on for in with and or to that some any our its their this these those next first
    second third fourth last final further future upcoming planned proposed intended scheduled
    tentative online virtual physical in-person person face-to-face hybrid open public draft written
    global additional two three four several various diverse held hold conduct conducted organise
    organised organize organized launch launched announced announce noted mentioned during after
    before about following ongoing separate informal formal is are be will would une la le les des
    prochaine prochaines une el los las una próxima próximas second joint dedicated wider broad
    broader thematic stakeholder multi-stakeholder"""
_NO_AUDIENCE = frozenset(_NO_AUDIENCE_TEXT.split())
_DOER = re.compile(
    r"\b(?P<who>(?-i:[A-ZÀ-Þ][\w’'-]*\s+[A-ZÀ-Þ][\w’'-]*)"
    r"|[^\W\d_][\w’'-]*(?:\s+and\s+[^\W\d_][\w’'-]*)?)\s+"
    r"(?:should|shall|must|will|would|are (?:asked|invited|requested|expected) to|have until|to"
    r"|need to"
    r"|doivent|devront|sont invit[ée]s|deben|deber[áa]n)\s+"
    r"(?:have\s+)?(?:submit|provide|send|share|comment|give|forward|register|confirm|return|review"
    r"|nominate|envoyer|transmettre|soumettre|enviar|presentar|remitir)",
    re.IGNORECASE,
)
_NO_DOERS_TEXT = "it this that they we he she who which time opportunity chance deadline comments"
_NO_DOERS = frozenset(_NO_DOERS_TEXT.split())

_MODES = (
    (HYBRID, _any(r"\bhybrid\b", r"\bhybrides?\b", r"\bh[íi]brid[oa]s?\b")),
    (
        IN_DOCUMENT,
        _any(
            r"\b(?:in|within|into|on) the (?:\w+ )?(?:document|draft|text)\b",
            r"\bdans le (?:document|projet|texte)\b",
            r"\ben el (?:documento|borrador|texto)\b",
        ),
    ),
    (
        ONLINE,
        _any(
            r"\bon-?line\b",
            r"\bvirtual(?:ly)?\b",
            r"\bwebinars?\b",
            r"\bremote(?:ly)?\b",
            r"\b(?-i:Zoom|Teams|Webex)\b",
            r"\ben ligne\b",
            r"\bvirtuel(?:le)?s?\b",
            r"\bwebinaires?\b",
            r"\ben l[íi]nea\b",
        ),
    ),
    (
        IN_PERSON,
        _any(
            r"\bphysical(?:ly)?\b",
            r"\bin[- ]person\b",
            r"\bface[- ]to[- ]face\b",
            r"\bon-?site\b",
            r"\b(?:en )?pr[ée]sentiel(?:le)?s?\b",
            r"\bpresencial(?:es)?\b",
        ),
    ),
)
_CERTAINTIES = (
    (
        TENTATIVE,
        _any(
            r"\b(?:may|might|could)\s+(?:\w+\s+)?be\s+\w+",
            r"\b(?:may|might)\s+[a-z]+",
            r"\btentative(?:ly)?\b",
            r"\bto be confirmed\b",
            r"\b(?-i:TBC|tbc)\b",
            r"\bpossibl[ye]\b",
            r"\bperhaps\b",
            r"\bprovisional(?:ly)?\b",
            r"\bpourrai(?:t|ent)\s+\w+(?:\s+\w+)?",
            r"\bà confirmer\b",
            r"\bpodr[íi]an?\s+\w+",
            r"\bpor confirmar\b",
        ),
    ),
    (
        PROPOSED,
        _any(
            r"\bpropos(?:ed|es|al|als|ing)\b",
            r"\bsuggest(?:ed|s|ion)\b",
            r"\brecommended\b",
            r"\bpropos(?:é|e)(?:e|s|es)?\b",
            r"\bproposition\b",
            r"\bpropuest[oa]s?\b",
            r"\bpropuso\b",
            r"\bpropone(?:n)?\b",
            r"\bsugiri[óo]\b",
        ),
    ),
    (
        INTENDED,
        _any(
            r"\bintend(?:ed|s)\b",
            r"\bplan(?:ned|s|ning)\b",
            r"\bexpect(?:ed|s)\b",
            r"\bforeseen\b",
            r"\benvisaged\b",
            r"\baims?\b",
            r"\bpr[ée]vu(?:e|s|es)?\b",
            r"\benvisag[ée](?:e|s|es)?\b",
            r"\bprevist[oa]s?\b",
            r"\bplanead[oa]s?\b",
        ),
    ),
)
_PLACE_NAME = (
    r"(?P<place>[A-ZÀ-Þ][\w'’-]*(?:(?:,\s+|\s+(?:(?:de|da|do|del|of|al|el|la)\s+)?)"
    r"[A-ZÀ-Þ][\w'’-]*){0,4})"
)
_PLACE_AFTER = re.compile(rf"^\s*,?\s*(?:in|at|à|au|aux|en)\s+(?:the\s+|la\s+)?{_PLACE_NAME}")
_PLACE_BEFORE = re.compile(
    rf"\b(?:in|at|à|au|aux|en)\s+(?:the\s+|la\s+)?{_PLACE_NAME}\s*,?\s*"
    r"(?:on|from|for|between|du|le|el|del|los|des)?(?:\s+the)?\s*$"
)
_PLACE_OF_MEETING = re.compile(
    r"\b(?:EGM|[Mm]eetings?|[Ss]essions?|[Cc]onsultations?|[Ww]orkshops?|held|place|r[ée]union|ateliers?"
    rf"|reuni[óo]n|taller)\s+(?:in|at|à|au|aux|en)\s+(?:the\s+|la\s+)?{_PLACE_NAME}"
)
# "3–4 December, Geneva (tbc)" and "the workshop (Bangkok, 12-13 August)".
_PLACE_LISTED_AFTER = re.compile(rf"^\s*,\s*{_PLACE_NAME}(?=\s*(?:$|[.;(]))")
_PLACE_LISTED_BEFORE = re.compile(rf"[(:]\s*{_PLACE_NAME},\s*$")
_NO_PLACES = frozenset({"english", "french", "spanish", "arabic", "russian", "chinese", "person"})


def without_reporting(text: str) -> str:
    """Return a sentence without its reporting verb and whom it told: `Told members of`."""
    shorter = _REPORTED_TO.sub("", text, count=1)
    return shorter if shorter != text else _REPORTING.sub("", text, count=1)


def audience_of(clause: str, *, kind: str | None, mode: str | None) -> str | None:
    """Return whom a thing is for, in the words of the interface; None where the clause is silent.

    Groups with a word of their own come first; then whom a consultation is with or what stands
    before it, or who has to do the thing. An online consultation that names nobody is open to all.
    """
    clause = _REPORTED_TO.sub("", clause, count=1)
    doer = _doer(clause) if kind == "deadline" else None
    if doer:
        return (known_audiences(doer) or [doer.lower()])[0]
    known = known_audiences(clause)
    if known:
        return known[0]
    if kind == "consultation":
        with_whom = _WITH.search(clause)
        if with_whom:
            return with_whom["whom"].strip().lower()
        before = _described_audience(clause)
        if before:
            return before
        return OPEN_ONLINE if mode == ONLINE else None
    return None


def _doer(clause: str) -> str | None:
    """Return who has to do something by a deadline: `Member States are requested to nominate …`."""
    doer = _DOER.search(clause)
    if not doer or doer["who"].lower() in {*_NO_DOERS, *MONTHS, *WEEKDAYS}:
        return None
    return doer["who"]


def known_audiences(clause: str) -> list[str]:
    """Return the audiences that have a word of their own, in the order of the clause."""
    found = [(match.start(), name) for name, p in _AUDIENCES if (match := p.search(clause))]
    specific = [entry for entry in found if entry[1] != EXPERTS]
    return [name for _start, name in sorted(specific or found)]


def _described_audience(clause: str) -> str | None:
    for match in _BEFORE.finditer(clause):
        words: list[str] = []
        for word in reversed(match[1].split()):
            if word.lower().strip("’'") in _NO_AUDIENCE or word.lower().endswith("ed"):
                break
            words.insert(0, word)
        if words:
            return " ".join(words).lower()
    return None


def mode_of(clause: str, at: int) -> str | None:
    """Return how a thing is held; where a clause names several ways, the one nearest to `at`."""
    found = [
        (min(abs(match.start() - at), abs(match.end() - at)), mode)
        for mode, pattern in _MODES
        for match in pattern.finditer(clause)
    ]
    return min(found)[1] if found else None


def place_of(clause: str, begin: int, finish: int) -> str | None:
    """Return the place stated beside the date (`clause[begin:finish]`) or the meeting."""
    candidates: Iterable[re.Match[str] | None] = (
        _PLACE_AFTER.match(clause[finish:]),
        _PLACE_BEFORE.search(clause[:begin]),
        _PLACE_OF_MEETING.search(clause),
        _PLACE_LISTED_AFTER.match(clause[finish:]),
        _PLACE_LISTED_BEFORE.search(clause[:begin]),
    )
    for match in candidates:
        if match and _is_place(match["place"]):
            return match["place"].rstrip("’'-")
    return None


def _is_place(name: str) -> bool:
    first = name.split()[0].strip(",").lower()
    if first in MONTHS or first in WEEKDAYS or first in _NO_PLACES:
        return False
    return not (" " not in name and name.isupper())


def certainty_of(clause: str) -> tuple[str, str | None]:
    """Return how certain a clause is and the words that say so; None where nothing weakens it."""
    if clause.rstrip().endswith("?"):
        return ASK, None
    for certainty, pattern in _CERTAINTIES:
        match = pattern.search(clause)
        if match:
            return certainty, match[0]
    return FIRM, None
