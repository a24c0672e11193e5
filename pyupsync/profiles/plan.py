"""What has to change for the picture to be exported, and only exported: pure.

- Meant is every connection to Active Directory, or those that are named.
- What is so already is left as it is.
- A property goes one way only: an import of it, on whatever connection, is removed first when forced and is a conflict
  otherwise. So is an export of it to another attribute, since a property and an attribute are one to one:
  https://learn.microsoft.com/previous-versions/office/sharepoint-server/ms495149(v=office.15) (PropertyMap).
- An attribute that another property goes to is left alone, whatever is asked.
- Active Directory Import exports nothing: Connection.PropertyMapping is null there, so says
  https://learn.microsoft.com/previous-versions/office/sharepoint-server/ee579917(v=office.15)
- While a synchronization runs nothing is changed.
- Whatever has to go goes first, so that no run leaves both ways behind, wherever it ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pyupsync.model import (
    AD_IMPORT,
    Change,
    Facts,
    Outcome,
    PictureMapping,
    Plan,
    PropertyMapping,
    Status,
    SyncConnection,
)
from pyupsync.profiles.findings import EXPORT
from pyupsync.profiles.snapshot import ServiceSnapshot
from pyupsync.profiles.standing import Standing, goes_to_active_directory, importing, kind_text, standing

AREA = "profiles"
ADD = "Add the export mapping"
REMOVE = "Remove the mapping"
_FORCE = "Force it to remove that mapping."


def plan_mapping(wanted: PictureMapping, snapshot: ServiceSnapshot, *, force: bool = False) -> Plan:
    """Compare the export that is wanted with what is mapped.

    Args:
        wanted: The export.
        snapshot: The service application.
        force: Remove what is in its way: imports of the property, its export to another attribute.
    """
    every = list(_Planner(wanted, snapshot, force=force).steps())
    changes = tuple(step for step in every if isinstance(step, Change))
    return Plan(changes, tuple(step for step in every if isinstance(step, Outcome)))


def mapping_facts(mapping: PropertyMapping) -> Facts:
    """A mapping as plain values."""
    return {
        "property": mapping.property,
        "attribute": mapping.attribute,
        "imported": mapping.imported,
        "exported": mapping.exported,
    }


class _Planner:
    def __init__(self, wanted: PictureMapping, snapshot: ServiceSnapshot, *, force: bool) -> None:
        self._wanted = wanted
        self._snapshot = snapshot
        self._force = force
        self._imports = importing(snapshot.connections, wanted)

    def steps(self) -> Iterator[Change | Outcome]:
        """Outcomes that are certain, then what has to go, then what has to come."""
        named = self._wanted.connections
        by_name = {one.name: one for one in self._snapshot.connections}
        for name in dict.fromkeys(named):
            if name not in by_name:
                known = f"There are {', '.join(sorted(by_name))}." if by_name else "There is none at all."
                yield _outcome(name, "failed", "ConnectionNotFound", f"There is no connection {name}.", known)
        meant = [one for one in by_name.values() if (one.name in named if named else goes_to_active_directory(one))]
        if not named and not meant:
            reason = "There is no connection to Active Directory, so nothing can be exported."
            yield _outcome("the User Profile service application", "failed", "NoConnection", reason, EXPORT)
        ready: list[SyncConnection] = []
        for connection in meant:
            if settled := self._settled(connection, standing(connection, self._wanted)):
                yield settled
            else:
                ready.append(connection)
        yield from self._changes(ready)

    def _settled(self, connection: SyncConnection, stands: Standing) -> Outcome | None:
        """What is certain about a connection; None where something is to be changed for it."""
        name, wanted = connection.name, self._wanted
        if connection.kind == AD_IMPORT:
            reason = f"{kind_text(AD_IMPORT)} reads the directory and exports nothing."
            return _outcome(name, "failed", "NoExportOnADImport", reason, EXPORT)
        if stands.exported and not self._imports:
            reason = f"{wanted.property} is exported to {wanted.attribute} already."
            return _outcome(name, "unchanged", "UpToDate", reason)
        if connection.mappings is None:
            return _outcome(name, "failed", "MappingUnknown", "The connection does not tell its mappings.")
        if conflict := self._conflict(stands):
            return _outcome(name, "failed", *conflict)
        if self._snapshot.status.running:
            reason = "A synchronization is running, and mappings are not changed meanwhile."
            return _outcome(name, "failed", "SynchronizationRunning", reason, "Try again when it has ended.")
        return None

    def _conflict(self, stands: Standing) -> tuple[str, str, str] | None:
        """What is in the way and may not be removed: code, reason, advice."""
        wanted = self._wanted
        if stands.taken:
            reason = f"{stands.taken[0].property} is exported to {wanted.attribute}."
            return "AttributeTaken", reason, "Remove that mapping first, if it may go."
        if self._force:
            return None
        if self._imports:
            connection, mapping = self._imports[0]
            reason = f"{wanted.property} is imported from {mapping.attribute} by {connection}; it goes one way only."
            return "ImportAndExport", reason, _FORCE
        if stands.elsewhere:
            return "ExportedElsewhere", f"{wanted.property} is exported to {stands.elsewhere[0].attribute}.", _FORCE
        return None

    def _changes(self, ready: Sequence[SyncConnection]) -> Iterator[Change]:
        standings = {one.name: standing(one, self._wanted) for one in ready}
        going = list(self._imports) if ready else []
        going += [(name, mapping) for name, stands in standings.items() for mapping in stands.elsewhere]
        going = list(dict.fromkeys(going))
        for name, mapping in going:
            yield _change(name, REMOVE, mapping_facts(mapping), None)
        export = PropertyMapping(self._wanted.property, self._wanted.attribute, exported=True)
        for connection in ready:
            left = [one for one in connection.mappings or () if (connection.name, one) not in going]
            if not standing(replace(connection, mappings=tuple(left)), self._wanted).exported:
                yield _change(connection.name, ADD, None, mapping_facts(export))


def _change(connection: str, action: str, before: Facts | None, after: Facts | None) -> Change:
    facts = after or before or {}
    identity = f"{AREA}/{connection}/{facts['property']}/{facts['attribute']}"
    return Change(identity, AREA, action, connection, before, after)


def _outcome(name: str, status: Status, code: str, reason: str, advice: str = "") -> Outcome:
    return Outcome(AREA, ADD, name, status, code, reason, advice)
