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
from pyupsync.trust.chains import arrange
from pyupsync.trust.faults import Fault, Reason
from pyupsync.trust.hosts import ascii_host, host_fits, hosts_of, named_by_cn
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
        warnings: What does no harm with SharePoint, but may elsewhere.
    """

    host: str
    chain: tuple[Certificate, ...]
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Finding, ...] = ()

    @property
    def trusted(self) -> bool:
        """Whether SharePoint would trust the site."""
        return not self.faults

    def findings(self) -> tuple[Finding, ...]:
        """One finding a fault, or a single good one."""
        if self.faults:
            return (*(fault.finding(self.host) for fault in self.faults), *self.warnings)
        path = " < ".join(item.subject for item in self.chain)
        return (Finding("chain", "ok", self.host, "A chain that the trust store alone validates", path), *self.warnings)


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
    reasons = [*found, *_purpose(_path(chain) if found else chain), *_host(site, host)]
    at_hand = [*presented, *offered]
    made = tuple(
        Fault(reason, item, detail, how_to_mend(reason, item, trusted, at_hand)) for reason, item, detail in reasons
    )
    return Verification(host, chain, made, _by_common_name(site, host))


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


def _path(presented: Sequence[Certificate]) -> list[Certificate]:
    """The site's certificate and those above it; what else a site sends is in no chain."""
    above = {link.certificate.sha256: link.issuers for link in arrange(presented)}
    reached = {presented[0].sha256: presented[0]}
    front = [presented[0]]
    while front:
        front = [item for below in front for item in above[below.sha256] if item.sha256 not in reached]
        reached |= {item.sha256: item for item in front}
    return list(reached.values())


def _purpose(chain: Sequence[Certificate]) -> list[_Found]:
    found = [(faults.PURPOSE, item, "") for item in chain if not serves_tls(item)]
    if not agrees_keys(chain[0]):
        found.append((faults.PURPOSE, chain[0], "Its key usage lets a server neither sign nor encipher."))
    return found


def _host(site: Certificate, host: str) -> list[_Found]:
    if host_fits(site, host):
        return []
    names = ", ".join(hosts_of(site)) or "none"
    detail = f"The names it is for: {names}."
    if named_by_cn(site):
        detail += " Its common name was tried too; for an IP address it does not count."
    return [(faults.WRONG_HOST, site, detail)]


def _by_common_name(site: Certificate, host: str) -> tuple[Finding, ...]:
    if not named_by_cn(site) or ascii_host(host) in hosts_of(site) or not host_fits(site, host):
        return ()
    return (
        Finding(
            "host",
            "warning",
            f"{host}: {site.subject} ({site.thumbprint})",
            "The host among the DNS names of the certificate (subjectAltName)",
            "Only its common name is the host; browsers and newer clients refuse that.",
            "Give the site a certificate with the host as a DNS name.",
        ),
    )
