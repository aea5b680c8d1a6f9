"""What is said of the themes of rooms."""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from zlib import crc32

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectChoice
from wtforms.validators import DataRequired

from eventsapp.meetings.forms import is_believable
from eventsapp.themes.ranking import (
    ALL_RIGHT,
    FIRST,
    NOT_WANTED,
    SECOND,
    THIRD,
    field_of,
    said_twice,
    skips_a_choice,
)
from eventsapp.versioned import VersionedForm


def rank_names() -> dict[int, str]:
    """Return how much a theme is wanted, in words."""
    return {
        FIRST: gettext("First choice"),
        SECOND: gettext("Second choice"),
        THIRD: gettext("Third choice"),
        ALL_RIGHT: gettext("All right"),
        NOT_WANTED: gettext("Not wanted"),
    }


class ThemesForm(VersionedForm):
    """One of five for each theme; made by `themes_form`, which gives it its fields."""

    themes: Sequence[str] = ()

    @property
    def fields(self) -> list[RadioField]:
        """The fields, one a theme."""
        return [self[field_of(theme)] for theme in self.themes]

    @property
    def ranks(self) -> dict[str, int]:
        """How much each theme is wanted."""
        return {theme: int(self[field_of(theme)].data) for theme in self.themes}

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse two first choices, and a second choice without a first."""
        if not super().validate(extra_validators):
            return False
        twice = said_twice(self.ranks)
        if twice is not None:
            said = gettext("Another theme has this choice already. Choose each of the three once.")
            self[field_of(twice)].errors = [said]
            return False
        if skips_a_choice(self.ranks):
            self.form_errors.append(
                gettext("Begin with the first choice, then the second, then the third.")
            )
            return False
        return True


def themes_form(themes: Sequence[str], wishes: Mapping[str, int], **values: Any) -> ThemesForm:
    """Return the form of these themes with what was said of them."""
    choices = [SelectChoice(str(rank), name) for rank, name in rank_names().items()]
    fields: dict[str, Any] = {
        field_of(theme): RadioField(theme, choices=choices, default=str(ALL_RIGHT))
        for theme in themes
    }
    kind = type("ThemesForm", (ThemesForm,), {**fields, "themes": list(themes)})
    said = {field_of(theme): str(wishes.get(theme, ALL_RIGHT)) for theme in themes}
    return cast(ThemesForm, kind(data=said, **values))


def version_of(wishes: Mapping[str, int]) -> int:
    """Return a number that changes with what somebody said."""
    return crc32(repr(sorted(wishes.items())).encode()) & 0x7FFFFFFF


class AskForm(FlaskForm):
    """Until when the experts are asked."""

    due_on = DateField(
        _("Answers until the end of"),
        validators=[DataRequired(_("Enter the last day for answers.")), is_believable],
    )
