"""What the documents say is there is there, and what is there is said."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from pyupsync import config, errors, ports
from pyupsync.cli.command_line import build_parser

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def code_of(path: Path) -> str:
    """The indented code of a document, with continued lines joined."""
    lines = [line[4:] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("    ")]
    return "\n".join(lines).replace("\\\n", " ")


def commands() -> list[str]:
    found = [line for path in DOCUMENTS for line in code_of(path).splitlines() if line.startswith("pyupsync ")]
    return sorted(set(found))


@pytest.mark.parametrize("command", commands())
def test_every_documented_command_is_understood(command: str) -> None:
    args = build_parser().parse_args(shlex.split(command.partition(" # ")[0])[1:])
    assert callable(args.run)


def test_there_are_documented_commands() -> None:
    assert len(commands()) >= 2


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (path.parent / target).exists(), target


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "python3 dev.py tryout" in readme
    assert "python3 dev.py test" in readme


def test_the_rooms_in_the_architecture_are_those_that_are_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (`[^|]+) \|", text, re.MULTILINE)
    drawn = {name for cell in table for name in re.findall(r"`(\w+)/?`", cell)}
    rooms = {path.name.removesuffix(".py") for path in (ROOT / "pyupsync").iterdir() if not path.name.startswith("_")}
    assert rooms - {"py.typed", "powershell"} <= drawn


def test_every_setting_of_a_photo_job_is_documented() -> None:
    doc = config.PhotoJob.__doc__ or ""
    assert all(f"        {name}:" in doc for name in config.PhotoJob.__dataclass_fields__)


def test_codes_named_in_the_documents_exist() -> None:
    codes = {item.code for item in vars(errors).values() if isinstance(item, type) and hasattr(item, "code")}
    named = set(
        re.findall(r"`((?:Directory|Photo|Image|Person|Account|Profile)[A-Z]\w+)`", "".join(map(_read, DOCUMENTS)))
    )
    assert named <= codes | {"AccountName", "PersonAmbiguous", "PersonTwice"} | set(_names()) | _causes()


def _causes() -> set[str]:
    """What checks call a fault."""
    sources = (ROOT / "pyupsync" / "diagnosis").glob("*.py")
    return {cause for path in sources for cause in re.findall(r'"([A-Z][a-z]\w+)"', path.read_text(encoding="utf-8"))}


def _names() -> list[str]:
    return [*ports.__all__, *config.__all__]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
