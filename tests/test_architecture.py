"""The law: who may import whom, who may commit, what a file may be. CONTRIBUTING.md says why.

Changing an arrow means changing the tables below in the same commit.
"""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from werkzeug.routing import AnyConverter, IntegerConverter

from eventsapp.public import is_public

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "eventsapp"

# A package imports only packages of a lower rank.
RANKS = {
    "mail": 0, "history": 0, "reading": 0, "sheets": 0, "placing": 0,
    "people": 1,
    "accounts": 2,
    "reminders": 3, "merging": 3,
    "meetings": 4,
    "documents": 5, "breakouts": 5, "letters": 5, "imports": 5, "invitations": 5, "sessions": 5,
    "papers": 5,
    "polls": 6, "consultations": 6, "attendance": 6, "asking": 6, "agendas": 6, "releases": 6,
    "comments": 6, "drafts": 6, "following": 6, "rounds": 6,
    "hearings": 7, "minutes": 7, "calendars": 7, "registrations": 7, "logbook": 7, "consents": 7,
    "boards": 7, "plans": 8, "series": 7, "answering": 7, "rules": 7, "themes": 7,
    "fairtimes": 7, "answers": 7,
    "commenting": 7,
    "rooms": 8,
    "windows": 8, "submissions": 8, "record": 8, "registry": 8, "organizations": 8,
    "nominations": 8, "labels": 8, "participants": 8, "lists": 8, "held": 8, "questions": 8,
    "registered": 8, "admissions": 8, "announcing": 8, "planning": 8, "matrices": 8, "markup": 8,
    "api": 9, "operations": 9, "erasing": 9, "programmes": 9, "clashes": 9,
    "reports": 10, "rights": 10,
    "figures": 11, "home": 11,
    "mixing": 12,
}  # fmt: skip
# What any package may import; these import only one another.
LEAVES = {"clock", "columns", "errors", "extensions", "formats", "incoming", "numbers", "outgoing",
          "paging", "public", "resources", "translation", "versioned",
          "walltime"}  # fmt: skip
# What puts the packages together. The command of the demonstration starts the whole product.
ABOVE = {"commands": 9, "database": 9, "headers": 9, "demonstration": 10, "": 10, "worker": 11,
         "serving": 12, "demonstration.commands": 13, "cli": 14, "__main__": 15}  # fmt: skip
# Inside a package, a file imports only files that stand before it. Every other name is pure.
KINDS = {"models": 1, "queries": 2, "emails": 3, "services": 4, "saving": 4, "forms": 5,
         "views": 6, "jobs": 6, "commands": 7}  # fmt: skip
# Modules that touch the outside on purpose; the head of every page belongs to every view. The
# invented plan calls the services of what it shows, a file for each part of it.
NOT_PURE = {"mail.smtp", "letters.pdf", "home.navigation", "calendars.sources",
            "calendars.fingerprints", "participants.fitting",
            "merging.rows", "merging.moving", "merging.restoring",
            "demonstration.agenda", "demonstration.drafting", "demonstration.hearing",
            "demonstration.living"}  # fmt: skip
OUTSIDE = re.compile(r"flask|sqlalchemy|wtforms|smtplib|socket|requests|urllib\.request")
CLOCK_AND_DATABASE = {"clock", "extensions", "columns"}

HTTP = {"request", "current_user", "flash", "abort", "redirect", "session", "url_for", "login_user"}
MAY_SPEAK_HTTP = {
    "views",
    "navigation",
    "forms",
    "access",
    "errors",
    "formats",
    "headers",
    "incoming",
    "database",
}
# After a failure the error pages and the checks of an operator must let go of what was begun.
MAY_ROLL_BACK = {"errors", "operations.queries"}
# What starts the product may load its parts when they are needed.
MAY_LOAD_LATE = {"cli", "demonstration.commands", "serving", "worker"}
MAY_COMMIT = {"views", "jobs", "commands", "cli", "worker"}


@cache
def sources():
    """Every module of the product: dotted name without `eventsapp`, path, syntax tree."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = list(path.relative_to(PACKAGE).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        found.append((".".join(parts), path, ast.parse(path.read_text(encoding="utf-8"))))
    return found


def imports(tree):
    """Yield line, module and name of every import: `from a import b` gives ("a", "b")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, ""
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.lineno, node.module or "", alias.name


