"""What staff hand over, how they say it is read, and what they decide about each row."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectChoice,
    SelectField,
    TextAreaField,
    ValidationError,
)
from wtforms.form import BaseForm

from eventsapp.imports.comparing import (
    DIFFERS,
    LOOKS_LIKE,
    NEW,
    NEW_ORGANIZATION,
    NO_ORGANIZATION,
    SAME_ORGANIZATION,
)
from eventsapp.imports.deciding import ADD, KEEP, ROW, SKIP, TAKE, UNREAD, Decision, proposed
from eventsapp.imports.lines import LEAVE, NEEDS, STATED

FIELD_NAMES = {
    "printed_name": _("Name, as printed"),
    "family_name": _("Family name"),
    "given_name": _("Given name"),
    "latin_name": _("Name in Latin letters"),
    "script_name": _("Name in its own script"),
    "salutation": _("Salutation"),
    "function": _("Function"),
    "organization": _("Organisation"),
    "organization_kind": _("Kind of organisation"),
    "country": _("Country represented"),
    "country_as_stated": _("Country, as stated"),
    "nationality": _("Nationality"),
    "gender": _("Gender"),
    "gender_words": _("Gender, in own words"),
    "category": _("Stakeholder category"),
    "languages": _("Working languages"),
    "themes": _("Themes of expertise"),
    "tz": _("Time zone"),
    "email": _("E-mail address"),
    "email_2": _("Second e-mail address"),
    "addresses": _("E-mail address"),
    "phone": _("Phone"),
    "role": _("Role in the meeting"),
    "nominated_by": _("Nominated by"),
    "nominated_on": _("Nominated on"),
    "access_needs": _("Access needs, of new people"),
    "dietary_needs": _("Dietary needs, of new people"),
    "birth_date": _("Date of birth (is not kept)"),
    "notes": _("Notes (are not kept)"),
}

ROLE_NAMES = {
    "chair": _("Chair"),
    "co-chair": _("Co-chair"),
    "rapporteur": _("Rapporteur"),
    "speaker": _("Speaker"),
    "head of delegation": _("Head of delegation"),
    "secretariat": _("Secretariat"),
    "interpreter": _("Interpreter"),
    "observer": _("Observer"),
    "participant": _("Participant, without a role"),
}


class UploadForm(FlaskForm):
    """A file of people, or what was copied from a sheet or a mail."""

    file = FileField(_("File (.xlsx, .xls, .ods, .csv)"))
    text = TextAreaField(_("Or paste the rows"))
    meeting = SelectField(_("They take part in"), coerce=int)

    def offer(self, meetings: Iterable[Any]) -> None:
        """Give the list of meetings its entries."""
        self.meeting.choices = meeting_choices(meetings)
        self.meeting.flags.quiet = True

    def validate_text(self, field: TextAreaField) -> None:
        """Ask for one of the two, and for not more."""
        has_file = bool(self.file.data and self.file.data.filename)
        if not has_file and not (field.data or "").strip():
            raise ValidationError(gettext("Choose a file, or paste the rows with their header."))
        if has_file and (field.data or "").strip():
            raise ValidationError(
                gettext("There is a file and a text. Empty one of them, so that it is clear.")
            )


def meeting_choices(meetings: Iterable[Any]) -> list[tuple[int, str]]:
    """Return the meetings to choose from; 0 is none."""
    named = [(one.id, f"{one.short_name}: {one.title}") for one in meetings]
    return [(0, gettext("no meeting: into the registry only")), *named]


class PlainForm(FlaskForm):
    """Nothing to type: one click that was asked for."""


class Chosen(SelectField):
    """A choice that always has something chosen, so that it is not called optional."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.flags.quiet = True


class ColumnPart(Form):
    """What one column of the file holds; `key` is its place."""

    key = HiddenField()
    field = Chosen(_("Holds"))


class MeaningPart(Form):
    """What a word or the name of an organization means; `key` is its place in the list."""

    key = HiddenField()
    means = Chosen(_("Means"))


