"""Promises without a date, and consultations that the record reports as held."""

import re

from eventsapp.reading.circumstances import (
    CONSULTATION_WORD,
    EXPERTS,
    known_audiences,
    without_reporting,
)
from eventsapp.reading.promises import Said
from eventsapp.reading.structure import Commitment, HeldConsultation
from eventsapp.reading.titles import capitalised, shortened

LETTER_REQUEST, LAUNCH, RECURRING = "letter request", "launch", "recurring"
MEETING, STATUS = "meeting", "status"

_UNDATED = (
    (
        LETTER_REQUEST,
        re.compile(
            r"\b(?:submit|forward|send|provide|give|share)\w*\s+(?:\w+\s+){0,3}names?\b"
            r"|\b(?:invitation|visa|support) letters?\b|\blettres? d['’]invitation\b"
            r"|\b(?:envoyer|transmettre|communiquer)\s+(?:\w+\s+){0,2}noms?\b"
            r"|\bcartas? de invitaci[óo]n\b|\benviar\s+(?:\w+\s+){0,2}nombres?\b",
            re.IGNORECASE,
        ),
    ),
    (
        LAUNCH,
        re.compile(
            r"\b(?:will|would|shall|to|is to) be (?:launched|released|published)\b"
            r"|\b(?:sera|seront) (?:lanc|publi)[ée]\w*\b|\bser[áa]n? (?:lanzad|publicad)[oa]s?\b",
            re.IGNORECASE,
        ),
    ),
    (
        RECURRING,
        re.compile(
            r"\bevery (?:\w+ )?(?:days?|weeks?|months?|quarters?|years?)\b"
            r"|\b(?:annually|quarterly|monthly|weekly)\b"
            r"|\beach (?:year|month|quarter)\b|\btous les (?:\w+ )?(?:mois|ans|semaines)\b"
            r"|\bchaque (?:ann[ée]e|mois|semaine)\b|\bcada (?:\w+ )?(?:a[ñn]os?|mes(?:es)?"
            r"|semanas?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        MEETING,
        re.compile(
            r"\bnext (?:(?-i:EGM)|expert group meeting|meeting in|session in)\b"
            r"|\bprochaine r[ée]union\b|\bpr[óo]xima reuni[óo]n\b",
            re.IGNORECASE,
        ),
    ),
    (
        STATUS,
        re.compile(
            r"\b(?:is|are) (?:currently |now )?being (?:concluded|finali[sz]ed|completed"
            r"|prepared)\b"
            r"|\b(?:est|sont) en (?:cours de finalisation|voie d['’]ach[èe]vement)\b"
            r"|\bse est[áa]n? (?:concluyendo|finalizando|ultimando)\b",
            re.IGNORECASE,
        ),
    ),
)
_TO_COME = re.compile(
    r"\b(?:will|would|shall|plan(?:s|ned)?|should|propos\w+|sera|seront|pr[ée]vu\w*|ser[áa]n?|previst\w+)\b",
    re.IGNORECASE,
)
_HELD = re.compile(
    rf"\b(?:results?|outcomes?|findings?) (?:of|from) (?:the )?(?:\w+ )?{CONSULTATION_WORD}\b"
    rf"|\b{CONSULTATION_WORD} (?:(?:that|which) )?(?:were|was|have been|had been|has been)"
    r" (?:conducted|held|done|carried out|completed|organi[sz]ed|concluded)\b"
    rf"|\br[ée]sultats? des {CONSULTATION_WORD}\b"
    rf"|\b{CONSULTATION_WORD} (?:qui )?(?:ont|a) (?:eu lieu|[ée]t[ée] (?:men[ée]es?"
    rf"|organis[ée]es?))\b"
    rf"|\bresultados de las {CONSULTATION_WORD}\b"
    rf"|\b{CONSULTATION_WORD} (?:que )?(?:se celebraron|se realizaron|fueron realizadas)\b",
    re.IGNORECASE,
)


def undated_commitments(said: Said) -> list[Commitment]:
    """Return what a sentence without dates promises; at most one thing."""
    for kind, pattern in _UNDATED:
        if not pattern.search(said.sentence):
            continue
        if kind == RECURRING and not _TO_COME.search(said.sentence):
            continue
        return [
            Commitment(
                kind=kind,
                title=capitalised(shortened(without_reporting(said.sentence).strip(" .;,"))),
                audience=_audience(kind, said),
                line=said.line,
                day=said.day,
                sentence=said.sentence,
            )
        ]
    return []


def _audience(kind: str, said: Said) -> str | None:
    """Letters and the next meeting concern those who meet: experts, at an expert group meeting."""
    if kind not in (LETTER_REQUEST, MEETING):
        return None
    known = known_audiences(said.sentence)
    if known:
        return known[0]
    return EXPERTS if said.series == "EGM" else None


def held_consultations(said: Said) -> list[HeldConsultation]:
    """Return the audiences that a sentence reports as heard already."""
    if not _HELD.search(said.sentence):
        return []
    audiences = [name for name in known_audiences(said.sentence) if name != EXPERTS]
    return [HeldConsultation(audience, said.line) for audience in audiences]
