"""Is the picture exported to the directory, and what else writes it? Every connection judged; pure.

``Finding.facts["cause"]`` is a stable code: ExportMappingMissing, ImportAndExport, ExportedElsewhere, AttributeTaken,
NoExportOnADImport, PictureImported, PictureImportEnabled, NoConnection, ConnectionNotFound, NoContainer,
MappingUnknown; empty where all is well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pyupsync.model import AD_IMPORT, Facts, Finding, FindingStatus, PictureImport, PictureMapping, SyncConnection
from pyupsync.profiles.snapshot import ServiceSnapshot
from pyupsync.profiles.standing import Standing, can_export, goes_to_active_directory, importing, kind_text, standing

EXPORT = "Use pyupsync photos export, which writes the pictures itself (docs/export.md)."
_CENTRAL = "in Central Administration"


def judge_mapping(
    snapshot: ServiceSnapshot, wanted: PictureMapping | None = None, *, farm: str = "om:"
) -> list[Finding]:
    """Judge how the picture gets from profiles to the directory.

    Args:
        snapshot: The service application.
        wanted: What should be mapped. If None, PictureURL to thumbnailPhoto, on every connection to Active Directory;
            nobody has asked for an export then, and Active Directory Import, which has none, is warned of alone.
        farm: The farm's address, for the commands of the advice.

    Returns:
        A finding for each connection that is meant, then for whatever else brings pictures. ``error`` keeps pictures
        from the directory: what a plan would change, or fails at; ``warning`` competes.
    """
    return list(_Judge(snapshot, wanted or PictureMapping(), farm, asked=wanted is not None).findings())


class _Judge:
    def __init__(self, snapshot: ServiceSnapshot, wanted: PictureMapping, farm: str, *, asked: bool) -> None:
        self._snapshot = snapshot
        self._wanted = wanted
        self._impossible: FindingStatus = "error" if asked else "warning"
        self._set = f"pyupsync profiles mapping set --farm {_quoted(farm)}"
        self._imports = importing(snapshot.connections, wanted)

    def findings(self) -> Iterator[Finding]:
        connections = self._snapshot.connections
        if not self._wanted.connections and not any(map(goes_to_active_directory, connections)):
            actual = "It has no connection to Active Directory, so nothing is exported."
            advice = f"Add one {_CENTRAL} (Configure Synchronization Connections). Or: {EXPORT}"
            subject = "the User Profile service application"
            yield _caused(
                "NoConnection",
                Finding("syncConnection", "error", subject, "a connection to Active Directory", actual, advice),
            )
        known = {one.name for one in connections}
        for name in self._wanted.connections:
            if name not in known:
                actual = f"There is no connection of that name; there are {', '.join(sorted(known)) or 'none'}."
                yield _caused(
                    "ConnectionNotFound", Finding("syncConnection", "error", name, "a connection", actual, "")
                )
        for connection in connections:
            yield from self._connection(connection)
        for one in self._snapshot.imports:
            yield from _pictures(one)

    def _connection(self, connection: SyncConnection) -> Iterator[Finding]:
        named = connection.name in self._wanted.connections
        if self._wanted.connections and not named:
            return
        if connection.kind == AD_IMPORT:
            yield self._import_only(connection)
        elif named or can_export(connection):
            yield self._exporting(connection)
        contexts = connection.contexts
        if contexts and not any(one.included for one in contexts):
            actual = "No container is selected, so nobody is synchronized."
            advice = f"Select the containers {_CENTRAL} (Configure Synchronization Connections)."
            yield _caused(
                "NoContainer",
                Finding("syncContainers", "warning", connection.name, "selected containers", actual, advice),
            )

    def _import_only(self, connection: SyncConnection) -> Finding:
        wanted = self._wanted
        if standing(connection, wanted).imported:
            actual = f"It brings {wanted.property} into profiles from the directory, and exports nothing."
            advice = f"Remove that mapping {_CENTRAL} (Manage User Properties). {EXPORT}"
            return self._of(connection, self._impossible, actual, advice, "PictureImported")
        actual = f"{kind_text(AD_IMPORT)} reads the directory and exports nothing."
        return self._of(connection, self._impossible, actual, EXPORT, "NoExportOnADImport")

    def _exporting(self, connection: SyncConnection) -> Finding:
        if connection.mappings is None:
            return self._of(connection, "warning", "It does not tell its mappings.", "", "MappingUnknown")
        wanted, stands = self._wanted, standing(connection, self._wanted)
        command = f"{self._set} --connection {_quoted(connection.name)}"
        way = f"{wanted.property} is exported to {wanted.attribute}"
        if stands.exported and self._imports:
            actual = f"{way}, and {self._imported()}."
            return self._of(connection, "error", actual, f"{command} --force", "ImportAndExport")
        if stands.exported:
            return self._of(connection, "ok", f"{way}.", "", "")
        return self._missing(connection, stands, command)

    def _missing(self, connection: SyncConnection, stands: Standing, command: str) -> Finding:
        wanted = self._wanted
        if stands.taken:
            actual = f"{stands.taken[0].property} is exported to {wanted.attribute}, instead of {wanted.property}."
            advice = f"Remove that mapping {_CENTRAL} (Manage User Properties), then: {command}"
            return self._of(connection, "error", actual, advice, "AttributeTaken")
        if stands.elsewhere:
            actual = f"{wanted.property} is exported to {stands.elsewhere[0].attribute}, not to {wanted.attribute}."
            return self._of(connection, "error", actual, f"{command} --force", "ExportedElsewhere")
        actual = f"{wanted.property} is not exported to {wanted.attribute}"
        if self._imports:
            actual = f"{actual}; {self._imported()}, and a property goes one way only"
            command = f"{command} --force"
        return self._of(connection, "error", f"{actual}.", command, "ExportMappingMissing")

    def _imported(self) -> str:
        """The first import that is in the way, in words."""
        name, mapping = self._imports[0]
        return f"it is imported from {mapping.attribute} by {name}"

    def _of(self, connection: SyncConnection, status: FindingStatus, actual: str, advice: str, cause: str) -> Finding:
        wanted, stands = self._wanted, standing(connection, self._wanted)
        expected = f"{wanted.property} is exported to {wanted.attribute}"
        facts: Facts = {
            "cause": cause,
            "kind": connection.kind,
            "property": wanted.property,
            "attribute": wanted.attribute,
            "exported": stands.exported,
            "imported": stands.imported[0].attribute if stands.imported else "",
        }
        return Finding("pictureMapping", status, connection.name, expected, actual, advice, facts)


def _pictures(one: PictureImport) -> Iterator[Finding]:
    switches = {"UserPhotoImportEnabled": one.exchange, "UserPhotoOnlineImportEnabled": one.online}
    names = {"UserPhotoImportEnabled": "Exchange", "UserPhotoOnlineImportEnabled": "Exchange Online"}
    if on := [switch for switch, enabled in switches.items() if enabled]:
        sources = " and ".join(names[switch] for switch in on)
        actual = f"The web application takes people's pictures from {sources}, which compete with those of profiles."
        off = " ".join(f"$w.{switch} = $false;" for switch in on)
        advice = f"$w = Get-SPWebApplication {one.url}; {off} $w.Update()"
        expected = "pictures come from profiles alone"
        yield _caused("PictureImportEnabled", Finding("pictureImport", "warning", one.url, expected, actual, advice))


def _quoted(text: str) -> str:
    """As a shell takes it, whichever it is; what has a quote of its own is left to whoever types it."""
    return text if re.fullmatch(r"[\w.:/\\-]+", text) else f'"{text}"'


def _caused(cause: str, finding: Finding) -> Finding:
    return replace(finding, facts={"cause": cause})
