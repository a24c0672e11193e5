"""Queries through an ADO.NET provider, whichever it is, by pythonnet: only reads, and in .NET's own process alone.

https://learn.microsoft.com/dotnet/framework/data/adonet/obtaining-a-dbproviderfactory: a provider is known by its
invariant name (``System.Data.SqlClient``). One that no machine.config knows is loaded as the assembly of that name.
"""

from __future__ import annotations

import importlib
from collections.abc import Generator, Iterator
from itertools import takewhile
from typing import Any, TypeAlias

from pyupsync.errors import MetaverseError

Row: TypeAlias = tuple[Any, ...]
_SECONDS = 300
"""How long a query may take up to its first row; a metaverse can have some hundred thousand people."""
_PROVIDERS = "SQL Server's is System.Data.SqlClient, of .NET Framework: Windows PowerShell 5.1, or 64-bit Python there."
_BEGIN = "Run it where .NET is: a server of the farm, in Windows PowerShell 5.1 or 64-bit Python."


class Database:
    """A connection that is read from.

    Args:
        provider: The provider's invariant name.
        connection_string: Where the database is, and as whom; never shown.

    Raises:
        MetaverseError: There is no .NET, no such provider, or no such database.
    """

    def __init__(self, provider: str, connection_string: str) -> None:
        self._secret = connection_string
        self._connection: Any = None
        self._reading: Generator[Row, None, None] | None = None
        try:
            self._connection = _factory(provider).CreateConnection()
            self._connection.ConnectionString = connection_string
            self._connection.Open()
            self._transaction = self._begin()
        except MetaverseError:
            raise
        except Exception as error:
            self.close()
            said = f"The synchronization database cannot be opened through {provider}: {self._said(error)}"
            raise MetaverseError(
                said, advice="Check the connection string, and db_datareader on the database."
            ) from error

    def columns(self, table: str) -> dict[str, str]:
        """A table's columns, by their names in lower case.

        Raises:
            MetaverseError: There is no such table.
        """
        return {name.lower(): name for name in self._names(f'SELECT * FROM "{table}" WHERE 1 = 0')}  # noqa: S608

    def rows(self, query: str) -> Iterator[Row]:
        """Yield a query's rows: numbers, None for nothing, else texts; a time is ``2026-05-13 10:08:01.093``.

        Raises:
            MetaverseError: The database refuses it, or breaks off.
        """
        if self._reading is not None:
            self._reading.close()
        self._reading = self._read(query)
        return self._reading

    def close(self) -> None:
        """End all reading and give the connection back; calling it twice does no harm."""
        reading, self._reading = self._reading, None
        if reading is not None:
            reading.close()
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.Dispose()

    def _begin(self) -> Any:  # noqa: ANN401 - a .NET object
        """Take no locks that a synchronization would wait for, where the provider can.

        https://identitymanaged.com/2013/03/secrets-of-metaverse-part-5 says why: read uncommitted, or every table with
        (nolock), which is SQL Server's alone.
        """
        level = importlib.import_module("System.Data").IsolationLevel
        try:
            return self._connection.BeginTransaction(level.ReadUncommitted)
        except Exception:  # noqa: BLE001 - SQLite has no such level
            return self._connection.BeginTransaction()

    def _command(self, query: str) -> Any:  # noqa: ANN401 - a .NET object
        command = self._connection.CreateCommand()
        command.CommandText = query
        command.Transaction = self._transaction
        command.CommandTimeout = _SECONDS
        return command

    def _names(self, query: str) -> list[str]:
        try:
            reader = self._command(query).ExecuteReader()
            try:
                return [str(reader.GetName(place)) for place in range(reader.FieldCount)]
            finally:
                reader.Dispose()
        except Exception as error:
            raise self._refused(error) from error

    def _read(self, query: str) -> Generator[Row, None, None]:
        try:
            reader = self._command(query).ExecuteReader()
            try:
                while reader.Read():
                    yield tuple(_plain(reader, place) for place in range(reader.FieldCount))
            finally:
                reader.Dispose()
        except GeneratorExit:
            raise
        except Exception as error:
            raise self._refused(error) from error

    def _refused(self, error: Exception) -> MetaverseError:
        said = f"The synchronization database refuses a query: {self._said(error)}"
        return MetaverseError(
            said, advice="Is it the database of the synchronization service (FIM 2010, SharePoint 2010/2013)?"
        )

    def _said(self, error: Exception) -> str:
        """What .NET says up to where it arose, as a sentence; never with the connection string in it."""
        lines = takewhile(lambda line: not line.startswith("at "), (line.strip() for line in str(error).splitlines()))
        line = " ".join(filter(None, lines)) or type(error).__name__
        line = line.replace(self._secret, "(the connection string)") if self._secret else line
        return line if line.endswith(".") else f"{line}."


def _plain(reader: Any, place: int) -> Any:  # noqa: ANN401 - .NET's and Python's values
    if reader.IsDBNull(place):
        return None
    value = reader.GetValue(place)
    if isinstance(value, str | int | float | bool):
        return value
    if reader.GetFieldType(place).FullName == "System.DateTime":
        invariant = importlib.import_module("System.Globalization").CultureInfo.InvariantCulture
        return str(value.ToString("yyyy-MM-dd HH:mm:ss.fff", invariant))
    return str(value)


def _factory(provider: str) -> Any:  # noqa: ANN401 - a .NET object
    try:
        importlib.import_module("clr").AddReference("System.Data")
        common = importlib.import_module("System.Data.Common")
    except Exception as error:
        said = f"There is no .NET that can be used here: {str(error).partition(chr(10))[0]}"
        raise MetaverseError(said, advice=f'Run: pip install "pyupsync[powershell]". {_BEGIN}') from error
    try:
        return common.DbProviderFactories.GetFactory(provider)
    except Exception:  # noqa: BLE001 - ArgumentException, ConfigurationErrorsException
        return _loaded(provider, common.DbProviderFactory)


def _loaded(provider: str, base: Any) -> Any:  # noqa: ANN401 - .NET objects
    clr = importlib.import_module("clr")
    try:
        assembly = importlib.import_module("System.Reflection").Assembly.Load(provider)
        wanted = clr.GetClrType(base)
        for found in assembly.GetTypes():
            if found.IsSubclassOf(wanted) and found.GetField("Instance") is not None:
                return found.GetField("Instance").GetValue(None)
    except Exception as error:
        said = f"There is no ADO.NET provider named {provider} here."
        raise MetaverseError(said, target=provider, advice=_PROVIDERS) from error
    raise MetaverseError(f"{provider} has no ADO.NET provider in it.", target=provider)
