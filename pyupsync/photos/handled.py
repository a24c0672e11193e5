"""Who was handled in a run already, in few bytes a person: a run may have more people than profiles fit into memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from pyupsync.model import Profile

_BETWEEN = b"\0"


@dataclass(slots=True)
class Handled:
    """Remembers the profile that first meant each person: its account and origin, as text in one long buffer."""

    _text: bytearray = field(default_factory=bytearray)
    _start: dict[int, int] = field(default_factory=dict)

    def first(self, guid: str, profile: Profile) -> Profile | None:
        """The profile that came first for that person; None when this one does, which is remembered then."""
        person = hash(guid)
        start = self._start.get(person)
        if start is not None:
            known, account, origin = self._at(start)
            if known == guid:
                return Profile(account, origin=origin)
        self._start[person] = len(self._text)
        for text in (guid, profile.account, profile.origin):
            self._text += text.encode(errors="surrogatepass").replace(_BETWEEN, b"") + _BETWEEN
        return None

    def _at(self, start: int) -> list[str]:
        texts = []
        for _ in range(3):
            end = self._text.index(_BETWEEN, start)
            texts.append(self._text[start:end].decode(errors="surrogatepass"))
            start = end + 1
        return texts
