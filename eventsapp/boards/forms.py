"""What is asked of a board, read from a form, and what is said of it in words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Request
from flask_babel import gettext as _
from flask_babel import ngettext

from eventsapp.boards.cards import RoomLine, shared_languages
from eventsapp.boards.places import DEPUTY, MODERATOR, NOTE_TAKER, OBSERVER, ROLES, Move
from eventsapp.boards.posing import PersonFacts
from eventsapp.breakouts.models import SeatChange
from eventsapp.formats import say_language, say_moment
from eventsapp.numbers import number_in, row_number
from eventsapp.placing.scoring import Effect, Standing, Violation
from eventsapp.rounds.rules import Rule

WAIT = 0  # the lane of those who wait, where a room is asked for


@dataclass(frozen=True)
class Asked:
    """A step as it was asked for: `room_id` is None to wait, `version` what the page showed."""

    people: tuple[int, ...]
    room_id: int | None
    role: str | None
    version: int
    has_room: bool

    def moves(self) -> dict[int, Move]:
        """Return it as moves."""
        return {one: Move(self.room_id, self.role) for one in self.people}


def asked_by(request: Request) -> Asked:
    """Read a step from what a form or a script sent; a button may name the person or the room."""
    sent = request.form
    people = [row_number(one) for one in sent.getlist("person")]
    room = sent.get("room", "")
    return Asked(
        tuple(dict.fromkeys(one for one in people if one)),
        row_number(room) or None,
        sent.get("role") or None,
        row_number(sent.get("version", "")),
        number_in(room) is not None,
    )


def role_names() -> dict[str, str]:
    """Return what the roles in a room are called."""
    return {
        MODERATOR: _("Moderator"),
        DEPUTY: _("Deputy"),
        NOTE_TAKER: _("Note-taker"),
        "member": _("Member"),
        OBSERVER: _("Observer"),
    }


def role_choices() -> list[tuple[str, str]]:
    """Return the roles in order."""
    names = role_names()
    return [(role, names[role]) for role in ROLES]


def say_choice(rank: int) -> str:
    """Say how much somebody wants the theme of their room."""
    said = [_("First choice"), _("Second choice"), _("Third choice"), _("Fourth choice")]
    return said[rank] if rank < len(said) else _("Theme not wanted")


@dataclass(frozen=True)
class Speaker:
    """Says in words what happens on a board, with the names of its people and rooms."""

    names: Mapping[int, str]
    rooms: Mapping[int, RoomLine]
    rules: Mapping[int, Rule]
    users: Mapping[int, str]
    own_id: int
    tz: str
    value_names: Mapping[str, str]

    def name(self, person_id: object) -> str:
        """Say somebody's name."""
        return self.names.get(int(str(person_id)), _("somebody"))

    def room(self, room_id: object) -> str:
        """Say a room by its label, also one that is gone."""
        if room_id in (None, 0, "0"):
            return _("no room")
        line = self.rooms.get(int(str(room_id)))
        return _("room %(label)s", label=line.label) if line else _("a room of another round")

    def room_first(self, room_id: object) -> str:
        """Say a room at the start of a sentence."""
        said = self.room(room_id)
        return said[:1].upper() + said[1:]

    def fault(self, fault: Violation) -> str:
        """Say one broken rule."""
        room, people = self.room_first(fault.room), [self.name(one) for one in fault.people]
        have, need = fault.have or 0, fault.need or 0
        if fault.kind == "max":
            return _("%(room)s holds %(need)s, and %(have)s are placed there.",
                     room=room, need=need, have=have)  # fmt: skip
        if fault.kind == "min":
            return _("%(room)s needs %(need)s people and has %(have)s.",
                     room=room, need=need, have=have)  # fmt: skip
        if fault.kind == "lang":
            return _("%(room)s has no working language that everybody in it speaks.", room=room)
        if fault.kind == "quota":
            return self._quota(fault, room)
        if fault.kind == "place":
            return _("%(name)s is in no room.", name=people[0])
        if fault.kind == "avail":
            return _("%(name)s cannot attend this round: it is night there.", name=people[0])
        if fault.kind in {"moderator", "note_taker"}:
            role = role_names()[fault.kind]
            return _("%(room)s loses %(name)s, its %(role)s.",
                     room=room, name=people[0], role=role.lower())  # fmt: skip
        if fault.kind == "apart":
            return _("%(a)s and %(b)s are to be kept apart, and both are in %(room)s.",
                     a=people[0], b=people[1], room=self.room(fault.room))  # fmt: skip
        if fault.kind == "together":
            return _("%(a)s and %(b)s are to be kept together, and are not.",
                     a=people[0], b=people[1])  # fmt: skip
        if fault.kind == "lock":
            return _("%(name)s is held in %(room)s.",
                     name=people[0], room=self.room(fault.room))  # fmt: skip
        return _("The rule %(rule)s is broken.", rule=fault.id)

    def _quota(self, fault: Violation, room: str) -> str:
        value = self._value(fault)
        return _("%(room)s needs at least %(need)s of “%(value)s” and has %(have)s.",
                 room=room, need=fault.need, value=value, have=fault.have)  # fmt: skip

    def _value(self, fault: Violation) -> str:
        rule = self.rules.get(row_number(fault.id.partition(":")[2]))
        value = rule.value if rule else fault.id
        return self.value_names.get(value, value)

    def effect(self, effect: Effect) -> list[str]:
        """Say what a move costs, and which rules it breaks and mends, the weightiest first."""
        said = [self.fault(one) for one in effect.broken]
        said += [_("No longer so: %(rule)s", rule=self.fault(one)) for one in effect.mended]
        return [*said, self.cost(effect)]

    def cost(self, effect: Effect) -> str:
        """Say in a line what a move is worth, part by part."""
        parts = [
            say_part(name, value)
            for name, value in effect.delta.items()
            if value and name != "moved"
        ]
        said = [one for one in parts if one]
        if effect.total == 0 and not said:
            return _("Nothing gets better or worse.")
        lead = (
            _("As good as before")
            if effect.total == 0
            else (
                _("Better by %(points)s", points=-effect.total)
                if effect.total < 0
                else _("Worse by %(points)s", points=effect.total)
            )
        )
        return f"{lead}: {', '.join(said)}." if said else f"{lead}."

    def step(self, step: SeatChange) -> str:
        """Say who did what on a board."""
        who = (
            _("You")
            if step.user_id == self.own_id
            else self.users.get(step.user_id or 0, _("Somebody"))
        )
        at = say_moment(step.at, self.tz)
        return _("%(who)s: %(what)s (%(at)s)", who=who, what=self.what(step), at=at)

    def what(self, step: SeatChange) -> str:
        """Say what a step did, without who."""
        kinds = {
            "undone": _("a step taken back"),
            "redone": _("a step made again"),
            "discarded": _("everybody back to where they were told to be"),
        }
        lead = kinds.get(step.kind)
        if step.kind.startswith("search"):
            lead = _("the result of a search taken over")
        changed = list(step.after.items())
        if lead is None and len(changed) > 3:
            return ngettext("%(num)s person moved", "%(num)s people moved", len(changed))
        said = "; ".join(self._one(step, key, place) for key, place in changed[:3])
        return said if lead is None else (f"{lead}: {said}" if len(changed) <= 3 else lead)

    def _one(self, step: SeatChange, key: str, place: Any) -> str:
        before, name = step.before.get(key), self.name(key)
        room, was = (one["room"] if one else None for one in (place, before))
        if room == was and place and before and place["locked"] != before["locked"]:
            if room is None:
                return (_("%(name)s is not there", name=name) if place["locked"]
                        else _("%(name)s is there again", name=name))  # fmt: skip
            return (_("%(name)s locked in %(room)s", name=name, room=self.room(room))
                    if place["locked"] else _("%(name)s unlocked", name=name))  # fmt: skip
        if room == was and place and before and place["role"] != before["role"]:
            return _("%(name)s is %(role)s in %(room)s", name=name,
                     role=role_names()[place["role"]].lower(), room=self.room(room))  # fmt: skip
        return _("%(name)s to %(room)s", name=name, room=self.room(room))


