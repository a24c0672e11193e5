"""What every ``ProfileService`` and ``Synchronization`` must do: the object model by .NET and by PowerShell, a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from pyupsync.adapters.synchronization.sharepoint import open_sharepoint_service
from pyupsync.errors import AlreadyMapped, ConnectionMissing, ExportUnsupported, SynchronizationRunning
from pyupsync.model import (
    CONNECTION_KINDS,
    NamingContext,
    PictureImport,
    PropertyMapping,
    SyncConnection,
)
from pyupsync.wiring import SyncService, open_profile_service, save_profile_service
from tests.standins.object_model import environment as of_assemblies
from tests.standins.object_model.service import ChildService, write_service
from tests.standins.sharepoint import environment as of_cmdlets

DEPARTMENT = PropertyMapping("Department", "department", imported=True)
PICTURE = PropertyMapping("PictureURL", "thumbnailPhoto", imported=True)
EXPORT = PropertyMapping("PictureURL", "thumbnailPhoto", exported=True)
STAFF = NamingContext(
    "DC=corp,DC=contoso,DC=com",
    "CORP",
    ("OU=Büro\\, Köln,DC=corp,DC=contoso,DC=com", "OU=Staff,DC=corp,DC=contoso,DC=com"),
    ("OU=Test,OU=Staff,DC=corp,DC=contoso,DC=com",),
)
CONFIGURATION = NamingContext("CN=Configuration,DC=corp,DC=contoso,DC=com")
FIM = SyncConnection(
    "Contoso AD ü",
    "ActiveDirectory",
    "corp.contoso.com",
    ssl=True,
    account="CORP\\svc-sync-ü",
    contexts=(STAFF, CONFIGURATION),
    mappings=(DEPARTMENT, PICTURE),
)
LAB = SyncConnection("Lab", "ActiveDirectory", "lab.example", ssl=False, account="LAB\\s", mappings=())
IMPORT = SyncConnection(
    "corp-contoso-com",
    "ActiveDirectoryImport",
    ssl=False,
    account="CORP\\svc-import",
    contexts=(STAFF,),
    mappings=(DEPARTMENT,),
)
HR = SyncConnection("HR", "BusinessDataCatalog", mappings=(PropertyMapping("Phone", "Phone", imported=True),))
IMPORTS = (
    PictureImport("https://portal.contoso.com", "Portal Köln"),
    PictureImport("https://mysite.contoso.com", "My Sites", exchange=True, online=True),
)
Make = Callable[..., SyncService]


@pytest.fixture(scope="module")
def powershell(pwsh: str, object_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Path]]:
    """The farm of this server in a child PowerShell that all tests share, and the file of its state."""
    folder = tmp_path_factory.mktemp("Dienst ü")
    given = of_cmdlets(folder, pwsh, ASSEMBLIES=str(object_model))
    given |= {"PYUPSYNC_STANDIN_SERVICE": str(folder / "service")}
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        for name, value in given.items():
            patch.setenv(name, value)
        yield open_sharepoint_service("child", stack, timeout=60), folder / "service"


@pytest.fixture(params=["file", "om", pytest.param("sharepoint", marks=pytest.mark.pwsh)])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Makes a service application of these connections and web applications."""
    with ExitStack() as stack:

        def made(*connections: SyncConnection, imports: tuple[PictureImport, ...] = ()) -> SyncService:
            if request.param == "file":
                path = str(tmp_path / "Färm.json")
                save_profile_service(path, connections, imports)
                return open_profile_service(f"farm:{path}", stack)
            if request.param == "sharepoint":
                service, path = request.getfixturevalue("powershell")
                write_service(path, connections, imports)
                return service  # type: ignore[no-any-return]
            assemblies = request.getfixturevalue("object_model")
            child = ChildService(
                of_assemblies(assemblies, service=write_service(tmp_path / "service", connections, imports))
            )
            stack.callback(child.close)
            return child

        yield made


