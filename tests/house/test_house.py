"""The budgets of the house: sizes, clock and chance, addresses, docstrings, a test file for every module."""

import ast
import re
import statistics
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("geo", "twin", "simulators", "api", "drills")
Settle = Callable[[list[str], str], None]

LONGEST_FILE_LINES = 300
LONGEST_FUNCTION_LINES = 50
LONGEST_MEDIAN_LINES = 12

TESTED_ELSEWHERE = {
    "twin/rules/high_water.py": "tests/twin/rules/test_stations.py has one transcript for all shore rules",
    "twin/rules/low_visibility.py": "tests/twin/rules/test_stations.py",
    "twin/rules/shore.py": "tests/twin/rules/test_stations.py",
    "twin/rules/strong_wind.py": "tests/twin/rules/test_stations.py",
    "api/bench/geofence.py": "tests/bench/test_geofence.py holds it to its bar",
}
"""Modules with functions but no test file of their own, each with the reason."""

GENERATED = re.compile(r"(^|/)(generated|vendor|migrations)/|\.d\.ts$|package-lock\.json$")
MAY_READ_TIME = re.compile(r"^(api/clock\.py|api/bench(/.*)?(\.py)?|drills/bench_\w+\.py)$")
"""`api.clock` is the one door to time; a benchmark measures with its own stopwatch."""
MAY_DRAW_LOTS = re.compile(r"^(simulators/.*|api/clock\.py|api/bench(/.*)?(\.py)?)$")
"""Simulators and benchmarks from a seed; `api.clock` also spreads the pauses between reconnections."""

TIME_READERS = re.compile(
    r"^(time\..*"
    r"|datetime\.(datetime\.)?(now|utcnow|today)|datetime\.date\.today|date\.today"
    r"|(.*\.)?get_(running_|event_)?loop\(\)\.time|(.*\.)?loop\.time)$"
)
SEEDABLE = re.compile(
    r"^(numpy\.random\.(default_rng|Generator|BitGenerator|SeedSequence|PCG64|PCG64DXSM|Philox|SFC64)"
    r"|random\.Random)$"
)
NEEDS_SEED = re.compile(r"(default_rng|SeedSequence|PCG64|PCG64DXSM|Philox|SFC64|Random)$")

MACHINE_PATH = re.compile(r"(?<![A-Za-z0-9._/<{*-])/(work|root|tmp|home|Users)/")
REGISTRY = re.compile(
    r"registry[.](npmjs|yarnpkg|npmmirror)|pythonhosted[.]org|pypi[.]org/simple|[-]{2}(extra[-])?index-url"
    r"|[-]{2}find-links|\"resolved\":\s*\"http"
)
BARE_EXEMPTION = re.compile(r"#\s*(noqa(: [A-Z0-9, ]+)?|type: ignore(\[[a-z0-9, -]+\])?)\s*$")


class Call(NamedTuple):
    """A dotted name that a module uses, where, and whether it is called without an argument."""

    line: int
    name: str
    unseeded: bool


@cache
def tracked() -> tuple[str, ...]:
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return tuple(name for name in listing.split("\0") if name and (ROOT / name).is_file())


def sources(*suffixes: str, rooms: tuple[str, ...] = ROOMS) -> Iterator[str]:
    for name in tracked():
        if name.endswith(suffixes) and name.split("/")[0] in rooms and not GENERATED.search(name):
            yield name


@cache
def tree(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), name)


def functions(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from ``def`` to the end, the docstring not counted: explaining more must never cost."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function) is not None:
        docstring = function.body[0]
        lines -= (docstring.end_lineno or docstring.lineno) - docstring.lineno + 1
    return lines


def imported_names(module: ast.Module) -> dict[str, str]:
    """What each local name stands for: ``np`` -> ``numpy``, ``now`` -> ``datetime.datetime.now``."""
    names: dict[str, str] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            for alias in node.names:
                known_as = alias.asname or alias.name.split(".")[0]
                names[known_as] = alias.name if alias.asname else known_as
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def dotted(node: ast.expr, names: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return names.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value, names)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{dotted(node.func, names)}()"
    return "?"


def uses(name: str) -> Iterator[Call]:
    """Every dotted name that a module's code uses, as the import statements spell it in full."""
    module = tree(name)
    names = imported_names(module)
    called = {id(node.func): node for node in ast.walk(module) if isinstance(node, ast.Call)}
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute | ast.Name):
            call = called.get(id(node))
            unseeded = call is not None and not call.args and not call.keywords
            yield Call(node.lineno, dotted(node, names), unseeded)


