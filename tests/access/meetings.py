"""The addresses of meetings, of their record, and of what has a date."""

from tests.access.rows import (
    EVERYBODY,
    HOLDER,
    NOBODY,
    OTHER_MEMBER,
    OWNER,
    ROOM_1,
    ROUND_1,
    SIGNED_IN,
    STAFF,
    Row,
    both,
    ids,
    post,
)
from tests.scenes import Scene


def table(scene: Scene) -> list[Row]:
    return [*meetings(), *record(scene), *dated(scene), *attendance()]


def meetings() -> list[Row]:
    return [
        Row("meetings.index", "/meetings", SIGNED_IN),
        *both("meetings.new", "/meetings/new", STAFF),
        *both("meetings.edit", "/meetings/egm-2/edit", STAFF),
    ]


def record(scene: Scene) -> list[Row]:
    question = ids(scene)["question"]
    member = str(scene.users[OTHER_MEMBER].person_id)
    people, coming = "/meetings/egm-2/participants", "/meetings/egm-5/participants"
    known = ids(scene)
    return [
        Row("meetings.add_person", f"{people}/add", STAFF),
        post("meetings.add_person", f"{people}/add", STAFF, person=member),
        *both("meetings.participation", f"{people}/{member}", STAFF),
        Row("record.meeting", "/meetings/egm-2", SIGNED_IN),
        Row("record.meeting", "/meetings/egm-9", STAFF),
        Row("record.minutes", "/meetings/egm-2/minutes", SIGNED_IN),
        Row("record.minutes", "/meetings/egm-9/minutes", STAFF),
        Row("figures.show", "/meetings/egm-2/figures?who=1&among=moderators", STAFF),
        Row("figures.export", "/meetings/egm-2/figures.xlsx", STAFF),
        Row("figures.chart", "/meetings/egm-2/figures/region.svg", STAFF),
        Row("figures.process", "/figures?process=IG-PCSC", STAFF),
        Row("figures.process_chart", "/figures/meetings.svg", STAFF),
        Row("figures.process_export", "/figures.csv?process=IG-PCSC", STAFF),
        Row("participants.index", "/meetings/egm-2/participants", STAFF),
        Row("participants.index", "/meetings/egm-5/participants?answer=none", STAFF),
        Row("participants.export", "/meetings/egm-5/participants.xlsx", STAFF),
        Row("participants.export", "/meetings/egm-5/participants.csv?answer=none", STAFF),
        Row("participants.invite", "/meetings/egm-5/participants/invite?q=a", STAFF),
        Row("participants.act", "/meetings/egm-5/participants/act?act=remind&all=1", STAFF),
        post("participants.act", f"{coming}/act", STAFF, act="role", p=member, seen="1"),
        post("participants.link", f"{coming}/link", NOBODY, person=member, registration="1"),
        post("participants.undo", f"{coming}/undo/{known['act']}", STAFF),
        Row("record.round", "/meetings/egm-2/breakouts/1", ROUND_1),
        Row("record.round", "/meetings/egm-2/breakouts/2", STAFF),
        Row("record.round", "/meetings/egm-9/breakouts/1", STAFF),
        Row("mixing.show", "/meetings/egm-2/breakouts/mix?copy=told&person=1", STAFF),
        Row("mixing.chart", "/meetings/egm-2/breakouts/mix/met.svg", STAFF),
        post("record.set_question", f"/meetings/egm-2/questions/{question}/answered", STAFF),
    ]


def dated(scene: Scene) -> list[Row]:
    known = ids(scene)
    consultation = f"/consultations/{known['consultation']}"
    deadline = f"/deadlines/{known['deadline']}"
    return [
        Row("reports.timeline", "/timeline", SIGNED_IN),
        *clashes(),
        Row("consultations.index", "/consultations", SIGNED_IN),
        Row("consultations.show", consultation, SIGNED_IN),
        *both("consultations.new", "/consultations/new", STAFF),
        *both("consultations.edit", f"{consultation}/edit", STAFF),
        Row("reminders.index", "/deadlines", SIGNED_IN),
        Row("reminders.show", deadline, OWNER),
        *both("reminders.edit", f"{deadline}/edit", STAFF),
        post("reminders.mark_own_done", f"{deadline}/done", HOLDER),
        post("reminders.change_obligation", f"/obligations/{known['obligation']}/done", STAFF),
        post("reminders.change_reminder", f"/reminders/{known['reminder']}/skip", STAFF),
    ]


def clashes() -> list[Row]:
    accept = "/clashes/accept?day=2024-10-01&key=day:consultation-1%2Bdeadline-1"
    return [
        *both("planning.new", "/timeline/new", STAFF),
        Row("clashes.index", "/clashes", STAFF),
        Row("clashes.accept", accept, NOBODY),
        Row("clashes.accept", accept, NOBODY, "POST"),
        post("clashes.take_back_one", "/clashes/1/take-back", STAFF),
    ]


def attendance() -> list[Row]:
    day, room = "/meetings/egm-2/attendance/1", "/meetings/egm-2/breakouts/1/rooms/1/attendance"
    draft = "/meetings/egm-2/breakouts/2/rooms/1/attendance"
    return [
        Row("attendance.index", "/meetings/egm-2/attendance", STAFF),
        Row("attendance.export", "/meetings/egm-2/attendance.csv", STAFF),
        Row("attendance.made", "/meetings/egm-2/attendance/notes", STAFF),
        *both("attendance.day", day, STAFF),
        *both("attendance.paper", f"{day}/paper", STAFF),
        *both("attendance.sync_day", f"{day}/sync", STAFF),
        Row("attendance.day_sheet", f"{day}/sheet.pdf", STAFF),
        *both("attendance.room", room, ROOM_1),
        *both("attendance.room", draft, STAFF),
        *both("attendance.sync_room", f"{room}/sync", ROOM_1),
        Row("attendance.worker", "/attendance-worker.js", EVERYBODY),
        Row("attendance.room_sheet", f"{room}/sheet.pdf", ROOM_1),
    ]
