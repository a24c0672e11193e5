"""The text of a ``.reg`` file as a registry that can be edited: an edit changes the lines that it must and no other.

Reading replays the file as importing it into an empty registry would: a key may have several sections, a value may be
set twice, and ``[-key]`` and ``"name"=-`` take away what stands above them. What is added and then removed leaves the
text as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pyupsync.adapters.registry.names import fold, split
from pyupsync.adapters.registry.reg_lines import Line, read_lines
from pyupsync.adapters.registry.reg_spelling import spell_data, spell_name
from pyupsync.adapters.registry.typed import UTF16
from pyupsync.model import RegistryValue


@dataclass(slots=True)
class _Setting:
    """A value in force, and the lines that set it, the last one deciding."""

    value: RegistryValue
    lines: list[Line]


@dataclass(slots=True)
class _Node:
    """A key: it is there while it has a section or a subkey."""

    name: str
    children: dict[str, _Node] = field(default_factory=dict)
    settings: dict[str, _Setting] = field(default_factory=dict)
    sections: list[Line] = field(default_factory=list)


class RegText:
    """A registry in the form of text.

    Args:
        text: All of it, without a byte order mark.
        encoding: Of text inside hexadecimal data: UTF-16LE, in REGEDIT4 files the code page.

    Raises:
        Broken: A line cannot be read; the message names it.
    """

    def __init__(self, text: str, encoding: str = UTF16) -> None:
        self._encoding = encoding
        self._root = _Node("")
        self._lines = list(read_lines(text, encoding))
        # Blanks without a line's end stay the last, whatever comes before them.
        self._tail = self._lines.pop().text if self._lines[-1].blank and not self._lines[-1].end else ""
        self._ends = bool(self._lines[-1].end)
        self._end = self._lines[0].end or "\r\n"
        self._replay()

    def __str__(self) -> str:
        *lines, last = self._lines
        text = "".join(line.text + (line.end or self._end) for line in lines) + last.text
        return text + ((last.end or self._end) if self._ends else "") + self._tail

    def keys(self, path: str) -> list[str] | None:
        """The names of the subkeys in order; None when there is no such key. A root of the registry always is."""
        node = self._find(path)
        if node is None and "\\" not in path:
            return []
        return None if node is None else [child.name for child in node.children.values()]

    def values(self, path: str) -> list[RegistryValue]:
        """The values of a key in order; none when there is no such key."""
        node = self._find(path)
        return [] if node is None else [setting.value for setting in node.settings.values()]

    def write(self, path: str, value: RegistryValue) -> None:
        """Set a value: in the line that sets it now, else behind the key's last value, else in a section at the end.

        Raises:
            UnicodeEncodeError: A REGEDIT4 file's code page has no such character.
        """
        node = self._find(path)
        setting = node.settings.get(fold(value.name)) if node else None
        if setting is not None:
            line = setting.lines[-1]
            value = RegistryValue(setting.value.name, value.kind, value.data)
            line.text = line.head + spell_data(value, line.head, self._end, self._encoding) + line.tail
            line.value = setting.value = value
            return
        head = spell_name(value.name)
        text = head + spell_data(value, head, self._end, self._encoding)
        line = Line("value", text, self._end, name=value.name, value=value, head=head)
        node = self._make(split(path))
        section = node.sections[-1] if node.sections else self._append(path, node)
        self._lines.insert(self._behind_values(section), line)
        node.settings[fold(value.name)] = _Setting(value, [line])

    def delete_value(self, path: str, name: str) -> None:
        """Take away the lines that set a value."""
        node = self._find(path)
        setting = node.settings.pop(fold(name), None) if node else None
        for line in setting.lines if setting else ():
            self._lines.remove(line)

    def delete_key(self, path: str) -> None:
        """Take away the sections of a key that has neither subkeys nor values."""
        node = self._find(path)
        if node is None or node.children or node.settings:
            return
        for section in node.sections:
            self._drop_section(section)
        node.sections.clear()
        self._prune(split(path))

    def _replay(self) -> None:
        node: _Node | None = None
        for line in self._lines:
            if line.kind == "key":
                node = self._make(tuple(line.path.split("\\")))
                node.sections.append(line)
            elif line.kind == "delete key":
                node = None  # values below it belong to no key
                self._cut(tuple(line.path.split("\\")))
            elif line.kind == "delete value" and node is not None:
                node.settings.pop(fold(line.name), None)
            elif line.value is not None and node is not None:
                self._set(node, line, line.value)

    def _set(self, node: _Node, line: Line, value: RegistryValue) -> None:
        old = node.settings.get(fold(line.name))
        if old is None:
            node.settings[fold(line.name)] = _Setting(value, [line])
        else:
            old.value = RegistryValue(old.value.name, value.kind, value.data)
            old.lines.append(line)

    def _find(self, path: str) -> _Node | None:
        node: _Node | None = self._root
        for part in split(path):
            node = node.children.get(fold(part)) if node else None
        return node

    def _make(self, parts: tuple[str, ...]) -> _Node:
        node = self._root
        for part in parts:
            node = node.children.setdefault(fold(part), _Node(part))
        return node

    def _cut(self, parts: tuple[str, ...]) -> None:
        """Forget a key with all below it, as ``[-key]`` does."""
        *above, last = self._way(parts)
        if len(above) == len(parts):
            above[-1].children.pop(fold(last.name))
            self._prune(parts[:-1])

    def _prune(self, parts: tuple[str, ...]) -> None:
        """Forget keys that nothing in the text speaks of any more, from the leaf up."""
        way = self._way(parts)
        for parent, node in reversed(list(pairwise(way))):
            if node.children or node.sections:
                return
            parent.children.pop(fold(node.name))

    def _way(self, parts: tuple[str, ...]) -> list[_Node]:
        """The keys from the root down, as far as they are there."""
        way = [self._root]
        for part in parts:
            child = way[-1].children.get(fold(part))
            if child is None:
                break
            way.append(child)
        return way

    def _append(self, path: str, node: _Node) -> Line:
        """A new section at the end. Where the file ends with a blank line it gets one behind it, else before it."""
        section = Line("key", f"[{path}]", self._end, path=path)
        blank = Line("plain", "", self._end)
        self._lines += [section, blank] if self._lines[-1].blank else [blank, section]
        node.sections.append(section)
        return section

    def _drop_section(self, section: Line) -> None:
        """What ``_append`` did, undone; comments stay."""
        at = self._lines.index(section)
        rest = list(self._section(at))
        gone = [section, *(line for line in rest if line.kind != "plain")]  # values that are not in force
        left = [line for line in rest if line not in gone]
        if self._lines[-1].blank:
            gone += [line for line in left[:1] if line.blank]
        elif at and self._lines[at - 1].blank:
            gone.append(self._lines[at - 1])
        for line in gone:
            self._lines.remove(line)

    def _behind_values(self, section: Line) -> int:
        at = self._lines.index(section)
        last = at
        for offset, line in enumerate(self._section(at), at + 1):
            if line.kind != "plain":
                last = offset
        return last + 1

    def _section(self, at: int) -> Iterator[Line]:
        """The lines below the key at ``at`` up to the next one."""
        for line in self._lines[at + 1 :]:
            if line.kind.endswith("key"):
                return
            yield line
