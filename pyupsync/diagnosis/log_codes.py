"""What the codes of a refused request mean: ``sc-win32-status`` and the substatus of 401, as a table.

Names: winerror.h as in https://learn.microsoft.com/windows/win32/com/com-error-codes-4 and
https://learn.microsoft.com/windows/win32/secauthn/sspi-status-codes; substatus:
https://learn.microsoft.com/troubleshoot/developer/webapps/iis/www-administration-management/http-status-code. What to
do about each is ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a request was refused.

    Attributes:
        cause: A stable code.
        name: What the code is called in Windows' headers, empty for a substatus.
        meaning: In a sentence.
        advice: What to do, a command where there is one.
    """

    cause: str
    name: str
    meaning: str
    advice: str


NO_CREDENTIALS = 2148074254
LOGON_DENIED = 2148074252
CLIENT_GONE = 64
OTHER = "LogonFailed"
"""The cause of every code that is not in the table."""
LEGS = frozenset({0, 5, 590610, NO_CREDENTIALS})
"""What the steps of a handshake end in that has nothing wrong: no error, ERROR_ACCESS_DENIED of the first request,
which nobody has logged on for, SEC_I_CONTINUE_NEEDED and SEC_E_NO_CREDENTIALS of the second."""
MISSING_CREDENTIALS = Reason(
    "NoCredentialsSent",
    "SEC_E_NO_CREDENTIALS",
    "The client was asked to log on and sent no credentials: the address is not in its Local intranet zone, or "
    "automatic logon is off there (zone setting 1A00).",
    "As the account of that client: pyupsync zones test URL --registry winreg: --account NAME, and zones add mends it.",
)
LOOPBACK = Reason(
    "LoopbackCheck",
    "SEC_E_LOGON_DENIED",
    "The server refused its own request: the loopback check denies NTLM to a host name that is not the server's own.",
    "On that server put the site's host name into BackConnectionHostNames, then restart it: reg add "
    "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0 /v BackConnectionHostNames /t REG_MULTI_SZ /d HOST "
    "(keep the names that are there, separated by \\0). DisableLoopbackCheck would open it for every name.",
)  # https://support.microsoft.com/kb/896861
UNTOLD = Reason(
    "LogonUnfinished",
    "",
    "The request was refused and never granted; the log has no field that says why.",
    "Let IIS log sc-substatus and sc-win32-status as well, and look again.",
)
ABANDONED = Reason(
    "HandshakeAbandoned",
    "",
    "The client began to log on and did not go on, as a browser does whose page is left; it gets pictures otherwise.",
    "Nothing, unless it grows.",
)
RESTRICTED = Reason(
    "AccountRestricted",
    "ERROR_ACCOUNT_RESTRICTION",
    "The account is restricted: to hours, to workstations, or by a policy such as one on blank passwords.",
    "Get-ADUser NAME -Properties logonHours, LogonWorkstations, and the policies on NTLM.",
)

