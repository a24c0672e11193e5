"""What every ``TrustStore`` must do: a folder, a farm asked through a child PowerShell, a farm from inside one."""

from __future__ import annotations

import os
from contextlib import ExitStack

import pytest

from pyupsync.adapters.powershell.child import ChildRunner
from pyupsync.adapters.trust.farm_none import NoFarm
from pyupsync.adapters.trust.folder import FolderTrustStore
from pyupsync.adapters.trust.sharepoint import open_sharepoint
from pyupsync.errors import AlreadyTrusted, TrustStoreError
from tests.lab.mint import mint
from tests.standins.sharepoint import environment, restarts
from tests.standins.sharepoint.hosted import hosted_store

ROOT, SUB, OTHER = mint("CN=Wurzel Köln"), mint("CN=Ausgabe München"), mint("CN=別の根")
NAMES = (
    "Wurzel Köln",
    "根証明書 ルート",
    "Ключ 🔑 ∞",
    'O\'Brien "CA" $(Get-Date) `n; | & {x} %PATH%',
    "-Name",
    "[a-z]*?",
    "@{x=1}",
    "CON",
    "a/b\\c:d",
    " two  blanks ",
    "0e1b4c34-3f0e-4b59-8f2f-0a1d4f0f9a10",
    "x" * 128,
)


@pytest.fixture(scope="module")
def lab_farm(tmp_path_factory):
    return tmp_path_factory.mktemp("Farm ü")


@pytest.fixture(scope="module")
def child(pwsh, lab_farm):
    """A store in a child PowerShell that all tests share, as a run's changes do."""
    folder = lab_farm / "child"
    folder.mkdir()
    added = environment(folder, pwsh)
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        for name, value in added.items():
            patch.setenv(name, value)
        store, farm = open_sharepoint("auto", stack, timeout=60)
        store.list()
        yield folder, store, farm


@pytest.fixture(scope="module")
def current(pwsh, lab_farm):
    """A store in a Python that PowerShell hosts."""
    folder = lab_farm / "current"
    folder.mkdir()
    with hosted_store(pwsh, environment(folder, pwsh)) as store:
        store.list()
        yield folder, store, store


@pytest.fixture(
    params=["folder", pytest.param("child", marks=pytest.mark.pwsh), pytest.param("current", marks=pytest.mark.pwsh)]
)
def opened(request, tmp_path):
    """Folder, store and farm; a farm begins with nothing but its own authority."""
    if request.param == "folder":
        return tmp_path, FolderTrustStore(str(tmp_path / "Speicher")), NoFarm()
    folder, store, farm = request.getfixturevalue(request.param)
    for root in others(store):
        store.remove(root.id)
    (folder / "iisreset.log").unlink(missing_ok=True)
    return folder, store, farm


@pytest.fixture
def store(opened):
    local = own(opened[1])
    yield opened[1]
    assert own(opened[1]) == local, "the farm's own authority was touched"


def own(store):
    return [root for root in store.list() if root.name == "local"]


def others(store):
    return [root for root in store.list() if root.name != "local"]


def held(store):
    return {root.name: root.der for root in others(store)}


def the(store, name):
    return next(root for root in store.list() if root.name == name)


def test_what_is_added_is_there_byte_for_byte(store) -> None:
    store.add("root", ROOT.der)
    store.add("sub", SUB.der)
    assert held(store) == {"root": ROOT.der, "sub": SUB.der}
    identities = [root.id for root in store.list()]
    assert all(identities)
    assert len(set(identities)) == len(identities)
    assert store.list() == store.list()


def test_names_of_every_kind_come_back_as_they_went(store) -> None:
    for number, name in enumerate(NAMES):
        store.add(name, mint(f"CN=Nummer {number}").der)
    assert sorted(held(store)) == sorted(NAMES)
    for name in NAMES:
        store.remove(the(store, name).id)
    assert held(store) == {}


@pytest.mark.parametrize("second", ["Wurzel Köln", "WURZEL KÖLN"])
def test_a_name_that_is_taken_in_any_case_is_refused(store, second) -> None:
    store.add("Wurzel Köln", ROOT.der)
    with pytest.raises(TrustStoreError) as caught:
        store.add(second, SUB.der)
    assert second in caught.value.message
    assert caught.value.advice
    assert held(store) == {"Wurzel Köln": ROOT.der}


def test_replacing_keeps_name_and_identity(store) -> None:
    store.add("root", ROOT.der)
    store.add("sub", SUB.der)
    identity = the(store, "root").id
    store.replace(identity, OTHER.der)
    assert held(store) == {"root": OTHER.der, "sub": SUB.der}
    assert the(store, "root").id == identity


