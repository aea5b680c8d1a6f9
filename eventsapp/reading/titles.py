"""Short titles for promises, made of the words of their sentence."""

import re

from eventsapp.reading.circumstances import without_reporting
from eventsapp.reading.structure import DatedItem

LONGEST_TITLE = 90
# Told beside the title, by certainty and mode.
_TOLD_BESIDE_TEXT = """
    proposed intended planned scheduled tentative online virtual physical in-person hybrid"""
_TOLD_BESIDE = frozenset(_TOLD_BESIDE_TEXT.split())
_NO_DESCRIPTION_TEXT = """
    the a an on of two three four any for to that and with as from in by at
    le la les des une un de du au aux en el los las una unos del al
    hold holds holding organise organize convene conduct have agreed opens closes starts begins
    ends conducted held is are was were will would be been being may part"""
_NO_DESCRIPTION = frozenset(_NO_DESCRIPTION_TEXT.split())
_WITH = re.compile(
    r"\b(?:with|avec|con)\s+((?:the|les|los|las|la|le|el)\s+)?"
    r"([^\W\d_][\w’'-]*(?:\s+[^\W\d_][\w’'-]*)?)",
    re.IGNORECASE,
)
_TO_DO = re.compile(
    r"\b(?:to|should|shall|must|will|pour|para|doivent|deben)\s+"
    r"((?:submit|provide|send|share|comment|give|forward|register|confirm|return"
    r"|review|nominate|apply|envoyer|transmettre|soumettre|enviar|presentar|remitir)\b[^.;,]*)",
    re.IGNORECASE,
)
_DRAFT = re.compile(
    r"\b(?:document|draft|text|guidelines|documento|projet|borrador)\b", re.IGNORECASE
)
_DATE_TAIL = re.compile(
    r"\s+(?:by|until|till|before|on|from|between|no later than|up to|avant|le|du|d['’]ici|hasta"
    r"|antes"
    r"|el|del)\s+(?:\S+\s+){0,2}?\d.*$",
    re.IGNORECASE,
)


def promise_title(
    kind: str | None,
    word: str | None,
    clause: str,
    *,
    mode: str | None = None,
    place: str | None = None,
    shared: DatedItem | None = None,
) -> str:
    """Return a title of the clause's own words, with a capital; the secretariat may reword it."""
    if shared is not None and kind == "consultation":
        return _with_mode(shared.title.removesuffix(f", {shared.mode}"), mode)
    if kind == "editing window":
        return _open_draft(clause)
    if kind == "deadline":
        to_do = _TO_DO.search(clause)
        text = _DATE_TAIL.sub("", to_do[1]) if to_do else _rest(clause)
        return capitalised(shortened(text))
    if kind in ("consultation", "meeting", "release") and word:
        title = _phrase_before(word, clause)
        with_whom = _WITH.search(clause) if kind == "consultation" else None
        if with_whom:
            title += f" {_without_tail(with_whom[0])}"
        title = capitalised(shortened(f"{title}{_placed(place, clause)}"))
        return _with_mode(title, mode) if kind == "consultation" else title
    return capitalised(shortened(_rest(clause)))


def _placed(place: str | None, clause: str) -> str:
    """Return the place as the clause puts it: ` in Oslo`, ` à Genève`; behind a comma if bare."""
    if not place:
        return ""
    before = re.search(rf"\b(in|at|à|au|aux|en)\s+(?:the\s+)?{re.escape(place)}", clause)
    return f" {before[0]}" if before else f", {place}"


def _without_tail(text: str) -> str:
    words = text.split()
    while words and words[-1].lower() in _NO_DESCRIPTION:
        words.pop()
    return " ".join(words)


def _with_mode(title: str, mode: str | None) -> str:
    if mode == "online" and title in ("Consultation", "Consultations"):
        return f"Online {title.lower()}"
    return f"{title}, {mode}" if mode in ("online", "in person", "hybrid") else title


def _open_draft(clause: str) -> str:
    """Name what is open and, where the clause says so, for what."""
    what = _DRAFT.search(clause)
    for_what = re.search(r"\bopen\s+((?:to|for)\s+[^.,;]+)", clause, re.IGNORECASE)
    if not what:
        return capitalised(shortened(_rest(clause)))
    tail = f" {_DATE_TAIL.sub('', for_what[1])}" if for_what else ""
    return capitalised(shortened(f"{what[0]} open{tail}"))


def _phrase_before(word: str, clause: str) -> str:
    """Return the word with the describing words before it: `third meeting`, `final draft`."""
    if re.fullmatch(r"(?:to |will )?meet(?: again)?", word, re.IGNORECASE):
        return "Meeting"
    rest = without_reporting(clause)
    found = re.search(rf"((?:[\w’'-]+\s+){{0,3}})\b{re.escape(word)}\b", rest)
    words: list[str] = []
    for before in reversed(found[1].split() if found else []):
        if before.lower() in _NO_DESCRIPTION or not before[0].isalpha():
            break
        if before.lower() not in _TOLD_BESIDE:
            words.insert(0, before)
    is_verb = re.fullmatch(
        r"(?:shared|released|published|launched|circulated|publi(?!cat)\w+|lanc\w+|diffus\w+)",
        word,
        re.IGNORECASE,
    )
    if is_verb:
        return shortened(_rest(clause))
    return " ".join([*words, word])


def _rest(clause: str) -> str:
    return without_reporting(re.sub(r"^\s*(?:before|as well as|;|,)\s*", "", clause)).strip(" .;,")


def shortened(text: str) -> str:
    """Return the text, cut between words where it is longer than a title may be."""
    text = " ".join(text.split())
    if len(text) <= LONGEST_TITLE:
        return text
    return text[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def capitalised(text: str) -> str:
    """Return the text with its first letter in upper case and the rest as it is."""
    return text[:1].upper() + text[1:]