WIN32: Mapping[int, Reason] = {
    5: Reason(
        "AccessDenied",
        "ERROR_ACCESS_DENIED",
        "The account logged on and has no right to the picture.",
        "Give it read permission on the library of pictures, or on the web application by policy.",
    ),
    CLIENT_GONE: Reason(
        "ClientDisconnected",
        "ERROR_NETNAME_DELETED",
        "The client closed the connection before it had the answer.",
        "Look at the client's timeout, and at what stands between it and the server.",
    ),
    1326: Reason(
        "WrongPassword",
        "ERROR_LOGON_FAILURE",
        "The user name or the password is wrong.",
        "Set the password anew where the client keeps it: a managed account, a service, an application pool.",
    ),
    1327: RESTRICTED,
    1328: replace(RESTRICTED, name="ERROR_INVALID_LOGON_HOURS"),
    1329: replace(RESTRICTED, name="ERROR_INVALID_WORKSTATION"),
    1330: Reason(
        "PasswordExpired",
        "ERROR_PASSWORD_EXPIRED",
        "The account's password has expired.",
        "Change it: Set-ADAccountPassword NAME, then where the client keeps it.",
    ),
    1331: Reason(
        "AccountDisabled",
        "ERROR_ACCOUNT_DISABLED",
        "The account is disabled.",
        "Enable-ADAccount NAME, or use another one.",
    ),
    1385: Reason(
        "LogonTypeDenied",
        "ERROR_LOGON_TYPE_NOT_GRANTED",
        "The account may not log on to the server over the network.",
        "Give it 'Access this computer from the network' there, and take it out of 'Deny access' (secpol.msc).",
    ),
    1793: Reason(
        "AccountExpired",
        "ERROR_ACCOUNT_EXPIRED",
        "The account has expired.",
        "Set-ADAccountExpiration NAME, or Clear-ADAccountExpiration NAME.",
    ),
    1907: Reason(
        "PasswordMustChange",
        "ERROR_PASSWORD_MUST_CHANGE",
        "The account must change its password first.",
        "Set-ADUser NAME -ChangePasswordAtLogon $false, or change the password.",
    ),
    1909: Reason(
        "AccountLockedOut",
        "ERROR_ACCOUNT_LOCKED_OUT",
        "The account is locked out.",
        "Unlock-ADAccount NAME, and find what logs on with an old password.",
    ),
    590610: replace(MISSING_CREDENTIALS, name="SEC_I_CONTINUE_NEEDED"),
    2148074240: Reason(
        "AuthenticationMemory",
        "SEC_E_INSUFFICIENT_MEMORY",
        "The server had no memory for the logon, or the ticket is too large: an account in very many groups.",
        "Look at the account's groups, and at MaxTokenSize of the server.",
    ),
    2148074241: Reason(
        "HandshakeSplit",
        "SEC_E_INVALID_HANDLE",
        "A step of the logon came by another connection than the one before: a proxy or load balancer changes them.",
        "Let it keep one connection to one server for each client (affinity, no connection reuse), or use Kerberos.",
    ),
    2148074242: Reason(
        "ProviderMismatch",
        "SEC_E_UNSUPPORTED_FUNCTION",
        "Client and server have no common way to log on.",
        "Compare the site's providers (Negotiate, NTLM) with what the client may use.",
    ),
    2148074243: Reason(
        "SpnMissing",
        "SEC_E_TARGET_UNKNOWN",
        "No account has the SPN that the ticket is for.",
        "setspn -Q HTTP/HOST; setspn -S HTTP/HOST DOMAIN\\POOLACCOUNT registers it.",
    ),
    2148074244: Reason(
        "AuthorityUnreachable",
        "SEC_E_INTERNAL_ERROR",
        "The server's own security authority (LSA) did not answer.",
        "Look at the server's System log; nltest /sc_verify:DOMAIN tests its way to the domain.",
    ),
    2148074245: Reason(
        "ProviderMissing",
        "SEC_E_SECPKG_NOT_FOUND",
        "The way to log on that the client chose is not there on the server.",
        "Enable it among the providers of Windows authentication, or take it out of what the site offers.",
    ),
    2148074248: Reason(
        "TokenInvalid",
        "SEC_E_INVALID_TOKEN",
        "What the client sent is no usable token: cut off by a header limit, changed by a proxy, or Kerberos where "
        "NTLM is expected.",
        "Look at MaxFieldLength and MaxRequestBytes of HTTP.sys, and at the proxies in between.",
    ),
    LOGON_DENIED: Reason(
        "LogonDenied",
        "SEC_E_LOGON_DENIED",
        "The server refused the logon: a wrong password, a ticket that it cannot decrypt (SPN on the wrong account, or "
        "on two), or channel binding (Extended Protection).",
        "setspn -Q HTTP/HOST and setspn -X; event 4625 of the server's Security log says which it is.",
    ),
    2148074253: Reason(
        "CredentialsUnknown",
        "SEC_E_UNKNOWN_CREDENTIALS",
        "The server does not know the credentials.",
        "Look at the trust between the client's domain and the server's: nltest /domain_trusts.",
    ),
    NO_CREDENTIALS: MISSING_CREDENTIALS,
    2148074255: Reason(
        "MessageAltered",
        "SEC_E_MESSAGE_ALTERED",
        "A message of the logon was changed on the way, or the clocks differ.",
        "Take proxies out of the way; compare the clocks: w32tm /query /status.",
    ),
    2148074257: Reason(
        "NoDomainController",
        "SEC_E_NO_AUTHENTICATING_AUTHORITY",
        "The server reached no domain controller.",
        "nltest /dsgetdc:DOMAIN on the server, and its way there.",
    ),
    2148074263: Reason(
        "TicketExpired",
        "SEC_E_CONTEXT_EXPIRED",
        "The ticket's time was over.",
        "Have the client log on anew (klist purge); compare the clocks.",
    ),
    2148074272: Reason(
        "ClientCertificateWanted",
        "SEC_E_INCOMPLETE_CREDENTIALS",
        "The server wants a certificate of the client's, and got none that it takes.",
        "Set SslFlags of the site so that it wants none, or give the client one.",
    ),
    2148074274: Reason(
        "SpnOnWrongAccount",
        "SEC_E_WRONG_PRINCIPAL",
        "The SPN is on another account than the one the site runs under.",
        "setspn -Q HTTP/HOST; setspn -D there and setspn -S HTTP/HOST DOMAIN\\POOLACCOUNT move it.",
    ),
    2148074276: Reason(
        "ClockSkew",
        "SEC_E_TIME_SKEW",
        "The clocks of client and server differ by more than Kerberos takes (5 minutes).",
        "w32tm /resync on the one that is wrong.",
    ),
    2148074277: Reason(
        "IssuerUntrusted",
        "SEC_E_UNTRUSTED_ROOT",
        "The authority of a certificate is not trusted.",
        "pyupsync trust verify URL --store sharepoint:, and trust import brings the chain in.",
    ),
    2148074279: Reason(
        "CertificateUnknown",
        "SEC_E_CERT_UNKNOWN",
        "A certificate could not be processed.",
        "pyupsync trust verify URL --store sharepoint: shows what is wrong with it.",
    ),
    2148074280: Reason(
        "CertificateExpired",
        "SEC_E_CERT_EXPIRED",
        "A certificate is out of its time.",
        "Renew it; pyupsync trust verify URL --store sharepoint: names it.",
    ),
    2148074289: Reason(
        "AlgorithmMismatch",
        "SEC_E_ALGORITHM_MISMATCH",
        "Client and server have no TLS version or cipher in common.",
        "Let both have TLS 1.2 (SchUseStrongCrypto for .NET Framework).",
    ),
    2148074306: Reason(
        "EncryptionTypeUnknown",
        "SEC_E_KDC_UNKNOWN_ETYPE",
        "The domain controller and the site's account have no kind of encryption in common (RC4, AES).",
        "Set msDS-SupportedEncryptionTypes of the account to have AES, and its password anew.",
    ),
    2148074309: Reason(
        "DelegationRequired",
        "SEC_E_DELEGATION_REQUIRED",
        "The server must act as the user elsewhere, and may not.",
        "Allow the site's account to delegate to the service behind it.",
    ),
    2148074310: Reason(
        "ChannelBindingMismatch",
        "SEC_E_BAD_BINDINGS",
        "The logon is bound to another TLS connection than it came by: Extended Protection, and something in between "
        "that ends TLS.",
        "Let TLS end on the server, or set tokenChecking of Windows authentication to Allow or None.",
    ),
}
"""By code, as an unsigned number."""

SUBSTATUS: Mapping[str, Reason] = {
    "3": WIN32[5],
    "4": Reason(
        "FilterRefused",
        "",
        "A filter (ISAPI) of the server refused the request.",
        "Look at the site's ISAPI filters and modules.",
    ),
    "5": Reason(
        "ApplicationRefused",
        "",
        "An application (ISAPI, CGI) refused the request.",
        "Look at the handler of the address.",
    ),
    "7": Reason(
        "UrlRefused",
        "",
        "URL authorization refused the account.",
        "Look at the authorization rules of the site's web.config.",
    ),
}
"""By what follows the 401."""


def unknown_code(code: int) -> Reason:
    """What is said of a code that is not in the table."""
    said = f"The server refused the logon with code {code} (0x{code:08X})."
    return Reason(OTHER, "", said, f"certutil -error 0x{code:08X} says what it is.")
