"""What holds for every plan: its sites come in, nobody else's move, the second one is idle, and it can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyupsync.model import Plan
from pyupsync.zones.carry import make_change
from pyupsync.zones.deciding import TREES
from pyupsync.zones.findings import hidden_by
from pyupsync.zones.plan import plan_sites
from pyupsync.zones.resolve import resolve
from pyupsync.zones.sites import place_of
from pyupsync.zones.snapshot import SETTINGS, read_snapshot
from pyupsync.zones.undo import settings_before
from tests.integration.test_zones_oracle import HOSTS, NO_RULES, PATHS, USER, VALUES, Case, Values, entries
from tests.standins.registry import MemoryRegistry

SCHEMES = ("http", "https", "file")


@dataclass(frozen=True)
class Drawn:
    """Entries of both trees and both sides, sites to add, and all hosts that may be touched by that."""

    account: Mapping[str, Values]
    machine: Mapping[str, Values]
    urls: Sequence[str]
    hosts: Sequence[str]

    def registry(self) -> MemoryRegistry:
        """The registry before."""
        made = Case((), self.account, self.machine).registry()
        for tree in TREES:
            made.make(f"{USER}\\{SETTINGS}\\ZoneMap\\{tree}")
        return made

    def plan(self, registry: MemoryRegistry, *, force: bool = False) -> Plan:
        """The plan that adds the sites."""
        return plan_sites([place_of(url) for url in self.urls], read_snapshot(registry, USER), force=force)

    def zones(self, registry: MemoryRegistry) -> dict[str, int]:
        """The zone of every host over every protocol, and of a host below each."""
        names = dict.fromkeys(name.lower() for host in self.hosts for name in (host, f"x.{host}"))
        snapshot = read_snapshot(registry, USER)
        return {f"{s}://{name}": resolve(snapshot, f"{s}://{name}").zone for s, name in product(SCHEMES, names)}


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    domains = [draw(st.sampled_from(sorted(PATHS)))]
    paths = [path for domain in domains for path in PATHS[domain].split()]
    hosts = [host for domain in domains for host in HOSTS[domain].split()]
    entry = st.tuples(st.sampled_from(paths), VALUES)
    account: dict[str, Values] = {}
    for tree in TREES:
        found = entries(draw(st.lists(entry, max_size=4)))
        account |= {path.replace("Domains", tree, 1): values for path, values in found.items()}
    harden = draw(st.sampled_from([{}, {"IEHarden": 0}, {"IEHarden": 1}]))
    machine = entries(draw(st.lists(entry, max_size=2)))
    chosen = draw(st.lists(st.sampled_from(hosts), min_size=1, max_size=2, unique_by=str.lower))
    # Several protocols of one host, since a key made for one of them hides what the domain maps for the others.
    schemes = st.lists(st.sampled_from(SCHEMES), min_size=1, max_size=3, unique=True)
    urls = [f"{scheme}://{host}" for host in chosen for scheme in draw(schemes)]
    return Drawn({**account, "": {**NO_RULES, **harden}}, machine, urls, hosts)


many = settings(max_examples=120, suppress_health_check=list(HealthCheck))


@many
@given(drawn(), st.booleans())
def test_the_sites_come_in_and_the_second_plan_is_idle(case: Drawn, force: bool) -> None:
    """What is forced, too; what failed fails again."""
    registry = case.registry()
    plan = case.plan(registry, force=force)
    failed = {item.subject for item in plan.outcomes if item.status == "failed"}
    assert not (force and failed)
    for change in plan.changes:
        make_change(registry, change)
    snapshot = read_snapshot(registry, USER)
    assert {url for url in case.urls if url not in failed and resolve(snapshot, url).zone != 1} == set()
    again = case.plan(registry, force=force)
    assert again.changes == ()
    assert {item.subject for item in again.outcomes if item.status == "failed"} == failed


@many
@given(drawn())
def test_no_other_site_moves_but_those_that_are_warned_of(case: Drawn) -> None:
    registry = case.registry()
    before, snapshot, plan = case.zones(registry), read_snapshot(registry, USER), case.plan(registry)
    wanted = [place_of(url) for url in case.urls]
    warned = {finding.subject for finding in hidden_by(plan, wanted, snapshot)}
    for change in plan.changes:
        make_change(registry, change)
    after = case.zones(registry)
    moved = {site for site in before if before[site] != after[site]}
    assert moved <= warned | {place.site for place in wanted}


@many
@given(drawn(), st.booleans())
def test_the_undo_puts_everything_back(case: Drawn, force: bool) -> None:
    """Keys and values, empty keys among them, as an import of the undo file does it."""
    registry = case.registry()
    before, plan = registry.shown(), case.plan(registry, force=force)
    undo, made = settings_before(registry, plan.changes)
    for change in plan.changes:
        make_change(registry, change)
    for path, name, value in undo:
        if value is None:
            registry.delete_value(path, name)
        else:
            registry.write(path, value)
    for gone in made:
        inside = [path for path in registry.tree if f"{path}\\".startswith(f"{gone.lower()}\\")]
        for path in inside:
            del registry.tree[path]
    assert registry.shown() == before


@many
@given(drawn())
def test_removing_what_was_added_leaves_what_was_there(case: Drawn) -> None:
    """All but keys that were empty before: an emptied key goes, or it would hide what its domain maps."""
    registry = case.registry()
    before, plan = registry.shown(), case.plan(registry)
    new = {change.target for change in plan.changes if change.before is None}
    for change in plan.changes:
        make_change(registry, change)
    every = [place_of(change.subject) for change in plan.changes if change.target in new]
    for change in plan_sites((), read_snapshot(registry, USER), absent=every).changes:
        if change.target in new:
            make_change(registry, change)
    after = registry.shown()
    replaced = {change.target.rpartition("\\")[0] for change in plan.changes if change.target not in new}
    differs = {path for path in {*before, *after} if before.get(path) != after.get(path)} - replaced
    assert {path for path in differs if before.get(path, {"": None})} == set()
