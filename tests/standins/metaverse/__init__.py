"""A synchronization engine's people and runs, written as its XML and as its database's tables.

The XML: https://learn.microsoft.com/previous-versions/windows/desktop/forefront-2010/ms695329(v=vs.100) and
ms698398(v=vs.100). The tables: https://learn.microsoft.com/archive/technet-wiki/30162.fim-2010-sql-database-tables and
https://identitymanaged.com/2013/02/secrets-of-metaverse-part-2.html.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape, quoteattr

from pyupsync.errors import MetaverseError
from pyupsync.model import ConnectorPerson, MetaversePerson, PendingPhoto, SyncError, SyncStep

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
AGENT = "MOSSAD-Contoso"
PROVIDER = "Mono.Data.Sqlite"


@dataclass(frozen=True)
class Member:
    """A person in the metaverse, joined to an entry of the directory."""

    account: str
    picture_url: str = ""
    photo: bytes | None = None
    pending: PendingPhoto = "none"
    held: bool = False
    name: str = ""
    number: int = 0

    @property
    def id(self) -> str:
        return str(UUID(int=self.number + 1))

    @property
    def dn(self) -> str:
        return f"CN={self.account},OU=Staff,DC=contoso,DC=com"


@dataclass(frozen=True)
class Step:
    """A step of a run."""

    run: int
    result: str = "success"
    errors: tuple[SyncError, ...] = ()
    profile: str = "DS_EXPORT"
    step: int = 1
    agent: str = AGENT

    @property
    def started(self) -> str:
        return f"2026-05-13 10:{self.run % 60:02}:{self.step:02}.093"


def numbered(members: Sequence[Member]) -> list[Member]:
    """Each with a GUID of its own."""
    return [Member(**{**vars(member), "number": number}) for number, member in enumerate(members)]


def _attr(name: str, value: str, kind: str = "string", operation: str = "") -> str:
    given = f" operation={quoteattr(operation)}" if operation else ""
    values = f"<value>{escape(value)}</value>" if value else ""
    return f'<attr name={quoteattr(name)} type="{kind}" multivalued="false"{given}>{values}</attr>'


def mv_xml(members: Sequence[Member]) -> str:
    objects = []
    for one in members:
        attributes = [_attr("accountName", one.account), _attr("displayName", one.name)]
        if one.picture_url:
            attributes.append(_attr("SPS_MV_String_PictureURL", one.picture_url))
        if one.photo is not None:
            data = b64encode(one.photo).decode()
            attributes.append(_attr("SPS_MV_OctetString_PictureURL", data, "binary"))
        guid = f"{{{one.id.upper()}}}"
        inside = "<primary-objectclass>person</primary-objectclass>" + "".join(attributes)
        objects.append(f"<mv-object id='{guid}'><entry dn='{guid}'>{inside}</entry><cs-mv-links/></mv-object>")
    group = "<mv-object id='{0}'><entry dn='{0}'><primary-objectclass>group</primary-objectclass></entry></mv-object>"
    return f"<results><mv-objects>{''.join(objects)}{group}</mv-objects></results>"


def csexport_xml(members: Sequence[Member]) -> str:
    return f"<cs-objects>{''.join(map(_cs_object, members))}{_OTHER}</cs-objects>"


_OTHER = "<cs-object cs-dn='OU=Staff,DC=contoso,DC=com' id='{1}' object-type='organizationalUnit'></cs-object>"


def _cs_object(one: Member) -> str:
    photo = _attr("thumbnailPhoto", "AAAA", "binary") if one.held else ""
    delta = {
        "write": _attr("thumbnailPhoto", "BBBB", "binary", "replace"),
        "clear": _attr("thumbnailPhoto", "", "binary", "delete"),
    }.get(one.pending, "")
    changes = (
        f"<delta operation='update' dn={quoteattr(one.dn)}>{_attr('title', 'x', operation='replace')}{delta}</delta>"
    )
    export = f"<unapplied-export>{changes}</unapplied-export>" if one.pending != "none" else ""
    hologram = f"<synchronized-hologram><entry dn={quoteattr(one.dn)}>{photo}</entry></synchronized-hologram>"
    guid = f"{{{UUID(int=one.number + 1000)}}}"
    return (
        f"<cs-object cs-dn={quoteattr(one.dn)} id='{guid}' object-type='user'>{export}{hologram}"
        f"<account-name>{escape(one.account)}</account-name><ma-name>{AGENT}</ma-name>"
        f"<mv-link lineage-type='projection-rules'>{{{one.id.upper()}}}</mv-link></cs-object>"
    )


def errors_xml(errors: Sequence[SyncError]) -> str:
    texts = (
        f"<export-error dn={quoteattr(one.dn)} cs-guid='{{0}}'><date-occurred>2026-05-13</date-occurred>"
        f"<error-type>{escape(one.kind)}</error-type><cd-error><error-code>8344</error-code>"
        f"<error-literal>{escape(one.detail)}</error-literal></cd-error></export-error>"
        for one in errors
    )
    return f"<synchronization-errors>{''.join(texts)}</synchronization-errors>"


def runs_xml(steps: Sequence[Step]) -> str:
    details = (
        f"<run-details><ma-id>{{0}}</ma-id><ma-name>{escape(one.agent)}</ma-name><run-number>{one.run}</run-number>"
        f"<run-profile-name>{escape(one.profile)}</run-profile-name><security-id>CONTOSO\\farm</security-id>"
        f"<step-details step-number='{one.step}' step-id='{{0}}'><start-date>{one.started}</start-date>"
        f"<step-result>{escape(one.result)}</step-result>{errors_xml(one.errors)}</step-details></run-details>"
        for one in steps
    )
    return f"<run-history>{''.join(details)}</run-history>"


_TABLES = """
CREATE TABLE mms_metaverse (object_id UNIQUEIDENTIFIER, object_type TEXT, accountName TEXT, displayName TEXT,
    SPS_MV_String_PictureURL TEXT, SPS_MV_OctetString_PictureURL BLOB);
