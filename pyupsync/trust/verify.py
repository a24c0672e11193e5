"""Whether a site's chain validates against a trust store alone, as SharePoint asks it, judged by OpenSSL.

The store's self-signed certificates are the ends of chains; its subordinates only help to get there, as with
``openssl verify -CAfile``: a subordinate alone in the store is not enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from OpenSSL import crypto

from pyupsync.errors import CertificateUnreadable
from pyupsync.model import Finding, TrustedRoot
from pyupsync.trust import faults
from pyupsync.trust.certificates import Certificate
from pyupsync.trust.faults import Fault, Reason
from pyupsync.trust.hosts import host_fits, hosts_of
from pyupsync.trust.mend import how_to_mend
from pyupsync.trust.purposes import agrees_keys, serves_tls
from pyupsync.trust.snapshot import Snapshot

MAX_PRESENTED = 100


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of it.

    Attributes:
        host: The host that was asked for.
        chain: The chain as it was validated, from the site's certificate to the root; as presented when it failed.
        faults: Everything that failed; none when the site is trusted.
    """

    host: str
    chain: tuple[Certificate, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def trusted(self) -> bool:
        """Whether SharePoint would trust the site."""
        return not self.faults

    def findings(self) -> tuple[Finding, ...]:
        """One finding a fault, or a single good one."""
        if self.faults:
            return tuple(fault.finding(self.host) for fault in self.faults)
        path = " < ".join(item.subject for item in self.chain)
        return (Finding("chain", "ok", self.host, "A chain that the trust store alone validates", path),)


def verify_site(
    host: str,
    presented: Sequence[Certificate],
    store: Sequence[TrustedRoot],
    *,
    now: datetime,
    offered: Iterable[Certificate] = (),
) -> Verification:
    """Validate what ``host`` presents against ``store`` and nothing else.

    Args:
        host: DNS name or IP address in the site's URL.
        presented: The site's own certificate first, then what else it sends.
        store: The trusted root authorities.
        now: The time to judge validity by, with a time zone.
        offered: Certificates at hand (files), to say which of them would mend a fault.

    Raises:
        CertificateUnreadable: Nothing is presented.
        UsageError: ``host`` is no host name.
    """
    if not presented:
        raise CertificateUnreadable(f"{host} presents no certificate.", target=host)
    trusted = Snapshot.of(store).certificates()
    site = presented[0]
    chain, found = _validate(presented[:MAX_PRESENTED], trusted, now)
    reasons = [*found, *_purpose(chain), *_host(site, host)]
    at_hand = [*presented, *offered]
    made = tuple(
        Fault(reason, item, detail, how_to_mend(reason, item, trusted, at_hand)) for reason, item, detail in reasons
    )
    return Verification(host, chain, made)


_Found = tuple[Reason, Certificate, str]


def _validate(
    presented: Sequence[Certificate], trusted: Sequence[Certificate], now: datetime
) -> tuple[tuple[Certificate, ...], list[_Found]]:
    """The validated chain, or the presented one and the first thing OpenSSL minds."""
    store = crypto.X509Store()
    store.set_time(now.astimezone(timezone.utc))
    known = {item.thumbprint: item for item in [*presented, *trusted]}
    for item in trusted:
        store.add_cert(crypto.X509.from_cryptography(item.x509))
    site, *others = (crypto.X509.from_cryptography(item.x509) for item in presented)
    try:
        chain = crypto.X509StoreContext(store, site, others).get_verified_chain()
    except crypto.X509StoreContextError as error:
        number, _, words = error.errors
        reason, failing = faults.BY_OPENSSL.get(number), presented[0]
        if reason:
            failing = known[_thumbprint(error.certificate)]
        # Other numbers may come without a certificate, and touching the empty one would end the process.
        return tuple(presented), [(reason or faults.UNREADABLE, failing, f"OpenSSL says: {words} ({number}).")]
    return tuple(known[_thumbprint(item)] for item in chain), []


def _thumbprint(certificate: crypto.X509) -> str:
    return certificate.digest("sha1").decode("ascii").replace(":", "")


def _purpose(chain: Sequence[Certificate]) -> list[_Found]:
    found = [(faults.PURPOSE, item, "") for item in chain if not serves_tls(item)]
    if not agrees_keys(chain[0]):
        found.append((faults.PURPOSE, chain[0], "Its key usage lets a server neither sign nor encipher."))
    return found


def _host(site: Certificate, host: str) -> list[_Found]:
    if host_fits(site, host):
        return []
    names = ", ".join(hosts_of(site)) or "none; a common name alone does not count"
    return [(faults.WRONG_HOST, site, f"The names it is for: {names}.")]
