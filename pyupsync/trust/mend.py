"""Which certificate, from which file or address, would mend a chain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyupsync.trust import faults
from pyupsync.trust.certificates import Certificate, issuer_urls
from pyupsync.trust.chains import arrange, may_sign
from pyupsync.trust.faults import Reason
from pyupsync.trust.signing import is_self_signed

_ADVICE = {
    faults.EXPIRED: "Renew {}; where it is an authority's, import the new certificate as well.",
    faults.EARLY: "Wait until {} is valid, or check this machine's clock.",
    faults.WRONG_HOST: "Use a name that {} is for, or give the site a certificate for this one.",
}


def how_to_mend(
    reason: Reason, failing: Certificate, trusted: Sequence[Certificate], at_hand: Iterable[Certificate]
) -> str:
    """A sentence: what to import and where it is, or what to do instead."""
    if reason in {faults.MISSING, faults.ROOT, faults.SELF_SIGNED}:
        return _import(failing, trusted, at_hand)
    words = _ADVICE.get(reason, "Have {} issued anew by an authority that may; the store cannot mend this.")
    return words.format(failing.subject)


def _import(failing: Certificate, trusted: Sequence[Certificate], at_hand: Iterable[Certificate]) -> str:
    """Follow the issuers at hand upwards from the failing certificate; name those the store has not."""
    links = {link.certificate.sha256: link for link in arrange([*at_hand, failing], trusted)}
    stored = {item.sha256 for item in trusted}
    path, seen = [failing], {failing.sha256}
    while path[-1].sha256 in links:
        above = [item for item in links[path[-1].sha256].issuers if item.sha256 not in seen]
        if not above:
            break
        path.append(max(above, key=lambda item: (item.sha256 in stored, item.not_after)))
        seen.add(path[-1].sha256)
    needed = [item for item in path if may_sign(item) and item.sha256 not in stored]
    parts = [f"Import {item.subject} from {', '.join(item.origins) or 'the site'}." for item in reversed(needed)]
    top = path[-1]
    if not is_self_signed(top):
        urls = issuer_urls(top)
        parts.insert(0, f"Get {top.issuer} {f'from {urls[0]}' if urls else 'from its authority'} and import it.")
    elif not needed:
        parts.append("Give the site a certificate of an authority; trusting this one alone takes --force.")
    return " ".join(parts)
