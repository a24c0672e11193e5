"""From loose settings to checked ones: names, kinds, choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin, get_type_hints

from pyupsync.errors import UsageError


def one_of(value: str, allowed: tuple[str, ...], name: str) -> None:
    """Refuse a value that is none of a setting's choices."""
    if value not in allowed:
        raise UsageError(f"{name} is {value!r}; it must be one of {', '.join(allowed)}.", target=value)


def unknown(key: str, known: Iterable[str]) -> UsageError:
    """The refusal of a setting that does not exist, with the nearest one that does."""
    import difflib  # noqa: PLC0415 - few sessions have one

    near = difflib.get_close_matches(key, known, n=1)
    return UsageError(
        f"There is no setting named {key!r}.", target=key, advice=f"Did you mean {near[0]!r}?" if near else ""
    )


_KINDS = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", tuple: "a list"}


def typed(key: str, value: object, kinds: tuple[type, ...]) -> object:
    """The value, refused when it is of none of the kinds; true and false are no numbers."""
    if not isinstance(value, kinds) or isinstance(value, bool) != (kinds == (bool,)):
        shown = "no text" if key.endswith("password") else repr(value)
        raise UsageError(f"The setting {key!r} is {shown}; it must be {_KINDS[kinds[-1]]}.", target=key)
    return value


_FORMS: dict[object, tuple[type, ...]] = {
    str: (str,),
    bool: (bool,),
    int: (int,),
    float: (int, float),
    tuple: (list, tuple),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A record that some of a job's settings fill.

    Attributes:
        name: What the job calls it; empty for the job itself.
        record: The dataclass whose fields of plain kinds are the settings.
        prefix: What stands before each of its fields in the settings' names.
    """

    name: str
    record: type
    prefix: str = ""

    def settings(self) -> dict[str, tuple[str, tuple[type, ...]]]:
        """Each setting's name with the field it fills and the kinds it may be of."""
        hints = get_type_hints(self.record)
        forms = {name: _FORMS.get(_plain(hint)) for name, hint in hints.items()}
        return {self.prefix + name: (name, kinds) for name, kinds in forms.items() if kinds}


def _plain(hint: object) -> object:
    """What a field's values are; a tuple of anything but text is no setting."""
    if get_origin(hint) is tuple:
        return tuple if get_args(hint)[0] is str else None
    return hint


def by_part(settings: Mapping[str, Any], parts: Iterable[Part]) -> dict[str, dict[str, Any]]:
    """Sort plain settings into the records they are for, with lists made tuples of text; what is None is not given.

    Dashes and underscores are the same. Where two parts have a setting of one name, it is the first one's.

    Raises:
        UsageError: An unknown setting, or a value of the wrong kind.
    """
    places: dict[str, tuple[str, str, tuple[type, ...]]] = {}
    filled: dict[str, dict[str, Any]] = {}
    for part in parts:
        filled[part.name] = {}
        for key, (name, kinds) in part.settings().items():
            places.setdefault(key, (part.name, name, kinds))
    for key, value in settings.items():
        setting = key.replace("-", "_")
        if value is None:
            continue
        if setting not in places:
            raise unknown(setting, places)
        part_name, name, kinds = places[setting]
        checked = typed(setting, value, kinds)
        filled[part_name][name] = tuple(map(str, checked)) if isinstance(checked, list | tuple) else checked
    return filled


def complete(
    settings: Mapping[str, Any], parts: Iterable[Part], needed: str, unused: Iterable[str] = ()
) -> dict[str, dict[str, Any]]:
    """As ``by_part``; the job itself has what it needs, and nothing that the job that is to run has no use for.

    Raises:
        UsageError: As there; also a setting without a use, or the needed one missing.
    """
    filled = by_part(settings, parts)
    given = filled[""]
    idle = next((name for name in unused if given.get(name)), None)
    if idle:
        raise UsageError(f"The setting {idle!r} has no use in this job.", target=idle, advice="Leave it out.")
    if not given.get(needed):
        raise UsageError(f"The setting {needed!r} is missing.", target=needed)
    return filled
