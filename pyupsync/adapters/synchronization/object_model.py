"""A User Profile service application through SharePoint's object model, on a server of the farm: by pythonnet.

The members used are those of https://learn.microsoft.com/previous-versions/office/sharepoint-server/
ms520134(v=office.15) (UserProfileConfigManager), ee583364 (ConnectionManager), ee578326 (DirectoryServiceConnection),
jj267769 (ActiveDirectoryImportConnection), ee579953 (DirectoryServiceNamingContext), ms490945 (PropertyMapCollection,
which has an enumerator and is no IEnumerable), ms564946 (PropertyMap) and jj165820 (UserPhotoImportEnabled).
A connection of Active Directory Import shows nothing of itself; its non-public members are those that
dsccommunity/SharePointDsc reads (MSFT_SPUserProfileSyncConnection, MSFT_SPUserProfileProperty).
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from pyupsync.adapters.farm.assemblies import ServiceContext, SharePointMissing, load_sharepoint, said
from pyupsync.adapters.synchronization.refusals import (
    RIGHTS,
    import_only,
    mapped_already,
    no_such_connection,
    refusal,
    runs_already,
)
from pyupsync.adapters.synchronization.rows import Row, connections_of, pictures_of
from pyupsync.errors import SynchronizationError
from pyupsync.model import PictureImport, PropertyMapping, SyncConnection, SyncStatus

_SERVICE = "the User Profile service application"


class ObjectModelService:
    """A service application; it is looked at anew with each question.

    Args:
        context: Which one.
    """

    def __init__(self, context: ServiceContext) -> None:
        self._context = context

    def connections(self) -> Sequence[SyncConnection]:
        """Every connection, with what it maps."""
        with _errors(_SERVICE):
            return connections_of(row for one in self._manager().ConnectionManager for row in _connection(one))

    def picture_imports(self) -> Sequence[PictureImport]:
        """The farm's web applications."""
        with _errors("the farm"):
            administration = importlib.import_module("Microsoft.SharePoint.Administration")
            return pictures_of([_pictures(one) for one in administration.SPWebService.ContentService.WebApplications])

    def add_export(self, connection: str, prop: str, attribute: str) -> None:
        """Call PropertyMapCollection.AddNewExportMapping."""
        with _errors(connection):
            mappings = self._mappings(connection)
            if any(one.IsExport for one in _own(mappings, prop, attribute)):
                raise mapped_already(connection)
            user = importlib.import_module("Microsoft.Office.Server.UserProfiles").ProfileType.User
            mappings.AddNewExportMapping(user, prop, attribute)

    def remove_mapping(self, connection: str, mapping: PropertyMapping) -> None:
        """Call PropertyMap.Delete."""
        with _errors(connection):
            mappings = self._mappings(connection)
            for one in list(_own(mappings, mapping.property, mapping.attribute)):
                if (bool(one.IsImport), bool(one.IsExport)) == (mapping.imported, mapping.exported):
                    one.Delete()

    def status(self) -> SyncStatus:
        """Call UserProfileConfigManager.IsSynchronizationRunning and GetSynchronizationStatus."""
        with _errors(_SERVICE):
            manager = self._manager()
            running = bool(manager.IsSynchronizationRunning())
            try:
                state = str(manager.GetSynchronizationStatus().State)
            except Exception:  # noqa: BLE001 - Active Directory Import has none
                state = ""
        return SyncStatus(running, state)

    def start(self, *, full: bool) -> None:
        """Call UserProfileConfigManager.StartSynchronization."""
        with _errors(_SERVICE):
            manager = self._manager()
            if manager.IsSynchronizationRunning():
                raise runs_already(_SERVICE)
            manager.StartSynchronization(full)

    def stop(self) -> None:
        """Call UserProfileConfigManager.StopSynchronization."""
        with _errors(_SERVICE):
            self._manager().StopSynchronization()

    def _manager(self) -> Any:  # noqa: ANN401 - a .NET object
        profiles = importlib.import_module("Microsoft.Office.Server.UserProfiles")
        return profiles.UserProfileConfigManager(self._context.context)

    def _mappings(self, name: str) -> Any:  # noqa: ANN401 - a .NET object
        found = next((one for one in self._manager().ConnectionManager if str(one.DisplayName) == name), None)
        if found is None:
            raise no_such_connection(name)
        if found.PropertyMapping is None:
            raise import_only(name)
        return found.PropertyMapping