def say_part(name: str, value: int) -> str:
    """Say by how much one wish is kept better (below nought) or worse."""
    label = part_names().get(name)
    sign = "+" if value > 0 else "−"
    return f"{label[:1].lower()}{label[1:]} {sign}{abs(value)}" if label else ""


def part_names() -> dict[str, str]:
    """Return what the parts of a score are called; of each, less is better."""
    return {
        "theme": _("Wishes for themes not met"),
        "no_top": _("People who never get their first choice"),
        "diversity": _("Pairs alike in one room"),
        "repeats": _("Pairs that meet again"),
        "balance": _("Seats away from an equal share"),
        "switches": _("Changes of theme"),
    }


def say_why(
    facts: PersonFacts | None,
    room: RoomLine | None,
    role: str,
    step: SeatChange | None,
    speaker: Speaker,
    *,
    neighbours: Collection[PersonFacts],
    told_at: datetime | None,
) -> list[str]:
    """Say why somebody is in their room: who placed them, the theme, the language, the rules."""
    said = [_say_who(step, room, speaker, told_at)]
    if room is None or facts is None:
        return said
    if role != "member":
        said.append(_("They are the %(role)s of this room.", role=role_names()[role].lower()))
    rank = facts.wishes.get(room.theme) if room.theme else None
    if rank is not None:
        said.append(
            _(
                "Its theme, %(theme)s: %(choice)s.",
                theme=room.theme,
                choice=say_choice(rank).lower(),
            )
        )
    elif room.theme and not facts.wishes:
        said.append(_("Which theme they want is not known."))
    said += _say_languages(facts, room, neighbours)
    people = {one.id for one in neighbours} | {facts.id}
    return said + [
        one
        for rule in speaker.rules.values()
        if (one := _say_rule(rule, facts.id, people, speaker))
    ]


