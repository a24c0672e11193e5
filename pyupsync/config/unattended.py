"""What an export does that nobody watches: one at a time, a log, a file of metrics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from pyupsync.config.settings import one_of
from pyupsync.errors import UsageError

LogLevel = Literal["debug", "info", "warning", "error"]
METRICS = ".prom"
"""What node_exporter's textfile collector reads: https://github.com/prometheus/node_exporter#textfile-collector."""
LONGEST_WAIT = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Unattended:
    """Part of a photo job; a plan takes none of it.

    Attributes:
        lock: A file that one export at a time holds; needed where no ``state`` is kept, which has a lock of its own.
        lock_wait: Seconds to wait for another run that has the lock, or the state; 0 refuses at once.
        log: Where the run is logged: files of JSON lines, ``journal:`` (systemd's) and ``eventlog:`` (Windows').
        log_level: The least that is logged: ``debug`` has everybody, ``info`` who was changed, skipped or failed.
        metrics: A file whose name ends in ``.prom``, in Prometheus' text format.
    """

    lock: str = ""
    lock_wait: float = 0.0
    log: tuple[str, ...] = ()
    log_level: str = "info"
    metrics: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be used, and what would do nothing."""
        one_of(self.log_level, get_args(LogLevel), "log-level")
        if not 0 <= self.lock_wait <= LONGEST_WAIT:
            raise UsageError(f"lock-wait is {self.lock_wait}; it must be from 0 to {LONGEST_WAIT} seconds.")
        if self.log_level != "info" and not self.log:
            raise UsageError("log-level says what is logged, and nothing is.", advice="Give --log FILE too.")
        if len({_place(path) for path in self.log}) < len(self.log):
            raise UsageError("One log is named twice.", advice="Name each once.")
        if self.metrics and Path(self.metrics).suffix != METRICS:
            said = f"The file of metrics {self.metrics} does not end in {METRICS}, and no collector would read it."
            raise UsageError(said, target=self.metrics, advice=f"Name a file that ends in {METRICS}.")


def _place(log: str) -> str:
    return log if log in {"journal:", "eventlog:"} else str(Path(log).absolute())


def with_logs(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """Settings whose one log, which may stand there as a text, is a list."""
    log = settings.get("log")
    return {**settings, "log": [log]} if isinstance(log, str) else settings
