"""The synchronization service's database. It is only read.

Its tables are told in https://learn.microsoft.com/archive/technet-wiki/30162.fim-2010-sql-database-tables (runs and
steps) and https://identitymanaged.com/2013/02/secrets-of-metaverse-part-2.html (``mms_metaverse`` has a column for each
attribute with one value); protocols name them in [MS-UPSDBDAP]. What is pending for export is kept packed there: that
something is, a row tells (``export_operation``); what it is, csexport.exe does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pyupsync.adapters.metaverse.ado import Database
from pyupsync.adapters.metaverse.drops import ACCOUNTS, NAMES, PEOPLE, PHOTO, URL
from pyupsync.adapters.metaverse.elements import guid_of
from pyupsync.adapters.metaverse.errors import errors_of
from pyupsync.errors import MetaverseError
from pyupsync.model import ConnectorPerson, MetaversePerson, SyncStep

_CONNECTORS = """
SELECT l."mv_object_id", c."rdn", m."ma_name", c."object_type", c."export_operation"
FROM "mms_connectorspace" c
JOIN "mms_management_agent" m ON m."ma_id" = c."ma_id"
LEFT JOIN "mms_csmv_link" l ON l."cs_object_id" = c."object_id"
WHERE m."ma_type" = 'AD'
"""
_STEPS = """
SELECT m."ma_name", r."run_profile_name", r."run_number", s."step_number", s."step_result", s."start_date",
       s."sync_errors_xml", s."ma_discovery_errors_xml", s."ma_connection_information_xml"
FROM "mms_step_history" s
JOIN "mms_run_history" r ON r."run_history_id" = s."run_history_id"
JOIN "mms_management_agent" m ON m."ma_id" = r."ma_id"
ORDER BY s."start_date" DESC
"""


class SyncDatabase:
    """A synchronization service's database.

    Args:
        provider: The ADO.NET provider's name: ``System.Data.SqlClient``.
        connection_string: Where it is, and as whom.

    Raises:
        MetaverseError: It cannot be opened.
    """

    def __init__(self, provider: str, connection_string: str) -> None:
        self._database = Database(provider, connection_string)

    def people(self) -> Iterator[MetaversePerson]:
        """Yield the person objects of the metaverse."""
        columns = self._database.columns("mms_metaverse")
        if PHOTO.lower() not in columns:
            said = f"The metaverse has no attribute {PHOTO}."
            raise MetaverseError(
                said, advice="Is it the database of SharePoint's own synchronization service (2010, 2013)?"
            )
        accounts, names = _known(columns, ACCOUNTS), _known(columns, NAMES)
        wanted = ['"object_id"', _set(PHOTO), *map(_quoted, (*_known(columns, (URL,)), *accounts, *names))]
        has_url = URL.lower() in columns
        query = f'SELECT {", ".join(wanted)} FROM "mms_metaverse" WHERE "object_type" = \'person\''  # noqa: S608
        for identity, populated, *texts in self._database.rows(query):
            url = texts.pop(0) if has_url else ""
            key = guid_of(str(identity))
            account = next(filter(None, texts[: len(accounts)]), key)
            name = next(filter(None, texts[len(accounts) :]), "")
            yield MetaversePerson(key, str(account), str(name), str(url or "").strip(), bool(populated))

    def connectors(self) -> Iterator[ConnectorPerson]:
        """Yield the people of the connector spaces of Active Directory."""
        for metaverse, rdn, agent, kind, operation in self._database.rows(_CONNECTORS):
            if str(kind).lower() in PEOPLE:
                yield ConnectorPerson(
                    guid_of(str(metaverse or "")), str(rdn or ""), "", str(agent), "unknown" if operation else "none"
                )

    def steps(self) -> Iterator[SyncStep]:
        """Yield the steps of past runs, the latest first."""
        for agent, profile, run, step, result, started, *pieces in self._database.rows(_STEPS):
            errors, failed = errors_of(str(piece) for piece in pieces if piece)
            texts = (
                str(agent),
                str(profile or ""),
                int(run or 0),
                int(step or 0),
                str(result or ""),
                str(started or ""),
            )
            yield SyncStep(*texts, errors, failed)

    def close(self) -> None:
        """Give the connection back."""
        self._database.close()


def _known(columns: Mapping[str, str], names: Sequence[str]) -> list[str]:
    return [columns[name.lower()] for name in names if name.lower() in columns]


def _quoted(name: str) -> str:
    return f'"{name}"'


def _set(name: str) -> str:
    return f'CASE WHEN "{name}" IS NULL THEN 0 ELSE 1 END'
