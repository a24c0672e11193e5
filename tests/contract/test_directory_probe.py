"""What checks ask of a directory, of a domain controller and of a file that was exported from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from pyupsync.adapters.directory.ldap_probe import LdapProbe
from pyupsync.adapters.directory.ldif_probe import LdifProbe
from pyupsync.adapters.photos.site_probe import HttpProbe
from pyupsync.config import Login, Manners
from pyupsync.errors import DirectoryUnavailable, PersonNotFound, PhotoUntrusted, UsageError
from pyupsync.ports import DirectoryProbe
from tests.lab import Lab, pictures
from tests.lab.ldif import add_record, modify_record
from tests.lab.people import person

WHO = person("p0003").dn
NEVER = person("p0004").dn
FOREIGN = person("protected").dn
ASKED = ("servicePrincipalName", "replPropertyMetaData", "objectClass", "sAMAccountName")


@pytest.fixture(params=["ldap", "ldif"])
def probe(
    lab: Lab, fresh_photos: dict[str, bytes], request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[DirectoryProbe]:
    lab.set_photos({WHO: pictures.portrait(3, 96)})
    made: DirectoryProbe
    if request.param == "ldap":
        login = Login(auth="kerberos", user=lab.principal, keytab=str(lab.keytab()))
        made = LdapProbe(lab.directory_address, login, str(lab.root_ca), 10)
    else:
        found = lab.directory.search("-b", lab.base, "(sAMAccountName=*)", *ASKED)
        for dn, values in found.items():
            values["allowedAttributesEffective"] = [b"thumbnailPhoto"] if dn == WHO else [b"description"]
        (tmp_path / "all.ldif").write_text("".join(add_record(dn, values) for dn, values in found.items()))
        made = LdifProbe(str(tmp_path / "all.ldif"))
    yield made
    made.close()
    made.close()


def test_who_has_a_name_is_found_in_any_case(lab: Lab, probe: DirectoryProbe) -> None:
    (web,) = probe.spn_holders([f"http/{lab.web_host.upper()}", "HTTP/nobody.example"])
    assert (web.account, web.names, web.computer) == ("svc_web", (f"HTTP/{lab.web_host}",), False)
    (dc,) = probe.spn_holders([f"ldap/{lab.dc_host}"])
    assert dc.computer
    assert list(probe.spn_holders(["HTTP/*", "HTTP/(x)"])) == [], "what is asked for is no pattern"


def test_what_may_be_written(probe: DirectoryProbe) -> None:
    assert probe.may_write_photo(WHO) is True
    assert probe.may_write_photo(FOREIGN) is False


def test_the_last_write(probe: DirectoryProbe, fresh_photos: dict[str, bytes]) -> None:
    written = probe.last_write(WHO)
    assert written is not None
    assert written.version >= 1
    assert abs(datetime.now(timezone.utc) - written.when) < timedelta(hours=1)
    assert written.where
    assert probe.last_write(NEVER) is None


def test_somebody_who_is_not_there(lab: Lab, probe: DirectoryProbe) -> None:
    for ask in (probe.may_write_photo, probe.last_write):
        with pytest.raises(PersonNotFound):
            ask(f"CN=Nobody,{lab.staff}")


def test_the_clock_is_the_domain_controller_s_or_none(probe: DirectoryProbe) -> None:
    clock = probe.clock()
    assert clock is None or abs(datetime.now(timezone.utc) - clock) < timedelta(minutes=1)


def test_a_file_or_a_server_that_is_not_there(lab: Lab, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        LdifProbe(str(tmp_path / "none.ldif"))
    login = Login(auth="kerberos", user=lab.principal, keytab=str(lab.keytab()))
    down = LdapProbe(f"ldaps://{lab.dc_host}:9/{lab.base}", login, str(lab.root_ca), 5)
    with pytest.raises(DirectoryUnavailable):
        down.clock()


def test_a_site_says_how_it_wants_a_logon_and_what_time_it_is(lab: Lab) -> None:
    probe = HttpProbe(str(lab.ca_bundle), 10, Manners(retries=0))
    wanting = probe.look(lab.photo_url(person("p0003").file("M")))
    assert (wanting.status, wanting.offers) == (401, ("Negotiate",))
    assert wanting.date is not None
    assert abs(wanting.date - wanting.asked) < timedelta(minutes=1)
    assert probe.look(f"http://{lab.web_host}/open/open.jpg").offers == ()
    with pytest.raises(PhotoUntrusted):
        HttpProbe(str(lab.pki.untrusted_ca), 10, Manners(retries=0)).look(f"https://{lab.web_host}/")
    probe.close()


def test_a_lost_connection_is_opened_anew(lab: Lab) -> None:
    login = Login(auth="kerberos", user=lab.principal, keytab=str(lab.keytab()))
    probe = LdapProbe(lab.directory_address, login, str(lab.root_ca), 10)
    assert probe.clock()
    lab.directory.modify(modify_record(WHO, "description", ["x"]))
    with lab.without_dc(), pytest.raises(DirectoryUnavailable):
        probe.clock()
    assert probe.clock()
    probe.close()
