"""The message of SharePoint's event 8311, in English and, by its structure alone, in any language.

    An operation failed because the following certificate has validation errors:

    Subject Name: CN=…
    Issuer Name: CN=…
    Thumbprint: 40 hex digits

    Errors:

     The root of the certificate chain is not a trusted root authority.

(https://learn.microsoft.com/troubleshoot/sharepoint/administration/re-create-local-trusted-root-authority). Its line
ends are real ones, the two characters ``\\n`` as in that page, or, in SharePoint's own logs, spaces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_MESSAGE = 32_768
"""Characters of a message that are looked at; no certificate's names come near to it."""

_LABEL = re.compile(
    r"(?P<subject>Subject\s{0,99}Name)\s?:|(?P<issuer>Issuer\s{1,99}Name)\s?:"
    r"|(?P<thumbprint>Thumbprint)\s?:|(?P<errors>Errors)\s?:"
)
_AGAIN = re.compile(r"An operation failed because the following certificate has validation errors")
_IN_LINE = re.compile(r"[:\uff1a]\s{0,9}((?:CN|OU|O|C|DC|L|S|ST|E|SERIALNUMBER|STREET)=[^:\uff1a]*)(?=[:\uff1a])")
_THUMBPRINT = re.compile(r"[:\uff1a]\s{0,99}([0-9A-Fa-f]{40})(?![0-9A-Fa-f])")
_HEX = re.compile(r"\s*([0-9A-Fa-f]{40})\s*")
_LABELLED = re.compile(r"^[^:\uff1a=\n]{1,80}[:\uff1a]\s*(.*)$")
_DISTINGUISHED = re.compile(r"(?:[A-Za-z]{1,32}|(?:OID\.)?\d+(?:\.\d+)+)\s?=")
_BEYOND = re.compile(r"^(?:Event Xml:|Log Name:|Source:|Date:|Event ID:|User:|Computer:|<)")
_SENTENCE = re.compile(r"(?<=[a-z)]\.)\.?\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Message:
    """What such a message says; ``thumbprint`` is in upper case, or empty where it is left out or blotted out."""

    subject: str
    issuer: str
    thumbprint: str
    errors: tuple[str, ...]


def parse_message(text: str, values: tuple[str, ...] = ()) -> Message | None:
    """Read a message; None when it is another one.

    Args:
        text: As it was rendered.
        values: What it is made of, where the log keeps that apart: it is the same in every language.
    """
    plain = text[:MAX_MESSAGE].replace("_x000D_", "").replace("_x000A_", "\n")  # Export-Clixml's
    plain = plain.replace("\\r", "").replace("\\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    return _english(plain) or parse_values(values) or _structured(plain) or _of_one_line(plain)


def parse_messages(text: str, values: tuple[str, ...] = ()) -> list[Message]:
    """Every message of a text, which in a line of a mail or a table may be several; else the one of its values.

    What an event was not rendered into may be the whole message as one value.
    """
    starts = [found.start() for found in _AGAIN.finditer(text, 1)]
    pieces = [text[begin:end] for begin, end in zip([0, *starts], [*starts, len(text)], strict=True)]
    found = [message for piece in pieces[1:] if (message := parse_message(piece))]
    if found:
        values = ()  # they would say the same again
    first = parse_message(pieces[0], values) or next(filter(None, map(parse_message, values)), None)
    return [first, *found] if first else found


def parse_values(values: tuple[str, ...]) -> Message | None:
    """Read the values that a message is made of: two names, a thumbprint, and whatever else is an error's words."""
    names = [value for value in values if _DISTINGUISHED.match(value.strip())]
    prints = [found[1] for value in values if (found := _HEX.fullmatch(value))]
    if not prints or not names:
        return None
    others = [value for value in values if value not in names and not _HEX.fullmatch(value)]
    subject, issuer = (names[0], names[1]) if len(names) > 1 else ("", names[0])
    return Message(_line(subject), _line(issuer), prints[0].upper(), _errors("\n".join(others)))


def _english(text: str) -> Message | None:
    """By the labels: a page or a mail may have broken its lines anywhere else."""
    labels = list(_LABEL.finditer(text))
    for start in range(len(labels)):
        kinds = [label.lastgroup for label in labels[start : start + 4]]
        if kinds[:2] == ["subject", "issuer"] and len(kinds) > 2 and kinds[2] != "subject":
            values = [_between(text, labels, start + place) for place in range(len(kinds))]
            break
    else:
        return None
    said = dict(zip(kinds, values, strict=True))
    first, _, rest = said.get("thumbprint", "").strip().partition("\n")
    found = _HEX.match(first)
    errors = said["errors"] if "errors" in said else rest or (first[found.end() :] if found else "")
    return Message(_line(said["subject"]), _line(said["issuer"]), found[1].upper() if found else "", _errors(errors))


def _between(text: str, labels: list[re.Match[str]], place: int) -> str:
    end = labels[place + 1].start() if place + 1 < len(labels) else len(text)
    return text[labels[place].end() : end]


def _structured(text: str) -> Message | None:
    """Of a message in another language: the two labelled lines above the thumbprint, and what stands below it."""
    found = _THUMBPRINT.search(text)
    if found is None:
        return None
    above = [match[1] for line in text[: found.start()].split("\n") if (match := _LABELLED.match(line.strip()))]
    names = above[-2:]
    if not any(_DISTINGUISHED.match(name) for name in names):
        return None
    subject, issuer = names if len(names) == 2 else ("", names[0])
    below = text[found.end() :].lstrip("\n\t ")
    label, end, rest = below.partition("\n")
    errors = rest if end and label.rstrip().endswith((":", "\uff1a")) else below
    return Message(_line(subject), _line(issuer), found[1].upper(), _errors(errors))


def _of_one_line(text: str) -> Message | None:
    """Of another language on one line: the two names are between colons, each with the next one's label behind it."""
    found = _THUMBPRINT.search(text)
    names = _IN_LINE.findall(text[: found.start() + 1]) if found else []
    if found is None or len(names) != 2:
        return None
    below = text[found.end() :].partition(":")
    return Message(_line(names[0]), _line(names[1]), found[1].upper(), _errors(below[2] or below[0]))


def _errors(text: str) -> tuple[str, ...]:
    """The first paragraph as sentences; a line that goes on in lower case belongs to the one above."""
    lines: list[str] = []
    for line in (line.strip() for line in text.partition("</")[0].strip().split("\n")):
        if not line or _BEYOND.match(line) or len(lines) >= 20:
            break
        if lines and line[0].islower():
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    sentences = [_line(part) for line in lines for part in _SENTENCE.split(line)]
    return tuple(dict.fromkeys(part.removesuffix("..") + "." if part.endswith("..") else part for part in sentences))


def _line(text: str) -> str:
    return " ".join(text.split())