def _say_who(
    step: SeatChange | None, room: RoomLine | None, speaker: Speaker, told_at: datetime | None
) -> str:
    where = _("room %(label)s", label=room.label) if room else _("no room")
    if step is None:
        if room is None:
            return _("Nobody placed them yet.")
        if told_at is None:
            return _("In %(room)s since the rooms were first drawn up.", room=where)
        return _("In %(room)s as it was told on %(at)s.",
                 room=where, at=say_moment(told_at, speaker.tz))  # fmt: skip
    who = speaker.users.get(step.user_id or 0, _("somebody"))
    at = say_moment(step.at, speaker.tz)
    if step.kind.startswith("search"):
        return _("Placed in %(room)s by a search, taken over by %(who)s on %(at)s.",
                 room=where, who=who, at=at)  # fmt: skip
    return _("Moved to %(room)s by %(who)s on %(at)s.", room=where, who=who, at=at)


def _say_languages(
    facts: PersonFacts, room: RoomLine, neighbours: Collection[PersonFacts]
) -> list[str]:
    if not facts.languages:
        return [_("Which languages they speak is not known.")]
    common = shared_languages([facts.languages, *(one.languages for one in neighbours)])
    common = [one for one in common if not room.languages or one in room.languages]
    if common:
        names = ", ".join(map(say_language, common))
        return [_("They share %(languages)s with everybody in it.", languages=names)]
    return [_("There is no language that they share with everybody in it.")]


def _say_rule(rule: Rule, person_id: int, people: Collection[int], speaker: Speaker) -> str:
    pair = rule.people
    if person_id not in pair or len(pair) != 2:
        return ""
    other = pair[1] if pair[0] == person_id else pair[0]
    name = speaker.name(other)
    if rule.kind == "together" and other in people:
        return _("A rule keeps them together with %(name)s.", name=name)
    if rule.kind == "apart" and other not in people:
        return _("A rule keeps them apart from %(name)s.", name=name)
    return ""


def say_published(told: int, changed: int, tell: bool) -> str:
    """Say what publishing did."""
    if not tell:
        return _("Published. Nobody was written to.")
    if not changed:
        return _("Published. Nothing changed for anybody, so nobody was written to.")
    return ngettext(
        "Published. %(num)s person is told.", "Published. %(num)s people are told.", told
    )


def costs(standing: Standing, index: int, who: str, speaker: Speaker) -> dict[int, dict[str, Any]]:
    """Return for each room but their own what moving somebody there costs and breaks."""
    found = {}
    for room in standing.problem.room_of[index]:
        if room != standing.rows[who][index]:
            effect = standing.effect_of_move(who, index, room)
            found[int(room)] = {
                "points": effect.total,
                "breaks": [speaker.fault(one) for one in effect.broken],
                "said": speaker.cost(effect),
            }
    return found
