"""Problems that tests of placing share: stored instances, and small random ones."""

import json
import random
from pathlib import Path

from eventsapp.placing.problem import Problem, read_egm

STORE = Path(__file__).resolve().parents[2] / "benchmarks"
THEMES = ("water", "energy", "health")
WEIGHTS = {
    "theme": 3, "diversity": 1, "repeats": 2, "balance": 5, "switches": 4, "no_top": 10, "moved": 7,
}  # fmt: skip


def stored(name: str) -> dict:
    """Return one stored instance."""
    return json.loads((STORE / "instances" / f"{name}.json").read_text())


def stored_problem(name: str) -> Problem:
    """Return the problem of a stored instance."""
    return read_egm(stored(name))


def best_plan(name: str) -> dict:
    """Return the best plan that is kept for a stored instance."""
    plan = json.loads((STORE / "best" / f"{name}.json").read_text())["assignment"]
    return {who: tuple(row) for who, row in plan.items()}


def random_source(seed: int, people: int = 12, rooms: int = 3, rounds: int = 3) -> dict:
    """Return a small instance that has a plan: its rules are read off a hidden random one."""
    rng = random.Random(seed)
    names = [f"room-{number}" for number in range(rooms)]
    everybody = [_random_person(rng, f"p{number}", rounds) for number in range(people)]
    place = {
        one["id"]: [rng.choice(names) if r in one["available"] else None for r in range(rounds)]
        for one in everybody
    }
    source = {
        "format": "egm/1",
        "rounds": [
            {"id": f"r{r}", "mode": "onsite", "utc_hour": 7, "hours": 2} for r in range(rounds)
        ],
        "rooms": [
            {"id": name, "theme": rng.choice(THEMES), "languages": [], "min": 0, "max": people}
            for name in names
        ],
        "people": everybody,
        "apart": [],
        "together": [],
        "locks": [],
        "quotas": [],
        "weights": {name: rng.randint(0, value) for name, value in WEIGHTS.items()},
        "diversity_attributes": ["region", "gender"],
        "hidden": place,
    }
    _add_rules(rng, source)
    return source


def _random_person(rng: random.Random, name: str, rounds: int) -> dict:
    away = rng.randrange(rounds) if rng.random() < 0.2 else None
    return {
        "id": name,
        "kind": "expert" if rng.random() < 0.9 else "staff",
        "region": rng.choice(["african", "weog", "grulac", None]),
        "gender": rng.choice(["f", "m"]),
        "tz": 0,
        "languages": rng.choice([["en"], ["en", "fr"], ["en", "fr"], ["fr"]]),
        "available": [number for number in range(rounds) if number != away],
        "theme_cost": {theme: cost for cost, theme in enumerate(rng.sample(THEMES, 3))},
    }


def _add_rules(rng: random.Random, source: dict) -> None:
    place, rounds = source["hidden"], range(len(source["rounds"]))
    by_id = {one["id"]: one for one in source["people"]}
    for room in source["rooms"]:
        inside = [[who for who in place if place[who][r] == room["id"]] for r in rounds]
        sizes = [len(some) for some in inside]
        room["min"] = max(0, min(sizes) - rng.randint(0, 2))
        room["max"] = max(sizes) + rng.randint(0, 2)
        room["languages"] = ["en", "fr"]
        for r in rounds:
            for who in inside[r]:
                spoken = by_id[who]["languages"]
                if "en" not in spoken:
                    by_id[who]["languages"] = ["en", *spoken]
    for number in range(6):
        first, second = rng.sample(sorted(place), 2)
        meet = [place[first][r] == place[second][r] for r in rounds if place[first][r]]
        kind = "apart" if not any(meet) else "together" if all(meet) else None
        both = all(place[first][r] and place[second][r] for r in rounds)
        if kind and both:
            source[kind].append({"id": f"{kind}:{number}", "people": [first, second]})
        who, r = rng.choice(sorted(place)), rng.choice(list(rounds))
        if place[who][r]:
            lock = {"id": f"lock:{number}", "person": who, "round": r, "room": place[who][r]}
            source["locks"].append(lock)
