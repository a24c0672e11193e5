"""Several directories in one job: how they are named by each face, and one run over two of them from end to end."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

import pytest

from pyupsync import DirectorySettings, PhotoJob, RestoreJob, export_photos, plan_photos, restore_photos
from pyupsync.adapters.state.sqlite import open_sqlite
from pyupsync.cli import main
from pyupsync.cli.photos import job_from
from pyupsync.config import Keeping, Login, photo_job, restore_job
from pyupsync.errors import CredentialError, DirectoryError, UsageError
from tests.lab import pictures
from tests.lab.ldif import add_record

CORP, FAB = "ldaps://dc1.corp.test/DC=corp,DC=test", "ldaps://dc1.fab.test/DC=fab,DC=test"
NEEDED = {"profiles": "csv:a.csv"}
KEYTAB = {"auth": "kerberos", "user": "svc@FAB.TEST", "keytab": "fab.keytab"}
ONE_FOR_ALL = {"auth": "simple", "user": "svc@corp.test", "password": "s3cret"}


def test_a_list_of_addresses_shares_the_one_login() -> None:
    job = photo_job({**NEEDED, "directory": [CORP, FAB], **ONE_FOR_ALL})
    login = Login(**ONE_FOR_ALL)
    assert (job.directory, job.directories) == (CORP, (DirectorySettings(address=FAB),))
    assert [(one.address, one.login) for one in job.every_directory] == [(CORP, login), (FAB, login)]


def test_a_table_has_a_login_of_its_own() -> None:
    job = photo_job({**NEEDED, "directory": [CORP, {"address": FAB, **KEYTAB}], **ONE_FOR_ALL})
    assert [one.login for one in job.every_directory] == [Login(**ONE_FOR_ALL), Login(**KEYTAB)]
    only = photo_job({**NEEDED, "directory": [{"address": FAB, **KEYTAB}, {"address": CORP}]})
    assert [one.login for one in only.every_directory] == [Login(), Login(**KEYTAB)]


def test_the_site_is_logged_on_to_as_the_first_directory_is() -> None:
    tables = [{"address": FAB, **KEYTAB}, {"address": CORP, **ONE_FOR_ALL}]
    assert photo_job({**NEEDED, "directory": tables}).site_login == Login(**KEYTAB)
    assert photo_job({**NEEDED, "directory": tables[::-1]}).site_login == Login()
    common = {**KEYTAB, "user": "svc@CORP.TEST"}
    assert photo_job({**NEEDED, "directory": [CORP, tables[0]], **common}).site_login == Login(**common)


def test_a_ca_file_and_an_output_may_be_one_directorys(tmp_path: Path) -> None:
    for name in ("all.pem", "fab.pem"):
        (tmp_path / name).touch()
    all_, own = str(tmp_path / "all.pem"), str(tmp_path / "fab.pem")
    tables = [CORP, {"address": FAB, "ca-file": own}, {"address": "ldif:x.ldif", "output": "x.out"}, "ldif:y.ldif"]
    job = photo_job({**NEEDED, "directory": tables, "ca_file": all_, "output": "y.out"})
    assert [(one.ca_file, one.output) for one in job.every_directory] == [
        (all_, ""),
        (own, ""),
        (all_, "x.out"),
        (all_, "y.out"),
    ]


@pytest.mark.parametrize("job_of", [photo_job, restore_job])
@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"directory": []}, "'directory' is missing"),
        ({"directory": [CORP, CORP]}, "more than once"),
        ({"directory": [CORP, 7]}, "neither an address nor a table"),
        ({"directory": [{"adress": CORP}]}, "Did you mean 'address'"),
        ({"directory": [{"auth": "current"}]}, "'address' of a directory is missing"),
        ({"directory": [{"address": CORP, "auth": "basic"}]}, "current, kerberos, ntlm, simple"),
        ({"directory": [{"address": CORP, "ca_file": "/nowhere/ca.pem"}]}, "does not exist"),
        ({"directory": [{"address": "ldif:a", **KEYTAB}]}, "is a file that takes none"),
        ({"directory": ["ldif:a", "ldif:b"], "output": "c"}, "more than one directory is a file"),
        ({"directory": [CORP, FAB], "output": "c"}, "No directory is a file"),
        ({"directory": CORP, "directories": [FAB]}, "no setting named 'directories'"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(job_of, settings, words) -> None:
    more = NEEDED if job_of is photo_job else {"state": "sqlite:s.db", "run": 1}
    with pytest.raises(UsageError) as caught:
        job_of({**more, **settings})
    assert words in str(caught.value)


def test_a_login_that_no_directory_takes_is_refused() -> None:
    with pytest.raises(UsageError, match="none of the directories takes it"):
        photo_job({**NEEDED, "directory": ["ldif:a", {"address": FAB, **KEYTAB}], **ONE_FOR_ALL})


def test_no_password_of_a_directory_shows() -> None:
    job = photo_job({**NEEDED, "directory": [CORP, {"address": FAB, **ONE_FOR_ALL}]})
    assert "s3cret" not in repr(job)
    assert "s3cret" not in repr(job.every_directory)


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A folder with two domains of three people each, one name in both, and everybody's picture."""
    (tmp_path / "pictures").mkdir()
    rows = ["AccountName,PictureURL"]
    for domain, people in (("corp", ("ann", "bob", "twin")), ("fab", ("fay", "gus", "twin"))):
        base = f"DC={domain},DC=test"
        records = [add_record(base, {"objectClass": "domainDNS"})]
        for number, name in enumerate(people):
            entry = {"objectClass": "user", "sAMAccountName": name}
            records.append(add_record(f"CN={name},{base}", entry))
            (tmp_path / "pictures" / f"{domain}-{name}.jpg").write_bytes(pictures.portrait(len(domain) * 10 + number))
            account = (f"{domain.upper()}\\{name}", f"i:0#.w|{domain}\\{name}", f"{name}@{domain}.test")[number]
            rows.append(f"{account},{domain}-{name}.jpg")
        (tmp_path / f"{domain}.ldif").write_text("".join(records))
    (tmp_path / "people.csv").write_text("\n".join([*rows, "ELSE\\who,ann.jpg"]))
    return tmp_path


