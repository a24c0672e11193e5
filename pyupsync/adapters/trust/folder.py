"""A trust store in a folder: one Base-64 ``.cer`` an authority, an index, and all of them in ``ca-bundle.pem``.

The index says what belongs to the store; it is written last, so that a run that is killed leaves the store as it was
before or as it should be, at worst with a file that the index does not name. ``ca-bundle.pem`` is a copy for programs
that take a CA file: ``--ca-file PATH/ca-bundle.pem`` trusts exactly what the store holds. It is made anew by every
change, just before the index.
"""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from pyupsync.adapters.file_lock import FileLock
from pyupsync.adapters.trust.files import PART, fold, free_file, write_whole
from pyupsync.adapters.trust.index import IndexEntry, index_text, read_index
from pyupsync.errors import AlreadyTrusted, TrustStoreError
from pyupsync.model import TrustedRoot, armoured

INDEX = "index.json"
BUNDLE = "ca-bundle.pem"
_LOCK = "index.lock"

_Entries: TypeAlias = list[IndexEntry]
_Edit: TypeAlias = Callable[[_Entries], _Entries]


class FolderTrustStore:
    """The trust store in a folder, which is made with the first change. Two processes may change it at once.

    Args:
        path: The folder.
        must_exist: Listing a folder that is not there is an error; otherwise it is an empty store.
        patience: Seconds to wait while another process changes it.
    """

    def __init__(self, path: str, *, must_exist: bool = False, patience: float = 30.0) -> None:
        self._folder = Path(path)
        self._must_exist = must_exist
        self._patience = patience

    def list(self) -> Sequence[TrustedRoot]:
        """Every authority in it, in the order they came."""
        with self._failing("read"):
            return tuple(TrustedRoot(entry.id, entry.name, entry.der) for entry in self._read())

    def add(self, name: str, der: bytes) -> None:
        """Trust one more certificate under a new name."""

        def edit(entries: _Entries) -> _Entries:
            _refuse_again(der, entries)
            self._refuse_taken(name, entries)
            return [*entries, self._stored(str(uuid.uuid4()), name, der, entries)]

        self._change(edit)

    def replace(self, identity: str, der: bytes, holding: str = "") -> None:
        """Put another certificate in the place of an authority's; its name and identity stay."""

        def edit(entries: _Entries) -> _Entries:
            old = self._find(identity, entries)
            _refuse_again(der, entries)
            _expect(holding, old)
            new = self._stored(old.id, old.name, der, entries)
            return [new if entry is old else entry for entry in entries]

        self._change(edit, identity)

    def rename(self, identity: str, name: str, holding: str = "") -> None:
        """Give an authority another name; its identity stays, its file is named anew."""

        def edit(entries: _Entries) -> _Entries:
            old = self._find(identity, entries)
            _expect(holding, old)
            others = [entry for entry in entries if entry is not old]
            self._refuse_taken(name, others)
            # Where only the case changes the file keeps its name: many file systems would not tell the two apart.
            same_file = fold(name) == fold(old.name)
            new = replace(old, name=name) if same_file else self._stored(old.id, name, old.der, entries)
            return [new if entry is old else entry for entry in entries]

        self._change(edit, identity)

    def remove(self, identity: str, holding: str = "") -> None:
        """Trust an authority no longer."""

        def edit(entries: _Entries) -> _Entries:
            old = self._find(identity, entries)
            _expect(holding, old)
            return [entry for entry in entries if entry is not old]

        self._change(edit, identity)

    def _change(self, edit: _Edit, identity: str = "") -> None:
        """Read, edit and write under the lock: new files, then the bundle, then the index; old files go last."""
        with self._failing("written"):
            found = self._read()  # refuses a folder that is no store before anything is put there
            if identity:
                self._find(identity, found)
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._folder / _LOCK, self._patience):
                before = self._read()
                self._tidy()
                if not (self._folder / INDEX).exists():
                    write_whole(self._folder / INDEX, index_text(()))
                after = edit(before)
                write_whole(self._folder / BUNDLE, b"".join(_in_bundle(entry) for entry in after))
                write_whole(self._folder / INDEX, index_text(after))
                for file in {entry.file for entry in before} - {entry.file for entry in after}:
                    (self._folder / file).unlink(missing_ok=True)

    def _read(self) -> _Entries:
        try:
            return read_index(self._folder / INDEX)
        except FileNotFoundError:
            pass
        if not self._folder.exists() and not self._must_exist:
            return []
        foreign = [path.name for path in self._folder.iterdir() if not _is_ours(path.name)]
        if INDEX in foreign:  # another process made it just now
            return read_index(self._folder / INDEX)
        if foreign or self._must_exist:
            raise TrustStoreError(
                f"The folder {self._folder} is no trust store: it has no {INDEX}.",
                target=str(self._folder),
                advice="Name the folder of a trust store, or a new or empty one to make one.",
            )
        return []

    def _stored(self, identity: str, name: str, der: bytes, entries: _Entries) -> IndexEntry:
        """Write a certificate to a file of its own; overwriting one that the index names would not be undone."""
        content = armoured(der)
        entry = IndexEntry.of(identity, name, "", der)
        file = free_file(self._folder, name, entry.thumbprint, content, {fold(other.file) for other in entries})
        write_whole(self._folder / file, content)
        return replace(entry, file=file)

    def _tidy(self) -> None:
        """Take away what a run that was killed did not finish."""
        for path in self._folder.glob(f"{PART}*"):
            with suppress(OSError):
                path.unlink()

    def _find(self, identity: str, entries: _Entries) -> IndexEntry:
        for entry in entries:
            if entry.id == identity:
                return entry
        raise TrustStoreError(
            f"There is no authority {identity!r} in {self._folder}.", target=identity, advice="List the store again."
        )

    def _refuse_taken(self, name: str, entries: _Entries) -> None:
        if not name.strip() or any(unicodedata.category(char) in {"Cc", "Cs"} for char in name):
            raise TrustStoreError(f"{name!r} is no name for an authority.", target=name, advice="Choose another name.")
        if fold(name) in {fold(entry.name) for entry in entries}:
            words = f"An authority named {name} is in {self._folder} already."
            raise TrustStoreError(words, target=name, advice="Choose another name.")

    @contextmanager
    def _failing(self, how: str) -> Iterator[None]:
        target = str(self._folder)
        try:
            yield
        except TimeoutError as error:
            words = (
                f"Another process is changing the trust store {target}; it was waited for {self._patience:g} seconds."
            )
            raise TrustStoreError(words, target=target, advice="Try again when it has ended.") from error
        except FileNotFoundError as error:
            words = f"There is no trust store {target}: {error.filename} does not exist."
            raise TrustStoreError(words, target=target, advice="See that the path is right.") from error
        except OSError as error:
            words = f"The trust store {target} cannot be {how}: {error.strerror}."
            raise TrustStoreError(words, target=target, advice="See who may read and write there.") from error


def _refuse_again(der: bytes, entries: _Entries) -> None:
    for entry in entries:
        if entry.der == der:
            words = f"This certificate is trusted already, as {entry.name}; another run may have brought it."
            raise AlreadyTrusted(words, target=entry.name)


def _expect(holding: str, entry: IndexEntry) -> None:
    if holding and entry.thumbprint != holding:
        words = f"The authority {entry.name} has another certificate by now: {entry.thumbprint}."
        raise TrustStoreError(words, target=entry.name, advice="Another run changed it meanwhile; plan again.")


def _is_ours(name: str) -> bool:
    """What may be there before the index is: a run was stopped at its first change."""
    return name == _LOCK or name.startswith(PART)


def _in_bundle(entry: IndexEntry) -> bytes:
    """The certificate below its name; OpenSSL skips text outside the marks."""
    return f"# {' '.join(entry.name.split()).replace('-----', '')}\n".encode(errors="replace") + armoured(entry.der)
