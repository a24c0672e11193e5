"""One account asked of a farm's services, by SOAP and by REST, without reading everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pyupsync import diagnose_person
from pyupsync.adapters.profiles.people_manager import PeopleManager
from pyupsync.adapters.profiles.user_profile_service import UserProfileService
from pyupsync.adapters.profiles.web import WebAccess
from pyupsync.config import Manners, diagnosis_job
from pyupsync.errors import ProfileUnreachable
from pyupsync.ports.diagnosis import ProfileLookup
from tests.standins.profile_services import Farm, ProfileOnFarm, serving

ANN = ProfileOnFarm(1, "i:0#.w|corp\\ann", "https://my/ann_MThumb.jpg", "Ann Bell")
PEOPLE = (ANN, ProfileOnFarm(2, "i:0#.w|corp\\bob", "", "Bob Coe"))
ACCESS = WebAccess(timeout=5, manners=Manners(retries=0))


@pytest.fixture(params=["soap", "rest"])
def opened(request: pytest.FixtureRequest) -> Iterator[Callable[[str], ProfileLookup]]:
    with ExitStack() as stack:

        def opening(address: str) -> ProfileLookup:
            made = (
                UserProfileService(address, ACCESS) if request.param == "soap" else PeopleManager(address, "", ACCESS)
            )
            stack.callback(made.close)
            return made

        yield opening


def test_one_account_is_found_and_another_is_not(opened: Callable[[str], ProfileLookup]) -> None:
    with serving(Farm("2013", PEOPLE)) as address:
        lookup = opened(address)
        found = lookup.find("i:0#.w|corp\\ann")
        assert found is not None
        assert (found.account, found.picture_url, found.name) == (ANN.account, ANN.picture_url, ANN.name)
        assert lookup.find("i:0#.w|corp\\nobody") is None


def test_a_farm_that_does_not_answer_is_an_error(opened: Callable[[str], ProfileLookup]) -> None:
    with pytest.raises(ProfileUnreachable):
        opened("http://127.0.0.1:9").find("CORP\\ann")


@pytest.mark.parametrize("scheme", ["soap", "rest"])
def test_a_diagnosis_asks_for_the_one_it_is_about(scheme: str, tmp_path: Path) -> None:
    """By the account that the directory knows, as the farm may write it; nobody else's profile is read."""
    person = "dn: CN=ann,DC=corp,DC=test\nobjectClass: user\nsAMAccountName: ann\n"
    (tmp_path / "people.ldif").write_text(f"dn: DC=corp,DC=test\nobjectClass: domainDNS\n\n{person}")
    farm = Farm("2013", PEOPLE)
    with serving(farm) as address:
        given = {"profiles": f"{scheme}:{address}", "directory": f"ldif:{tmp_path / 'people.ldif'}", "person": "ann"}
        told = diagnose_person(diagnosis_job({**given, "photos": f"folder:{tmp_path}"}))
    profile = told.checks[0]
    assert (profile.status, profile.actual) == ("pass", "SharePoint knows i:0#.w|corp\\ann.")
    assert told.cause == "PhotoNotFound"
    assert len(farm.asked) == 1