def own_imports(tree):
    """Yield line and dotted name, without `eventsapp`, of every import of a module of ours."""
    known = {name for name, _, _ in sources()}
    for line, module, name in imports(tree):
        if module.split(".")[0] == "eventsapp":
            inside = module.removeprefix("eventsapp").lstrip(".")
            whole = f"{inside}.{name}".strip(".")
            yield line, whole if whole in known else inside


def place(path, line):
    return f"{path.relative_to(ROOT)}:{line}"


def rank(name):
    top = name.split(".")[0]
    if top in LEAVES:
        return -1
    return ABOVE.get(name, RANKS.get(top, ABOVE.get(top)))


def kind(name):
    """The kind of a file of a package, or None for what is not in a package."""
    return name.split(".")[1] if "." in name else None


def is_pure(name):
    return "." in name and kind(name) not in KINDS and name not in NOT_PURE


def test_every_module_has_a_rank():
    unranked = [name for name, _, _ in sources() if rank(name) is None and name != "access"]

    assert unranked == [], "\n".join(unranked)


def test_no_import_points_upwards():
    upwards = []
    for name, path, tree in sources():
        top = name.split(".")[0]
        if top == "access":
            continue
        for line, target in own_imports(tree):
            other = target.split(".")[0]
            if other in {top, "access"} or {top, other} <= LEAVES:
                continue
            if rank(target) >= rank(name):
                upwards.append(f"{place(path, line)} imports {target}")

    assert upwards == [], "\n".join(upwards)


def test_inside_a_package_no_import_points_upwards():
    upwards = []
    for name, path, tree in sources():
        own = KINDS.get(kind(name), 0)
        for line, target in own_imports(tree):
            if "." not in name or target.split(".")[0] != name.split(".")[0]:
                continue
            other = KINDS.get(kind(target), 0)
            if other > own or other == own == KINDS["views"]:
                upwards.append(f"{place(path, line)} imports {target}")

    assert upwards == [], "\n".join(upwards)


def test_only_views_ask_who_may_see_what():
    others = [
        place(path, line)
        for name, path, tree in sources()
        if kind(name) != "views" and name.split(".")[0] not in {"api", ""}
        for line, target in own_imports(tree)
        if target == "access"
    ]

    assert others == [], "\n".join(others)


def test_access_reads_and_nothing_else():
    tree = next(tree for name, _, tree in sources() if name == "access")
    kinds = {kind(target) for _, target in own_imports(tree)} - {None}

    assert kinds <= {"models", "queries"}


def test_pure_modules_know_neither_flask_nor_the_database_nor_the_clock():
    outside = []
    for name, path, tree in sources():
        if not is_pure(name):
            continue
        for line, module, imported in imports(tree):
            ours = module.split(".")[1:] or [imported] if module.startswith("eventsapp") else []
            is_ours = CLOCK_AND_DATABASE & set(ours[:1]) or set(KINDS) & set(ours[1:])
            if OUTSIDE.match(module) or is_ours:
                outside.append(f"{place(path, line)} imports {module}")

    assert outside == [], "\n".join(outside)


def test_only_the_clock_reads_the_clock():
    readers = [
        place(path, node.lineno)
        for name, path, tree in sources()
        if name != "clock"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and re.fullmatch(
            r"(datetime\.)?(datetime\.(now|utcnow|today)|date\.today)|time\.time|localtime",
            ast.unparse(node.func),
        )
    ]

    assert readers == [], "\n".join(readers)


def test_below_the_view_nobody_asks_what_time_it_is():
    asking = [
        place(path, line)
        for name, path, tree in sources()
        if kind(name) in {"queries", "services", "saving", "emails"}
        for line, module, imported in imports(tree)
        if module == "eventsapp.clock" and imported == "utcnow"
    ]

    assert asking == [], "\n".join(asking)


def test_http_stops_at_the_view():
    beyond = []
    for name, path, tree in sources():
        own = kind(name) or name
        if own in MAY_SPEAK_HTTP or name.split(".")[0] == "api":
            continue
        for line, module, imported in imports(tree):
            allowed = own == "emails" and imported == "url_for"
            if module in {"flask", "flask_login"} and imported in HTTP and not allowed:
                beyond.append(f"{place(path, line)} imports {imported}")

    assert beyond == [], "\n".join(beyond)