class ReadingForm(FlaskForm):
    """How a file is read: its sheet, its columns, its days, and what its words mean."""

    sheet = Chosen(_("Sheet"))
    meeting = Chosen(_("They take part in"), coerce=int)
    day_order = Chosen(_("Days are written"))
    columns = FieldList(FormField(ColumnPart))
    words = FieldList(FormField(MeaningPart))
    organizations = FieldList(FormField(MeaningPart))

    def offer(
        self,
        read: Mapping[str, Any],
        meetings: Iterable[Any],
        lists: Mapping[str, list[tuple[str, str]]],
        held: Collection[int] = (),
    ) -> None:
        """Give every list its entries.

        `lists` are the known words of each field; the columns `held` stay what they are.
        """
        self.sheet.choices = [(name, name) for name in read["sheets"]] or [("", "")]
        self.meeting.choices = meeting_choices(meetings)
        self.day_order.choices = [
            SelectChoice("", gettext("not yet said")),
            SelectChoice("dmy", gettext("day, month, year: 31/12/2025")),
            SelectChoice("mdy", gettext("month, day, year: 12/31/2025")),
            SelectChoice("ymd", gettext("year, month, day: 2025-12-31")),
        ]
        fields = [("", gettext("is not taken over")), *FIELD_NAMES.items()]
        if not read.get("takes_needs"):
            fields = [pair for pair in fields if pair[0] not in NEEDS]
        fields = [pair for pair in fields if pair[0] != "addresses"]
        for index, (part, heading) in enumerate(zip(self.columns, read["header"], strict=False)):
            field = part.form.field
            is_held = index in held
            field.choices = [p for p in fields if p[0] == field.object_data] if is_held else fields
            field.label.text = heading or gettext("column without a heading")
        for part, asked in zip(self.words, read["words"], strict=False):
            part.form.means.choices = word_choices(asked["field"], lists)
            part.form.means.label.text = asked["word"]
        for part, asked in zip(self.organizations, read["organizations"], strict=False):
            part.form.means.choices = organization_choices(asked)
            part.form.means.label.text = asked["name"]

    def validate_columns(self, field: FieldList) -> None:
        """Refuse two columns for one thing, and a file without a name."""
        chosen = [part.form.field.data for part in field if part.form.field.data]
        for name in dict.fromkeys(chosen):
            if chosen.count(name) > 1:
                raise ValidationError(
                    gettext(
                        "Two columns are said to hold “%(field)s”. Choose one of them.",
                        field=FIELD_NAMES[name],
                    )
                )
        if not {"printed_name", "family_name", "given_name"} & set(chosen):
            raise ValidationError(gettext("Say which column holds the name."))

    def changes(self, read: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
        """Return what was said, as an import keeps it; what was said earlier stays."""
        words = {
            f"{asked['field']}:{asked['word']}": part.form.means.data
            for part, asked in zip(self.words, read["words"], strict=False)
            if part.form.means.data
        }
        organizations = {
            asked["name"]: part.form.means.data
            for part, asked in zip(self.organizations, read["organizations"], strict=False)
            if part.form.means.data
        }
        return {
            "sheet": self.sheet.data or None,
            "day_order": self.day_order.data or None,
            "columns": {str(place): p.form.field.data for place, p in enumerate(self.columns)},
            "values": {**before.get("values", {}), **words},
            "organizations": {**before.get("organizations", {}), **organizations},
        }

    @property
    def wrong(self) -> list[str]:
        """What is wrong, as sentences for the top of the page."""
        return list(_sentences(self))


def _sentences(form: BaseForm) -> Iterable[str]:
    for field in form:
        for error in field.errors if not isinstance(field, FieldList) else ():
            yield f"{field.label.text}: {error}"
        if isinstance(field, FieldList):
            yield from (one for one in field.errors if isinstance(one, str))
            for part in field:
                yield from _sentences(part.form)


def opened(
    read: Mapping[str, Any], choices: Mapping[str, Any], meeting_id: int | None
) -> dict[str, Any]:
    """Return what a `ReadingForm` says when it is opened."""
    values, known = choices.get("values", {}), choices.get("organizations", {})
    columns = choices.get("columns", {})
    return {
        "sheet": choices.get("sheet") or "",
        "meeting": meeting_id or 0,
        "day_order": choices.get("day_order") or "",
        "columns": [
            {"key": str(index), "field": columns.get(str(index), "")}
            for index in range(len(read["header"]))
        ],
        "words": [
            {"key": str(index), "means": values.get(f"{one['field']}:{one['word']}", "")}
            for index, one in enumerate(read["words"])
        ],
        "organizations": [
            {"key": str(index), "means": known.get(one["name"], "")}
            for index, one in enumerate(read["organizations"])
        ],
    }


def word_choices(field: str, lists: Mapping[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """Return what an unknown word of a field may mean."""
    stated = [(STATED, gettext("keep it as stated, without a country"))]
    return [
        ("", gettext("choose …")),
        *(stated if field == "country" else []),
        (LEAVE, gettext("leave it out; the file keeps it")),
        *[(f"as:{code}", label) for code, label in lists.get(field, [])],
    ]


def organization_choices(asked: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what an unknown name of an organization may be."""
    another = [
        (
            f"{SAME_ORGANIZATION}{one['id']}",
            gettext("another name of %(name)s", name=one["name"]),
        )
        for one in asked["candidates"]
    ]
    return [
        ("", gettext("choose …")),
        *another,
        (NEW_ORGANIZATION, gettext("another organisation")),
        (NO_ORGANIZATION, gettext("leave it out")),
    ]


def row_choices(decision: Decision) -> list[tuple[str, str]]:
    """Return what may be done with a row, in words."""
    named = [(option, _said(option, decision)) for option in decision.options]
    return named if decision.do else [("", gettext("Choose …")), *named]


def _said(option: str, decision: Decision) -> str:
    text = _act(option, decision)
    if decision.kind == UNREAD and option != SKIP:
        return gettext("%(act)s, without it", act=text)
    return text


def _act(option: str, decision: Decision) -> str:
    word, _sign, number = option.partition(":")
    row = decision.row
    if word == SKIP:
        return gettext("Skip")
    if word == ROW:
        return gettext("The same person as row %(number)s", number=number)
    if word == ADD:
        return gettext("Add") if row.kind == NEW else gettext("Two people: add this one")
    person = next(one for one in row.candidates if str(one.id) == number)
    if row.kind == LOOKS_LIKE:
        same = gettext("The same as %(name)s", name=person.name)
        if not person.differences:
            return same
        what = {KEEP: gettext("keep what we hold"), TAKE: gettext("take from the file")}[word]
        return f"{same}: {what}"
    if row.kind == DIFFERS or person.differences:
        return {KEEP: gettext("Keep what we hold"), TAKE: gettext("Take from the file")}[word]
    return gettext("Nothing to do")


def decisions_in(sent: Mapping[str, str], shown: Iterable[Decision]) -> dict[int, dict[str, Any]]:
    """Return what was decided about the rows of one page; what is not offered counts as nothing."""
    decided: dict[int, dict[str, Any]] = {}
    for one in shown:
        do = sent.get(f"do-{one.number}")
        if do is None or do not in (*one.options, ""):
            continue
        names = {d.field for candidate in one.row.candidates for d in candidate.differences}
        fields = {
            name: chosen
            for name in names
            if (chosen := sent.get(f"field-{one.number}-{name}", "")) in (KEEP, TAKE)
        }
        # What is only proposed is no decision: it must be asked anew if the registry changes.
        is_proposed = do == proposed(one.row, one.options) and not fields
        decided[one.number] = {"do": "" if is_proposed else do, "fields": fields}
    return decided