CREATE TABLE mms_management_agent (ma_id TEXT, ma_name TEXT, ma_type TEXT);
CREATE TABLE mms_connectorspace (object_id TEXT, ma_id TEXT, rdn TEXT, object_type TEXT, export_operation INTEGER);
CREATE TABLE mms_csmv_link (cs_object_id TEXT, mv_object_id UNIQUEIDENTIFIER);
CREATE TABLE mms_run_history (run_history_id TEXT, ma_id TEXT, run_number INTEGER, run_profile_name TEXT,
    run_result TEXT);
CREATE TABLE mms_step_history (step_history_id TEXT, run_history_id TEXT, step_number INTEGER, step_result TEXT,
    start_date DATETIME, sync_errors_xml TEXT, ma_discovery_errors_xml TEXT, ma_connection_information_xml TEXT);
"""


def write_database(path: Path, members: Sequence[Member], steps: Sequence[Step]) -> str:
    """Make the database; returns its connection string."""
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(_TABLES)
        insert = database.executemany
        agents = dict.fromkeys([AGENT, *(one.agent for one in steps)])
        insert("INSERT INTO mms_management_agent VALUES (?, ?, 'AD')", [(name, name) for name in agents])
        database.execute("INSERT INTO mms_management_agent VALUES ('sp', 'MOSS-1', 'Extensible')")
        database.execute("INSERT INTO mms_connectorspace VALUES ('x', 'sp', 'CONTOSO\\x', 'user', 2)")
        database.execute(
            "INSERT INTO mms_metaverse (object_id, object_type) VALUES (?, 'group')", (str(UUID(int=255)),)
        )
        for one in members:
            row = (one.id, one.account, one.name or None, one.picture_url or None, one.photo)
            database.execute("INSERT INTO mms_metaverse VALUES (?, 'person', ?, ?, ?, ?)", row)
            rdn, pending = one.dn.partition(",")[0], 2 if one.pending != "none" else 0
            database.execute(
                "INSERT INTO mms_connectorspace VALUES (?, ?, ?, 'user', ?)", (f"c{one.id}", AGENT, rdn, pending)
            )
            database.execute("INSERT INTO mms_csmv_link VALUES (?, ?)", (f"c{one.id}", one.id))
        runs = {f"{one.agent} {one.run}": one for one in steps}
        rows = [(run, one.agent, one.run, one.profile, one.result) for run, one in runs.items()]
        insert("INSERT INTO mms_run_history VALUES (?, ?, ?, ?, ?)", rows)
        for step in steps:
            run = f"{step.agent} {step.run}"
            cells = (run, step.step, step.result, step.started, errors_xml(step.errors))
            database.execute("INSERT INTO mms_step_history VALUES ('s', ?, ?, ?, ?, ?, '', NULL)", cells)
    return f"Data Source={path};Read Only=True"


class ChildDatabase:
    """The database, read in a process of its own: .NET is loaded into no test run.

    Raises:
        MetaverseError: The source says so.
    """

    def __init__(self, provider: str, connection: str) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-W", "ignore", str(HERE / "reader.py"), provider]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYUPSYNC_CONNECTION": connection}
        self._child = subprocess.Popen(command, env=env, stdin=pipe, stdout=pipe, text=True)
        self._next()

    def people(self) -> Iterator[MetaversePerson]:
        return (MetaversePerson(**facts) for facts in self._listing("people"))

    def connectors(self) -> Iterator[ConnectorPerson]:
        return (ConnectorPerson(**facts) for facts in self._listing("connectors"))

    def steps(self) -> Iterator[SyncStep]:
        for facts in self._listing("steps"):
            yield SyncStep(**{**facts, "errors": tuple(SyncError(**one) for one in facts["errors"])})

    def close(self) -> None:
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                pipe.close()

    def _listing(self, what: str) -> Iterator[Mapping[str, Any]]:
        assert self._child.stdin
        self._child.stdin.write(f"{what}\n")
        self._child.stdin.flush()
        while (facts := self._next()) and self._child.poll() is None:
            yield facts

    def _next(self) -> Mapping[str, Any]:
        assert self._child.stdout
        found: dict[str, Any] = json.loads(self._child.stdout.readline())
        if "error" in found:
            self.close()
            raise MetaverseError(found["error"], advice=found["advice"])
        return found
