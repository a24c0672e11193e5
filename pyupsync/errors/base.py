"""The root of the tree."""

from __future__ import annotations

from typing import ClassVar


class UpSyncError(Exception):
    """The root of the tree.

    Args:
        message: One sentence: what happened, and to what.
        target: What it happened to (an account, a DN, a URL, a path); empty when the message says it all.
        advice: What to do about it, a command where there is one.
    """

    code: ClassVar[str] = "UpSyncFailed"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, target: str = "", advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.target = target
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()
