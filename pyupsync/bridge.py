"""The door for PowerShell: JSON text in, a stream of JSON texts out.

A host calls ``host()`` once, then ``call("open", "", request)`` for a run's number, ``call("next", run, reply)`` until
the answer is empty, and ``call("close", run, "")`` whatever happened. Nothing but text crosses, so that no object of
one runtime is ever kept alive, enumerated or disposed of by the other.
"""

from __future__ import annotations

import io
import itertools
import json
import logging
import sys
import threading
from collections import deque
from collections.abc import Mapping
from typing import Any

from pyupsync.errors import UpSyncError, UsageError
from pyupsync.jobs import JOBS
from pyupsync.model import EventStream, Level, Message
from pyupsync.report import error_to_dict, event_to_dict

LOGGER = logging.getLogger("pyupsync")
PRINTED = logging.getLogger("pyupsync.printed")


class Run:
    """A job under way: its events as JSON texts, one for each ``next``.

    What ``pyupsync`` logs meanwhile becomes message events. A failure becomes a last event of type ``error`` with
    ``terminating`` true; nothing is raised to the host.
    """

    def __init__(self, request_json: str) -> None:
        self._waiting: deque[str] = deque()
        self._reply: bool | None = None
        self._over = False
        self._log = _RunLog(self._waiting)
        LOGGER.addHandler(self._log)
        self._stream = _stream(request_json)

    def next(self, reply_json: str | None = None) -> str | None:
        """The next event, None when there are no more.

        Args:
            reply_json: After a change: ``false`` leaves it unmade; ``true``, ``null``, empty or None make it.
        """
        if reply_json:
            self._reply = json.loads(reply_json)
        if not self._waiting and not self._over:
            self._advance()
        return self._waiting.popleft() if self._waiting else None

    def close(self) -> None:
        """Stop where it is and give everything back; what was applied stays. Calling it twice does no harm."""
        self._over = True
        try:
            with self._log.listening():
                self._stream.close()
        finally:
            LOGGER.removeHandler(self._log)
            self._waiting.clear()

    def _advance(self) -> None:
        reply, self._reply = self._reply, None
        try:
            with self._log.listening():
                event = self._stream.send(reply)
        except StopIteration:
            self._over = True
        except UpSyncError as error:
            self._fail(error)
        except Exception as error:  # noqa: BLE001 - the host is told in its own way, never by a Python exception
            self._fail(_unforeseen(error))
        else:
            self._waiting.append(_text(event_to_dict(event)))

    def _fail(self, error: UpSyncError) -> None:
        """Tell the error last; before it, to whoever debugs, where in the code it arose."""
        import traceback  # noqa: PLC0415 - not every session has an error

        self._over = True
        trace = "".join(traceback.format_exception(error)).rstrip()
        self._waiting.append(_text(event_to_dict(Message("debug", trace))))
        self._waiting.append(_text({**error_to_dict(error), "terminating": True}))


class _RunLog(logging.Handler):
    """Turns log records into message events of one run.

    A record made by a thread that is busy with another run is that run's; those of worker threads, which tell
    nothing about whom they work for, go to every run.
    """

    _busy: dict[int, _RunLog] = {}  # noqa: RUF012 - shared on purpose: thread -> the run it is advancing

    def __init__(self, waiting: deque[str]) -> None:
        super().__init__()
        self._waiting = waiting

    def listening(self) -> _Listening:
        """While this is entered, the current thread's records are this run's alone."""
        return _Listening(self, self._busy)

    def emit(self, record: logging.LogRecord) -> None:
        if self._busy.get(record.thread or 0, self) is not self:
            return
        level: Level = "debug" if record.levelno < logging.INFO else "verbose"
        if record.levelno >= logging.WARNING:
            level = "warning"
        try:
            text = record.getMessage()
        except (TypeError, ValueError):
            text = str(record.msg)
        self._waiting.append(_text(event_to_dict(Message(level, text))))


class _Listening:
    def __init__(self, log: _RunLog, busy: dict[int, _RunLog]) -> None:
        self._log, self._busy = log, busy

    def __enter__(self) -> None:
        self._busy[threading.get_ident()] = self._log

    def __exit__(self, *_: object) -> None:
        self._busy.pop(threading.get_ident(), None)


def _text(values: Mapping[str, object]) -> str:
    """ASCII only: a file name's undecodable byte is no text that another runtime would take."""
    return json.dumps(values)


def _stream(request_json: str) -> EventStream:
    """The job's events; a request that cannot be used fails at the first of them."""
    request = _request(request_json)
    settings = request.get("settings")
    if not isinstance(settings, Mapping):
        raise UsageError("The request has no settings.")
    job = JOBS.get(str(request.get("job")))
    if job is None:
        raise UsageError(f"There is no job named {request.get('job')!r}.", advice=f"Known are {', '.join(JOBS)}.")
    yield from job(settings, request.get("what_if") is True)


def _request(text: str) -> dict[str, Any]:
    try:
        request = json.loads(text)
    except ValueError:
        request = None  # what could not be read may hold a password: it is neither shown nor chained
    if not isinstance(request, dict):
        raise UsageError("The request is not a JSON object.")
    return request


def _unforeseen(error: Exception) -> UpSyncError:
    told = UpSyncError(
        f"Something unforeseen stopped the job: {type(error).__name__}: {error}.",
        advice="Run it again with -Debug and report what it shows.",
    )
    told.__cause__ = error
    return told


def start(request_json: str) -> Run:
    """Begin a job.

    Args:
        request_json: ``{"job": NAME, "settings": {…}, "what_if": false}``: a name of ``jobs.JOBS`` and the settings of
            ``config.photo_job``, ``config.trust_job`` or ``config.zone_job``; ``trust.backup`` and ``trust.restore``
            take a ``folder`` besides, ``trust.expand`` takes ``paths`` and a ``folder`` alone. A request that cannot
            be used is told by the run's first event.
    """
    return Run(request_json)


_runs: dict[str, Run] = {}
_numbers = itertools.count(1)


def call(method: str, run: str, text: str) -> str:
    """The door itself: open a run, ask it for its next event, close it.

    Args:
        method: ``open`` (``text`` is the request, the answer the run's number), ``next`` (``text`` is the reply to
            the last change or empty, the answer the event or empty at the end) or ``close`` (the answer is empty).
        run: The number that ``open`` answered.
        text: See above.
    """
    if method == "open":
        number = str(next(_numbers))
        _runs[number] = start(text)
        return number
    if method == "next":
        return _runs[run].next(text) or ""
    if method == "close":
        closing = _runs.pop(run, None)
        if closing is not None:
            closing.close()
        return ""
    raise UsageError(f"The bridge has no method {method!r}.")


class _Printed(io.TextIOBase):
    """Takes what is printed and logs it line by line: the host's own output carries objects, not our prints."""

    def __init__(self) -> None:
        super().__init__()
        self._rest = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            PRINTED.info("%s", line)
        return len(text)


def host() -> str:
    """Make this process a hosted one: prints and log records go to the runs. Call it once, before the first run.

    Returns:
        JSON: the Python ``version`` and its ``prefix``.
    """
    sys.stdout = sys.stderr = _Printed()
    LOGGER.setLevel(logging.DEBUG)
    LOGGER.addHandler(logging.NullHandler())
    return _text({"version": sys.version.partition(" ")[0], "prefix": sys.prefix})
