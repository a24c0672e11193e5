"""Elements of an XML file as it is read; a file's size costs no memory, and no document type is taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lxml import etree

from pyupsync.errors import MetaverseError


def elements(path: str, wanted: str, roots: tuple[str, ...]) -> Iterator[etree._Element]:
    """Yield every element named ``wanted``, whole; it is emptied once the next one is asked for.

    Args:
        path: The file.
        wanted: The elements' name; they have no namespace.
        roots: What the outermost element may be.

    Raises:
        MetaverseError: It cannot be opened, is no XML, breaks off, or is some other XML.
    """
    try:
        with Path(path).open("rb") as file:  # a parser that is left in mid-file closes none it has opened itself
            yield from _parsed(file, path, wanted, roots)
    except etree.XMLSyntaxError as error:
        said = f"{path} is no whole XML: {error.msg}."
        raise MetaverseError(said, target=path, advice="Write it again; was it cut off?") from error
    except OSError as error:
        said = f"{path} cannot be read: {error.strerror or error}."
        raise MetaverseError(said, target=path, advice="Check the path and its rights.") from error


def _parsed(file: IO[bytes], path: str, wanted: str, roots: tuple[str, ...]) -> Iterator[etree._Element]:
    outermost: etree._Element | None = None
    reading = etree.iterparse(
        file,
        events=("start", "end"),
        encoding=_encoding(file),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    for event, element in reading:
        if outermost is None:
            outermost = element
            _check(element, path, roots)
        elif event == "end" and element.tag == wanted:
            yield element
            _forget(element)


def _encoding(file: IO[bytes]) -> str | None:
    """UTF-8 where a text says of itself that it is UTF-16 and is not; else None, what it says.

    What .NET calls a string of XML declares UTF-16, whatever it is saved as afterwards.
    """
    head = file.read(200)
    file.seek(0)
    begins = head.lstrip().lower()
    return "utf-8" if begins.startswith(b"<?xml") and b"utf-16" in begins.partition(b"?>")[0] else None


def text_of(parent: etree._Element, path: str) -> str:
    """The text at the end of a path, stripped."""
    return (parent.findtext(path) or "").strip()


def guid_of(text: str | None) -> str:
    """A GUID in lower case without braces."""
    return (text or "").strip().strip("{}").lower()


def _check(root: etree._Element, path: str, roots: tuple[str, ...]) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        said = f"{path} declares a document type, which no synchronization engine writes."
        raise MetaverseError(said, target=path, advice="Is it the right file?")
    if root.tag not in roots:
        said = f"{path} is some other XML: it begins with <{root.tag}>, not with <{'> or <'.join(roots)}>."
        raise MetaverseError(
            said, target=path, advice="csexport: takes what csexport.exe writes; see docs/metaverse.md."
        )


def _forget(element: etree._Element) -> None:
    element.clear()
    while (before := element.getprevious()) is not None:
        before.getparent().remove(before)  # type: ignore[union-attr]  # what stands before another has a parent
