"""Words of one column with few answers: gender as stated, the role in a meeting."""

from eventsapp.people.names import fold_name

WOMAN, MAN, OWN_WORDS = "woman", "man", "own"
OBSERVER, NO_ROLE = "observer", "participant"

_WOMAN = "woman w f female femme femenino mujer feminin feminine fem feminino frau weiblich женщина женский ж امرأة أنثى انثى 女 女性 woman/female"  # noqa: E501
_MAN = "man m male homme masculino hombre masculin masculine mann mannlich männlich мужчина мужской м رجل ذكر 男 男性 man/male"  # noqa: E501
_NOT_STATED = {"", "-", "–", "n/a", "na", "?", "x", "not stated", "prefer not to say", "unknown",
               "non precise", "no indicado", "keine angabe"}  # fmt: skip
_ROLES = {
    "chair": "chair chairperson chairman chairwoman president présidente presidente presidenta vorsitz vorsitzende председатель رئيس الرئيس 主席",  # noqa: E501
    "co-chair": "co-chair cochair co-chairperson vice-chair coprésident coprésidente copresidente сопредседатель 联合主席 共同主席",  # noqa: E501
    "rapporteur": "rapporteur rapporteuse relator relatora berichterstatter докладчик مقرر المقرر 报告员",  # noqa: E501
    "speaker": "speaker presenter panellist panelist keynote orateur oratrice intervenant intervenante orador oradora ponente redner referentin referent выступающий متحدث متكلم 发言人",  # noqa: E501
    "head of delegation": "head-of-delegation head-of-the-delegation hod chef-de-délégation cheffe-de-délégation jefe-de-delegación jefa-de-delegación delegationsleitung delegationsleiter delegationsleiterin глава-делегации رئيس-الوفد رئيسة-الوفد 代表团团长",  # noqa: E501
    "secretariat": "secretariat secrétariat secretaría secretaria sekretariat секретариат الأمانة 秘书处",  # noqa: E501
    "interpreter": "interpreter interprète intérprete dolmetscher dolmetscherin переводчик مترجم 口译员",  # noqa: E501
    OBSERVER: "observer observateur observatrice observador observadora beobachter наблюдатель مراقب 观察员",  # noqa: E501
    NO_ROLE: "participant expert participante expert/participant member delegate experte expertin experto experta teilnehmer teilnehmerin участник эксперт مشارك خبير 参加者 与会者 专家 membre délégué miembro",  # noqa: E501
}


def _by_word(words: dict[str, str]) -> dict[str, str]:
    return {fold_name(word): meaning for meaning, many in words.items() for word in many.split()}


_GENDERS = _by_word({WOMAN: _WOMAN, MAN: _MAN})
_ROLE_WORDS = _by_word(_ROLES)


def gender_in(cell: str) -> tuple[str | None, str | None]:
    """Return gender as stated: woman, man, or own with the words; None where nothing is stated.

    It is read from its own column only. A title or a name says nothing about it.
    """
    folded = fold_name(cell)
    if folded in _NOT_STATED:
        return None, None
    known = _GENDERS.get(folded)
    return (known, None) if known else (OWN_WORDS, cell[:100])


def role_in(cell: str) -> str | None:
    """Return the role in a meeting that a cell names, also `observer` and `participant`, or
    None."""
    folded = fold_name(cell)
    return _ROLE_WORDS.get(folded) or _ROLE_WORDS.get(folded.replace(" ", "-"))
