"""A User Profile service application in a farm's JSON file: carried to where the farm is not, or written by hand.

    {"version": 1,
     "connections": [{"name": …, "kind": …, "server": …, "ssl": …, "account": …,
                      "contexts": [{"dn": …, "domain": …, "included": […], "excluded": […]}],
                      "mappings": [{"property": …, "attribute": …, "imported": …, "exported": …}]}],
     "picture_imports": [{"url": …, "web_application": …, "exchange": …, "online": …}],
     "synchronization": {"running": …, "state": …}}

Of a connection only ``name`` is needed: it is one to Active Directory without mappings then. ``mappings`` is null where
they are not known. A synchronization in a file is over as soon as it has begun.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from pyupsync.adapters.farm.document import FarmDocument, Form
from pyupsync.adapters.file_lock import FileLock
from pyupsync.adapters.synchronization.refusals import import_only, mapped_already, no_such_connection, runs_already
from pyupsync.errors import SynchronizationError
from pyupsync.model import (
    AD_IMPORT,
    CONNECTION_KINDS,
    NamingContext,
    PictureImport,
    PropertyMapping,
    SyncConnection,
    SyncStatus,
)

_TEXT: tuple[type, ...] = (str,)
_FLAG: tuple[type, ...] = (bool,)
_LIST: tuple[type, ...] = (list,)
_NONE = type(None)
_CONNECTION: Form = {
    "name": (_TEXT, ""),
    "kind": (_TEXT, "ActiveDirectory"),
    "server": (_TEXT, ""),
    "ssl": ((bool, _NONE), None),
    "account": (_TEXT, ""),
    "contexts": (_LIST, []),
    "mappings": ((list, _NONE), []),
}
_CONTEXT: Form = {"dn": (_TEXT, ""), "domain": (_TEXT, ""), "included": (_LIST, []), "excluded": (_LIST, [])}
_MAPPING: Form = {
    "property": (_TEXT, ""),
    "attribute": (_TEXT, ""),
    "imported": (_FLAG, False),
    "exported": (_FLAG, False),
}
_IMPORT: Form = {
    "url": (_TEXT, ""),
    "web_application": (_TEXT, ""),
    "exchange": (_FLAG, False),
    "online": (_FLAG, False),
}
_STATES = ("", "Idle", "Running", "Error", "Canceled")
_PATIENCE = 30.0
"""Seconds to wait for another process that is changing the file."""


class FarmFileService:
    """The service application of a farm in a file, which is read anew with each question.

    Args:
        path: The file.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    def connections(self) -> Sequence[SyncConnection]:
        """The connections, in the file's order."""
        file = FarmDocument(self._path)
        found = tuple(_connection(file, row) for row in file.rows(file.content(), "connections", _CONNECTION))
        names = [one.name for one in found]
        if twice := next((name for name in names if names.count(name) > 1), ""):
            raise file.broken(f"two of its connections are named {twice!r}")
        return found

    def picture_imports(self) -> Sequence[PictureImport]:
        """The web applications, in the file's order."""
        file = FarmDocument(self._path)
        return tuple(PictureImport(**row) for row in file.rows(file.content(), "picture_imports", _IMPORT))

    def add_export(self, connection: str, prop: str, attribute: str) -> None:
        """Write the mapping into the file."""
        new = PropertyMapping(prop, attribute, exported=True)

        def added(mappings: tuple[PropertyMapping, ...]) -> tuple[PropertyMapping, ...]:
            names = (prop.casefold(), attribute.casefold())
            if any(one.exported and (one.property.casefold(), one.attribute.casefold()) == names for one in mappings):
                raise mapped_already(connection)
            return (*mappings, new)

        self._change(connection, added)

    def remove_mapping(self, connection: str, mapping: PropertyMapping) -> None:
        """Take the mapping out of the file."""
        self._change(connection, lambda mappings: tuple(one for one in mappings if one != mapping))

    def status(self) -> SyncStatus:
        """As the file says."""
        file = FarmDocument(self._path)
        said = file.content().get("synchronization", {})
        if not isinstance(said, dict):
            raise file.broken("its synchronization is no object")
        form: Form = {"state": (_TEXT, "Idle"), "running": (_FLAG, False)}
        row = file.row(said, "synchronization", form)
        return SyncStatus(row["running"], file.one_of(row["state"], _STATES, "state"))

    def start(self, *, full: bool) -> None:  # noqa: ARG002 - a file has nothing to synchronize
        """Note that one has ended."""
        with self._locked():
            if self.status().running:
                raise runs_already(self._path)
            self._note(SyncStatus(running=False, state="Idle"))

    def stop(self) -> None:
        """Note that none is running."""
        with self._locked():
            if self.status().running:
                self._note(SyncStatus(running=False, state="Canceled"))

    def _note(self, status: SyncStatus) -> None:
        FarmDocument(self._path).save({"synchronization": asdict(status)})

    def _change(self, name: str, change: Callable[[tuple[PropertyMapping, ...]], tuple[PropertyMapping, ...]]) -> None:
        with self._locked():
            connections = {one.name: one for one in self.connections()}
            found = connections.get(name)
            if found is None:
                raise no_such_connection(name)
            if found.kind == AD_IMPORT:
                raise import_only(name)
            connections[name] = replace(found, mappings=change(found.mappings or ()))
            FarmDocument(self._path).save({"connections": [asdict(one) for one in connections.values()]})

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """While this is entered no other process changes the file."""
        why = "another run keeps it"
        try:
            with FileLock(Path(f"{self._path}.lock"), _PATIENCE, keep=False):
                yield
                return
        except TimeoutError:
            pass
        except OSError as error:
            why = error.strerror or type(error).__name__
        raise SynchronizationError(f"The farm's file {self._path} cannot be changed: {why}.", target=self._path)


def save_service(path: str, connections: Iterable[SyncConnection], imports: Iterable[PictureImport]) -> None:
    """Keep what a service application says of itself in a farm's file; what else the file holds stays.

    Raises:
        FarmError: It cannot be written.
    """
    sections = {"connections": list(map(asdict, connections)), "picture_imports": list(map(asdict, imports))}
    FarmDocument(path).save(sections)


def _connection(file: FarmDocument, row: dict[str, Any]) -> SyncConnection:
    row["kind"] = file.one_of(row["kind"], CONNECTION_KINDS, "kind")
    row["contexts"] = tuple(_context(file, one) for one in file.rows(row, "contexts", _CONTEXT))
    if row["mappings"] is not None:
        mappings = file.rows(row, "mappings", _MAPPING)
        row["mappings"] = tuple(PropertyMapping(**one) for one in mappings)
    return SyncConnection(**row)


def _context(file: FarmDocument, row: dict[str, Any]) -> NamingContext:
    for name in ("included", "excluded"):
        if not all(isinstance(dn, str) for dn in row[name]):
            raise file.broken(f"one of its contexts has in {name} what is no text")
    return NamingContext(row["dn"], row["domain"], tuple(row["included"]), tuple(row["excluded"]))
