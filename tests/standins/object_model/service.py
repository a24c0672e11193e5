"""A User Profile service application that the assemblies know, and who asks for it in a child process.

Run as a program it answers what stdin asks, a JSON list of a method and its arguments a line, in JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pyupsync import errors
from pyupsync.adapters.synchronization.object_model import ObjectModelService, open_object_model_service
from pyupsync.errors import SynchronizationError
from pyupsync.model import NamingContext, PictureImport, PropertyMapping, SyncConnection, SyncStatus

Row = Sequence[str]


def write_service(
    path: Path, connections: Iterable[SyncConnection] = (), imports: Iterable[PictureImport] = (), *more: Row
) -> Path:
    """Write what the assemblies know; ``more`` are rows of the other kinds."""
    rows = [row for one in connections for row in _rows(one)]
    rows += [("pictures", f"{one.url}/", one.web_application, str(one.exchange), str(one.online)) for one in imports]
    path.write_text("".join(_line(row) for row in (*rows, *more)), encoding="ascii")
    return path


def read_service(path: Path) -> list[list[str]]:
    """The rows as they are now."""
    lines = path.read_text(encoding="ascii").splitlines()
    return [[b64decode(cell).decode() for cell in line.split("\t")] for line in lines]


def _rows(one: SyncConnection) -> Iterable[Row]:
    domain, _, user = one.account.rpartition("\\")
    yield "connection", one.name, one.kind, one.server, str(bool(one.ssl)), domain, user
    for context in one.contexts:
        yield "context", context.dn, context.domain, str(bool(context.domain))
        yield from (("included", dn) for dn in context.included)
        yield from (("excluded", dn) for dn in context.excluded)
    for mapping in one.mappings or ():
        yield "mapping", mapping.property, mapping.attribute, str(mapping.imported), str(mapping.exported)


def _line(row: Row) -> str:
    return "\t".join(b64encode(cell.encode()).decode() for cell in row) + "\n"


class ChildService:
    """The service application, asked in a process of its own: .NET is loaded into no test run.

    Raises:
        SynchronizationError: The service application says so; the same for its methods.
    """

    def __init__(self, given: Mapping[str, str], site: str = "") -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-W", "ignore", "-m", __name__, site]
        self._child = subprocess.Popen(command, env={**os.environ, **given}, stdin=pipe, stdout=pipe, text=True)
        try:
            self._next()
        except SynchronizationError:
            self.close()
            raise

    def connections(self) -> tuple[SyncConnection, ...]:
        return tuple(_connection(row) for row in self._ask("connections"))

    def picture_imports(self) -> tuple[PictureImport, ...]:
        return tuple(PictureImport(**row) for row in self._ask("picture_imports"))

    def add_export(self, connection: str, prop: str, attribute: str) -> None:
        self._ask("add_export", connection, prop, attribute)

    def remove_mapping(self, connection: str, mapping: PropertyMapping) -> None:
        self._ask("remove_mapping", connection, asdict(mapping))

    def status(self) -> SyncStatus:
        return SyncStatus(**self._ask("status"))

    def start(self, *, full: bool) -> None:
        self._ask("start", full)

    def stop(self) -> None:
        self._ask("stop")

    def close(self) -> None:
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                pipe.close()

    def _ask(self, *request: object) -> Any:
        assert self._child.stdin
        self._child.stdin.write(json.dumps(request) + "\n")
        self._child.stdin.flush()
        return self._next()

    def _next(self) -> Any:
        assert self._child.stdout
        answer: dict[str, Any] = json.loads(self._child.stdout.readline())
        if "error" in answer:
            kind: type[SynchronizationError] = getattr(errors, answer["error"])
            raise kind(answer["message"], target=answer["target"], advice=answer["advice"])
        return answer["result"]


def _connection(row: dict[str, Any]) -> SyncConnection:
    contexts = tuple(
        NamingContext(one["dn"], one["domain"], tuple(one["included"]), tuple(one["excluded"]))
        for one in row["contexts"]
    )
    mappings = None if row["mappings"] is None else tuple(PropertyMapping(**one) for one in row["mappings"])
    return SyncConnection(**{**row, "contexts": contexts, "mappings": mappings})


def _answer(service: ObjectModelService, method: str, *values: Any) -> object:
    if method in {"connections", "picture_imports"}:
        return [asdict(one) for one in getattr(service, method)()]
    if method == "status":
        return asdict(service.status())
    if method == "remove_mapping":
        return service.remove_mapping(values[0], PropertyMapping(**values[1]))
    if method == "start":
        return service.start(full=values[0])
    return getattr(service, method)(*values)


def _tell(answer: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def _refusal(error: SynchronizationError) -> dict[str, object]:
    return {"error": type(error).__name__, "message": error.message, "target": error.target, "advice": error.advice}


def main(site: str) -> None:
    """Answer until stdin ends."""
    with ExitStack() as stack:
        try:
            service = open_object_model_service(site, stack)
        except SynchronizationError as error:
            _tell(_refusal(error))
            return
        _tell({"result": None})
        for line in sys.stdin:
            try:
                _tell({"result": _answer(service, *json.loads(line))})
            except SynchronizationError as error:
                _tell(_refusal(error))


if __name__ == "__main__":
    main(sys.argv[1])
