from datetime import date

import pytest

from eventsapp.reading.commitments import held_consultations, undated_commitments
from eventsapp.reading.promises import Said, dated_items

FRIDAY = date(2024, 9, 27)
DAYS = {1: date(2024, 9, 26), 2: FRIDAY}


def said(sentence):
    return Said(sentence, line=7, day=2, on=FRIDAY, meeting_days=DAYS, series="EGM")


def items(sentence):
    return dated_items(said(sentence))[0]


def doubts(sentence):
    return [doubt.code for doubt in dated_items(said(sentence))[1]]


@pytest.mark.parametrize(
    ("sentence", "kind", "title"),
    [
        ("Announced an EGM on 5 May.", "meeting", "EGM"),
        (
            "The report will be published on 5 May.",
            "release",
            "The report will be published on 5 May",
        ),
        ("Comments are due by 5 May.", "deadline", "Comments are due by 5 May"),
        ("Experts should send their comments by 5 May.", "deadline", "Send their comments"),
        (
            "The document remains open until 5 May.",
            "deadline",
            "The document remains open until 5 May",
        ),
        ("Deadline for comments: 5.05.2025", "deadline", "Deadline for comments: 5.05.2025"),
        ("Submission of names: 5 May 2025.", "deadline", "Submission of names: 5 May 2025"),
        ("Agreed to meet again on 5 May.", "meeting", "Meeting"),
        ("Announced a regional consultation on 5 May.", "consultation", "Regional consultation"),
        ("Les observations sont attendues d'ici le 5 mai.", "deadline", None),
        ("A annoncé une réunion le 5 mai.", "meeting", "Réunion"),
        ("Anunció una consulta regional el 5 de mayo.", "consultation", "Consulta"),
        ("Se abre una consulta en línea el 5 de mayo.", "consultation", "Consulta, online"),
        (
            "El informe será publicado el 5 de mayo.",
            "release",
            "El informe será publicado el 5 de mayo",
        ),
    ],
)
def test_what_happens_on_a_day_follows_from_the_words_beside_it(sentence, kind, title):
    found = items(sentence)

    assert [item.kind for item in found] == [kind]
    assert title is None or found[0].title == title


@pytest.mark.parametrize(
    ("sentence", "audience"),
    [
        ("Informed experts on the regional consultations of 5 May.", "regional"),
        ("Informed experts of the release on 5 May.", None),
        ("Announced consultations with the youth on 5 May.", "youth"),
        ("Announced youth consultations on 5 May.", "youth"),
        ("Announced the next online consultation on 5 May.", "open online"),
        ("Announced a consultation on 5 May.", None),
        ("Announced LRG consultations on 5 May.", "local and regional governments"),
        (
            "Announced consultations with international organizations on 5 May.",
            "international organisations",
        ),
        ("Announced the internal consultations of 5 May.", "internal"),
        ("Announced an EGM on 5 May.", "experts"),
        ("Announced a webinar on 5 May.", None),
        ("Member States are requested to nominate experts by 5 May.", "member states"),
        ("Participants should send their slides by 5 May.", "participants"),
    ],
)
def test_the_audience_is_whom_the_thing_is_for(sentence, audience):
    assert [item.audience for item in items(sentence)] == [audience]


@pytest.mark.parametrize(
    ("sentence", "certainty", "words"),
    [
        ("A meeting is scheduled for 5 May.", "firm", None),
        ("Proposed a meeting on 5 May.", "proposed", "Proposed"),
        ("A meeting is planned for 5 May.", "intended", "planned"),
        ("A meeting might be held on 5 May.", "tentative", "might be held"),
        ("A meeting on 5 May, to be confirmed.", "tentative", "to be confirmed"),
        ("Is there a meeting on 5 May?", "ask", None),
        ("Une réunion est prévue le 5 mai.", "intended", "prévue"),
        ("Se propone una reunión el 5 de mayo.", "proposed", "propone"),
        ("La reunión podría celebrarse el 5 de mayo.", "tentative", "podría celebrarse"),
    ],
)
def test_how_certain_it_is_follows_from_the_words(sentence, certainty, words):
    assert [(i.certainty, i.certainty_words) for i in items(sentence)] == [(certainty, words)]


@pytest.mark.parametrize(
    ("sentence", "mode", "place"),
    [
        ("Announced a meeting on 5 May in Nairobi.", "in person", "Nairobi"),
        ("Announced a meeting in Nairobi, Kenya on 5 May.", "in person", "Nairobi, Kenya"),
        ("Announced a hybrid meeting on 5 May in Nairobi.", "hybrid", "Nairobi"),
        ("Next meeting: 5 May 2025, Geneva (tbc).", "in person", "Geneva"),
        ("Noted the regional workshop (Bangkok, 5 May).", "in person", "Bangkok"),
        ("Announced a meeting on 5 May, 15:00 CEST.", None, None),
        ("Announced a virtual meeting on 5 May.", "online", None),
        ("Announced a meeting on 5 May.", None, None),
        ("Announced a meeting on 5 May in English.", None, None),
        ("A annoncé une réunion du 5 au 6 mai à Dakar.", "in person", "Dakar"),
        ("Anunció una reunión el 5 de mayo en Bogotá.", "in person", "Bogotá"),
    ],
)
def test_how_and_where_is_said_or_left_empty(sentence, mode, place):
    assert [(item.mode, item.place) for item in items(sentence)] == [(mode, place)]


def test_the_two_ends_of_one_window_are_one_thing():
    found = items("The consultation opens on 1 October and closes on 30 October.")

    assert [(str(i.start), str(i.end), i.as_written) for i in found] == [
        ("2024-10-01", "2024-10-30", "1 October … 30 October")
    ]


def test_things_that_happen_one_before_the_other_are_two():
    found = items("Experts have until 1 October to send comments before a release on 7 October.")

    assert [(i.kind, str(i.start), i.audience) for i in found] == [
        ("deadline", "2024-10-01", "experts"),
        ("release", "2024-10-07", None),
    ]


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("The consultation was held on 3 September.", "date-passed"),
        ("Data of 3 February 2024 were used for the meeting.", "date-passed"),
        ("The draft was discussed in the week of 7 October at the meeting.", "date-ambiguous"),
        ("Something is foreseen on 7 October.", "kind-unclear"),
        ("A meeting takes place on 31 November.", "no-such-date"),
        ("A meeting takes place in November.", "date-vague"),
    ],
)
def test_what_is_no_promise_or_unclear_is_said(sentence, code):
    assert code in doubts(sentence)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Encouraged experts to forward their names for the forum.", "letter request"),
        ("The outlook will be launched at the forum.", "launch"),
        ("Planned to repeat the survey every two years.", "recurring"),
        ("Contributions are welcome at the next EGM.", "meeting"),
        ("Noted that the study is being finalised.", "status"),
        ("Noted that smart growth matters.", None),
    ],
)
def test_promises_without_a_date_are_known_by_their_words(sentence, kind):
    assert [found.kind for found in undated_commitments(said(sentence))] == ([kind] if kind else [])


def test_a_consultation_that_was_held_names_its_audiences():
    sentence = "Results of the consultations with local governments and the private sector."

    assert [held.audience for held in held_consultations(said(sentence))] == [
        "local and regional governments",
        "private sector",
    ]
