"""What is written on and beside the bars can be read: 4.5 to 1 or more, in light and in dark."""

import re
from pathlib import Path

import pytest

import eventsapp

SHEET = (Path(eventsapp.__file__).parent / "static" / "eventsapp.css").read_text("utf-8")
CHART = Path(eventsapp.__file__).parents[1] / "templates" / "figures" / "chart_file.svg"
# Text and what it stands on: numbers of women and men on their bars, all others on the surface,
# which is also their halo.
PAIRS = [("--on-accent", "--c1"), ("--ink", "--surface"), ("--ink-2", "--surface")]
ON_MEN = re.search(r"\.in2 \{ fill: (#\w+)", SHEET)[1]


def tokens(block):
    return dict(re.findall(r"(--[\w-]+): (#\w+)", block))


LIGHT = tokens(SHEET.split(":root {")[1].split("\n}")[0])
SCHEMES = {
    "light": LIGHT,
    "dark by the system": LIGHT | tokens(SHEET.split(":root:not(.light) {")[1].split("\n  }")[0]),
    "dark": LIGHT | tokens(SHEET.split(":root.dark {")[1].split("\n}")[0]),
}


def light_of(colour):
    """The relative luminance. Source: WCAG 2.2."""
    digits = colour.lstrip("#")
    digits = "".join(2 * one for one in digits) if len(digits) == 3 else digits
    shares = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((light_of(one), light_of(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_numbers_on_bars_and_words_beside_them_can_be_read(scheme):
    colours = SCHEMES[scheme]
    found = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in PAIRS}
    found["men"] = contrast(ON_MEN, colours["--c2"])

    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}


def test_a_chart_that_is_given_away_has_the_light_colours_of_the_pages():
    given = re.findall(r"\.(k\d|in2) \{ fill: (#\w+)", CHART.read_text("utf-8"))

    assert dict(given) == {f"k{n}": LIGHT[f"--c{n}"] for n in range(1, 6)} | {"in2": ON_MEN}


def test_black_against_white_is_21_to_1():
    assert round(contrast("#000", "#ffffff"), 2) == 21