def public_definitions(name: str) -> Iterator[tuple[int, str, bool]]:
    """Line, name, and whether a docstring stands there, of every public class, function and method."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    todo: list[tuple[str, ast.AST]] = [("", tree(name))]
    while todo:
        prefix, parent = todo.pop()
        for node in ast.iter_child_nodes(parent):
            if isinstance(node, kinds) and not node.name.startswith("_"):
                yield node.lineno, prefix + node.name, ast.get_docstring(node) is not None
                if isinstance(node, ast.ClassDef):
                    todo.append((f"{prefix}{node.name}.", node))


def own_test(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"tests/{folder}/test_{file.strip('_')}" if "__" not in file else f"tests/{folder}/test_main.py"


def test_no_file_is_longer_than_a_person_reads_in_one_go(settle: Settle) -> None:
    rooms = (*ROOMS, "web", "tests")
    too_long = [
        f"{name}: {lines} lines"
        for name in sources(".py", ".ts", ".tsx", rooms=rooms)
        if (lines := len((ROOT / name).read_text(encoding="utf-8").splitlines())) > LONGEST_FILE_LINES
    ]
    settle(too_long, "a file over 300 lines wants a wall")


def test_no_function_is_longer_than_a_screen(settle: Settle) -> None:
    too_long = [
        f"{name}:{function.lineno} {function.name}: {lines} lines"
        for name in sources(".py", rooms=(*ROOMS, "tests"))
        for function in functions(name)
        if (lines := length(function)) > LONGEST_FUNCTION_LINES
    ]
    settle(too_long, "a function over 50 lines wants a name for its parts")


@pytest.mark.parametrize("room", ROOMS)
def test_the_usual_function_is_short(room: str) -> None:
    lengths = [length(function) for name in sources(".py", rooms=(room,)) for function in functions(name)]
    if not lengths:
        pytest.skip(f"{room} has no function yet")
    assert statistics.median(lengths) <= LONGEST_MEDIAN_LINES


def test_only_one_door_reads_the_clock() -> None:
    readers = [
        f"{name}:{use.line} {use.name}"
        for name in sources(".py")
        if not MAY_READ_TIME.match(name)
        for use in uses(name)
        if TIME_READERS.match(use.name)
    ]
    assert not readers, "time comes through api.clock:\n" + "\n".join(readers)


def test_chance_comes_from_a_seeded_generator() -> None:
    lots = [
        f"{name}:{use.line} {use.name}"
        for name in sources(".py")
        for use in uses(name)
        if re.match(r"(random|numpy\.random)\.\w+$", use.name)
        and not (
            MAY_DRAW_LOTS.match(name)
            and SEEDABLE.match(use.name)
            and not (use.unseeded and NEEDS_SEED.search(use.name))
        )
    ]
    assert not lots, "draw from a seeded generator:\n" + "\n".join(lots)


def test_no_tracked_file_knows_a_machine_or_a_registry() -> None:
    found: list[str] = []
    for name in tracked():
        content = (ROOT / name).read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode("utf-8").splitlines(), 1):
            if MACHINE_PATH.search(line) or REGISTRY.search(line):
                found.append(f"{name}:{number} {line.strip()[:100]}")
    assert not found, "\n".join(found)


def test_every_exemption_from_a_check_says_why(settle: Settle) -> None:
    bare = [
        f"{name}:{number} {line.strip()[:100]}"
        for name in sources(".py", rooms=(*ROOMS, "tests"))
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), 1)
        if BARE_EXEMPTION.search(line)
    ]
    settle(bare, "an exemption without a reason beside it")


def test_everything_public_says_what_is_true_afterwards(settle: Settle) -> None:
    silent = [
        f"{name}:{line} {symbol}"
        for name in sources(".py")
        for line, symbol, documented in public_definitions(name)
        if not documented
    ]
    settle(silent, "public without a docstring")


def test_every_module_is_covered_by_its_own_test_file(settle: Settle) -> None:
    known = set(tracked())
    untested = [
        name
        for name in sources(".py")
        if not name.endswith("__init__.py")
        and name not in TESTED_ELSEWHERE
        and own_test(name) not in known
        and any(functions(name))  # a module of declarations only has nothing that runs
    ]
    settle(untested, "no test file of its own")
    assert known.issuperset(TESTED_ELSEWHERE), "an exception for a module that is gone"


def test_ci_runs_the_command_of_the_readme() -> None:
    runner = (ROOT / ".ci/run").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "exec make test" in runner
    assert "make test" in readme
    assert "make run" in readme


def test_every_decision_stands_in_the_list() -> None:
    folder = ROOT / "docs/decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    missing = [path.name for path in folder.glob("0*.md") if f"({path.name})" not in listed]
    assert not missing, f"docs/decisions/README.md does not list {missing}"
