"""A small farm of files, and the configuration that describes it."""

from __future__ import annotations

import json
from pathlib import Path

from pyupsync.config.desired import Desired, read_desired
from tests.lab import mint
from tests.unit.photo_farm import Farm

CONFIGURATION = """\
# What the farm is to be like.
[trust]
store = "folder:store"
paths = ["certificates"]

[zones]
registry = "reg:service.reg"
urls = ["https://mysite.corp.test"]
undo-file = "undo"

[profiles]
farm = "farm:farm.json"

[photos]
profiles = "csv:people.csv"
photos = "folder:pictures"
directory = "ldif:people.ldif"
output = "changes.ldif"
state = "sqlite:photos.sqlite"
"""
REG = "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\Software]\r\n\r\n"


class FileFarm:
    """Everything that a desired state names, in one folder: nothing is trusted, mapped, exported or published yet."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.photos = Farm(root)
        rows = [f"CORP\\{name},{name}.jpg" for name in ("ann", "bob", "çem")]
        (root / "people.csv").write_text("\n".join(["AccountName,PictureURL", *rows]), encoding="utf-8")
        (root / "certificates").mkdir()
        (root / "certificates" / "root.cer").write_bytes(mint.mint("CN=Root CA").der)
        (root / "service.reg").write_bytes(REG.encode("utf-16"))
        (root / "farm.json").write_text(json.dumps({"version": 1, "connections": [{"name": "corp"}]}))
        (root / "undo").mkdir()
        self.write(CONFIGURATION)

    def write(self, text: str) -> Path:
        path = self.root / "pyupsync.toml"
        path.write_text(text, encoding="utf-8")
        return path

    def desired(self) -> Desired:
        return read_desired(str(self.root / "pyupsync.toml"))