def open_object_model_service(site: str, stack: ExitStack) -> ObjectModelService:
    """Open the service application that a site has; with an empty ``site`` the one of the farm's default group.

    Raises:
        SynchronizationError: There is no SharePoint here, or it does not let this account in.
    """
    try:
        load_sharepoint("keep what it says in a file there (--save FILE) and use farm:FILE.")
    except SharePointMissing as error:
        raise SynchronizationError(error.message, advice=error.advice) from error
    with _errors(site or "the farm"):
        context = ServiceContext(site)
    stack.callback(context.close)
    return ObjectModelService(context)


@contextmanager
def _errors(target: str) -> Iterator[None]:
    """Turn what .NET raises into errors of the tree."""
    try:
        yield
    except SynchronizationError:
        raise
    except Exception as error:
        found = refusal(f"{type(error).__name__}\n{said(error)}", target)
        raise found or SynchronizationError(
            f"SharePoint refused {target}: {said(error)}", target=target, advice=RIGHTS
        ) from error


def _connection(one: Any) -> Iterator[Row]:  # noqa: ANN401 - a .NET object
    mappings, imports = one.PropertyMapping, None
    if mappings is None:
        imports = _called(one, "ADImportPropertyMappings")
    account = f"{_member(one, 'AccountDomain')}\\{_member(one, 'AccountUsername')}"
    told = str(mappings is not None or imports is not None)
    yield (
        "connection",
        str(one.DisplayName),
        str(one.Type),
        _member(one, "Server"),
        _member(one, "UseSSL"),
        account,
        told,
    )
    for context in _object(one, "NamingContexts") or ():
        yield "context", str(context.DistinguishedName), str(context.DomainName or "")
        yield from (("included", str(dn)) for dn in context.ContainersIncluded or ())
        yield from (("excluded", str(dn)) for dn in context.ContainersExcluded or ())
    for map_ in _each(mappings):
        names = str(map_.ProfileProperty.Name), str(map_.DataSourcePropertyName)
        yield "mapping", *names, str(map_.IsImport), str(map_.IsExport)
    for map_ in imports or ():
        yield "mapping", _member(map_, "ProfileProperty"), _member(map_, "ADAttribute"), "True", "False"


def _pictures(application: Any) -> Row:  # noqa: ANN401 - a .NET object
    switches = (_member(application, f"User{name}ImportEnabled") for name in ("Photo", "PhotoOnline"))
    url = str(application.GetResponseUri(_default_zone()).AbsoluteUri)
    return "pictures", url, str(application.DisplayName), *switches


def _default_zone() -> Any:  # noqa: ANN401 - a .NET enumeration's member
    return importlib.import_module("Microsoft.SharePoint.Administration").SPUrlZone.Default


def _own(mappings: Any, prop: str, attribute: str) -> Iterator[Any]:  # noqa: ANN401 - .NET objects
    for one in _each(mappings):
        names = str(one.ProfileProperty.Name), str(one.DataSourcePropertyName)
        if [name.casefold() for name in names] == [prop.casefold(), attribute.casefold()]:
            yield one


def _each(mappings: Any) -> Iterator[Any]:  # noqa: ANN401 - .NET objects
    """What a collection holds that has an enumerator and is no IEnumerable."""
    each = None if mappings is None else mappings.GetEnumerator()
    while each is not None and each.MoveNext():
        yield each.Current


def _member(of: Any, name: str) -> str:  # noqa: ANN401 - a .NET object
    value = _object(of, name)
    return "" if value is None else str(value)


def _object(of: Any, name: str) -> Any:  # noqa: ANN401 - .NET objects
    """A property or field by its name, whoever may see it; None where there is none."""
    found = of.GetType().GetProperty(name, _flags()) or of.GetType().GetField(name, _flags())
    return None if found is None else found.GetValue(of)


def _called(of: Any, name: str) -> Any:  # noqa: ANN401 - .NET objects
    """What a method without parameters gives, whoever may call it; None where there is none."""
    found = of.GetType().GetMethod(name, _flags())
    return None if found is None else found.Invoke(of, None)


def _flags() -> Any:  # noqa: ANN401 - a .NET enumeration's member
    flags = importlib.import_module("System.Reflection").BindingFlags
    return flags.Instance | flags.Public | flags.NonPublic
