"""The package's public face and the size of its rooms."""

from __future__ import annotations

import ast
import re
import statistics
from pathlib import Path

import pyupsync
from pyupsync import errors

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(path for path in (ROOT / "pyupsync").rglob("*.py") if path.name != "__init__.py")


def test_all_lists_what_can_be_imported_sorted() -> None:
    assert pyupsync.__all__ == sorted(pyupsync.__all__)
    assert all(hasattr(pyupsync, name) for name in pyupsync.__all__)


def test_everything_public_is_documented() -> None:
    for name in pyupsync.__all__:
        assert getattr(pyupsync, name).__doc__, name


def test_modules_stay_small() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert max(lines.values()) <= 300, max(lines, key=lambda path: lines[path])
    assert statistics.median(lines.values()) <= 140


def test_functions_stay_short() -> None:
    lengths = [
        (node.end_lineno or 0) - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]
    assert statistics.median(lengths) <= 14
    assert statistics.quantiles(lengths, n=10)[-1] <= 35


def leaves() -> list[type[errors.UpSyncError]]:
    return [item for item in vars(errors).values() if isinstance(item, type) and issubclass(item, errors.UpSyncError)]


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [item.code for item in leaves()]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[A-Z][A-Za-z]+", code) for code in codes)


def test_the_drawn_tree_of_errors_is_the_real_one() -> None:
    """Every class stands in the module's drawing, beside its code and below its parent."""
    drawn = re.findall(r"^([ |+-]*)([A-Z]\w+)(?: +([A-Z]\w+))?", errors.__doc__ or "", re.MULTILINE)
    found: dict[str, tuple[str, str]] = {}
    stack: list[tuple[int, str]] = []
    for indent, name, code in drawn:
        if not hasattr(errors, name):
            continue
        while stack and stack[-1][0] >= len(indent):
            stack.pop()
        found[name] = (stack[-1][1] if stack else "Exception", code or "UpSyncFailed")
        stack.append((len(indent), name))
    assert found == {item.__name__: (item.__mro__[1].__name__, item.code) for item in leaves()}
