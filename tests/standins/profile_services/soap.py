"""``/_vti_bin/UserProfileService.asmx``."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from tests.standins.profile_services.farm import Farm, ProfileOnFarm

NAMESPACE = "http://microsoft.com/webservices/SharePointPortalServer/UserProfileService"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
ENVELOPE = (
    '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">'
    "<soap:Body>{}</soap:Body></soap:Envelope>"
)
_PROPERTY = (
    "<PropertyData><IsPrivacyChanged>false</IsPrivacyChanged><IsValueChanged>false</IsValueChanged>"
    "<Name>{name}</Name><Privacy>{privacy}</Privacy><Values>{values}</Values></PropertyData>"
)
Reply = tuple[int, str, bytes]


def operation_of(action: str) -> str:
    """The operation that a SOAPAction header names; empty when it is not this service's, to the letter."""
    found = re.fullmatch(rf'"{re.escape(NAMESPACE)}/(\w+)"', action.strip())
    return found[1] if found else ""


def answer(farm: Farm, action: str, body: bytes) -> Reply:
    """What the service answers to a request."""
    operation = operation_of(action)
    called = ET.fromstring(body).find(f"{{{SOAP}}}Body/{{{NAMESPACE}}}{operation}") if operation else None
    if called is None:
        return fault("Server did not recognize the value of HTTP Header SOAPAction: " + action, code="Client")
    fields = {element.tag.rpartition("}")[2]: element.text or "" for element in called}
    if operation == "GetUserProfileCount":
        return _reply(operation, f"<GetUserProfileCountResult>{len(farm.profiles)}</GetUserProfileCountResult>")
    if operation == "GetUserProfileByIndex":
        return _by_index(farm, int(fields["index"]))
    if operation == "GetUserProfileByName":
        return _by_name(farm, fields["AccountName"])
    return fault("Unknown operation")


def fault(said: str, *, code: str = "Server") -> Reply:
    """A fault as ASP.NET's services send it."""
    text = escape(f"System.Web.Services.Protocols.SoapException: {said}")
    inner = f"<soap:Fault><faultcode>soap:{code}</faultcode><faultstring>{text}</faultstring><detail /></soap:Fault>"
    return 500, "text/xml; charset=utf-8", ENVELOPE.format(inner).encode()


def _reply(operation: str, result: str) -> Reply:
    inner = f'<{operation}Response xmlns="{NAMESPACE}">{result}</{operation}Response>'
    return 200, "text/xml; charset=utf-8", ENVELOPE.format(inner).encode()


def _by_index(farm: Farm, index: int) -> Reply:
    if not farm.may_list:
        return fault("Attempted to perform an unauthorized operation.")
    one = farm.from_index(index)
    if one is None:
        return _reply(
            "GetUserProfileByIndex",
            "<GetUserProfileByIndexResult><NextValue>-1</NextValue></GetUserProfileByIndexResult>",
        )
    if index in farm.faults:
        return fault("Object reference not set to an instance of an object.")
    after = one.index if farm.stuck == one.index else one.index + 1
    shown = f"{after:,}".replace(",", farm.grouping)
    inner = f"<NextValue>{shown}</NextValue><UserProfile>{_properties(farm, one)}</UserProfile>"
    rest = "<Colleagues /><QuickLinks /><PinnedLinks /><Memberships />"
    return _reply("GetUserProfileByIndex", f"<GetUserProfileByIndexResult>{inner}{rest}</GetUserProfileByIndexResult>")


def _by_name(farm: Farm, account: str) -> Reply:
    one = farm.by_account(account)
    if one is None:
        return fault(f"A user with the account name {account} could not be found.")
    result = f"<GetUserProfileByNameResult>{_properties(farm, one)}</GetUserProfileByNameResult>"
    return _reply("GetUserProfileByName", result)


def _properties(farm: Farm, one: ProfileOnFarm) -> str:
    guid = f"00000000-0000-4000-8000-{one.index:012d}"
    texts = [("AccountName", one.account), ("PreferredName", one.name), ("WorkPhone", ""), ("Title", "Clerk & more")]
    texts += [("PictureURL", one.picture_url), ("AboutMe", "<div>two\nlines</div>")]
    if farm.version != "2010":
        texts += [("SPS-PicturePlaceholderState", "0"), ("SPS-UserPrincipalName", "")]
    typed = f'<Value xmlns:q1="http://microsoft.com/wsdl/types/" xsi:type="q1:guid">{guid}</Value>'
    parts = [_PROPERTY.format(name="UserProfile_GUID", privacy="Public", values=f"<ValueData>{typed}</ValueData>")]
    for name, text in texts:
        value = f'<ValueData><Value xsi:type="xsd:string">{escape(text)}</Value></ValueData>' if text else ""
        parts.append(_PROPERTY.format(name=name, privacy="Public", values=value))
    return "".join(parts)
