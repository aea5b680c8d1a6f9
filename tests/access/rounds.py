"""Rounds of break-out rooms as the secretariat makes them."""

from tests.access.rows import EXPERT, HOLDER, STAFF, Row, both, ids, post
from tests.scenes import Scene


def table(scene: Scene) -> list[Row]:
    """Return the rows of this area, what destroys coming last."""
    breakouts = "/meetings/egm-2/breakouts"
    expert = scene.users[EXPERT].person_id
    draft = {"round": str(ids(scene)["draft round"])}
    return [
        Row("rounds.index", breakouts, STAFF),
        *both("rounds.new", f"{breakouts}/new", STAFF),
        *both("rounds.edit", f"{breakouts}/1/edit", STAFF),
        *both("rounds.copy", f"{breakouts}/1/copy", STAFF),
        post("rounds.move", f"{breakouts}/2/down", STAFF, **draft),
        *_rules(scene),
        *both("themes.own", "/meetings/egm-2/themes", HOLDER),
        Row("themes.index", f"{breakouts}/themes", STAFF),
        *both("themes.enter", f"{breakouts}/themes/{expert}", STAFF),
        post("themes.ask", f"{breakouts}/themes/ask", STAFF),
        *both("rooms.edit", f"{breakouts}/1/rooms", STAFF),
        post("rooms.add", f"{breakouts}/1/add-rooms", STAFF),
        post("rooms.change", f"{breakouts}/1/room/{ids(scene)['room']}/open", STAFF),
        *both("rounds.delete", f"{breakouts}/1/delete", STAFF),
    ]


def _rules(scene: Scene) -> list[Row]:
    rules, known = "/meetings/egm-2/breakouts/rules", ids(scene)
    rule = f"{rules}/{known['rule']}"
    return [
        Row("rules.show", rules, STAFF),
        post("rules.add_pair", f"{rules}/pairs", STAFF),
        post("rules.add_least", f"{rules}/least", STAFF),
        post("rules.keep_wishes", f"{rules}/wishes", STAFF),
        *both("rules.edit", f"{rule}/edit", STAFF),
        post("rules.change", f"{rule}/off", STAFF),
        post("rules.undo", f"{rules}/undo/{known['deleted rule']}", STAFF),
    ]
