"""Plans for the trust store: tables of what is wanted, what is there and what has to change."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from pyupsync.errors import TrustStoreError
from pyupsync.model import Change, Outcome, Plan, TrustedRoot
from pyupsync.trust.carry import make_change
from pyupsync.trust.certificates import from_der
from pyupsync.trust.plan import Wanted, plan_trust
from tests.lab.mint import NOW, Minted, mint

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['title']}")
    for path in sorted((Path(__file__).parents[1] / "plans" / "trust").glob("*.json"))
    for case in json.loads(path.read_text(encoding="utf-8"))
]
LOCAL = "C=US/O=Microsoft/OU=SharePoint/CN=SharePoint Root Authority"


def _catalogue() -> dict[str, Minted]:
    root, local, namesake = mint("O=Lab/CN=Wurzel Köln", end=400), mint(LOCAL, end=400), mint("CN=Gleich")
    sub = mint("O=Lab/CN=Ausgabe München", root)
    old = mint("O=Lab/CN=Alt", start=-900, end=-1)
    return {
        "root": root,
        "root, renewed": mint("O=Lab/CN=Wurzel Köln", key=root.key, start=-2, end=4000),
        "root, renewed twice": mint("O=Lab/CN=Wurzel Köln", key=root.key, start=-1, end=5000),
        "root, renewed for later": mint("O=Lab/CN=Wurzel Köln", key=root.key, start=5, end=6000),
        "root, new key": mint("O=Lab/CN=Wurzel Köln", end=5000),
        "sub": sub,
        "sub, renewed": mint("O=Lab/CN=Ausgabe München", root, key=sub.key, end=3000),
        "leaf": mint("O=Lab/CN=mysite", sub, ca=False, hosts=("mysite.contoso.example",)),
        "expired": old,
        "expired, renewed": mint("O=Lab/CN=Alt", key=old.key),
        "later": mint("O=Lab/CN=Später", start=5),
        "local": local,
        "local, renewed": mint(LOCAL, key=local.key, end=4000),
        "other farm's": mint(LOCAL),
        "namesake": namesake,
        "second namesake": mint("CN=Gleich", start=-29),
        "no common name": mint("O=Lab/OU=Zertifikate"),
        "no name": mint(""),
        "odd name": mint("CN=  A\\B:*?<Z>\u202e\x07 "),
        "called local": mint("CN=Local"),
    }


CATALOGUE = _catalogue()


class StoreInMemory:
    """What a trust store has to do, to see a plan's changes made; ids are given once."""

    def __init__(self, roots: list[TrustedRoot]) -> None:
        self.roots = {root.id: root for root in roots}
        self._next = len(roots)

    def list(self) -> list[TrustedRoot]:
        return [*self.roots.values()]

    def add(self, name: str, der: bytes) -> None:
        if name.casefold() in {root.name.casefold() for root in self.roots.values()}:
            raise TrustStoreError(f"The name {name} is taken.")
        assert der not in {root.der for root in self.roots.values()}
        self._next += 1
        self.roots[f"id{self._next}"] = TrustedRoot(f"id{self._next}", name, der)

    def replace(self, identity: str, der: bytes, holding: str) -> None:
        assert self.roots[identity].thumbprint == holding
        assert der not in {root.der for root in self.roots.values()}
        self.roots[identity] = TrustedRoot(identity, self.roots[identity].name, der)

    def rename(self, identity: str, name: str, holding: str) -> None:
        assert self.roots[identity].thumbprint == holding
        assert name.casefold() not in {root.name.casefold() for root in self.roots.values() if root.id != identity}
        self.roots[identity] = TrustedRoot(identity, name, self.roots[identity].der)

    def remove(self, identity: str, holding: str) -> None:
        assert self.roots[identity].thumbprint == holding
        del self.roots[identity]


def thumbprint(name: str) -> str:
    return hashlib.sha1(CATALOGUE[name].der).hexdigest().upper()


def filled(text: str) -> str:
    """``{@root}`` as that certificate's thumbprint, ``{#root}`` as its first eight digits."""
    for name in CATALOGUE:
        text = text.replace(f"{{@{name}}}", thumbprint(name)).replace(f"{{#{name}}}", thumbprint(name)[:8])
    return text


def wanted(case: dict[str, Any]) -> list[Wanted]:
    pairs = [item if isinstance(item, list) else [item, ""] for item in case.get("wanted", [])]
    return [Wanted(from_der(CATALOGUE[cert].der, f"{cert}.cer"), name) for cert, name in pairs]


def store_of(case: dict[str, Any]) -> list[TrustedRoot]:
    return [
        TrustedRoot(f"id{place}", filled(name), CATALOGUE[cert].der if cert in CATALOGUE else cert.encode())
        for place, (name, cert) in enumerate(case.get("store", {}).items(), start=1)
    ]


def plan(case: dict[str, Any], store: list[TrustedRoot]) -> Plan:
    absent = [filled(word) for word in case.get("absent", [])]
    return plan_trust(wanted(case), store, now=NOW, absent=absent, force=case.get("force", False))


