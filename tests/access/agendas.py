"""The addresses of agendas."""

from tests.access.rows import NOBODY, SIGNED_IN, STAFF, Row, both, ids, post
from tests.scenes import Scene


def table(scene: Scene) -> list[Row]:
    agenda = "/meetings/egm-2/agenda"
    item = f"{agenda}/{ids(scene)['item']}"
    change = ids(scene)["agenda change"]
    first = f"{agenda}/versions/1"
    return [
        Row("agendas.agenda", agenda, SIGNED_IN),
        Row("agendas.agenda", "/meetings/egm-9/agenda", STAFF),
        Row("agendas.changes", f"{agenda}/changes", STAFF),
        *both("agendas.hours", "/meetings/egm-2/days/1", STAFF),
        *both("agendas.new_item", f"{agenda}/new", STAFF),
        *both("agendas.item", item, STAFF),
        post("agendas.shift_item", f"{item}/down", STAFF),
        post("agendas.move", f"{item}/move", STAFF, day="1"),
        post("agendas.duplicate", f"{item}/duplicate", STAFF),
        *both("agendas.remove_item", f"{item}/delete", STAFF),
        *both("programmes.announce", f"{agenda}/announce", STAFF),
        Row("programmes.version", first, SIGNED_IN),
        Row("programmes.version", "/meetings/egm-9/agenda/versions/1", NOBODY),
        Row("programmes.grid", f"{agenda}/grid", SIGNED_IN),
        Row("programmes.grid", "/meetings/egm-9/agenda/grid", STAFF),
        Row("programmes.export", f"{agenda}.pdf", SIGNED_IN),
        Row("programmes.export", "/meetings/egm-9/agenda.docx", STAFF),
        post("agendas.undo", f"{agenda}/changes/{change}/undo", STAFF),
    ]
