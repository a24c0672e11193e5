"""A connection as a listing has it."""

from __future__ import annotations

from pyupsync.model import Facts, PictureMapping, PropertyMapping, SyncConnection
from pyupsync.profiles.standing import kind_text


def connection_facts(connection: SyncConnection) -> Facts:
    """A connection as plain values: what it goes to, as whom, and what of the picture it maps; never a password."""
    wanted = PictureMapping()
    contexts = connection.contexts
    own = [one for one in connection.mappings or () if one.property.casefold() == wanted.property.casefold()]
    return {
        "name": connection.name,
        "kind": connection.kind,
        "kindName": kind_text(connection.kind),
        "server": connection.server,
        "ssl": connection.ssl,
        "account": connection.account,
        "contexts": tuple(one.dn for one in contexts),
        "included": tuple(dn for one in contexts for dn in one.included),
        "excluded": tuple(dn for one in contexts for dn in one.excluded),
        "mappings": None if connection.mappings is None else len(connection.mappings),
        "picture": tuple(mapping_text(one) for one in own),
    }


def mapping_text(mapping: PropertyMapping) -> str:
    """``export to thumbnailPhoto``."""
    ways = {"import from": mapping.imported, "export to": mapping.exported}
    return f"{' and '.join(way for way, on in ways.items() if on) or 'neither way with'} {mapping.attribute}"