def test_only_the_outermost_layer_commits():
    elsewhere = []
    for name, path, tree in sources():
        if (kind(name) or name) in MAY_COMMIT or name.split(".")[0] == "api":
            continue
        unwanted = {"commit"} if name in MAY_ROLL_BACK else {"commit", "rollback"}
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            if (name, function.name) == ("history.services", "record_view"):
                continue
            elsewhere += [
                place(path, node.lineno)
                for node in ast.walk(function)
                if isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in unwanted
            ]

    assert elsewhere == [], "\n".join(elsewhere)


def test_no_import_of_ours_hides_in_a_function():
    hidden = [
        place(path, line)
        for name, path, tree in sources()
        if name not in MAY_LOAD_LATE
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for line, _ in own_imports(function)
    ]

    assert hidden == [], "\n".join(hidden)


@cache
def project_files():
    """Every file of the project, tracked or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / line for line in answer.stdout.splitlines() if (ROOT / line).is_file()]


def test_no_file_of_code_is_longer_than_400_lines():
    long = {}
    for path in project_files():
        if path.suffix in {".py", ".html", ".css", ".js", ".typ"}:
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > 400:
                long[str(path.relative_to(ROOT))] = lines

    assert long == {}


def test_every_package_with_a_blueprint_is_named_after_what_it_does():
    vague = {"utils", "helpers", "helper", "manager", "common", "misc", "data", "process", "base"}
    names = {part for name, _, _ in sources() for part in name.split(".")}

    assert names & vague == set()


def test_pages_hold_no_inline_style_or_script_and_nothing_from_outside():
    forbidden = re.compile(
        r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=|(?:src|srcset)=[\"']?(?:https?:)?//"
        r"|<link[^>]*href=[\"']?(?:https?:)?//|javascript:"
    )
    faults = [
        place(path, number)
        for path in project_files()
        if path.is_relative_to(ROOT / "templates")
        and path.suffix == ".html"
        and not ("email" in path.parts or path == ROOT / "templates" / "mail" / "layout.html")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if forbidden.search(line)
    ]

    assert faults == [], "\n".join(faults)


def test_the_stylesheet_knows_no_left_and_no_right():
    physical = re.compile(
        r"(?:margin|padding|border|inset)-(?:left|right)|(?<![-\w])(?:left|right):"
        r"|(?:text-align|float|clear): *(?:left|right)|@import|url\((?![\"']?(?:data:|#))[\"']?\w+:"
    )
    faults = [
        place(path, number)
        for path in sorted((PACKAGE / "static").rglob("*.css"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if physical.search(line)
    ]

    assert faults == [], "\n".join(faults)


def test_the_project_stands_alone():
    # Put together here, or this file would be the first to fail.
    words = ["/wo" + "rk/", "../sha" + "red", "py" + "pi.org", "files.python" + "hosted.org",
             "npm" + "js", ".lib" + "rary", "clau" + "de", "anthro" + "pic"]  # fmt: skip
    faults = []
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8").casefold()
        except UnicodeDecodeError:
            continue
        faults += [f"{path.relative_to(ROOT)}: {word}" for word in words if word in text]

    assert faults == [], "\n".join(faults)


def something(converter):
    if isinstance(converter, IntegerConverter):
        return 1
    return min(converter.items) if isinstance(converter, AnyConverter) else "x1"


@pytest.fixture
def routes(app):
    """Every address and method of the app, with something in place of its arguments."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        some = {name: something(converter) for name, converter in rule._converters.items()}
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            address = adapter.build(rule.endpoint, some, method=method)
            found.append((rule.endpoint, method, address))
    return found


def test_every_address_is_public_or_sends_strangers_to_sign_in(app, client, routes):
    closed = [
        route
        for route in routes
        if route[0] != "static" and not is_public(app.view_functions[route[0]])
    ]
    answers = {
        (endpoint, method): client.open(address, method=method)
        for endpoint, method, address in closed
    }

    assert closed != []
    assert [key for key, answer in answers.items() if answer.status_code != 302] == []
    assert {answer.location.split("?")[0] for answer in answers.values()} == {"/sign-in"}