def test_replacing_back_and_forth_ends_where_it_began(store) -> None:
    store.add("root", ROOT.der)
    identity = the(store, "root").id
    for one in (OTHER, ROOT, SUB, OTHER, ROOT):
        store.replace(identity, one.der)
        assert held(store) == {"root": one.der}


def test_renaming_keeps_the_certificate(store) -> None:
    store.add("root", ROOT.der)
    store.add("sub", SUB.der)
    store.rename(the(store, "root").id, "Wurzel 二")
    assert held(store) == {"Wurzel 二": ROOT.der, "sub": SUB.der}


def test_renaming_to_a_name_that_is_taken_changes_nothing(store) -> None:
    store.add("root", ROOT.der)
    store.add("sub", SUB.der)
    before = store.list()
    with pytest.raises(TrustStoreError, match="SUB"):
        store.rename(the(store, "root").id, "SUB")
    assert store.list() == before


def test_what_is_removed_can_be_added_again(store) -> None:
    store.add("root", ROOT.der)
    store.remove(the(store, "root").id)
    assert held(store) == {}
    store.add("root", SUB.der)
    assert held(store) == {"root": SUB.der}


@pytest.mark.parametrize("identity", ["00000000-0000-0000-0000-000000000000", "root", "", "*", "../x"])
def test_an_identity_that_is_not_there_is_an_error_whatever_is_asked(store, identity) -> None:
    """A name is none: the identities are the store's own."""
    store.add("root", ROOT.der)
    for ask in (
        lambda: store.remove(identity),
        lambda: store.replace(identity, SUB.der),
        lambda: store.rename(identity, "new"),
    ):
        with pytest.raises(TrustStoreError):
            ask()
    assert held(store) == {"root": ROOT.der}


@pytest.mark.parametrize("name", ["root", "ROOT", "anders ü"])
def test_the_very_certificate_is_not_added_again_whatever_the_name(store, name) -> None:
    """Another run may have brought it between our list and our change; the error's class says so, for all stores."""
    store.add("root", ROOT.der)
    before = store.list()
    with pytest.raises(AlreadyTrusted) as caught:
        store.add(name, ROOT.der)
    assert caught.value.code == "AlreadyTrusted"
    assert store.list() == before


def test_no_certificate_replaces_another_when_it_is_there_already(store) -> None:
    store.add("root", ROOT.der)
    store.add("sub", SUB.der)
    before = store.list()
    for der in (ROOT.der, SUB.der):
        with pytest.raises(AlreadyTrusted):
            store.replace(the(store, "root").id, der)
    assert store.list() == before


def test_what_another_run_changed_meanwhile_is_left_alone(store) -> None:
    """Each change may name the certificate that it was planned for."""
    store.add("root", ROOT.der)
    planned = the(store, "root")
    store.replace(planned.id, SUB.der, planned.thumbprint)
    now = the(store, "root")
    for ask in (
        lambda: store.replace(planned.id, OTHER.der, planned.thumbprint),
        lambda: store.rename(planned.id, "Wurzel ü", planned.thumbprint),
        lambda: store.remove(planned.id, planned.thumbprint),
    ):
        with pytest.raises(TrustStoreError, match="by now") as caught:
            ask()
        assert caught.value.advice
        assert not isinstance(caught.value, AlreadyTrusted)
        assert the(store, "root") == now
    store.rename(now.id, "Wurzel ü", now.thumbprint)
    renamed = the(store, "Wurzel ü")
    store.remove(renamed.id, renamed.thumbprint)
    assert held(store) == {}


def test_servers_are_named_and_restarted_one_by_one(opened) -> None:
    """Only those that run SharePoint; requests under way are waited for."""
    folder, _, farm = opened
    if isinstance(farm, NoFarm):
        assert list(farm.servers()) == []
        with pytest.raises(TrustStoreError):
            farm.restart_iis("APP1")
        return
    assert list(farm.servers()) == ["APP1", "WFE1"]
    for server in farm.servers():
        farm.restart_iis(server)
    assert restarts(folder) == ["APP1 /noforce", "WFE1 /noforce"]
    for name in ("/STOP", "APP1 /stop", "", "a;b"):
        with pytest.raises(TrustStoreError):
            farm.restart_iis(name)
    assert len(restarts(folder)) == 2


@pytest.mark.pwsh
def test_each_store_runs_where_it_should(child, current) -> None:
    """Hosted by PowerShell the cmdlets run in that very process, otherwise in a child."""
    assert isinstance(child[1]._runner, ChildRunner)
    where, process = current[1].ask("where")
    assert where == "CurrentRunner"
    assert process != os.getpid()
