"""Changes in a registry that keeps them when it is saved: told as made only once they are kept."""

from __future__ import annotations

from pyupsync.errors import RegistryError
from pyupsync.model import Change
from pyupsync.ports import Registry
from pyupsync.zones.carry import make_change


class Keeping:
    """Makes changes, and saves them together when somebody waits for one of them.

    Args:
        registry: Where they are made.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._next = Saving(registry)

    def make(self, change: Change) -> Saving:
        """Make one change of a plan; it is kept once what comes back is settled.

        Raises:
            ZonesError: As ``make_change`` raises it.
        """
        if self._next.done:
            self._next = Saving(self._registry)
        make_change(self._registry, change)
        return self._next


class Saving:
    """The ``PendingWrite`` of all changes that one saving keeps."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._failure: RegistryError | None = None
        self.done = False

    def wait(self, seconds: float) -> bool:
        """Whether it was tried; it is now, unless there is no time for it."""
        if seconds > 0:
            self._save()
        return self.done

    def result(self) -> None:
        """Return where the changes are kept.

        Raises:
            RegistryError: They are not; what was there before is still there.
        """
        self._save()
        if self._failure:
            raise self._failure

    def cancel(self) -> bool:
        """The change is made in the registry as it will be saved: it cannot be taken back."""
        return False

    def _save(self) -> None:
        if self.done:
            return
        self.done = True
        try:
            self._registry.save()
        except RegistryError as error:
            self._failure = error
