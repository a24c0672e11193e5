"""``/_vti_bin/Lists.asmx``: the lists of a site and the files in them, page by page.

Answers as in https://learn.microsoft.com/previous-versions/office/sharepoint-server/bb263778(v=office.15)
(GetListCollection) and https://learn.microsoft.com/previous-versions/office/sharepoint-server/bb263567(v=office.15)
(GetListItems), with the wire's namespace as their pages for Windows SharePoint Services print it.
"""

from __future__ import annotations

from urllib.parse import quote
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr

from tests.standins.profile_services.farm import Farm, Library
from tests.standins.profile_services.soap import ENVELOPE, SOAP, Reply, fault

NAMESPACE = "http://schemas.microsoft.com/sharepoint/soap/"
_ROWSET = (
    "xmlns:s='uuid:BDC6E3F0-6DA3-11d1-A2A3-00AA00C14882' xmlns:dt='uuid:C2F41010-65B3-11d1-A29F-00AA00C14882' "
    "xmlns:rs='urn:schemas-microsoft-com:rowset' xmlns:z='#RowsetSchema'"
)
THRESHOLD = 5000


def answer(farm: Farm, host: str, action: str, body: bytes) -> Reply:
    """What the service answers to a request."""
    operation = action.strip('"').removeprefix(NAMESPACE)
    called = ET.fromstring(body).find(f"{{{SOAP}}}Body/{{{NAMESPACE}}}{operation}")
    if operation == "GetListCollection":
        inner = "".join(_list(number, one) for number, one in enumerate(farm.libraries))
        return _reply(operation, f'<Lists xmlns="{NAMESPACE}">{inner}</Lists>')
    if operation == "GetListItems" and called is not None:
        return _items(farm, host, called)
    return fault("Server did not recognize the value of HTTP Header SOAPAction: " + action, code="Client")


def _reply(operation: str, result: str) -> Reply:
    told = f"<{operation}Result>{result}</{operation}Result>"
    inner = f'<{operation}Response xmlns="{NAMESPACE}">{told}</{operation}Response>'
    return 200, "text/xml; charset=utf-8", ENVELOPE.format(inner).encode()


def _list(number: int, one: Library) -> str:
    base = "1" if one.documents else "0"
    title = quoteattr(one.title)
    return f'<List ID="{_guid(number)}" Title={title} BaseType="{base}" ItemCount="{len(one.files)}" Hidden="False" />'


def _guid(number: int) -> str:
    return f"{{00000000-0000-4000-8000-{number:012d}}}"


def _items(farm: Farm, host: str, called: ET.Element) -> Reply:
    number = next(n for n in range(len(farm.libraries)) if _guid(n) == called.findtext(f"{{{NAMESPACE}}}listName"))
    limit = int(called.findtext(f"{{{NAMESPACE}}}rowLimit") or "0")
    scope = called.find(f"{{{NAMESPACE}}}queryOptions/{{*}}QueryOptions/{{*}}ViewAttributes")
    paging = called.find(f"{{{NAMESPACE}}}queryOptions/{{*}}QueryOptions/{{*}}Paging")
    by_id = called.find(f"{{{NAMESPACE}}}query/{{*}}Query/{{*}}OrderBy/{{*}}FieldRef[@Name='ID']")
    if not 0 < limit <= THRESHOLD or by_id is None:
        return fault("The attempted operation is prohibited because it exceeds the list view threshold.")
    files = farm.libraries[number].files
    if scope is None or scope.get("Scope") != "Recursive":
        files = tuple(file for file in files if "/" not in file.partition("/")[2])
    start = 0 if paging is None else int(paging.get("ListItemCollectionPositionNext", "").rpartition("=")[2])
    page = files[start : start + min(limit, farm.page)]
    rows = "".join(_row(host, start + n + 1, file) for n, file in enumerate(page))
    after = start if farm.stuck_page else start + len(page)
    more = f' ListItemCollectionPositionNext="Paged=TRUE&amp;p_ID={after}"' if start + len(page) < len(files) else ""
    data = f'<rs:data ItemCount="{len(page)}"{more}>{rows}</rs:data>'
    return _reply("GetListItems", f'<listitems {_ROWSET} xmlns="{NAMESPACE}">{data}</listitems>')


def _row(host: str, identity: int, file: str) -> str:
    name = quoteattr(f"{identity};#{file.rpartition('/')[2]}")
    url = quoteattr(f"https://{host}/{quote(file)}")
    return f"<z:row ows_FileLeafRef={name} ows_EncodedAbsUrl={url} />"
