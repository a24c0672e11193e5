"""What the object model is asked for comes in rows, from PowerShell and from .NET alike: here they become records.

A row is ``connection NAME KIND SERVER SSL ACCOUNT TOLD``, then of that connection ``context DN DOMAIN``, of that
context ``included DN`` and ``excluded DN``, and ``mapping PROPERTY ATTRIBUTE IMPORT EXPORT``; ``pictures URL NAME
EXCHANGE ONLINE`` is a web application. Flags are ``True`` and ``False``, empty where they are not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pyupsync.model import NamingContext, PictureImport, PropertyMapping, SyncConnection

Row = Sequence[str]


def connections_of(rows: Iterable[Row]) -> tuple[SyncConnection, ...]:
    """The connections that the rows tell of."""
    found: list[_Connection] = []
    for kind, *values in rows:
        if kind == "connection":
            found.append(_Connection(values))
        elif kind in {"context", "included", "excluded", "mapping"}:
            found[-1].take(kind, values)
    return tuple(one.record() for one in found)


def pictures_of(rows: Iterable[Row]) -> tuple[PictureImport, ...]:
    """The web applications that the rows tell of, but for those of a SharePoint without such a switch."""
    told = (values for kind, *values in rows if kind == "pictures")
    return tuple(
        PictureImport(url.rstrip("/"), name, bool(flag(exchange)), bool(flag(online)))
        for url, name, exchange, online in told
        if exchange or online
    )


def flag(text: str) -> bool | None:
    """True, False, or None where it is not told."""
    return {"true": True, "false": False}.get(text.lower())


@dataclass(slots=True)
class _Context:
    dn: str
    domain: str
    parts: dict[str, list[str]] = field(default_factory=lambda: {"included": [], "excluded": []})


class _Connection:
    def __init__(self, values: Row) -> None:
        self._name, self._kind, self._server, ssl, self._account, told = values
        self._ssl = flag(ssl)
        self._told = flag(told)
        self._contexts: list[_Context] = []
        self._mappings: list[PropertyMapping] = []

    def take(self, kind: str, values: Row) -> None:
        if kind == "context":
            self._contexts.append(_Context(values[0], values[1]))
        elif kind == "mapping":
            prop, attribute, imported, exported = values
            self._mappings.append(PropertyMapping(prop, attribute, bool(flag(imported)), bool(flag(exported))))
        else:
            self._contexts[-1].parts[kind].append(values[0])

    def record(self) -> SyncConnection:
        contexts = (
            NamingContext(one.dn, one.domain, tuple(one.parts["included"]), tuple(one.parts["excluded"]))
            for one in self._contexts
        )
        mappings = tuple(self._mappings) if self._told else None
        return SyncConnection(
            self._name, self._kind, self._server, self._ssl, self._account.strip("\\"), tuple(contexts), mappings
        )
