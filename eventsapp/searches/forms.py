"""What is asked before a search."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired
from wtforms.validators import ValidationError as Wrong
from wtforms.widgets import CheckboxInput, ListWidget

from eventsapp.numbers import row_number
from eventsapp.searches.states import LENGTHS


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