def job(folder: Path, *, state: bool = True) -> PhotoJob:
    return PhotoJob(
        profiles=f"csv:{folder}/people.csv",
        photos=f"folder:{folder}/pictures",
        directory=f"ldif:{folder}/corp.ldif",
        directories=(DirectorySettings(address=f"ldif:{folder}/fab.ldif"),),
        keeping=Keeping(state=f"sqlite:{folder}/state.db") if state else Keeping(),
    )


def written(folder: Path, domain: str) -> int:
    file = folder / f"{domain}.changes.ldif"
    return file.read_text().count("changetype: modify") if file.exists() else 0


def test_one_run_over_two_domains_writes_each_persons_picture_to_their_own(two: Path) -> None:
    assert len(plan_photos(job(two)).changes) == 6
    outcomes = list(export_photos(job(two)))
    assert [one.status for one in outcomes].count("applied") == 6
    targets = {one.subject: one.target for one in outcomes}
    assert targets["twin@corp.test"] == "CN=twin,DC=corp,DC=test"
    assert targets["twin@fab.test"] == "CN=twin,DC=fab,DC=test"
    assert targets["i:0#.w|fab\\gus"] == "CN=gus,DC=fab,DC=test"
    assert (written(two, "corp"), written(two, "fab")) == (3, 3)
    assert {one.code for one in export_photos(job(two))} == {"UpToDate", "OtherDomain"}


def test_what_is_known_is_kept_apart_by_domain_and_put_back_in_each(two: Path) -> None:
    list(export_photos(job(two)))
    state = open_sqlite(f"{two}/state.db", writing=False)
    (run,) = state.history.runs()
    assert run.directory == f"ldif:{two}/corp.ldif; ldif:{two}/fab.ldif"
    twins = [entry.intent for entry in state.history.entries() if entry.intent.dn.startswith("CN=twin")]
    assert len({intent.guid for intent in twins}) == len({intent.after.sha256 for intent in twins}) == 2
    state.close()
    back = RestoreJob(
        state=f"sqlite:{two}/state.db", directory=job(two).directory, directories=job(two).directories, run=1
    )
    assert [one.status for one in restore_photos(back)] == ["applied"] * 6
    assert (written(two, "corp"), written(two, "fab")) == (6, 6)


