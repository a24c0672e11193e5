"""A lock between processes, and the file it leaves or takes away."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from pyupsync.adapters.file_lock import FileLock


@pytest.mark.parametrize("keep", [False, True])
def test_it_is_held_by_one_and_says_by_whom(tmp_path: Path, keep: bool) -> None:
    file = tmp_path / "ä.lock"
    file.write_bytes(b"\0left behind by a run that was killed long ago")
    lock, other = FileLock(file, 0, note="Büro 7", keep=keep), FileLock(file, 0.1, keep=keep)
    with lock:
        assert other.holder() == "Büro 7"
        with pytest.raises(TimeoutError), other:
            pass
    assert file.exists() == keep
    with other:
        pass


def test_without_a_file_nobody_holds_it(tmp_path: Path) -> None:
    assert FileLock(tmp_path / "x.lock", 0).holder() == ""


def test_one_at_a_time_though_each_takes_its_file_away(tmp_path: Path) -> None:
    """A file that was taken away while another waited for it locks nothing: the other makes a new one."""
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        for _ in range(25):
            with FileLock(tmp_path / "x.lock", 30, keep=False):
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.001)
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 100
    assert list(tmp_path.iterdir()) == []
