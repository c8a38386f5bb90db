"""What the linters cannot see: sizes, names that shadow, locks and files that speak of one machine."""

from __future__ import annotations

import ast
import importlib
import re
import statistics
import subprocess
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOT: Path = settings.BASE_DIR
ROOMS = (
    "core",
    "customers",
    "followups",
    "insights",
    "integrations",
    "mailroom",
    "nps_project",
    "responses",
    "surveys",
    "team",
)
LIMITS = {
    "file": 400,
    "function": 40,
    "view": 30,
    "task": 10,
    "template": 120,
    "element": 25,
    "js": 120,
    "css": 200,
}
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-servers.lock")


def sources() -> list[Path]:
    """The product's own Python files, tests and benchmarks included, migrations not."""
    folders = [ROOT / name for name in (*ROOMS, "tests", "benchmarks")]
    return [path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts]


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function with its number of lines, decorators, docstring and comments included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            yield node.name, (node.end_lineno or first) - first + 1


def limit_of(path: Path) -> int:
    """How long a function of this file may be."""
    if path.name == "views.py" or "views" in path.parts:
        return LIMITS["view"]
    if path.name == "tasks.py":
        return LIMITS["task"]
    return LIMITS["function"]


def test_files_stay_short() -> None:
    lengths = {str(path.relative_to(ROOT)): length(path) for path in sources()}

    assert {name: lines for name, lines in lengths.items() if lines > LIMITS["file"]} == {}
    assert statistics.median(lengths.values()) < 90


def test_functions_stay_short() -> None:
    product = [path for path in sources() if "tests" not in path.parts]
    long = {
        f"{path.relative_to(ROOT)}: {name}": lines
        for path in product
        for name, lines in functions(path)
        if lines > limit_of(path)
    }

    assert long == {}


def test_templates_styles_and_scripts_stay_short() -> None:
    kinds = {
        "template": (ROOT / "templates").rglob("*.html"),
        "element": (ROOT / "templates" / "elements").rglob("*.html"),
        "js": (ROOT / "static").rglob("*.js"),
        "css": (ROOT / "static").rglob("*.css"),
    }
    long = {
        str(path.relative_to(ROOT)): length(path)
        for kind, paths in kinds.items()
        for path in paths
        if length(path) > LIMITS[kind]
    }

    assert long == {}


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_are_ours_and_not_packages_of_the_same_name(room: str) -> None:
    # A package called `responses` exists; installed, it could shadow ours.
    module = importlib.import_module(room)

    assert str(module.__file__) == str(ROOT / room / "__init__.py")


def test_locks_pin_versions_and_hashes_and_name_no_place() -> None:
    for name in LOCKS:
        text = (ROOT / name).read_text()
        pinned = re.findall(r"^[A-Za-z0-9][\w.\-]*(?:\[[\w,\-]+\])?==", text, re.MULTILINE)
        assert pinned
        assert "://" not in text
        # Every line is a pin, a marker's rest or a hash: no option, no path.
        assert [
            line
            for line in text.splitlines()
            if not re.match(r"(\S+==\S+.*\\|    --hash=sha256:[0-9a-f]{64}( \\)?)$", line)
        ] == []


def test_runtime_lock_is_part_of_the_developers_lock() -> None:
    runtime, dev = ((ROOT / name).read_text().splitlines() for name in LOCKS[:2])

    assert set(filter(lambda line: "==" in line, runtime)) <= set(dev)


def test_no_test_is_skipped_for_good_and_no_rule_is_waived_without_a_reason() -> None:
    reasonless = re.compile(r"#\s*(noqa(?!: [A-Z0-9, ]+  # \S)|type: ignore(?!\[[a-z\-, ]+\]  # \S))")
    waived = {
        f"{path.relative_to(ROOT)}:{number}": line.strip()
        for path in sources()
        if path.name != "test_house_rules.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if reasonless.search(line) or re.search(r"pytest\.mark\.(skip|xfail)\b", line)
    }

    assert waived == {}


def test_nothing_names_the_machine_it_was_written_on() -> None:
    found = subprocess.run(
        [
            "git",
            "grep",
            "-lE",
            r"/(home|root|Users|work|farm)/[a-z]",
            "--",
            ".",
            ":!tests/nps_project/test_house_rules.py",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.stdout == ""