def change_line(change: Change) -> str:
    after = str((change.after or {}).get("name", ""))
    arrow = f" -> {after}" if change.action.startswith("Rename") else ""
    known = {thumbprint(name): name for name in CATALOGUE}
    which = known.get(str((change.after or change.before or {}).get("thumbprint", "")), "?")
    return f"{change.action.split()[0]} {change.target}{arrow} [{which}]"


def outcome_line(outcome: Outcome) -> str:
    return f"{outcome.status} {outcome.code} {outcome.target}"


@pytest.mark.parametrize("case", CASES)
def test_plans(case: dict[str, Any]) -> None:
    """The changes and outcomes are those of the table; made, they leave nothing to do."""
    store = store_of(case)
    planned = plan(case, store)
    assert [change_line(change) for change in planned.changes] == [filled(line) for line in case.get("changes", [])]
    assert [outcome_line(item) for item in planned.outcomes] == [filled(line) for line in case.get("outcomes", [])]
    kept = StoreInMemory(store)
    for change in planned.changes:
        make_change(kept, change)
    assert plan(case, kept.list()).changes == ()
    assert set(case.get("trusted", [])) <= {name for name in CATALOGUE if _holds(kept, name)}


def _holds(store: StoreInMemory, name: str) -> bool:
    return any(root.der == CATALOGUE[name].der for root in store.list())


def test_plans_do_not_depend_on_the_order_of_input() -> None:
    """The same certificates and entries in any order give the same plan."""
    names, store = ["leaf", "sub", "second namesake", "namesake", "root"], {"B": "called local", "A": "sub"}
    case = {"wanted": names, "store": store}
    turned = {"wanted": names[::-1], "store": dict(reversed(store.items()))}
    one, other = plan(case, store_of(case)), plan(turned, store_of(turned))
    assert one.changes == other.changes
    assert [outcome_line(item) for item in one.outcomes] == [outcome_line(item) for item in other.outcomes]


def test_changes_carry_the_certificate_and_its_facts() -> None:
    """What is added is the DER; before and after are plain values; the bytes are in no repr."""
    change = plan({"wanted": ["root"]}, []).changes[0]
    assert change.payload == CATALOGUE["root"].der
    assert change.id == f"trust/{thumbprint('root')}"
    assert change.after == {
        "name": "Wurzel Köln",
        "thumbprint": thumbprint("root"),
        "subject": "CN=Wurzel Köln, O=Lab",
        "notAfter": "2027-07-06T12:00:00+00:00",
    }
    assert "payload" not in repr(change)


def test_a_change_of_another_area_is_refused() -> None:
    """Nothing is done for an action that is not the store's."""
    stranger = Change("zones/x", "zones", "Set zone", "x", None, {"name": "x"}, payload=b"x")
    with pytest.raises(TrustStoreError):
        make_change(StoreInMemory([]), stranger)


def test_two_thousand_against_five_hundred_in_seconds() -> None:
    """A large import against a large store is planned in bounded time."""
    import time

    shared = mint("CN=Nummer")
    made = [mint(f"CN=Nummer {place % 50}", key=shared.key, end=99 + place) for place in range(2000)]
    many = [Wanted(from_der(one.der)) for one in made]
    store = [TrustedRoot(f"id{n}", f"Eintrag {n}", mint(f"CN=Eintrag {n}", key=shared.key).der) for n in range(500)]
    started = time.perf_counter()
    planned = plan_trust(many, store, now=NOW)
    assert time.perf_counter() - started < 20
    assert (len(planned.changes), len(planned.outcomes)) == (50, 1950)


def test_doubles_are_said_with_what_to_do() -> None:
    """A rename on a farm that was stopped halfway leaves two names; neither is taken away unasked."""
    said = plan({"wanted": [["root", "Z"]]}, store_of({"store": {"A": "root", "Z": "root"}})).outcomes[0]
    assert "under another name too: A" in said.reason
    assert said.advice == "Where one is enough, remove by name: A."


def test_renewals_of_one_key_are_compared_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparisons and signatures grow with the certificates, not with their square."""
    from pyupsync.trust import chains
    from pyupsync.trust import plan as planning

    calls = {"renewal": 0, "fit": 0, "signed": 0}

    def counted(name: str, real: Any) -> Any:
        def count(*args: Any) -> Any:
            calls[name] += 1
            return real(*args)

        return count

    monkeypatch.setattr(planning, "is_renewal", counted("renewal", planning.is_renewal))
    monkeypatch.setattr(chains, "names_fit", counted("fit", chains.names_fit))
    monkeypatch.setattr(chains, "is_signed_by", counted("signed", chains.is_signed_by))
    root, key = mint("CN=Viele"), mint("CN=Schlüssel").key
    made = [mint("CN=Gleich", root if place % 2 else None, key=key, end=99 + place) for place in range(400)]
    wanted = [Wanted(from_der(one.der)) for one in [root, *made]]
    planned = plan_trust(wanted, [], now=NOW)
    assert (len(planned.changes), len(planned.outcomes)) == (3, 398)
    assert calls["renewal"] <= 2 * len(wanted)
    assert calls["signed"] <= 2 * len(wanted)
    assert calls["fit"] <= 64 * len(wanted)
