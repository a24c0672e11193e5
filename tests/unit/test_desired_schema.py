"""The published schema: valid, the one in docs/, true of the examples, and of one mind with the reader."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pyupsync.cli import main
from pyupsync.config.desired import TABLES, read_desired
from pyupsync.config.desired_schema import desired_schema
from pyupsync.errors import UsageError
from tests.unit.deploy_farm import CONFIGURATION

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[2]
VALIDATOR = jsonschema.Draft202012Validator(desired_schema())
EXAMPLES = sorted((ROOT / "examples" / "automation").rglob("*.toml"))


def test_it_is_a_schema_and_the_one_that_is_published(capsys: pytest.CaptureFixture[str]) -> None:
    jsonschema.Draft202012Validator.check_schema(desired_schema())
    assert main(["deploy", "schema"]) == 0
    published = (ROOT / "docs" / "pyupsync.schema.json").read_text(encoding="utf-8")
    assert published == capsys.readouterr().out, "run: pyupsync deploy schema > docs/pyupsync.schema.json"


def test_every_setting_is_described() -> None:
    for name, table in desired_schema()["properties"].items():
        known = {key.replace("_", "-") for key in TABLES[name].settings()}
        assert {key.replace("_", "-") for key in table["properties"]} == known
        for key, setting in table["properties"].items():
            assert len(setting["description"]) > 5, (name, key)
            assert "password" not in key or key.rpartition("password")[2], "no secret in clear"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_are_true_to_it(path: Path) -> None:
    VALIDATOR.validate(tomllib.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "text",
    [
        CONFIGURATION,
        "[trust]\nstore='folder:s'\npathss=['c']\n",
        "[trust]\npaths=['c']\n",
        "[zone]\nx=1\n",
        "trust = 1\n",
        "[photos]\nprofiles='csv:a'\ndirectory='ldif:d'\nphotos='folder:p'\nworkers='4'\n",
        "[photos]\nprofiles='csv:a'\ndirectory='ldif:d'\nphotos='folder:p'\nimage='huge'\n",
        "[photos]\nprofiles='csv:a'\ndirectory='ldif:d'\nphotos='folder:p'\npassword='x'\n",
        "[photos]\nprofiles='csv:a'\ndirectory=['ldif:d', {address='ldif:e', output='x'}]\nphotos='folder:p'\n",
        "[photos]\nprofiles='csv:a'\ndirectory=[{address='ldif:e', colour='x'}]\nphotos='folder:p'\n",
        "[photos]\nprofiles='csv:a'\ndirectory='ldif:d'\nphotos='folder:p'\nreport='r.html'\nkeep_mb=1\nstate='sqlite:s'\n",
        "[access]\ndirectory='ldif:d'\naccounts=['a']\nrights=['write-photo']\n",
        "[access]\ndirectory='ldif:d'\naccounts=['a']\nrights=['everything']\n",
        "[access]\ndirectory='ldif:d'\naccounts='a'\n",
        "[profiles]\nfarm='farm:f'\nforce=1\n",
        "",
    ],
)
def test_it_and_the_reader_take_and_refuse_the_same(tmp_path: Path, text: str) -> None:
    path = tmp_path / "farm.toml"
    path.write_text(text)
    document: dict[str, Any] = tomllib.loads(text)
    try:
        read_desired(str(path))
        taken = True
    except UsageError:
        taken = False
    assert VALIDATOR.is_valid(document) == taken, json.dumps(document)
