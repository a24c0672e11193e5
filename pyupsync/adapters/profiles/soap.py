"""SOAP 1.1 as SharePoint's services speak it: one operation out, its response or its fault back.

By lxml: zeep takes many times its time for the same answers (docs/sources.md) and needs a WSDL from the farm first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from lxml import etree

from pyupsync.adapters.profiles.web import Answer, Web
from pyupsync.adapters.profiles.web_errors import of_page
from pyupsync.errors import ProfileError

_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_SHOWN = 300
"""Characters of a fault that are quoted at most."""


class Fault(ProfileError):
    """The service answered an operation with a SOAP fault."""


def call(
    web: Web, url: str, namespace: str, operation: str, fields: Mapping[str, str | etree._Element] | None = None
) -> etree._Element:
    """Call one operation and return its response element.

    Args:
        web: Who asks.
        url: The service.
        namespace: Of the operation, as it is on the wire.
        operation: Its name.
        fields: Its parameters in the service's order; an element is put inside of its field.

    Raises:
        Fault: The service refused.
        ProfileError: It could not be asked, or what it answered is no answer.
    """
    headers = {
        "Content-Type": "text/xml; charset=utf-8",
        "SOAPAction": f'"{namespace.rstrip("/")}/{operation}"',
    }
    answer = web.post(url, headers, _envelope(namespace, operation, fields or {}))
    return read_response(answer, namespace, operation)


def _envelope(namespace: str, operation: str, fields: Mapping[str, str | etree._Element]) -> bytes:
    root = etree.Element(f"{{{_SOAP}}}Envelope", nsmap={"soap": _SOAP})
    body = etree.SubElement(root, f"{{{_SOAP}}}Body")
    called = etree.SubElement(body, f"{{{namespace}}}{operation}", nsmap={None: namespace})  # type: ignore[dict-item]  # the stubs know no default namespace
    for name, value in fields.items():
        field = etree.SubElement(called, f"{{{namespace}}}{name}")
        if isinstance(value, str):
            field.text = value
        else:
            field.append(value)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def read_response(answer: Answer, namespace: str, operation: str) -> etree._Element:
    """The response element in an answer.

    Raises:
        Fault: It is a fault.
        ProfileError: It is no XML, broken, with a document type, or no response of this operation.
    """
    host = urlsplit(answer.url).netloc
    root = _parsed(answer, host)
    body = root.find(f"{{{_SOAP}}}Body") if root.tag == f"{{{_SOAP}}}Envelope" else None
    if body is not None:
        fault = body.find(f"{{{_SOAP}}}Fault")
        if fault is not None:
            raise _fault(fault, host, answer.url)
        response = body.find(f"{{{namespace}}}{operation}Response")
        if response is not None:
            return response
    said = f"{host} did not answer {operation} as that service does."
    raise ProfileError(said, target=answer.url, advice="Check that the address is the farm's own service.")


def texts(parent: etree._Element, path: Iterable[str], namespace: str) -> list[str]:
    """The texts of the elements at the end of a path of local names, each stripped; nothing in them is empty."""
    found = parent.iterfind("/".join(f"{{{namespace}}}{name}" for name in path))
    return [(element.text or "").strip() for element in found]


def _parsed(answer: Answer, host: str) -> etree._Element:
    head = answer.data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if "html" in answer.kind or head.startswith((b"<html", b"<!doctype html")):
        raise of_page(answer.url)
    # No entity is ever resolved and no document type is taken, so nothing in it can grow or reach outside.
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(answer.data, parser)
    except etree.XMLSyntaxError as error:
        said = f"{host} answered with broken or cut off XML: {error.msg}."
        raise ProfileError(said, target=answer.url, advice="Try again; look at the site's IIS and ULS logs.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        said = f"{host} answered with XML that declares a document type, which no SharePoint service does."
        raise ProfileError(said, target=answer.url, advice="Check the address, and what stands before the site.")
    return root


def _fault(fault: etree._Element, host: str, url: str) -> Fault:
    # SharePoint says more in detail/errorstring than in faultstring.
    words = [str(text).strip() for text in fault.itertext() if str(text).strip()]
    detail = [(one.text or "").strip() for one in fault.iter("{*}errorstring")]
    told = next((text for text in (*detail, fault.findtext("faultstring") or "") if text), " ".join(words))
    shown = " ".join(told.split())[:_SHOWN].rstrip(".")
    return Fault(f"The service of {host} says: {shown}.", target=url, advice="Look at the farm's ULS log.")