def test_every_connection_is_told_with_what_it_reads_and_maps(make: Make) -> None:
    service = make(FIM, LAB, IMPORT)
    assert list(service.connections()) == [FIM, LAB, IMPORT]
    assert list(service.connections()) == list(service.connections()), "asking twice gives the same"


def test_a_connection_that_is_no_directory_is_told_too(make: Make) -> None:
    [found] = make(HR).connections()
    assert (found.name, found.kind, found.account, found.mappings) == (HR.name, HR.kind, "", HR.mappings)


def test_every_kind_is_told_by_sharepoint_s_word(make: Make) -> None:
    service = make(*(SyncConnection(f"C{number}", kind) for number, kind in enumerate(CONNECTION_KINDS)))
    assert [one.kind for one in service.connections()] == list(CONNECTION_KINDS)


def test_without_a_connection_none_is_told(make: Make) -> None:
    assert list(make().connections()) == []


def test_the_switches_of_web_applications_are_told(make: Make) -> None:
    assert list(make(FIM, imports=IMPORTS).picture_imports()) == list(IMPORTS)


def test_an_export_is_added_once_and_to_the_connection_that_is_meant(make: Make) -> None:
    service = make(FIM, LAB)
    service.add_export(LAB.name, "PictureURL", "thumbnailPhoto")
    assert [one.mappings for one in service.connections()] == [FIM.mappings, (EXPORT,)]
    with pytest.raises(AlreadyMapped):
        service.add_export(LAB.name, "pictureurl", "ThumbnailPhoto")
    assert [one.mappings for one in service.connections()] == [FIM.mappings, (EXPORT,)]


def test_a_mapping_is_removed_as_it_was_told_and_no_other(make: Make) -> None:
    service = make(FIM, LAB)
    service.remove_mapping(FIM.name, EXPORT)
    assert service.connections()[0] == FIM, "it has become another meanwhile"
    service.remove_mapping(FIM.name, PICTURE)
    service.remove_mapping(FIM.name, PICTURE)
    assert service.connections()[0].mappings == (DEPARTMENT,)
    service.add_export(FIM.name, "PictureURL", "thumbnailPhoto")
    assert service.connections()[0].mappings == (DEPARTMENT, EXPORT)


@pytest.mark.parametrize("act", ["add", "remove"])
def test_what_cannot_be_mapped_is_refused(make: Make, act: str) -> None:
    service = make(IMPORT, FIM)

    def mapped(name: str) -> None:
        if act == "add":
            service.add_export(name, "PictureURL", "thumbnailPhoto")
        else:
            service.remove_mapping(name, DEPARTMENT)

    with pytest.raises(ExportUnsupported, match="exports nothing") as caught:
        mapped(IMPORT.name)
    assert caught.value.target == IMPORT.name
    with pytest.raises(ConnectionMissing, match="no connection Nirgends"):
        mapped("Nirgends")
    assert list(service.connections()) == [IMPORT, FIM]


def test_a_synchronization_is_started_and_stopped(make: Make) -> None:
    service = make(FIM)
    assert (service.status().running, service.status().state) == (False, "Idle")
    service.stop()
    service.start(full=True)
    while service.status().running:
        pass
    assert service.status().state == "Idle"
    service.start(full=False)


def test_none_is_started_while_one_runs(make: Make, request: pytest.FixtureRequest) -> None:
    service = make(FIM)
    if "file" in request.node.callspec.id:
        pytest.skip("one in a file is over as soon as it has begun; test_sync_waiting has the case")
    service.start(full=True)
    with pytest.raises(SynchronizationRunning):
        service.start(full=True)
    service.stop()
    assert (service.status().running, service.status().state) == (False, "Canceled")


def test_active_directory_import_tells_whether_it_runs_and_no_state(make: Make) -> None:
    status = make(IMPORT).status()
    assert not status.running
    assert status.state in {"", "Idle"}
