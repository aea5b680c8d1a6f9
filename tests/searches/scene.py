"""What the scene shows of searches."""

from eventsapp.placing.problem import problem_to_json
from eventsapp.searches.queries import question_of
from eventsapp.searches.services import ask_search, claim_search, keep_found
from tests.factories import NOW


def add_search(scene, round_) -> None:
    """Let a search find rooms for the people of a round: everybody in its first room."""
    officer, room = scene.users["secretariat"], round_.rooms[0]
    problem = problem_to_json(question_of(round_.meeting, [round_]).problem)
    search = ask_search(round_.meeting, [round_], problem, seconds=10, by=officer, now=NOW)
    claim_search("a process", NOW)
    plan = {str(round_.id): {person["id"]: room.id for person in problem["people"]}}
    course = {"points": [[1, 12, None], [5, 8, 4.5], [10, 6, 5]], "total": 6, "bound": 5}
    keep_found(search.id, "a process", NOW, plan=plan, progress={**course, "gap": 0.2})
    scene.rows["search"] = search
