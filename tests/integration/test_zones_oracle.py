"""`resolve` beside an independent implementation of MapUrlToZone: Wine's urlmon.

Cases are made by combination and by hypothesis and asked in a few batches, each with a registry of its own. Where
Wine is known not to follow Windows the difference stands in a table with the document that says what Windows does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pyupsync.zones.carry import make_change
from pyupsync.zones.plan import plan_sites
from pyupsync.zones.resolve import Resolution, resolve
from pyupsync.zones.sites import place_of
from pyupsync.zones.snapshot import POLICIES, SETTINGS, read_snapshot
from tests.lab.wine import Hives, Wine
from tests.standins.registry import Data, MemoryRegistry

USER, MACHINE = "HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE"
Values = Mapping[str, Data]
DEFAULTS = {"@ivt": 1, "file": 3, "ftp": 3, "http": 3, "https": 3}
# Wine has no rule for names without a dot; off, Windows has none either, and the rest can be compared.
NO_RULES = {"IntranetName": 0, "ProxyByPass": 0, "UNCAsIntranet": 0, "AutoDetect": 0}


@dataclass(frozen=True)
class Case:
    """Entries below ``ZoneMap`` of both sides (or below the policies' Internet Settings), and URLs asked of them."""

    urls: tuple[str, ...]
    account: Mapping[str, Values] = field(default_factory=dict)
    machine: Mapping[str, Values] = field(default_factory=dict)
    policy: Mapping[str, Values] = field(default_factory=dict)
    rules: Values = field(default_factory=lambda: NO_RULES)

    def registry(self) -> MemoryRegistry:
        below = {USER: f"{USER}\\{SETTINGS}\\ZoneMap", MACHINE: f"{MACHINE}\\{SETTINGS}\\ZoneMap"}
        keys: dict[str, Values] = {below[USER]: self.rules}
        for root in (USER, MACHINE):
            keys |= {f"{below[root]}\\Domains": {}, f"{below[root]}\\ProtocolDefaults": DEFAULTS}
        for root, entries in ((USER, self.account), (MACHINE, self.machine)):
            keys |= {f"{below[root]}\\{path}".rstrip("\\"): values for path, values in entries.items()}
        keys |= {f"{MACHINE}\\{POLICIES}\\{path}".rstrip("\\"): values for path, values in self.policy.items()}
        return MemoryRegistry(keys)


class Oracle:
    """Asks Wine about many registries at once, each below a key of its own."""

    def __init__(self, wine: Wine) -> None:
        self._wine = wine
        self._count = 0

    def zones(self, asked: Iterable[tuple[MemoryRegistry, Sequence[str]]]) -> list[list[int]]:
        self._count += 1
        keys, questions = {}, []
        every = list(asked)
        for number, (registry, urls) in enumerate(every):
            top = f"Lab{self._count}\\{number}"
            for path, values in registry.shown().items():
                root, _, rest = path.partition("\\")
                if rest:
                    side = "user" if root == USER else "machine"
                    keys[f"{USER}\\{top}\\{side}\\{rest}"] = list(values.values())
            hives = Hives(f"HKCU\\{top}\\user", f"HKCU\\{top}\\machine")
            questions += [(hives, url) for url in urls]
        self._wine.import_keys(keys)
        said = iter(self._wine.zones_of(questions))
        return [[next(said) for _ in urls] for _, urls in every]


@pytest.fixture(scope="module")
def oracle(wine: Wine) -> Oracle:
    return Oracle(wine)


def ours(case: Case) -> list[Resolution]:
    snapshot = read_snapshot(case.registry(), USER)
    return [resolve(snapshot, url) for url in case.urls]


def compare(oracle: Oracle, cases: Sequence[Case]) -> list[Resolution]:
    """Every answer of ours, after seeing that its zone is Wine's; what differs is shown with its case."""
    theirs = oracle.zones((case.registry(), case.urls) for case in cases)
    answers = [ours(case) for case in cases]
    wrong = [
        f"{url}: ours {mine.zone} ({mine.why}), Wine {zone}; {case.account} {case.machine}"
        for case, mines, zones in zip(cases, answers, theirs, strict=True)
        for url, mine, zone in zip(case.urls, mines, zones, strict=True)
        if mine.zone != zone
    ]
    assert not wrong, "\n".join(wrong[:20])
    return [answer for mines in answers for answer in mines]


HOSTS = {
    "example.com": "example.com my.example.com www.example.com x.my.example.com my.corp.example.com notexample.com "
    "example.com.example.org MY.Example.COM xn--bcher-kva.example.com sp_2019.example.com example.org",
    "contoso.co.uk": "contoso.co.uk my.contoso.co.uk my.corp.contoso.co.uk fabrikam.co.uk co.uk notcontoso.co.uk",
    "contoso.com.au": "contoso.com.au my.contoso.com.au my.corp.contoso.com.au fabrikam.com.au com.au",
    "fb.me": "fb.me my.fb.me my.corp.fb.me xfb.me",
    "mysite": "mysite my.mysite notmysite",
    "abc.local": "abc.local my.abc.local my.corp.abc.local local.abc",
    "ab.com": "ab.com my.ab.com",
    "abc.de": "abc.de my.abc.de my.corp.abc.de",
}
PATHS = {
    "example.com": r"example.com example.com\my example.com\my.corp my.example.com EXAMPLE.com\My com\my.example",
    "contoso.co.uk": r"contoso.co.uk contoso.co.uk\my co.uk co.uk\contoso co.uk\my.contoso",
    "contoso.com.au": r"contoso.com.au contoso.com.au\my com.au com.au\contoso com.au\my.contoso",
    "fb.me": r"fb.me fb.me\my my.fb.me",
    "mysite": r"mysite mysite\my",
    "abc.local": r"abc.local abc.local\my local\my.abc",
    "ab.com": r"ab.com ab.com\my",
    "abc.de": r"abc.de abc.de\my.corp",
}


def combined() -> list[Case]:
    """One entry on each kind of key, for each protocol, asked for each kind of host over both protocols."""
    cases = []
    for domain, paths in PATHS.items():
        urls = tuple(f"{scheme}://{host}:8080/x" for scheme, host in product(("http", "https"), HOSTS[domain].split()))
        for path, name in product(paths.split(), ("http", "https", "*")):
            cases.append(Case(urls, {f"Domains\\{path}": {name: 1}}))
    return cases


def test_one_entry_of_every_kind(oracle: Oracle) -> None:
    cases = combined()
    answers = compare(oracle, cases)
    assert len(cases) >= 75
    assert sum(answer.confidence == "oracle-checked" for answer in answers) >= 600
    assert {answer.zone for answer in answers} == {1, 3}


NAMES = st.sampled_from(["http", "https", "*", "file", "HTTPS"])
# Most zones are numbers; what is text or bytes counts for nothing.
ZONES = st.one_of(st.integers(0, 4), st.integers(1, 2), st.sampled_from(["1", b"\x01\0\0\0"]))
VALUES = st.dictionaries(NAMES, ZONES, max_size=3)


def entries(drawn: Sequence[tuple[str, Values]]) -> dict[str, Values]:
    """Entries below Domains; of two names that differ by case only the first is kept, as a registry would."""
    entries: dict[str, Values] = {}
    for path, values in drawn:
        if path.lower() not in {other.removeprefix("Domains\\").lower() for other in entries}:
            unique = {name.lower(): (name, data) for name, data in values.items()}
            entries[f"Domains\\{path}"] = dict(unique.values())
    return entries


@st.composite
def _drawn_case(draw: st.DrawFn) -> Case:
    """Entries of one or two domains on both sides, and hosts of these domains."""
    domains = draw(st.lists(st.sampled_from(sorted(PATHS)), min_size=1, max_size=2, unique=True))
    paths = [path for domain in domains for path in PATHS[domain].split()]
    hosts = [host for domain in domains for host in HOSTS[domain].split()]
    entry = st.tuples(st.sampled_from(paths), VALUES)
    url = st.tuples(st.sampled_from(["http", "https", "file"]), st.sampled_from(hosts)).map("://".join)
    account = entries(draw(st.lists(entry, min_size=1, max_size=6)))
    machine = entries(draw(st.lists(entry, max_size=3)))
    return Case(tuple(draw(st.lists(url, min_size=2, max_size=5, unique=True))), account, machine)


def drawn_cases(count: int) -> list[Case]:
    """Cases as hypothesis draws them, the same in every run."""
    found: list[Case] = []

    @settings(max_examples=count, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(_drawn_case())
    def collect(case: Case) -> None:
        found.append(case)

    collect()
    return found


def test_entries_in_any_mixture(oracle: Oracle) -> None:
    """Many entries on both sides, of any zone and type: the zone is Wine's also where Windows' is not known."""
    cases = drawn_cases(220)
    answers = compare(oracle, cases)
    assert len(cases) >= 150
    assert sum(answer.confidence == "oracle-checked" for answer in answers) >= 150
    assert {answer.zone for answer in answers} == {0, 1, 2, 3, 4}
    doubtful = [answer for answer in answers if answer.confidence == "unknown"]
    assert any("hides" in answer.why for answer in doubtful)
    assert any("says otherwise" in answer.why for answer in doubtful)


LIST = {"": {"ListBox_Support_ZoneMapKey": 1}, "ZoneMapKey": {"https://my.example.com": "1"}}
RANGE = {"Ranges\\Range1": {":Range": "10.0.0.1-20", "http": 1}}
HARD = {"IEHarden": 1}
WIDE = "Domains\\example.com"

# What Wine does otherwise: the document that says what Windows does, entries, URL, our zone, our confidence, Wine's.
DIFFERENCES = [
    (
        "IP addresses are looked up below Ranges (KB 182569), which Wine does not read",
        Case(("http://10.0.0.17",), RANGE),
        (1, "documented", 3),
    ),
    (
        "IP addresses below Domains are in the wrong place (KB 182569); Wine takes them",
        Case(("http://10.0.0.17",), {"Domains\\10.0.0.17": {"http": 1}}),
        (3, "documented", 1),
    ),
    (
        "names without a dot are Local intranet ('The Intranet Zone', ieinternals); Wine has no such rule",
        Case(("http://mysite",), rules={"IntranetName": 1}),
        (1, "documented", 3),
    ),
    (
        "and are by default",
        Case(("http://mysite",), rules={}),
        (1, "documented", 3),
    ),
    (
        "under Enhanced Security Configuration EscDomains counts (KB 182569), not Domains; Wine reads Domains",
        Case(("https://my.example.com",), {"": HARD, "EscDomains\\example.com\\my": {"https": 1}}),
        (1, "documented", 3),
    ),
    (
        "so an entry below Domains alone does nothing then",
        Case(("https://my.example.com",), {"": HARD, "Domains\\example.com\\my": {"https": 1}}),
        (3, "documented", 1),
    ),
    (
        "with Security_HKLM_only the account's entries are void (KB 182569); Wine takes them",
        Case(("https://my.example.com",), {WIDE: {"*": 1}}, policy={"": {"Security_HKLM_only": 1}}),
        (3, "documented", 1),
    ),
    (
        "and the machine's count",
        Case(("https://my.example.com",), {WIDE: {"*": 1}}, {WIDE: {"*": 2}}, {"": {"Security_HKLM_only": 1}}),
        (2, "documented", 1),
    ),
    (
        "a Site to Zone Assignment List maps sites ('Troubleshoot Internet Explorer Zonemapping failures')",
        Case(("https://my.example.com",), policy=LIST),
        (1, "documented", 3),
    ),
    (
        "and replaces the account's entries; which of them still count is not confirmed",
        Case(("https://www.example.com",), {WIDE: {"*": 1}}, policy=LIST),
        (3, "unknown", 1),
    ),
    (
        "wildcards inside names are invalid (SetZoneMapping, ms537143); Wine takes them for one label",
        Case(("http://srv1.dept.example.com",), {"Domains\\example.com\\*.dept": {"http": 1}}),
        (3, "unknown", 1),
    ),
    (
        "a dot at the end of a name is no part of it (RFC 1034, 3.1); for Wine it makes another host",
        Case(("http://my.example.com.",), {WIDE + "\\my": {"http": 1}}),
        (1, "unknown", 3),
    ),
    (
        "international names are entered as punycode (IDNA); Wine compares spellings",
        Case(("http://bücher.example.com",), {WIDE + "\\xn--bcher-kva": {"http": 1}}),
        (1, "unknown", 3),
    ),
]


def test_where_wine_differs_the_documents_hold(oracle: Oracle) -> None:
    theirs = oracle.zones((case.registry(), case.urls) for _, case, _ in DIFFERENCES)
    found = [
        (words, (mine.zone, mine.confidence, zone))
        for (words, case, _), [zone] in zip(DIFFERENCES, theirs, strict=True)
        for mine in ours(case)
    ]
    assert found == [(words, expected) for words, _, expected in DIFFERENCES]


SITES = [
    "https://my.example.com",
    "http://mysite",
    "http://my.corp.example.com",
    "https://my.contoso.co.uk",
    "http://my.contoso.com.au",
    "https://fb.me",
    "https://bücher.example.com",
]
OTHERS = {
    "Domains\\example.com\\www": {"https": 2},
    "Domains\\example.org": {"*": 4},
    "Domains\\contoso.co.uk\\w": {"*": 2},
}


def neighbours(url: str) -> list[str]:
    """Sites that must stay where they are when ``url`` is mapped."""
    place = place_of(url)
    host, other = place.host, "http" if place.scheme == "https" else "https"
    below, parent = host.partition(".")[2], ".".join(host.split(".")[-2:])
    hosts = [f"x.{host}", f"x.y.{host}", f"not{host}", f"{host}.example.org", f"{host}x", f"sibling.{below or host}"]
    hosts += [below, parent] if "." in below else []
    hosts += ["www.example.com", "example.com", "notexample.com", "a.example.org", "w.contoso.co.uk", "example.net"]
    schemes = [f"{other}://{host}", f"file://{host}"]
    return (
        schemes
        + [f"{place.scheme}://{name}" for name in dict.fromkeys(hosts) if name != host]
        + [f"{other}://x.{host}"]
    )


def test_what_add_writes_maps_the_site_and_no_neighbour(oracle: Oracle) -> None:
    """Asked of Wine before and after: zone 1 for the site, the same as before for every neighbour."""
    asked = []
    for url in SITES:
        case = Case((), OTHERS)
        before, after = case.registry(), case.registry()
        plan = plan_sites([place_of(url)], read_snapshot(after, USER))
        assert len(plan.changes) == 2
        for change in plan.changes:
            make_change(after, change)
        spelt = f"{place_of(url).site}/person.aspx"
        asked += [(registry, [spelt, *neighbours(url)]) for registry in (before, after)]
    said = oracle.zones(asked)
    for url, before, after in zip(SITES, said[::2], said[1::2], strict=True):
        assert len(before) >= 15
        assert (before[0], after[0]) == (3, 1), url
        assert before[1:] == after[1:], (url, neighbours(url))


def test_the_oracle_can_say_no(oracle: Oracle) -> None:
    """An entry that is another one is told from the right one, so that agreement means something."""
    case = Case(("https://my.example.com", "https://your.example.com"), {"Domains\\example.com\\my": {"https": 1}})
    assert oracle.zones([(case.registry(), case.urls)]) == [[1, 3]]