def test_each_change_is_asked_for_before_it_is_made(two: Path) -> None:
    asked: list[str] = []

    def confirm(change) -> bool:
        asked.append(change.target)
        assert written(two, "corp") + written(two, "fab") == sum("fab" not in dn for dn in asked[:-1])
        return "fab" not in change.target

    statuses = [one.status for one in export_photos(job(two, state=False), confirm=confirm)]
    assert (len(asked), statuses.count("applied"), statuses.count("skipped")) == (6, 3, 4)


def test_a_directory_that_is_a_broken_file_ends_the_run_before_it_begins(two: Path) -> None:
    (two / "fab.ldif").write_text("dn DC=fab\n")
    with pytest.raises(DirectoryError, match="line 1"):
        list(export_photos(job(two)))
    assert not (two / "corp.changes.ldif").exists()


def test_the_option_is_given_once_for_each(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--profiles", f"csv:{two}/people.csv", "--photos", f"folder:{two}/pictures"]
    both = ["--directory", f"ldif:{two}/corp.ldif", "--directory", f"ldif:{two}/fab.ldif"]
    state = ["--state", f"sqlite:{two}/state.db"]
    assert main(["photos", "export", *where, *both, *state]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "6 applied, 0 unchanged, 1 skipped, 0 failed"
    assert main(["photos", "restore", "--run", "1", *both, *state]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "6 applied, 0 unchanged, 0 skipped, 0 failed"


def test_a_configuration_has_a_table_for_each(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = two / "photos.toml"
    tables = f"[[photos.directory]]\naddress = 'ldif:{two}/fab.ldif'\noutput = '{two}/out.ldif'\n"
    tables += f"[[photos.directory]]\naddress = 'ldif:{two}/corp.ldif'\n"
    lines = f"[photos]\nprofiles = 'csv:{two}/people.csv'\nphotos = 'folder:{two}/pictures'\n"
    config.write_text(lines + tables)
    assert main(["photos", "export", "--config", str(config), "--json"]) == 0
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["applied"] == 6
    assert (two / "out.ldif").read_text().count("changetype: modify") == written(two, "corp") == 3


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("password = 's3cret'", "holds a password"),
        ("user = 'svc@fab.test'", "names none"),
        ("user = 'svc@fab.test'\npassword-file = '/nowhere/password'", "cannot be read"),
    ],
)
@pytest.mark.parametrize("command", ["export --profiles csv:x", "restore --state sqlite:x --run 1"])
def test_a_password_of_a_table_comes_from_a_file(
    command: str, line: str, error: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "photos.toml"
    config.write_text(f"[photos]\n[[photos.directory]]\naddress = '{FAB}'\nauth = 'simple'\n{line}\n")
    assert main(["photos", *command.split(), "--config", str(config)]) == 2
    said = capsys.readouterr().err
    assert error in said
    assert "s3cret" not in said


def test_the_password_files_secret_is_the_tables(tmp_path: Path) -> None:
    secret, config = tmp_path / "secret", tmp_path / "photos.toml"
    secret.touch(mode=0o600)
    secret.write_text("s3cret\n")
    table = f"address = '{FAB}'\nauth = 'simple'\nuser = 'svc'\npassword-file = '{secret}'\n"
    inline = table.strip().replace("\n", ", ")
    config.write_text(f"[photos]\nprofiles = 'csv:x'\ndirectory = ['{CORP}', {{ {inline} }}]\n")
    made = job_from(Namespace(config=str(config)))
    assert [one.login for one in made.every_directory] == [Login(), Login(auth="simple", user="svc", password="s3cret")]
    secret.chmod(0o644)
    with pytest.raises(CredentialError):
        job_from(Namespace(config=str(config)))
