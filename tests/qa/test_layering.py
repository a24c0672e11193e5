"""Who may import whom. The flow of the house is held here; docs/architecture.md draws it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "pyupsync"
FRAME = {"model", "errors", "ports"}
AREAS = {"photos", "trust", "zones", "module", "profiles", "access", "diagnosis", "deployment"}
FACES = {"workflows", "report", "page", "config", "errors", "model"}

# room -> the rooms it may import, itself always among them
MAY_IMPORT: dict[str, set[str]] = {
    "later": set(),
    "errors": set(),
    "model": {"errors", "later"},
    "ports": {"model", "later"},
    "config": {"errors", "later"},
    "changing": {"model", "errors", "ports"},
    "report": {"model", "errors"},
    "page": {"model", "report"},
    "reporting": {"model", "errors", "report", "page"},
    **dict.fromkeys(AREAS, FRAME),
    "adapters": FRAME | {"config"},
    "wiring": FRAME | {"config", "adapters", "later"},
    "workflows": FRAME | AREAS | {"changing", "config", "wiring", "reporting", "later"},
    "jobs": FACES,
    "bridge": FACES | {"jobs"},
    "cli": FACES | {"tryout", "__init__"},
    "tryout": FACES,
    "__init__": {"config", "errors", "model", "workflows"},
    "__main__": {"cli"},
}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "powershell" not in path.relative_to(PACKAGE).parts)


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    """The rooms of this package that a module imports, at its top or inside a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    inside = {name.split(".")[1] if "." in name else "__init__" for name in names if name.split(".")[0] == "pyupsync"}
    known = {room(module) for module in modules()}
    return {name if name in known else "__init__" for name in inside}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_what_it_may(path: Path) -> None:
    own = room(path)
    assert own in MAY_IMPORT, f"the room {own} has no rule: add one here and to docs/architecture.md"
    assert imported_rooms(path) <= MAY_IMPORT[own] | {own}


def test_the_rules_can_be_broken(tmp_path: Path) -> None:
    """The reader of imports sees imports inside functions too, so a breach cannot hide."""
    module = tmp_path / "module.py"
    module.write_text("def f():\n    from pyupsync.wiring import open_photos\n    import pyupsync.adapters.kerberos\n")
    assert imported_rooms(module) == {"wiring", "adapters"}


def test_only_wiring_asks_for_adapters() -> None:
    users = {room(path) for path in modules() if "adapters" in imported_rooms(path)} - {"adapters"}
    assert users == {"wiring"}


@pytest.mark.parametrize("area", sorted(AREAS))
def test_planning_opens_nothing(area: str) -> None:
    """No area imports a library that reaches outside."""
    outside = {"socket", "ssl", "subprocess", "requests", "ldap3", "sqlite3", "winreg", "urllib.request", "clr"}
    for path in (PACKAGE / area).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert not outside & {alias.name for alias in node.names}, path
            elif isinstance(node, ast.ImportFrom):
                assert node.module not in outside, path
