"""Nothing stands in the house that nobody uses: a public name serves the source, not only a test."""

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("geo", "twin", "simulators", "api", "drills")

CALLED_BY_NAME = re.compile(r"^(upgrade|downgrade|revision|down_revision)$")
"""Names that a tool finds by itself: a migration's."""


def modules() -> dict[str, ast.Module]:
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8"))
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
    }


def names_used(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value  # a quoted annotation, a column named as data


def names_defined(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Public names at the top of a module; a decorated function is called by what decorates it."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if not node.decorator_list:
                yield node.lineno, node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((node.lineno, target.id) for target in targets if isinstance(target, ast.Name))


def entry_points() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {target.rpartition(":")[2] for target in project["scripts"].values()}


def test_every_public_name_is_used_by_the_source_itself(settle: Callable[[list[str], str], None]) -> None:
    house = modules()
    used = {name for module in house.values() for name in names_used(module)} | entry_points()
    unused = [
        f"{file}:{line} {name}"
        for file, module in house.items()
        for line, name in names_defined(module)
        if not name.startswith("_") and name not in used and not CALLED_BY_NAME.match(name)
    ]
    settle(unused, "public, and used by no line of the source")
