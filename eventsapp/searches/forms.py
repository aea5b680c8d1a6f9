"""What is asked before a search, and the words in which it is spoken of."""

from collections.abc import Collection

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired
from wtforms.validators import ValidationError as Wrong
from wtforms.widgets import CheckboxInput, ListWidget

from eventsapp.breakouts.models import Round, Search
from eventsapp.formats import language, say_language
from eventsapp.numbers import row_number
from eventsapp.people.queries import category_names
from eventsapp.placing.problem import Problem
from eventsapp.placing.wording import Say
from eventsapp.searches import queries
from eventsapp.searches.checking import Finding
from eventsapp.searches.plans import from_kept
from eventsapp.searches.states import LENGTHS
from eventsapp.searches.worth import Worth, worth_of


def _number(value: object) -> int:
    return value if isinstance(value, int) else row_number(str(value))


class SearchForm(FlaskForm):
    """Which rounds are searched, and for how long."""

    rounds = SelectMultipleField(
        _("Rounds to place"),
        coerce=_number,
        validators=[DataRequired(_("Choose one round at least."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    seconds = RadioField(
        _("How long it may take"),
        coerce=_number,
        choices=[
            SelectChoice(LENGTHS[0], _("10 seconds: good for up to about 60 people")),
            SelectChoice(LENGTHS[1], _("1 minute: near the best for up to 300 people")),
            SelectChoice(LENGTHS[2], _("5 minutes: for large meetings")),
        ],
        default=LENGTHS[0],
        validators=[InputRequired(_("Choose how long it may take."))],
    )

    def offer(self, rounds: Collection[tuple[int, str]]) -> None:
        """Offer these rounds."""
        self.rounds.choices = [SelectChoice(number, name) for number, name in rounds]

    def validate_rounds(self, field: SelectMultipleField) -> None:
        """Take no round that is not offered: it may be over, or deleted meanwhile."""
        offered = {choice.value for choice in field.choices or ()}
        if not set(field.data or ()) <= offered:
            raise Wrong(_("One of these rounds is over or was deleted. Choose among those shown."))


def called(round_: Round) -> str:
    """Return how a round is called."""
    if round_.title:
        return gettext("Round %(number)s: %(title)s", number=round_.number, title=round_.title)
    return gettext("Round %(number)s", number=round_.number)


def called_by_id(rounds: Collection[Round]) -> dict[int, str]:
    """Return how these rounds are called, by number of their row."""
    return {one.id: called(one) for one in rounds}


def say_finding(finding: Finding) -> str:
    """Return what is to be known before a search, in a sentence."""
    facts = {
        name: gettext(value) if name == "role" else value for name, value in finding.facts.items()
    }
    return str(gettext(finding.pattern, **facts))


def speaker(problem: Problem, *, names_round: bool = True) -> Say:
    """Return the words of a reader for the rules and moves of a problem; without `names_round` a
    room is called by its label alone."""
    rounds = queries.rounds_with([int(one.id) for one in problem.rounds])
    rooms = queries.rooms_in([one.id for one in rounds])
    people = queries.names_of({int(person.id) for person in problem.people})
    numbers = {one.id: one.number for one in rounds}

    def room(name: str) -> str:
        found = rooms.get(int(name))
        if found is None:
            return str(gettext("a room that is gone"))
        label, number = found.label, numbers[found.round_id]
        if len(numbers) == 1 or not names_round:
            return str(gettext("room %(label)s", label=label))
        return str(gettext("room %(label)s of round %(number)s", label=label, number=number))

    def round_(place: int) -> str:
        number = numbers.get(int(problem.rounds[place].id))
        return str(gettext("round %(number)s", number=number))

    return Say(
        translate=lambda pattern, **facts: str(gettext(pattern, **facts)),
        person=lambda name: people.get(int(name), str(gettext("Somebody"))),
        room=room,
        round=round_,
        value=_say_value,
        language=say_language,
    )


def _say_value(attribute: str, value: str) -> str:
    if attribute == "gender":
        return {"woman": str(gettext("women")), "man": str(gettext("men"))}.get(value, value)
    return category_names(language()).get(value, value)


def words_of(search: Search, problem: Problem) -> dict[str, str]:
    """Return what a search has found so far, in sentences."""
    progress, plan = search.progress, search.plan or search.progress.get("plan")
    said = {
        "plan": gettext("The search is getting ready; its first plan comes in a moment."),
        "gap": "",
        "time": "",
    }
    if plan:
        rounds = {str(number) for number in search.rounds}
        said["plan"] = _say_worth(worth_of(problem, from_kept(problem, plan), rounds))
    gap = progress.get("gap")
    if gap is not None:
        said["gap"] = (
            gettext("Proven: no plan is better than this one.") if gap < 0.0005
            else gettext("Proven: at most %(percent)s %% from the best possible.",
                   percent=f"{gap * 100:.1f}")
        )  # fmt: skip
    if progress.get("seconds"):
        said["time"] = gettext("%(seconds)s of %(all)s seconds", seconds=round(progress["seconds"]),
                         all=search.seconds)  # fmt: skip
    return said


def _say_worth(worth: Worth) -> str:
    said = []
    if worth.asked:
        said.append(
            gettext("%(some)s of %(all)s get their first or second choice", some=worth.pleased,
              all=worth.asked)
        )  # fmt: skip
    said.append(
        ngettext("%(num)s pair meets again", "%(num)s pairs meet again", worth.again)
        if worth.again
        else gettext("no two people meet again")
    )
    said.append(
        gettext("every room has %(number)s people", number=worth.largest)
        if worth.smallest == worth.largest
        else gettext(
            "rooms have %(first)s to %(last)s people", first=worth.smallest, last=worth.largest
        )
    )
    text = "; ".join(said) + "."
    return text[0].upper() + text[1:]
